import { describe, expect, test } from 'vitest';
import { isComparison } from '../../../core/inputs/frozen-run.ts';
import { reviewKey } from '../../../core/names/object-keys.ts';
import { csvSheets } from '../../../drawing/csv/sheets.ts';
import { reportMail } from '../../../drawing/mail/report.ts';
import { reviewMail } from '../../../drawing/mail/review.ts';
import { watchMail } from '../../../drawing/mail/watch.ts';
import { freezeRun } from '../../../steps/schedule/freeze-run.ts';
import { publishFrozen } from '../../../steps/schedule/publish-frozen.ts';
import type { PublishFrozenDependencies } from '../../../steps/schedule/publish-frozen.ts';
import { sendNotices } from '../../../steps/tell/send-notices.ts';
import { watch } from '../../../steps/schedule/watch.ts';
import { workOutRun } from '../../../steps/schedule/work-out-run.ts';
import { onDay } from '../../support/time.ts';
import { acceptedRun, aConfig, anOkta, aWorld, everybody, scheduled, uploaded } from './world.ts';
import type { ScheduleWorld } from './world.ts';

async function aComparison(world: ScheduleWorld): Promise<{ readonly run: string; readonly inputs: string }> {
  await uploaded(world, [...everybody, 'ghost@acme.com'], '2026-10-04T12:00:00Z');
  const { key, frozen } = await freezeRun(world, await scheduled(world, 'run', anOkta(everybody)), aConfig());
  if (!isComparison(frozen)) throw new Error(frozen.source.kind);
  return { run: (await workOutRun(world, frozen, aConfig())).reconciled.runId, inputs: key };
}

function publishing(world: ScheduleWorld): PublishFrozenDependencies {
  return { ...world, sheets: csvSheets, pdf: null, compose: reportMail };
}

describe('a run that is published', () => {
  test('is the one that was reconciled', async () => {
    const world = await aWorld();
    const { run, inputs } = await aComparison(world);
    expect(await publishFrozen(publishing(world), { run, inputs }, aConfig())).toMatchObject({ status: 'complete' });
    expect(await world.runs.get(run)).toMatchObject({ id: run, accepted: true });
    expect(world.told).toContain('Create ORPHANED_ACCOUNT ghost@acme.com');
  });

  test('is none when the same inputs come to another run: nothing is stored, and nobody is told', async () => {
    const world = await aWorld();
    const { run, inputs } = await aComparison(world);
    const before = world.mails.length;
    // A deployment in between changed the configuration.
    const changed = aConfig({ organisation: 'Acme Holding' });
    await expect(publishFrozen(publishing(world), { run, inputs }, changed)).rejects.toThrow(
      new RegExp(`came to the run .+, after ${run} at first`),
    );
    expect(await world.objects.list('runs/')).toEqual([]);
    expect(await world.runs.list()).toEqual([]);
    expect(world.mails).toHaveLength(before);
  });

  test('is none when the file that was accepted has other bytes now', async () => {
    const world = await aWorld();
    const order = await aComparison(world);
    const uploads: ScheduleWorld['uploads'] = {
      read: async (place) => {
        const upload = await world.uploads.read(place);
        return upload === null ? null : { ...upload, bytes: Buffer.concat([upload.bytes, Buffer.from('\n')]) };
      },
    };
    await expect(publishFrozen({ ...publishing(world), uploads }, order, aConfig())).rejects.toThrow(
      new RegExp(`came to the run .+, after ${order.run} at first`),
    );
  });
});

describe('a watch run after an accepted run', () => {
  test('counts no finding as open that is closed by now', async () => {
    const world = await aWorld();
    const logins = [...everybody, 'ghost@acme.com'];
    await acceptedRun(world, { logins, known: everybody }, '2026-10-04T12:00:00Z');
    const compose = { ...world, compose: watchMail };
    const open = async (execution: string, logins: readonly string[]): Promise<number | null> => {
      const watched = await watch(compose, await scheduled(world, execution, anOkta(logins)), aConfig());
      return watched.kind === 'watched' ? watched.news.open : null;
    };
    const orphaned = await open('1-watch', everybody);
    expect(await open('2-watch', [...everybody, 'ghost@acme.com'])).toBe((orphaned ?? 0) - 1);
  });
});

describe('a mail about a work order', () => {
  test.each([
    ['carries a file below 5 MB', 4_999_999, 1],
    ['carries no file above 5 MB', 5_000_001, 0],
  ])('%s', async (_what, bytes, carried) => {
    const world = await aWorld();
    await world.objects.put(reviewKey('2026-Q4', 'work-order-1/suspend-001.csv'), Buffer.alloc(bytes, 'x'));
    const notice = { kind: 'work-order', number: 1, accounts: 1, dueDay: onDay('2026-10-12') } as const;
    const notices = [{ review: '2026-Q4', to: 'grc@acme.com', key: 'work-order-1', notice }];
    await sendNotices({ ...world, compose: reviewMail }, { id: 'review-1', to: 'grc@acme.com', notices }, aConfig());
    expect(world.mails.at(-1)?.attachments).toHaveLength(carried);
  });
});
