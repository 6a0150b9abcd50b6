// Apps of a directory that look like the one it is read for: whoever is assigned to one of them alone is unassigned here.
import { application } from '../../../core/application/applications.ts';
import { CallFailure } from './call-failure.ts';
import { passed, tried } from './check.ts';
import type { Check } from './check.ts';
import type { Journal } from './journal.ts';

/** On, called like the application, and signed in to in the same way as the app of the directory. */
export interface OtherApp {
  /** As the configuration names an app (`appId`). */
  readonly id: string;
  readonly name: string;
}

type ReadOthers = () => Promise<readonly OtherApp[]>;

/** Each is noted. Nothing rests on it, so a call that fails is noted too. */
export async function noteOtherApps(journal: Journal, directory: string, read: ReadOthers): Promise<void> {
  try {
    for (const app of await read()) journal.note(`${foundText([app])} ${remedyText([app], directory)}`);
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    journal.note(`Whether another app looks like ${application.name} could not be read (${error.message}).`);
  }
}

/** It fails nothing: a company may have an app for its sandbox, whose people are none of this review. */
export async function checkOtherApps(directory: string, read: ReadOthers): Promise<Check> {
  const check = `other apps called ${application.name}`;
  const purpose = 'telling who is assigned to another app';
  return tried({ check, purpose, remedy: 'Grant what the app itself is read by, for all apps.' }, async () => {
    const others = await read();
    if (others.length === 0) return passed(check, 'none');
    return { ...passed(check, foundText(others)), remedy: remedyText(others, directory) };
  });
}

function foundText(others: readonly OtherApp[]): string {
  const named = others.map(({ id, name }) => `"${name}" (${id})`).join(', ');
  return `${named} ${others.length === 1 ? 'looks' : 'look'} like ${application.name} too: who is assigned there alone is unassigned here.`;
}

/** @example remedyText([{ id: '0oa2', name: 'People.ai EU' }], 'okta') // 'If … with "id": "okta-2" and "appId": "0oa2".' */
function remedyText(others: readonly OtherApp[], directory: string): string {
  const lines = others.map(({ id }, index) => `"id": "${directory}-${index + 2}" and "appId": "${id}"`);
  return `If people of this review use it, and no directory of the configuration names it, add a copy of directory "${directory}" with ${lines.join(', another with ')}.`;
}
