import { describe, expect, test } from 'vitest';
import type { FrozenRun } from '../../core/contract/frozen-run.ts';
import { workKey } from '../../core/contract/objects.ts';
import type { KnownFinding } from '../../core/population/history.ts';
import { uploadMail } from '../../report/upload-mail.ts';
import { watchMail } from '../../report/watch-mail.ts';
import { freezeRun } from '../../steps/freeze-run.ts';
import { overdueReview } from '../../steps/overdue-review.ts';
import { receiveUpload } from '../../steps/receive-upload.ts';
import { storeSnapshot } from '../../steps/store-snapshot.ts';
import { watch } from '../../steps/watch.ts';
import type { Watched } from '../../steps/watch.ts';
import { workOutRun } from '../../steps/work-out-run.ts';
import type { Directory } from '../../core/ports.ts';
import type { ScheduledRun } from '../../steps/freeze-run.ts';
import { textOf } from '../support/bytes.ts';
import { exportCsv } from '../support/export-builder.ts';
import { anApp, anIdentity } from '../support/population-builder.ts';
import { aRun } from '../support/records.ts';
import { at } from '../support/time.ts';
import { aConfig, aWorld } from './world.ts';
import type { ScheduleWorld } from './world.ts';

/** A directory that holds these people, all assigned. */
function anOkta(logins: readonly string[], header: object = {}): Directory {
  return {
    id: 'okta',
    async *pull() {
      for (const login of logins) yield anIdentity({ login });
      return {
        kind: 'snapshot',
        schema: 1,
        directory: 'okta',
        product: 'okta',
        tenant: null,
        app: anApp({}),
        takenAt: at('2026-10-05T07:30:00Z'),
        completeness: 'complete',
        reasons: [],
        calls: [],
        ...header,
      };
    },
  };
}

async function uploaded(world: ScheduleWorld, emails: readonly string[], when: string): Promise<void> {
  const place = world.upload(exportCsv(emails.map((email) => ({ email }))), when);
  await receiveUpload({ ...world, compose: uploadMail }, place, aConfig());
}

async function scheduled(world: ScheduleWorld, execution: string, directory: Directory): Promise<ScheduledRun> {
  const snapshot = await storeSnapshot(world, directory, execution);
  return { execution, asOf: at('2026-10-05T08:00:00Z'), snapshots: [snapshot] };
}

const everybody = ['ann@acme.com', 'ben@acme.com', 'cat@acme.com'];

describe('a snapshot of a run on schedule', () => {
  test('is the first that was read, however often the reading is repeated', async () => {
    const world = await aWorld();
    const first = await storeSnapshot(world, anOkta(['ann@acme.com']), 'run');
    expect(await storeSnapshot(world, anOkta(everybody), 'run')).toEqual(first);
    const text = await textOf(await world.objects.get(first.key));
    expect(text).toContain('ann@acme.com');
    expect(text).not.toContain('ben@acme.com');
  });
});

describe('the inputs of a run', () => {
  test('stay as they were frozen, whatever comes after', async () => {
    const world = await aWorld();
    await uploaded(world, everybody, '2026-10-04T12:00:00Z');
    const run = await scheduled(world, 'run', anOkta(everybody));
    const first = await freezeRun(world, run, aConfig());
    await uploaded(world, ['eve@acme.com'], '2026-10-05T07:00:00Z');
    expect(await freezeRun(world, run, aConfig())).toEqual(first);
    expect(first.key).toBe(workKey('run', 'inputs.json'));
  });

  test('give the same run wherever they are worked out', async () => {
    const world = await aWorld();
    await uploaded(world, [...everybody, 'ghost@acme.com'], '2026-10-04T12:00:00Z');
    const { frozen } = await freezeRun(world, await scheduled(world, 'run', anOkta(everybody)), aConfig());
    const [one, two] = [await workOutRun(world, frozen, aConfig()), await workOutRun(world, frozen, aConfig())];
    expect(one.reconciled.runId).toBe(two.reconciled.runId);
    expect(one.reconciled.assessment.findings.map(({ code, login }) => `${code} ${login}`)).toContain(
      'ORPHANED_ACCOUNT ghost@acme.com',
    );
  });

  test('are refused when the export is no longer the one that was accepted', async () => {
    const world = await aWorld();
    await uploaded(world, everybody, '2026-10-04T12:00:00Z');
    const { frozen } = await freezeRun(world, await scheduled(world, 'run', anOkta(everybody)), aConfig());
    const swapped = { ...world, uploads: { read: async () => null } };
    await expect(workOutRun(swapped, frozen, aConfig())).rejects.toThrow(/is not there/);
  });
});

