// `verify` against what viewers do and a report never asks of them, sealed by the right key. What no version ever wrote is
// tried on a report of an older one, which is not drawn again: nobody escapes by naming it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readObjects } from '../../../../adapters/evidence/pdf-objects.ts';
import { ForgedPdf } from '../../../support/reports/forged-pdf.ts';
import { aSigner, sealed } from '../../../support/reports/signing.ts';
import { aRun, issued } from '../issued-report.ts';
import { certificateFile, verified } from '../verified.ts';
import type { Change } from './change.ts';
import { neverTied } from './tricks/never-tied.ts';
import { neverWritten } from './tricks/never-written.ts';
import { otherBytes } from './tricks/other-bytes.ts';
import { otherwisePacked, packedTwice } from './tricks/otherwise-packed.ts';
import { otherwiseWritten } from './tricks/otherwise-written.ts';
import { readOtherwise } from './tricks/read-otherwise.ts';

const signer = await aSigner();
const report = await issued(await aRun(), signer);
const older = await readFile(join(import.meta.dirname, '../versions/0.4.0/run.pdf'));

async function refusal(pdf: Uint8Array): Promise<string> {
  const { exit, out, err } = await verified(await sealed(pdf, signer), { trust: await certificateFile(signer) });
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  return err;
}

function forged(of: Uint8Array, { forge }: Change): Buffer {
  const pdf = new ForgedPdf(of);
  forge(pdf);
  return pdf.bytes();
}

test('a report of an older version that is laid down again as it was holds', async () => {
  expect(await verified(await sealed(new ForgedPdf(older).bytes(), signer))).toMatchObject({ exit: 0 });
});

describe('what no version writes is refused in a report of an older one', () => {
  test.each([...neverWritten, ...neverTied, ...readOtherwise])('$name', async (change) => {
    const err = await refusal(forged(older, change));
    expect(err).toMatch(change.told);
  });
});

describe('what the data do not yield is refused', () => {
  test.each(otherwiseWritten)('$name', async (change) => {
    expect(await refusal(forged(report, change))).toMatch(change.told);
  });
});

describe.each([
  ['this version', report],
  ['an older one', older],
])('what is packed otherwise is refused in a report of %s', (_version, of) => {
  test.each(otherwisePacked)('$name', async ({ how, told }) => {
    const pdf = new ForgedPdf(of);
    const bytes = pdf.bytes(how(pdf));
    expect(bytes.equals(pdf.bytes())).toBe(false);
    expect(await refusal(bytes)).toMatch(told);
  });
});

test.each(packedTwice)('$name, unpacked twice, are read by nobody here', ({ how, told }) => {
  const pdf = new ForgedPdf(older);
  expect(() => readObjects(pdf.bytes(how(pdf)))).toThrow(told);
});

describe('a file is refused that has', () => {
  test.each(Object.entries(otherBytes))('%s', async (_what, edit) => {
    const text = new ForgedPdf(report).bytes().toString('latin1');
    expect(edit(text)).not.toBe(text);
    expect(await refusal(Buffer.from(edit(text), 'latin1'))).toMatch(
      /no version of this product writes|cannot be read as a PDF|begin with %PDF-/,
    );
  });
});
