// How periods stand of which no review does: whether one was voided, and how late it is; and what is read of those that are signed.
import { expect, test } from 'vitest';
import { evidenceFiles } from '../../../core/names/evidence-files.ts';
import { runKey } from '../../../core/names/object-keys.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import type { ReviewEvent } from '../../../core/review/events/event.ts';
import { periodStandings } from '../../../steps/answer/periods.ts';
import type { PeriodStanding } from '../../../steps/answer/periods.ts';
import { sha256 } from '../../support/bytes.ts';
import { aRun, opened } from '../../support/inputs/records.ts';
import { at, clockAt, onDay } from '../../support/time.ts';
import { aConfig, aWorld } from '../schedule/world.ts';
import type { ScheduleWorld } from '../schedule/world.ts';
import { decided, openedWorld, period } from '../review/year/opened.ts';
import * as company from '../review/year/year.ts';

async function standing(
  world: ScheduleWorld,
  period: string,
  ...events: readonly ReviewEvent[]
): Promise<PeriodStanding | undefined> {
  for (const [number, event] of events.entries()) await world.reviews.append(period, number, event);
  const ports = { ...world, clock: clockAt('2026-10-20T08:00:00Z'), open: unasked };
  const all = await periodStandings({ ...ports, scope: { person: null, periods: 'all' } });
  return all.find((one) => one.period === period);
}

async function unasked(): Promise<never> {
  return expect.unreachable('no run is done again');
}

test('a period that was not performed is as late as its due day says, though no run of it was ever accepted', async () => {
  const missed = { kind: 'not-performed', at: at('2026-10-16T06:30:00Z'), reason: 'No export.' } as const;
  const told = await standing(await aWorld(), '2026-Q3', { ...missed, dueDay: onDay('2026-10-15') });
  expect(told).toMatchObject({ phase: 'not-performed', dueDay: '2026-10-15', daysLate: 5 });
  expect(told?.blocks).toEqual(['No run of the period was accepted.']);
});

test('a review that was voided had been opened, and another one may be', async () => {
  const world = await aWorld();
  const { name } = evidenceFiles.policy;
  const policy = JSON.stringify(aConfig());
  const files = [{ name, bytes: policy.length, sha256: sha256(policy) }];
  const run = aRun({ id: 'q4', files });
  await world.runs.put(run);
  await world.objects.put(runKey(run.id, name), Buffer.from(policy));
  const voided = { kind: 'voided', by: 'cfo@acme.com', assurance: 'asserted', reason: 'on the test instance' } as const;
  const told = await standing(world, '2026-Q4', opened, { ...voided, at: at('2026-10-07T08:00:00Z') });
  expect(told).toMatchObject({ phase: 'voided', daysLate: 0 });
  expect(told?.blocks).toEqual(['Its review was voided, and nobody has opened another.']);
});

test('of a review that is signed no export is asked what blocks its signature', async () => {
  const world = await openedWorld();
  await decided(world, { 'key-1': 'revoke' });
  await company.keepsTheRest(world, period, company.fallback);
  for (const stage of [company.fallback, company.owner])
    expect((await company.signs(world, period, stage)).kind).toBe('ok');
  const { dependencies } = world;
  const read: string[] = [];
  const objects: Objects = {
    ...dependencies.objects,
    async get(key) {
      read.push(key);
      return dependencies.objects.get(key);
    },
  };
  const ports = { ...dependencies, objects, open: unasked, scope: { person: null, periods: 'all' } } as const;
  expect(await periodStandings(ports)).toMatchObject([{ period, phase: 'signed', blocks: [] }]);
  // For who had gone by the run: not for the newest export and its accounts too.
  expect(read.filter((key) => key.startsWith('history/'))).toHaveLength(1);
});
