// How a file came in, kept under its digest and found again by the run that compares it.
import { expect, test } from 'vitest';
import { openFolderObjects } from '../../../adapters/objects/folder.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import { keepReceipt, receiptsOf } from '../../../steps/read/custody/keep-receipt.ts';
import { sha256 } from '../../support/bytes.ts';
import { aFolder } from '../../support/folders.ts';
import { countingIds } from '../../support/ids.ts';
import { aMailReceipt, aPortalReceipt } from '../../support/inputs/custody.ts';
import { at, clockAt } from '../../support/time.ts';

const aStore = async (): Promise<Objects> =>
  openFolderObjects({ root: await aFolder(), clock: clockAt('2026-10-05T08:00:00Z'), ids: countingIds() });

const file = sha256('Email,Status\n');
const mail = aMailReceipt(file, { at: at('2026-10-05T07:00:00Z') });
const portal = aPortalReceipt(file, { at: at('2026-10-05T06:00:00Z') });

test('tells how a file came in, the first time first, and nothing of other files', async () => {
  const objects = await aStore();
  // More than a few: their keys are digests, whose order must not be that of their times by chance.
  const hours = ['00', '01', '02', '03', '04', '05', '06', '07'];
  const came = hours.map((hour) => aPortalReceipt(file, { at: at(`2026-10-05T${hour}:00:00Z`) }));
  for (const receipt of came.toReversed()) await keepReceipt(objects, receipt);
  await keepReceipt(objects, { ...portal, sha256: sha256('another file') });
  expect(await receiptsOf(objects, file, at('2026-10-05T08:00:00Z'))).toEqual(came);
});

test('keeps the same receipt once', async () => {
  const objects = await aStore();
  await keepReceipt(objects, mail);
  await keepReceipt(objects, { ...mail });
  expect(await receiptsOf(objects, file, at('2026-10-05T08:00:00Z'))).toEqual([mail]);
});

test('leaves out what came after the as-of of a run, so that the run done again is the same', async () => {
  const objects = await aStore();
  await keepReceipt(objects, portal);
  await keepReceipt(objects, mail);
  expect(await receiptsOf(objects, file, at('2026-10-05T06:30:00Z'))).toEqual([portal]);
});

test('refuses a receipt that was changed into what no receipt is', async () => {
  const objects = await aStore();
  await objects.put(`receipts/${file}/a.json`, Buffer.from('{"kind":"pigeon"}'));
  await expect(receiptsOf(objects, file, at('2026-10-05T08:00:00Z'))).rejects.toThrow(/receipts\/.*a\.json/);
});
