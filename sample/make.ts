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

const optics: OktaOrg = {
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

/** What all stories and all staff say together of one review. */
function worldOf(on: Quarter): Required<Scene> {
  const scenes = [...stories.map(({ scene }) => scene(on)), ...staffScenes(on)];
  return {
    rows: scenes.flatMap(({ rows = [] }) => rows),
    entra: scenes.flatMap(({ entra = [] }) => entra),
    okta: scenes.flatMap(({ okta = [] }) => okta),
    contractors: scenes.flatMap(({ contractors = [] }) => contractors),
    leavers: scenes.flatMap(({ leavers = [] }) => leavers),
    decisions: scenes.flatMap(({ decisions = [] }) => decisions),
  };
}

function filesOf(on: Quarter): readonly (readonly [string, string])[] {
  const world = worldOf(on);
  const files = [
    ['review.json', `${JSON.stringify(configuration(on), null, 2)}\n`],
    ['users.csv', exportFile(world.rows, strays(on))],
    ['leavers.csv', leaversFile(world.leavers)],
    ['decisions.csv', decisionsFile(world.decisions)],
    ['snapshot-entra.jsonl', entraSnapshot(world.entra, on)],
    ['snapshot-okta.jsonl', oktaSnapshot(optics, world.okta, on)],
    ['snapshot-contractors.jsonl', oktaSnapshot(contractors, world.contractors, on)],
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
