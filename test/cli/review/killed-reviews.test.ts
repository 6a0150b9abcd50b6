// The commands of a review killed without warning, at any moment: nothing is lost, nothing is there twice, and whoever
// comes next issues what was promised. One kill a command, because each is several processes; `KILLED_TRIALS=100` takes
// so many of each, says what the kills had left, and verifies what every tenth issued.
import { watch } from 'node:fs';
import { cp, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { openSqliteStore } from '../../../adapters/stores/sqlite/store.ts';
import type { ReviewEvent, StoredReviewEvent } from '../../../core/review/events/event.ts';
import { ownCommand, startCommand } from '../../support/program/command.ts';
import { aCompany, filesOf } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';
import { aSharedFolder } from '../../support/folders.ts';
import { verified } from '../../steps/verify/verified.ts';

const asked = process.env['KILLED_TRIALS'];
const trials = Number(asked ?? 1);
const seed = Number(process.env['KILLED_SEED'] ?? 12);

const [yesterday, tomorrow] = [dayFromNow(-1), dayFromNow(1)];
const period = `${yesterday.slice(0, 4)}-Q${Math.ceil(Number(yesterday.slice(5, 7)) / 3)}`;
const review = (action: string, by: string): readonly string[] => ['review', action, '--review', period, '--by', by];

const staff = Array.from({ length: 20 }, (_, index) => `staff-${index}@acme.com`);
const left = ['ghost@acme.com', 'gone@acme.com', 'lost@acme.com'];
const [reviewer, owner] = ['jane@acme.com', 'cfo@acme.com'];

/** One command of the review, each of which is killed; what stands between them is only done. */
const killed = {
  'decide --file': ['decide', '--file', 'decisions.csv', '--by', reviewer],
  'work-order': review('work-order', reviewer),
  'sign-off': review('sign-off', owner),
  close: review('close', reviewer),
} as const;
type Command = keyof typeof killed;
const commands = ['decide --file', 'work-order', 'sign-off', 'close'] as const satisfies readonly Command[];

/** A home before the command, and all that the command, undisturbed, makes of it. */
interface Undisturbed {
  readonly home: string;
  readonly ms: number;
  /** How often something changed in the home meanwhile. */
  readonly changes: number;
  readonly before: readonly StoredReviewEvent[];
  readonly after: HomeContent;
}

interface HomeContent {
  /** Without times and digests, which hang on them. */
  readonly events: readonly Said[];
  /** What was issued. The witness of each event is named by its digest, and belongs to the tests of the witness. */
  readonly files: readonly string[];
}

interface Said extends Partial<Pick<ReviewEvent, 'kind'>> {
  readonly [name: string]: unknown;
}

let company: Company;
const undisturbed = new Map<Command, Undisturbed>();

function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

async function done(home: string, args: readonly string[]): Promise<string> {
  const { exit, stdout, stderr } = await company.command(...args, '--home', home);
  if (exit !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return stdout;
}

async function ran(on: string): Promise<void> {
  const declared = ['--exported-by', 'ops@acme.com', '--count-shown', String(staff.length + left.length + 2)];
  const args = ['run', ...filesOf(on), '--review', period, '--no-pdf', ...declared];
  const { exit, stderr } = await company.command(...args);
  if (exit !== 0) throw new Error(stderr);
}

async function streamIn(home: string): Promise<readonly StoredReviewEvent[]> {
  const store = openSqliteStore({ file: join(company.path(home), 'access-review.db') });
  try {
    return await store.reviews.load(period);
  } finally {
    store.close();
  }
}

async function contentOf(home: string): Promise<HomeContent> {
  const files = await readdir(join(company.path(home), 'reviews'), { recursive: true });
  const issued = files.filter((name) => !name.includes('/heads'));
  return { events: (await streamIn(home)).map(({ event }) => said(event)), files: issued.toSorted() };
}

/** What an event says, whenever it was said. */
function said(event: ReviewEvent): Said {
  const { kind } = event;
  if (kind === 'decided') return { kind, lines: event.lines };
  if (kind === 'work-order-issued') return { kind, number: event.number, logins: event.logins };
  return kind === 'signed' ? { kind, stage: event.stage, by: event.by } : { kind };
}

/** Calls back at each change of a file in the home, until it is closed. */
function watching(home: string, changed: () => void): { readonly close: () => void } {
  const watcher = watch(company.path(home), { recursive: true }, changed);
  return { close: () => watcher.close() };
}

/** Does the command once undisturbed in the home itself, and keeps the home as it was before. */
async function undisturbedBy(command: Command): Promise<void> {
  const home = `before-${command}`;
  await cp(company.path('home'), company.path(home), { recursive: true });
  const before = await streamIn(home);
  let changes = 0;
  const watcher = watching('home', () => (changes += 1));
  const started = performance.now();
  // As the one that is killed: a process that has to start.
  const { exit, stderr } = await ownCommand(company.folder, [...killed[command], '--home', 'home']);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr });
  const ms = performance.now() - started;
  watcher.close();
  undisturbed.set(command, { home, ms, changes, before, after: await contentOf('home') });
}

