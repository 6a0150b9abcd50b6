// The commands of the sample, as an operator would type them: two earlier reviews, what was decided, and the present one.
import { join } from 'node:path';
import { controlOwner, reviewer } from './company.ts';
import { present, quarters } from './time.ts';
import type { Quarter } from './time.ts';

export interface SampleCommand {
  /** What it is about, for people. */
  readonly tells: string;
  readonly args: readonly string[];
  /** Whether its result is what the sample is started for. */
  readonly shown: boolean;
}

/** @param home where the reviews are kept; paths in the commands are relative to the root of the project */
export function commands(home: string): readonly SampleCommand[] {
  const [first, second] = quarters;
  const decided = options({ by: controlOwner, home });
  const file = join('sample', second.folder, 'decisions.csv');
  return [
    { tells: `Review ${first.id}`, args: [...run(first, home), ...quietly], shown: false },
    { tells: `Review ${second.id}`, args: [...run(second, home), ...quietly], shown: false },
    { tells: `Decisions of ${second.id}`, args: ['decide', '--file', file, ...decided], shown: false },
    {
      tells: `Work order of ${second.id}`,
      args: ['review', 'work-order', '--review', second.id, ...decided],
      shown: false,
    },
    { tells: `Review ${present.id}`, args: [...run(present, home), ...lateReading], shown: true },
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

function run(on: Quarter, home: string): readonly string[] {
  const file = (name: string): string => join('sample', on.folder, name);
  return [
    'run',
    ...options({
      config: file('review.json'),
      export: file('users.csv'),
      'exported-at': on.exportedAt,
      'exported-by': reviewer,
      leavers: file('leavers.csv'),
      'as-of': on.asOf,
      home,
    }),
    ...['entra', 'okta', 'contractors'].flatMap((id) => ['--snapshot', file(`snapshot-${id}.jsonl`)]),
  ];
}
