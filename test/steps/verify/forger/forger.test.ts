// `verify` against a forger who knows the form of the file: each change to a report, sealed by nobody, by the right key
// and by another, is refused with the first thing that is wrong. Each is sealed and drawn again, which takes a second.
import { describe, expect, test } from 'vitest';
import { ForgedPdf, unsealed, withSignatureOf } from '../../../support/reports/forged-pdf.ts';
import { aSigner, sealed } from '../../../support/reports/signing.ts';
import { aRun, issued } from '../issued-report.ts';
import { certificateFile, verified } from '../verified.ts';
import type { Change } from './change.ts';
import { changes } from './changes.ts';

const signer = await aSigner();
const forger = await aSigner('a forger');
const report = await issued(await aRun(), signer);

function forged({ forge }: Change): Buffer {
  const pdf = new ForgedPdf(report);
  forge(pdf);
  return pdf.bytes();
}

test('a report that is laid down again as it was is the same, and holds', async () => {
  const again = new ForgedPdf(report).bytes();
  expect(again.equals(unsealed(report))).toBe(true);
  expect((await verified(await sealed(again, signer), { trust: await certificateFile(signer) })).out).toMatch(
    /^VERIFIED/,
  );
});

describe.each(changes)('$name', (change) => {
  const { told } = change;
  const pdf = forged(change);

  test('is refused under the signature of the report before', async () => {
    const { exit, out, err } = await verified(withSignatureOf(pdf, report));
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain('it was changed after it was sealed');
  });

  test('is refused though the right key sealed it', async () => {
    const { exit, out, err } = await verified(await sealed(pdf, signer), {
      trust: await certificateFile(signer),
    });
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(told);
  });

  test('is refused when another key sealed it', async () => {
    const { exit, out, err } = await verified(await sealed(pdf, forger), {
      trust: await certificateFile(signer),
    });
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain('signed by another key than the trusted one');
  });
});
