// `verify` on reports that were changed blindly and sealed again by the right key. MUTATED says how many, 500 take minutes.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openVerifying } from '../../../../homes/laptop.ts';
import { ForgedPdf, unsealed } from '../../../support/reports/forged-pdf.ts';
import { aSigner, sealed } from '../../../support/reports/signing.ts';
import { aRun, issued } from '../issued-report.ts';
import { verified } from '../verified.ts';

const asked = process.env['MUTATED'];
const trials = Number(asked ?? 20);
/** As the program reads, in a thread for each file that may ask for so much memory; the few of an ordinary run share one. */
const reading = asked === undefined ? {} : { open: openVerifying };
const signer = await aSigner();
const report = await issued(await aRun(), signer);
const genuine = unsealed(report);

interface Mutation {
  readonly how: 'bytes' | 'object' | 'stream';
  readonly place: number;
  readonly length: number;
  readonly put: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  how: fc.constantFrom('bytes', 'object', 'stream'),
  place: fc.nat(),
  length: fc.nat(12),
  put: fc.oneof(
    fc.constantFrom(
      '0',
      '9999',
      '-1',
      '/Type',
      '[',
      '>>',
      '<<',
      ' 0 R',
      '()',
      'true',
      'null',
      '\n',
      '%',
      '(',
      'endobj',
    ),
    fc.string({ unit: 'binary-ascii', maxLength: 8 }),
  ),
});

function changed(text: string, { place, length, put }: Mutation): string {
  const at = place % (text.length + 1);
  return text.slice(0, at) + put + text.slice(at + length);
}

/** @returns `null` when the change changes nothing, or leaves no room for the signature */
function mutated(one: Mutation): Buffer | null {
  if (one.how === 'bytes') return Buffer.from(changed(genuine.toString('latin1'), one), 'latin1');
  const pdf = new ForgedPdf(report);
  const numbers = one.how === 'object' ? pdf.numbers : pdf.numbers.filter((number) => pdf.stream(number) !== null);
  const number = numbers[one.place % numbers.length] ?? 0;
  const before = one.how === 'object' ? pdf.text(number) : (pdf.stream(number)?.toString('latin1') ?? '');
  const after = changed(before, { ...one, place: Math.floor(one.place / numbers.length) });
  if (after === before) return null;
  return (one.how === 'object' ? pdf.edit(number, () => after) : pdf.editStream(number, () => after)).bytes();
}

/** The values of all objects, without the places and lengths that follow from how they are laid down. */
function withoutBlanks(pdf: Uint8Array): string {
  const file = new ForgedPdf(pdf);
  return file.numbers
    .map((number) => `${file.text(number)}${file.stream(number)?.toString('latin1') ?? ''}`)
    .join('\n')
    .replace(/\/Length \d+|\s/g, '');
}

test('a report that was changed anywhere is refused, and nothing falls over it', { timeout: 3_600_000 }, async () => {
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(mutation, async (one) => {
      const pdf = mutated(one);
      if (pdf === null || pdf.equals(genuine)) return;
      let file: Buffer;
      try {
        file = await sealed(pdf, signer);
      } catch {
        // The change hit the room for the signature: nobody can seal it.
        return;
      }
      tried += 1;
      const { exit, out, err } = await verified(file, {}, reading);
      expect(err).not.toContain('takes too much');
      // One blank for another between two values means nothing, in PDF and to whoever reads it.
      if (exit === 0) expect(withoutBlanks(pdf)).toBe(withoutBlanks(genuine));
      else expect({ exit, out }).toEqual({ exit: 2, out: '' });
    }),
    // A report that takes minutes to read would take them again for each smaller change that is tried.
    { numRuns: trials, endOnFailure: true },
  );
  expect(tried).toBeGreaterThan(trials / 2);
});
