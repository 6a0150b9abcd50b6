// Killed without warning, twenty times at any moment of a run: the home opens again, and the next run is right. It takes
// long because each kill is a process, and each home is then reviewed to the end, its report drawn and signed;
// `KILLED_TRIALS=100` takes a hundred homes.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openSqliteStore } from '../../../adapters/stores/sqlite/store.ts';
import type { Finding } from '../../../core/findings/finding.ts';
import type { RunRecord } from '../../../core/run.ts';
import { ownCommand, startCommand } from '../../support/program/command.ts';
import { aCompany, filesOf } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';
import { digestsBelow, runFiles } from '../../support/program/run-files.ts';

/** Two kills a home: the second one meets what the first has left. */
const homes = Number(process.env['KILLED_TRIALS'] ?? 10);
const stages = [
  'Reading the export',
  'Judging accounts',
  'Writing the evidence',
  'Drawing the report',
  'Storing the run',
];

/** When a process is killed: so long after its start, or after it has told that a stage begins. */
interface Moment {
  readonly stage: string | null;
  readonly ms: number;
}

/** Half anywhere in a run of `duration`; half around the stages, where something is written. */
function anyMoment(duration: number): Moment {
  if (Math.random() < 0.5) return { stage: null, ms: Math.random() * duration };
  return { stage: stages[Math.floor(Math.random() * stages.length)] ?? null, ms: Math.random() * 80 };
}

async function killAt({ stage, ms }: Moment, folder: string, args: readonly string[]): Promise<void> {
  const child = await startCommand({ folder }, args);
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.stdout.resume();
  await Promise.race([ended, told(child.stderr, stage)]);
  await Promise.race([ended, pause(ms)]);
  child.kill('SIGKILL');
  await ended;
}

/** Progress tells a stage when it is over, so the line before the stage is the one to wait for. */
async function told(stderr: NodeJS.ReadableStream, stage: string | null): Promise<void> {
  const before = stage === null ? null : (stages[stages.indexOf(stage) - 1] ?? null);
  if (before === null) {
    stderr.resume();
    return;
  }
  await new Promise<void>((resolve) => {
    let said = '';
    stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(before)) resolve();
    });
  });
}

async function runsIn(home: string): Promise<readonly RunRecord[]> {
  const store = openSqliteStore({ file: join(home, 'access-review.db') });
  try {
    return await store.runs.list();
  } finally {
    store.close();
  }
}

/** A run that is recorded is whole: every file it names is there, with its digest. */
async function expectWholeRuns(home: string, after: object): Promise<void> {
  for (const { id, files } of await runsIn(home)) {
    const digests = await digestsBelow(join(home, 'runs', id));
    for (const { name, sha256 } of files)
      expect({ after, name, digest: digests[name] }).toEqual({ after, name, digest: sha256 });
  }
}

interface HomeContent {
  readonly files: Readonly<Record<string, string>>;
  readonly runs: readonly RunRecord[];
  readonly findings: readonly (Finding | null)[];
}

/** All that a home says: the files of its runs, the report included, the records and the state of each finding. */
async function contentOf(home: string): Promise<HomeContent> {
  const files = Object.entries(await digestsBelow(home)).filter(([name]) => /^(runs|history)\//.test(name));
  const runs = await runsIn(home);
  const { findings } = (await runFiles(join(home, 'runs', runs.at(-1)?.id ?? ''))).findings;
  const store = openSqliteStore({ file: join(home, 'access-review.db') });
  try {
    const states = await Promise.all(findings.map(({ id }) => store.findings.get(id)));
    return { files: Object.fromEntries(files), runs, findings: states };
  } finally {
    store.close();
  }
}

/** Sixty accounts in the second quarter of a home that has one accepted run, and a key. */
async function aCompanyWithHistory(): Promise<Company> {
  const staff = Array.from({ length: 58 }, (_, index) => `staff-${index}@acme.com`);
  const company = await aCompany({ accounts: [...staff, 'ghost@acme.com', 'gone@acme.com'], people: staff });
  expect((await company.run()).exit).toBe(0);
  const left = anIdentity({ login: 'ghost@acme.com', state: 'deleted', assignments: [] });
  await company.has({
    on: '2027-01-05',
    accounts: [...staff, 'ghost@acme.com', 'new@acme.com'],
    people: [...staff, left],
  });
  return company;
}

function args(home: string): readonly string[] {
  return ['run', ...filesOf('2027-01-05'), '--home', home];
}

test('a home whose runs were killed comes to the same as an undisturbed one', { timeout: 1_800_000 }, async () => {
  const company = await aCompanyWithHistory();
  const aHome = async (home: string): Promise<void> =>
    cp(company.path('home'), company.path(home), { recursive: true });
  await aHome('undisturbed');
  const started = performance.now();
  // As those that are killed: a process that has to start.
  expect((await ownCommand(company.folder, args('undisturbed'))).exit).toBe(0);
  const duration = performance.now() - started;
  const undisturbed = await contentOf(company.path('undisturbed'));
  expect(undisturbed.runs).toHaveLength(2);

  const lanes = [0, 1].map(async (lane) => {
    for (let index = lane; index < homes; index += 2) {
      const home = `killed-${index}`;
      const moments = [anyMoment(duration), anyMoment(duration)];
      await aHome(home);
      for (const moment of moments) {
        await killAt(moment, company.folder, args(home));
        await expectWholeRuns(company.path(home), moments);
      }
      const { exit, stderr } = await company.command(...args(home));
      expect({ moments, exit, stderr: exit === 0 ? '' : stderr }).toEqual({ moments, exit: 0, stderr: '' });
      expect({ moments, ...(await contentOf(company.path(home))) }).toEqual({ moments, ...undisturbed });
    }
  });
  await Promise.all(lanes);
});
