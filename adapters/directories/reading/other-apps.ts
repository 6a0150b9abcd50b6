// Apps of a directory that look like the one it is read for: whoever is assigned to one of them alone is unassigned here.
import { application } from '../../../core/application/applications.ts';
import { CallFailure } from './call-failure.ts';
import { passed } from './check.ts';
import type { Check } from './check.ts';

/** On, called like the application, and signed in to in the same way as the app of the directory. */
export interface OtherApp {
  /** As the configuration names an app (`appId`). */
  readonly id: string;
  readonly name: string;
}

type ReadOthers = () => Promise<readonly OtherApp[]>;

/**
 * It fails nothing: a company may have an app for its sandbox, whose people are none of this review. A run does not ask,
 * since nothing would rest on the answer.
 */
export async function checkOtherApps(directory: string, read: ReadOthers): Promise<Check> {
  const check = `other apps called ${application.name}`;
  try {
    const others = await read();
    if (others.length === 0) return passed(check, 'none');
    return { ...passed(check, foundText(others)), remedy: remedyText(others, directory) };
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    return passed(check, `not known, and nothing rests on it (${error.message})`);
  }
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
