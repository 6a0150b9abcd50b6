// The whole company in one review: what all stories and all staff say together.
import { employee, rowOf } from './people.ts';
import type { ExportRow, Scene } from './people.ts';
import { staffScenes } from './staff.ts';
import { accounts } from './stories/accounts.ts';
import { directories } from './stories/directories.ts';
import { leavers } from './stories/leavers.ts';
import { matching } from './stories/matching.ts';
import { outsiders } from './stories/outsiders.ts';
import type { Story } from './story.ts';
import { isSince } from './time.ts';
import type { Quarter } from './time.ts';

export const stories: readonly Story[] = [...leavers, ...directories, ...matching, ...outsiders, ...accounts];

export interface World extends Required<Scene> {
  /** Seats that name nobody; People.ai lists them below everybody else. */
  readonly strays: readonly ExportRow[];
}

export function worldOf(on: Quarter): World {
  const scenes = [...stories.map(({ scene }) => scene(on)), ...staffScenes(on)];
  return {
    rows: scenes.flatMap(({ rows = [] }) => rows),
    strays: straysOf(on),
    entra: scenes.flatMap(({ entra = [] }) => entra),
    okta: scenes.flatMap(({ okta = [] }) => okta),
    contractors: scenes.flatMap(({ contractors = [] }) => contractors),
    leavers: scenes.flatMap(({ leavers = [] }) => leavers),
    decisions: scenes.flatMap(({ decisions = [] }) => decisions),
  };
}

/** An address left empty, and a sentence where an address belongs. */
function straysOf(on: Quarter): readonly ExportRow[] {
  if (!isSince('2026-Q4', on)) return [];
  const nobody = employee('', ['Trial', 'Seat'], { number: null });
  return ['', 'Ask Oscar who this is'].map((email) => rowOf(nobody, on, { Email: email, 'Last Login': '' }));
}
