// The report of a signature holds the export by which each removal is proven, of whichever later run, and says which runs.
import { expect, test } from 'vitest';
import { provenRemovals } from '../../../../core/review/removals/proof.ts';
import { foldReview } from '../../../../core/review/events/folded.ts';
import { given } from '../../../support/given.ts';
import { warmReader } from '../../../support/reports/warm-reader.ts';
import { verified } from '../../verify/verified.ts';
import { decided, first, newExport, openedWorld, ordered, period, second } from '../year/opened.ts';
import * as company from '../year/year.ts';

const { fallback, owner } = company;

test('the exports of two later runs prove a removal each, although the signatures reach to the second alone', async () => {
  const world = await openedWorld();
  await decided(world, { [first]: 'revoke', [second]: 'revoke' });
  await ordered(world);
  await newExport(world, '2026-04-01T09:00:00Z', [first]);
  await newExport(world, '2026-04-05T09:00:00Z', [second]);
  await company.keepsTheRest(world, period, fallback);
  given(await company.signs(world, period, fallback));
  const report = await world.stored(given(await company.signs(world, period, owner)).reportKey);

  const state = foldReview(await world.dependencies.reviews.load(period));
  const runs = (state === null ? [] : provenRemovals(state)).map(({ proof }) => proof.run);
  expect(new Set(runs).size).toBe(2);
  const { attachments } = given(await warmReader.open(report, 'report.pdf'));
  for (const run of runs) expect(attachments.has(`roll-forward/${run}/evidence/export.csv`)).toBe(true);
  const { exit, out } = await verified(report);
  expect(exit).toBe(0);
  for (const run of runs)
    expect(out).toContain(`removals are proven by the run ${run}, of which the export is attached`);
});
