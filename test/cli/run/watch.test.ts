// `watch` as a scheduler calls it: what it tells, what it leaves to signatures, and what it refuses.
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { aCompany } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';
import type { Outcome } from '../../support/program/command.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';

/** So many that one who leaves is no drop that holds a run. */
const others = ['jane', 'ana', 'ben', 'cy', 'dot', 'eli', 'fay', 'gus', 'hal'].map((name) => `${name}@acme.com`);
const all = [...others, 'joe@acme.com'];
const reviewers = { fallback: 'jane@acme.com', controlOwner: 'joe@acme.com' };
const watchSchema = z.object({
  watch: z.nullable(z.string()),
  fresh: z.array(z.object({ code: z.string(), severity: z.string(), login: z.nullable(z.string()) })),
  open: z.number(),
  incomplete: z.array(z.string()),
});

interface Watching extends Company {
  watch(day: string, ...more: readonly string[]): Promise<Outcome>;
}

/** A home with an accepted run of 5 October, to whose directory a test does something afterwards. */
async function watching(config: object = {}): Promise<Watching> {
  const company = await aCompany({ accounts: all, people: all, config: { reviewers, ...config } });
  expect(await company.run('--no-pdf', '--quiet', '--count-shown', '10')).toMatchObject({ exit: 0, stderr: '' });
  const files = ['--config', 'review.json', '--snapshot', 'okta.jsonl', '--home', 'home'];
  const watch = async (day: string, ...more: readonly string[]): Promise<Outcome> =>
    company.command('watch', ...files, '--as-of', `${day}T09:00:00Z`, '--json', ...more);
  return { ...company, watch };
}

function watchOf({ stdout, stderr }: Outcome): z.infer<typeof watchSchema> {
  if (stdout === '') throw new Error(stderr);
  return z.parse(watchSchema, JSON.parse(stdout));
}

const finding = (outcome: Outcome): readonly string[] =>
  watchOf(outcome).fresh.map(({ code, login }) => `${code} ${login ?? ''}`);

const isEvents = (name: string): boolean => /^events-[0-9a-f]{8}\.jsonl$/.test(name);

