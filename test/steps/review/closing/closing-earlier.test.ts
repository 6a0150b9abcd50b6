// `verify` on a closing whose forger lets an export from before the review show that an account in no order is gone.
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { closingDocument } from '../../../../core/report/closing/closing.ts';
import type { ClosingReport } from '../../../../core/report/closing/closing.ts';
import { proofFile } from '../../../../core/names/evidence-files.ts';
import { closingPdf } from '../../../../drawing/closing-pdf.ts';
import { attachmentOf } from '../../../../steps/run/attachments.ts';
import { provingExport, provingFiles } from '../../../../steps/run/proving-export.ts';
import { storedRuns } from '../../../../steps/run/stored-runs.ts';
import { pieces, sha256 } from '../../../support/bytes.ts';
import { given } from '../../../support/given.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import { verified } from '../../verify/verified.ts';
import type { Told } from '../../verify/verified.ts';
import { boundAnew, changed, closedBy } from '../forged-closing.ts';
import type { GenuineClosing } from '../forged-closing.ts';
import type { World } from '../world.ts';
import { embeddedWorld, newExport, period } from '../year/opened.ts';
import { decides, fallback, founded, keepsTheRest, opens, owner, shows, signs } from '../year/year.ts';

const unordered = 'user07@acme.com';

/** The account is in no export before the review, live in that of the review, and suspended since. */
async function closedWorld(): Promise<{ readonly world: World; readonly genuine: GenuineClosing }> {
  const world = await embeddedWorld();
  founded(world);
  world.accounts.delete(unordered);
  world.at('2026-03-20T09:00:00Z');
  await world.run();
  shows(world, unordered);
  world.at('2026-03-30T09:00:00Z');
  await world.run();
  await opens(world, period);
  given(await decides(world, period, { by: fallback, says: { [unordered]: ['revoke'] } }));
  await keepsTheRest(world, period, fallback);
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
  await newExport(world, '2026-04-14T09:00:00Z', [unordered]);
  return { world, genuine: await closedBy(world, { period, by: fallback }) };
}

/** The closing on the export of this run in place of the one that it was closed on, with its files attached. */
async function verdictOn(world: World, { closing, attachments }: GenuineClosing, run: string): Promise<Told> {
  const stored = await storedRuns(world.dependencies).get(run, 'the test');
  const names = provingFiles(stored.record.files);
  const files = new Map(names.map((name) => [name, stored.file(name)]));
  const {
    absence: _absence,
    showingOf,
    accounts: _accounts,
    ...shown
  } = given(await provingExport(world.dependencies, { run, files }));
  const [removal] = closing.removals;
  if (removal === undefined) throw new Error('nothing was removed');
  const showing = showingOf(login(removal.login), removal.decidedAt);
  const hours = run === removal.proof.run ? removal.hours : null;
  const forged: ClosingReport = {
    ...closing,
    newest: run,
    exports: [shown],
    removals: [{ ...removal, proof: { run, exportedAt: shown.exportedAt, ...showing }, hours }],
  };
  const document = Buffer.from(closingDocument(forged));
  const stream = (await world.dependencies.reviews.load(period)).map(({ event }) => event);
  const events = changed('closed', (event) => ({ ...event, run, closingSha256: sha256(document) }))(stream);
  const proofs = names.map((name) => attachmentOf({ name: proofFile(run, name).name, kept: stored.file(name) }));
  const changedFiles = new Map([
    ['closing.json', document],
    ['review.jsonl', Buffer.from(boundAnew(events))],
  ]);
  const attached = attachments
    .filter(({ name }) => !name.startsWith('proof/'))
    .map((one) => {
      const body = changedFiles.get(one.name);
      return body === undefined ? one : { ...one, sha256: sha256(body), read: () => pieces(body) };
    });
  const pdf = await buffer(closingPdf(forged, [...attached, ...proofs]));
  const { sealer, scratch } = world.dependencies;
  return verified(await buffer(await sealer.seal(await scratch.keep(pieces(pdf)), closing.closed.at)));
}

test('a closing on an export from before the run under review is refused, and on a later one it holds', async () => {
  const { world, genuine } = await closedWorld();
  const runs = (await world.dependencies.runs.list()).map(({ id }) => id);
  const [earlier = '', , later = ''] = runs;
  expect(await verdictOn(world, genuine, later)).toMatchObject({ exit: 0, err: '' });
  const { exit, err } = await verdictOn(world, genuine, earlier);
  expect(exit).toBe(2);
  expect(err).toContain(`run ${earlier}: an export that proves nothing`);
  expect(err).toContain('before the run under review');
});