beforeAll(async () => {
  const accounts = [...staff, ...left, reviewer, owner];
  const people = [...staff, reviewer, owner];
  const config = { reviewers: { fallback: reviewer, controlOwner: owner } };
  const policy = { approvedOn: yesterday, ssoEvidence: { takenOn: yesterday, sha256: 'ab'.repeat(32) } };
  company = await aCompany({ on: yesterday, accounts, people, config, policy }, await aSharedFolder());
  const rows = [...staff, owner].map((login) => `${login},keep,,needed`);
  const gone = left.map((login) => `${login},revoke,,nobody knows it`);
  await writeFile(company.path('decisions.csv'), ['login,decision,until,reason', ...rows, ...gone, ''].join('\n'));
  await ran(yesterday);
  await undisturbedBy('decide --file');
  await done('home', ['decide', '--login', reviewer, '--decision', 'keep', '--reason', 'needed', '--by', owner]);
  await undisturbedBy('work-order');
  await done('home', review('sign-off', reviewer));
  await undisturbedBy('sign-off');
  const suspended = left.map((email) => ({ email, status: 'Suspended' }));
  await company.has({ on: tomorrow, accounts: [...staff, ...suspended, reviewer, owner] });
  await ran(tomorrow);
  await undisturbedBy('close');
});

/** A part of the whole time, or of all changes of files: the second meets the moments at which something is written. */
interface Moment {
  readonly of: 'time' | 'changes';
  readonly part: number;
  /** Milliseconds after it, because the kill of a change comes while the next one is made. */
  readonly later: number;
  readonly next: 'itself' | 'status' | 'tick';
}

const moments = fc.record({
  of: fc.constantFrom<Moment['of']>('time', 'changes', 'changes', 'changes'),
  part: fc.double({ min: 0, max: 1, noNaN: true }),
  later: fc.constantFrom(0, 0, 1, 2, 5, 10, 20, 50, 100),
  next: fc.constantFrom<Moment['next']>('itself', 'status', 'tick'),
});

async function killAt({ of, part, later }: Moment, command: Command, home: string): Promise<void> {
  const { ms, changes } = given(command);
  const last = Math.ceil(part * changes);
  let seen = 0;
  const child = await startCommand({ folder: company.folder }, [...killed[command], '--home', home]);
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.stdout.resume();
  child.stderr.resume();
  const kill = (): unknown => child.kill('SIGKILL');
  const watcher = watching(home, () => {
    seen += 1;
    if (of !== 'changes' || seen < last) return;
    if (later === 0) kill();
    else setTimeout(kill, later);
  });
  await Promise.race(of === 'time' ? [ended, pause(part * ms)] : [ended]);
  kill();
  await ended;
  watcher.close();
}

function given(command: Command): Undisturbed {
  const found = undisturbed.get(command);
  if (found === undefined) throw new Error(`${command} was not done undisturbed`);
  return found;
}

const next = {
  status: ['review', 'status', '--review', period],
  tick: ['tick'],
} as const;

async function expectProven(home: string, files: readonly string[]): Promise<void> {
  for (const file of files.filter((name) => name.endsWith('.pdf'))) {
    const { exit, err } = await verified(await readFile(join(company.path(home), 'reviews', file)));
    expect({ home, file, exit, err }).toEqual({ home, file, exit: 0, err: '' });
  }
}

type Left = 'not recorded' | 'recorded, not all issued' | 'all issued';

/** Kills the command in a home of its own, and has others go on. @returns what the kill had left */
async function trial(command: Command, moment: Moment, home: string): Promise<Left> {
  const { home: origin, before, after } = given(command);
  const what = { command, moment };
  await cp(company.path(origin), company.path(home), { recursive: true });
  await killAt(moment, command, home);
  const stream = await streamIn(home);
  expect({ what, kept: stream.slice(0, before.length) }).toEqual({ what, kept: before });
  const content = await contentOf(home).catch(() => null);
  const isRecorded = stream.length === after.events.length;
  const args = moment.next === 'itself' ? killed[command] : next[moment.next];
  const { exit, stderr } = await company.command(...args, '--home', home);
  // A review that nobody has opened yet has no status, and who has signed does not sign again: both issue what is owed.
  expect({ what, stderr, answered: exit === 0 || exit === 2 }).toEqual({ what, stderr, answered: true });
  if (exit === 2)
    expect({ what, stderr }).toEqual({ what, stderr: expect.stringMatching(/review not open|signed already/) });
  // What was not promised yet is for who was killed to do again.
  if (moment.next !== 'itself' && !isRecorded) await done(home, killed[command]);
  const told = await contentOf(home);
  const events = told.events.filter(({ kind }) => kind !== 'mailed');
  expect({ what, events, files: told.files }).toEqual({ what, ...after });
  if (!isRecorded) return 'not recorded';
  return content?.files.length === after.files.length ? 'all issued' : 'recorded, not all issued';
}

test.each(commands)(
  '%s, killed at any moment, loses nothing, doubles nothing and issues all',
  { timeout: 1_800_000 },
  async (command) => {
    const counts: Partial<Record<Left, number>> = {};
    for (const [index, moment] of fc.sample(moments, { seed, numRuns: trials }).entries()) {
      const home = `${command}-${index}`;
      const found = await trial(command, moment, home);
      if (index % 10 === 9) await expectProven(home, given(command).after.files);
      counts[found] = (counts[found] ?? 0) + 1;
    }
    if (asked !== undefined) process.stdout.write(`${command}: ${JSON.stringify(counts)}\n`);
  },
);
