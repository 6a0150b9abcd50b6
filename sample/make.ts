// Makes the files of the sample from its stories and its staff: `node sample/make.ts` writes them, a test compares them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configuration, contractorsApp, oktaApp } from './company.ts';
import { decisionsFile, exportFile, leaversFile } from './export-file.ts';
import { employee, rowOf } from './people.ts';
import type { ExportRow, Scene } from './people.ts';
import { entraSnapshot, oktaSnapshot } from './snapshot-file.ts';
import type { OktaOrg } from './snapshot-file.ts';
import { staffScenes } from './staff.ts';
import { accounts } from './stories/accounts.ts';
import { directories } from './stories/directories.ts';
import { leavers } from './stories/leavers.ts';
import { matching } from './stories/matching.ts';
import { outsiders } from './stories/outsiders.ts';
import type { Story } from './story.ts';
import { isSince, quarters } from './time.ts';
import type { Quarter } from './time.ts';

export const stories: readonly Story[] = [...leavers, ...directories, ...matching, ...outsiders, ...accounts];

const okta: OktaOrg = {
  directory: 'okta',
  host: 'sparrowhawk.okta.example',
  app: oktaApp,
  assignmentRequired: true,
  signIns: true,
};
const contractors: OktaOrg = {
  directory: 'contractors',
  host: 'tideline.okta.example',
  app: contractorsApp,
  assignmentRequired: false,
  signIns: false,
};

/** Two rows that name nobody: an address left empty, and a person where an address belongs. */
function strays(on: Quarter): readonly ExportRow[] {
  if (!isSince('2026-Q4', on)) return [];
  const nobody = employee('', ['Trial', 'Seat'], { number: null });
  return ['', 'Ask Oscar who this is'].map((email) => rowOf(nobody, on, { Email: email, 'Last Login': '' }));
}

/** Every file of the sample with its content, by its path below `sample/`. */
export function sampleFiles(): ReadonlyMap<string, string> {
  return new Map(quarters.flatMap((on) => filesOf(on)));
}

function filesOf(on: Quarter): readonly (readonly [string, string])[] {
  const scenes = [...stories.map(({ scene }) => scene(on)), ...staffScenes(on)];
  const all = <Kind extends keyof Scene>(kind: Kind): NonNullable<Scene[Kind]>[number][] =>
    scenes.flatMap((scene): NonNullable<Scene[Kind]>[number][] => [...(scene[kind] ?? [])]);
  const files = [
    ['review.json', `${JSON.stringify(configuration(on), null, 2)}\n`],
    ['users.csv', exportFile(all('rows'), strays(on))],
    ['leavers.csv', leaversFile(all('leavers'))],
    ['decisions.csv', decisionsFile(all('decisions'))],
    ['snapshot-entra.jsonl', entraSnapshot(all('entra'), on)],
    ['snapshot-okta.jsonl', oktaSnapshot(okta, all('okta'), on)],
    ['snapshot-contractors.jsonl', oktaSnapshot(contractors, all('contractors'), on)],
  ] as const;
  // Decisions are handed in where the next review shows what came of them.
  const wanted = files.filter(([name]) => name !== 'decisions.csv' || on.id === '2026-Q3');
  return wanted.map(([name, content]) => [join(on.folder, name), content]);
}

if (import.meta.main) {
  for (const [name, content] of sampleFiles()) {
    const path = join(import.meta.dirname, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