describe('a watch run', () => {
  test('tells once who lost their person since the last accepted run, and leaves no run of a review', async () => {
    const company = await watching();
    await company.has({ on: '2026-10-07', people: others });
    const first = await company.watch('2026-10-07');
    expect(first.exit).toBe(0);
    expect(finding(first)).toEqual(['LEAVER_ACCOUNT joe@acme.com']);
    await company.has({ on: '2026-10-08' });
    const second = await company.watch('2026-10-08');
    expect(watchOf(second)).toMatchObject({ fresh: [], open: 1 });
    expect(await readdir(company.path('home/runs'))).toHaveLength(1);
  });

  test('counts every open finding, also what it tells nobody as news', async () => {
    const company = await watching();
    await company.has({ on: '2026-10-07', people: [...all, 'kim@acme.com'] });
    const told = watchOf(await company.watch('2026-10-07'));
    expect(told).toMatchObject({ fresh: [], open: 1 });
    const left = await readFile(company.path(`home/watched/${told.watch ?? ''}/findings.json`), 'utf8');
    expect(JSON.parse(left)).toMatchObject({ findings: [{ code: 'ASSIGNED_WITHOUT_ACCOUNT' }] });
  });

  test('leaves what is new as events for a SIEM beside it, and no file where nothing is', async () => {
    const company = await watching();
    const eventsOf = async (execution: string): Promise<readonly unknown[]> => {
      const folder = company.path(`home/watch/${execution}`);
      const names = (await readdir(folder)).filter(isEvents);
      const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
      return texts.flatMap((text) => text.trimEnd().split('\n')).map((line): unknown => JSON.parse(line));
    };
    await company.has({ on: '2026-10-07', people: others });
    await company.watch('2026-10-07');
    expect(await eventsOf('20261007T090000Z-watch')).toMatchObject([
      { class_uid: 2003, activity_name: 'Create', finding_info: { types: ['LEAVER_ACCOUNT'] } },
    ]);
    await company.has({ on: '2026-10-08' });
    await company.watch('2026-10-08');
    expect(await eventsOf('20261008T090000Z-watch')).toEqual([]);
  });

  test('leaves a leaver for a SIEM too whose account had another finding before', async () => {
    const company = await watching();
    const joe = { login: 'joe@acme.com', assignments: [] };
    await company.has({ on: '2026-10-06', people: [...others, anIdentity(joe)] });
    expect(await company.run('--no-pdf', '--quiet')).toMatchObject({ exit: 0 });
    await company.has({ on: '2026-10-07', people: [...others, anIdentity({ ...joe, state: 'deleted' })] });
    expect(finding(await company.watch('2026-10-07'))).toEqual(['LEAVER_ACCOUNT joe@acme.com']);
    const [name = ''] = (await readdir(company.path('home/watch/20261007T090000Z-watch'))).filter(isEvents);
    const told: unknown = JSON.parse(await readFile(company.path(`home/watch/20261007T090000Z-watch/${name}`), 'utf8'));
    expect(told).toMatchObject({ activity_name: 'Create', finding_info: { types: ['LEAVER_ACCOUNT'] } });
  });

  test('mails what is new where somebody is named', async () => {
    const company = await watching({ mail: { to: ['grc@acme.com'], from: 'access-review@acme.com' } });
    const before = (await readdir(company.path('home/outbox'))).length;
    await company.has({ on: '2026-10-07', people: others });
    await company.watch('2026-10-07');
    expect(await readdir(company.path('home/outbox'))).toHaveLength(before + 1);
  });

  test('mails what is new when it is given again at the same as-of, and the same news once', async () => {
    const company = await watching({ mail: { to: ['grc@acme.com'], from: 'access-review@acme.com' } });
    await company.has({ on: '2026-10-07', people: others });
    const mailed = async (...more: readonly string[]): Promise<number> => {
      await company.watch('2026-10-07', ...more);
      return (await readdir(company.path('home/outbox'))).filter((name) => name.startsWith('watch-')).length;
    };
    expect([await mailed(), await mailed()]).toEqual([1, 1]);
    await writeFile(company.path('leavers.csv'), 'email,last day\nhal@acme.com,2026-10-06\n');
    expect(await mailed('--leavers', 'leavers.csv')).toBe(2);
  });

  test('names the outbox as what to mend where it cannot be written, and no relay', async () => {
    const company = await watching({ mail: { to: ['grc@acme.com'], from: 'access-review@acme.com' } });
    await rm(company.path('home/outbox'), { recursive: true });
    await writeFile(company.path('home/outbox'), 'a file where the folder belongs');
    await company.has({ on: '2026-10-07', people: others });
    const { exit, stderr } = await company.watch('2026-10-07');
    expect([exit, stderr]).toEqual([1, expect.stringContaining('Mend the outbox of the home and watch again.')]);
  });

  test('is what the signatures of the review are rolled forward to', async () => {
    const company = await watching();
    const review = async (...args: readonly string[]): Promise<Outcome> =>
      company.command('review', ...args, '--review', '2026-Q4', '--home', 'home');
    expect(await review('open', '--by', 'jane@acme.com')).toMatchObject({ exit: 0 });
    await company.has({ on: '2026-10-07', people: others });
    const { watch } = watchOf(await company.watch('2026-10-07'));
    expect(watch).toMatch(/^watch-20261007T090000Z-[0-9a-f]{8}$/);
    const status: unknown = JSON.parse((await review('status', '--json')).stdout);
    expect(status).toMatchObject({ forward: { to: { run: watch }, changes: [{ login: 'joe@acme.com' }] } });
  });

  test('takes a leavers file of today in place of that of the run', async () => {
    const company = await watching();
    await company.has({ on: '2026-10-07' });
    await writeFile(company.path('leavers.csv'), 'email,last day\njoe@acme.com,2026-10-01\n');
    const told = await company.watch('2026-10-07', '--leavers', 'leavers.csv');
    expect([told.exit, finding(told)]).toEqual([0, ['LEAVER_ACCOUNT joe@acme.com']]);
  });

  test('reads the leavers file of the run as the run read it, though one of two days in it is over by now', async () => {
    const company = await watching();
    await writeFile(company.path('leavers.csv'), 'Email,Last day\njoe@acme.com,2026-10-06\njoe@acme.com,2026-10-20\n');
    const again = ['--as-of', '2026-10-05T10:00:00Z', '--no-pdf', '--quiet', '--leavers', 'leavers.csv'];
    expect(await company.run(...again)).toMatchObject({ exit: 0, stderr: '' });
    const watched = await company.watch('2026-10-07');
    expect(watched).toMatchObject({ exit: 0 });
    expect(finding(watched)).toEqual(['LEAVER_ACCOUNT joe@acme.com']);
    expect(await company.watch('2026-10-08', '--leavers', 'leavers.csv')).toMatchObject({ exit: 2 });
  });

  test('tells who left after the export was taken, by a directory or by HR, and mails them as urgent', async () => {
    const company = await watching({ mail: { to: ['grc@acme.com'], from: 'access-review@acme.com' } });
    const left = { notBefore: null, notAfter: '2026-10-06T12:00:00Z', source: 'statusChanged' } as const;
    const gone = anIdentity({ login: 'joe@acme.com', state: 'deleted', left, assignments: [] });
    await company.has({ on: '2026-10-07', people: [...others, gone] });
    await writeFile(company.path('leavers.csv'), 'email,last day\nhal@acme.com,2026-10-06\n');
    const first = await company.watch('2026-10-07', '--leavers', 'leavers.csv');
    expect(watchOf(first).fresh).toMatchObject([
      { code: 'LEAVER_ACCOUNT', severity: 'info', login: 'hal@acme.com' },
      { code: 'LEAVER_ACCOUNT', severity: 'info', login: 'joe@acme.com' },
    ]);
    const mails = await readdir(company.path('home/outbox'));
    const mail = await readFile(company.path(`home/outbox/${mails.find((name) => name.startsWith('watch-')) ?? ''}`));
    expect(mail.toString()).toContain('Subject: People.ai access watch: 2 new findings, 2 critical or high');
    await company.has({ on: '2026-10-08' });
    const second = await company.watch('2026-10-08', '--leavers', 'leavers.csv');
    expect(watchOf(second)).toMatchObject({ fresh: [], open: 2 });
  });

  test('tells again who left again after an accepted run found them back', async () => {
    const company = await watching();
    const run = async (on: string, people: readonly string[], more: string): Promise<void> => {
      await company.has({ on, people, accounts: [...all, more] });
      expect((await company.run('--no-pdf', '--quiet')).exit).toBe(0);
    };
    const leaves = async (on: string): Promise<readonly string[]> => {
      await company.has({ on, people: [...others, 'kim@acme.com'] });
      return finding(await company.watch(on));
    };
    await run('2026-10-06', [...others, 'kim@acme.com'], 'kim@acme.com');
    await run('2026-10-07', [...all, 'kim@acme.com', 'lou@acme.com'], 'lou@acme.com');
    expect(await leaves('2026-10-08'), 'told by a run').toContain('LEAVER_ACCOUNT joe@acme.com');
    await run('2026-10-09', [...all, 'kim@acme.com', 'mo@acme.com'], 'mo@acme.com');
    expect(await leaves('2026-10-10'), 'told by a watch run').toContain('LEAVER_ACCOUNT joe@acme.com');
  });

  test('that could not read everything says so, ends with 4 and leaves nothing to signatures', async () => {
    const company = await watching();
    await company.has({
      on: '2026-10-07',
      header: { completeness: 'partial', reasons: ['page 2 failed'] },
    });
    const told = await company.watch('2026-10-07');
    expect(told.exit).toBe(4);
    expect(watchOf(told)).toMatchObject({
      watch: null,
      fresh: [],
      incomplete: [expect.stringContaining('page 2 failed')],
    });
  });

  test('that compares a list of leavers with names of other people ends with 4 and leaves nothing to signatures', async () => {
    const company = await watching();
    const staff = ['Ann Archer', 'Bob Baker', 'Cem Demir'].map((name, at) => ({ name, login: others[at] ?? '' }));
    const rest = all.filter((login) => staff.every((one) => one.login !== login));
    await company.has({ on: '2026-10-07', people: [...rest, ...staff.map((one) => anIdentity(one))] });
    const rows = staff.map(({ login }, at) => `${login},2026-10-06,${staff[(at + 1) % 3]?.name}\n`);
    await writeFile(company.path('leavers.csv'), `Email,Last day,Name\n${rows.join('')}`);
    const told = await company.watch('2026-10-07', '--leavers', 'leavers.csv');
    expect(told.exit).toBe(4);
    expect(watchOf(told)).toMatchObject({
      watch: null,
      incomplete: [expect.stringContaining('in 3 of 3 rows of the leavers file')],
    });
  });

  test.each(['page 2 failed', 'page 2 failed.'])('says with one full stop what is in doubt: %s', async (reason) => {
    const company = await watching();
    await company.has({ on: '2026-10-07', header: { completeness: 'partial', reasons: [reason] } });
    const from = ['--config', 'review.json', '--snapshot', 'okta.jsonl', '--home', 'home'];
    const { stdout } = await company.command('watch', ...from, '--as-of', '2026-10-07T09:00:00Z');
    expect(stdout).toMatch(/In doubt: .*page 2 failed\.\n/);
  });

  test('is the same when it is repeated', async () => {
    const company = await watching();
    await company.has({ on: '2026-10-07', people: others });
    const first = await company.watch('2026-10-07');
    expect((await company.watch('2026-10-07')).stdout).toBe(first.stdout);
  });

  test('is refused without a home, without an accepted run before it, and on evidence that was changed', async () => {
    const company = await watching();
    const nowhere = await company.watch('2026-10-07', '--home', 'nowhere');
    expect([nowhere.exit, nowhere.stderr]).toEqual([2, expect.stringContaining('no home')]);
    const early = await company.watch('2026-10-01');
    expect([early.exit, early.stderr]).toEqual([2, expect.stringContaining('no accepted run before 1 October 2026')]);
    const [run = ''] = await readdir(company.path('home/runs'));
    await appendFile(company.path(`home/runs/${run}/evidence/export.csv`), 'mallory@acme.com\n');
    const changed = await company.watch('2026-10-07');
    expect([changed.exit, changed.stderr]).toEqual([2, expect.stringContaining('export.csv')]);
  });
});
