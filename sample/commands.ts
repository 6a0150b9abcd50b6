// The commands of the sample, as an operator would type them: two earlier reviews, what was decided, and the present one.
import { join } from 'node:path';
import { controlOwner, reviewer } from './world/company.ts';
import { hoursAfter, present, quarters } from './world/time.ts';
import type { Quarter } from './world/time.ts';
import type { Instant } from '../core/values/instant.ts';
import { worldOf } from './world/world.ts';

export interface SampleCommand {
  /** What the command is about, in a sentence for people. */
  readonly tells: string;
  /** The review in whose days the command is run. */
  readonly on: Quarter;
  readonly args: readonly string[];
  /** Whether the sample is started to see the result of this command. */
  readonly shown: boolean;
  /** What the clock shows when the command begins; absent where --as-of says it. */
  readonly clock?: Instant;
}

/** What runs compare the export with; paths are relative to the root of the project. */
export type Reading =
  /** The directories are called where these configurations say; one a review, by its id. */
  | { readonly kind: 'live'; readonly configurations: Readonly<Record<Quarter['id'], string>> }
  /** The snapshots that the sample brings along. */
  | { readonly kind: 'stored' };

/** @param home where the reviews are kept */
export function commands(home: string, reading: Reading): readonly SampleCommand[] {
  const [first, second] = quarters;
  const decided = options({ by: controlOwner, home });
  const decisions = join('sample', second.folder, 'decisions.csv');
  const run = (on: Quarter, more: readonly string[]): readonly string[] => [
    'run',
    ...read(on, reading),
    ...compared(on),
    '--home',
    home,
    ...more,
  ];
  return [
    { tells: `Review ${first.id}`, on: first, args: run(first, quietly), shown: false },
    { tells: `Review ${second.id}`, on: second, args: run(second, quietly), shown: false },
    {
      tells: `Decisions of ${second.id}`,
      on: second,
      args: ['decide', '--file', decisions, ...decided],
      shown: false,
      clock: hoursAfter(48, second.asOf),
    },
    {
      tells: `Work order of ${second.id}`,
      on: second,
      args: ['review', 'work-order', '--review', second.id, ...decided],
      shown: false,
      clock: hoursAfter(49, second.asOf),
    },
    ...counted(home),
    { tells: `Review ${present.id}`, on: present, args: run(present, lateReading), shown: true },
  ];
}

/** What starts the command with Node.js from the root of the project, and what it needs in the environment. */
export function started({ args, clock }: SampleCommand): {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
} {
  const command = [join('cli', 'access-review.js'), ...args];
  return clock === undefined
    ? { args: command, env: {} }
    : { args: ['--import', './sample/clock.ts', ...command], env: { SAMPLE_CLOCK: clock } };
}

/** The number of users of the page: one person types it, with a picture of the page, and another confirms it. */
function counted(home: string): readonly SampleCommand[] {
  const { rows, strays } = worldOf(present);
  const common = { export: file(present, 'users.csv'), shown: String(rows.length + strays.length), home };
  const first = { ...common, by: reviewer, picture: file(present, 'users-page.png') };
  const second = { ...common, by: controlOwner };
  const at = (hours: number): readonly string[] => options({ 'as-of': hoursAfter(hours, present.exportedAt) });
  const count = { on: present, shown: false } as const;
  return [
    { ...count, tells: `Number of users of ${present.id}`, args: ['count', ...options(first), ...at(0.5)] },
    { ...count, tells: 'The same, by a second person', args: ['count', '--confirm', ...options(second), ...at(1)] },
  ];
}

const quietly = ['--quiet', '--no-pdf'];

const lateReading = options({
  'accept-gate': 'skew',
  by: controlOwner,
  reason: 'the directories were read when the review began, five days after the export',
});

function options(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
}

function read(on: Quarter, reading: Reading): readonly string[] {
  if (reading.kind === 'live') return options({ config: reading.configurations[on.id] });
  const snapshots = ['entra', 'okta', 'contractors'].flatMap((id) => ['--snapshot', file(on, `snapshot-${id}.jsonl`)]);
  return [...options({ config: file(on, 'review.json') }), ...snapshots];
}

function compared(on: Quarter): readonly string[] {
  const { rows, strays } = worldOf(on);
  return options({
    export: file(on, 'users.csv'),
    'exported-at': on.exportedAt,
    'exported-by': reviewer,
    'received-by': reviewer,
    'count-shown': String(rows.length + strays.length),
    leavers: file(on, 'leavers.csv'),
    'as-of': on.asOf,
  });
}

function file(on: Quarter, name: string): string {
  return join('sample', on.folder, name);
}