describe('a review without an export of its period', () => {
  test.each([
    [null, 'control not performed: no export was uploaded for 2026-Q4, and none was accepted before'],
    [
      '2026-09-30T23:00:00Z',
      'control not performed: no export of 2026-Q4 (1 October 2026 to 31 December 2026) was uploaded; the last one ' +
        'that was accepted is of 30 September 2026, 23:00 UTC',
    ],
  ])('is held and judges nobody (last export: %s)', async (last, why) => {
    const world = await aWorld();
    if (last !== null) await uploaded(world, ['ghost@acme.com'], last);
    const { frozen } = await freezeRun(world, await scheduled(world, 'run', anOkta(everybody)), aConfig());
    const { reconciled, inputs } = await workOutRun(world, frozen, aConfig());
    expect(reconciled.assessment).toMatchObject({
      status: 'held',
      reasons: [why],
      findings: [],
      proposals: { proposed: [] },
      next: null,
    });
    expect(inputs.export.population.accounts).toEqual([]);
  });

  test('counts the open findings of earlier runs as not judged', async () => {
    const world = await aWorld();
    const { frozen } = await freezeRun(world, await scheduled(world, 'run', anOkta(everybody)), aConfig());
    const known: KnownFinding = {
      id: 'f_0123456789abcdef',
      code: 'ORPHANED_ACCOUNT',
      severity: 'high',
      login: null,
      row: null,
      situation: null,
      reason: '',
      directory: null,
      identity: null,
      firstSeen: at('2026-07-05T08:00:00Z'),
      periods: ['2026-Q3'],
      state: 'open',
    };
    const before: FrozenRun = {
      ...frozen,
      history: { ...frozen.history, findings: [known, { ...known, state: 'closed' }] },
    };
    expect((await workOutRun(world, before, aConfig())).reconciled.assessment.notJudged).toBe(1);
  });
});

async function watched(world: ScheduleWorld, execution: string, directory: Directory): Promise<Watched> {
  return watch({ ...world, compose: watchMail }, await scheduled(world, execution, directory), aConfig());
}

function newCodes(outcome: Watched): readonly string[] {
  return outcome.kind === 'watched' ? outcome.news.fresh.map(({ code }) => code) : [];
}

describe('a watch run', () => {
  test('tells what is new once', async () => {
    const world = await aWorld();
    await uploaded(world, [...everybody, 'ghost@acme.com'], '2026-10-01T12:00:00Z');
    const before = world.mails.length;
    const first = await watched(world, '1-watch', anOkta(everybody));
    expect(first).toMatchObject({ kind: 'watched', mail: 'watch-1-watch' });
    expect(world.mails[before]?.text).toContain('The export is 3 days old');
    expect(newCodes(first)).toContain('ORPHANED_ACCOUNT');
    const second = await watched(world, '2-watch', anOkta(everybody));
    expect(second).toMatchObject({ kind: 'watched', mail: null, news: { fresh: [] } });
    expect(world.mails).toHaveLength(before + 1);
  });

  test('says how old the export is in each mail, and makes no finding of it', async () => {
    const world = await aWorld();
    await uploaded(world, [...everybody, 'ghost@acme.com'], '2026-08-01T12:00:00Z');
    expect(newCodes(await watched(world, '1-watch', anOkta(everybody)))).not.toContain('EXPORT_STALE');
    expect(world.mails.at(-1)?.text).toContain('The export is 64 days old');
  });

  test('calls nobody an orphan because a directory could not be read', async () => {
    const world = await aWorld();
    await uploaded(world, everybody, '2026-10-01T12:00:00Z');
    const partial = anOkta(['ann@acme.com'], { completeness: 'partial', reasons: ['the people could not be read'] });
    const outcome = await watched(world, '1-watch', partial);
    const fresh = outcome.kind === 'watched' ? outcome.news.fresh : [];
    expect(fresh.filter(({ login }) => login !== null)).toEqual([]);
    expect(outcome).toMatchObject({ news: { incomplete: [expect.stringContaining('could not be read')] } });
  });

  test('does not tell the same again after a day on which a directory could not be read', async () => {
    const world = await aWorld();
    await uploaded(world, [...everybody, 'ghost@acme.com'], '2026-10-01T12:00:00Z');
    await watched(world, '1-watch', anOkta(everybody));
    await watched(world, '2-watch', anOkta([], { completeness: 'unread', reasons: ['nobody answered'] }));
    expect(newCodes(await watched(world, '3-watch', anOkta(everybody)))).toEqual([]);
    expect(newCodes(await watched(world, '4-watch', anOkta(everybody.slice(1))))).toEqual(['ORPHANED_ACCOUNT']);
  });

  test('has nothing to compare with before the first export', async () => {
    const world = await aWorld();
    expect(await watched(world, '1-watch', anOkta(everybody))).toEqual({ kind: 'no-export' });
  });
});

describe('a review that nobody did', () => {
  const q3 = aRun({ id: 'q3', period: '2026-Q3', asOf: at('2026-07-05T08:00:00Z') });
  const q2 = aRun({ id: 'q2', period: '2026-Q2', asOf: at('2026-04-05T08:00:00Z') });
  const q3Held = { ...q3, id: 'held', accepted: false, status: 'held', historyKey: null } as const;

  test.each([
    ['2026-10-05T08:00:00Z', [q2], '2026-Q3'],
    ['2026-10-05T07:59:00Z', [q2, q3Held], '2026-Q3'],
    ['2026-10-05T08:00:00Z', [q2, q3], null],
    ['2026-10-04T08:00:00Z', [q2], null],
    ['2026-10-25T08:00:00Z', [q2], '2026-Q3'],
    ['2026-10-26T08:00:00Z', [q2], null],
    ['2026-10-10T08:00:00Z', [], null],
  ])('at %s, after %j, is noticed as %s', async (now, runs, expected) => {
    const world = await aWorld();
    for (const run of runs) await world.runs.put(run);
    expect(await overdueReview(world.runs, at(now), aConfig())).toBe(expected);
  });
});
