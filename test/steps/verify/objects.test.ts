// `verify` on a report of another version, which cannot be drawn again: what no version writes is refused all the same.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyByteRange, emptyContents, readByteRange } from '../../../core/report/signature-hole.ts';
import { aSigner, sealed } from '../../support/reports/signing.ts';
import { verified } from './verified.ts';

const signer = await aSigner();
const issued = (await readFile(join(import.meta.dirname, 'versions/0.1.0/run.pdf'))).toString('latin1');

/** As it was drawn, edited, and sealed again. */
async function resealed(edit: (text: string) => string): Promise<Buffer> {
  const at = issued.indexOf('/ByteRange');
  const ranges = readByteRange(issued.slice(at, at + emptyByteRange.length));
  if (ranges === null) throw new Error('the report has no signature');
  const drawn =
    issued.slice(0, at) +
    emptyByteRange +
    issued.slice(at + emptyByteRange.length, ranges.before) +
    emptyContents +
    issued.slice(ranges.after);
  return sealed(Buffer.from(edit(drawn), 'latin1'), signer);
}

const beforeTheEnd = (object: string) => (text: string) => text.replace(/(?=851 0 obj)/, () => `${object}\n`);

test('sealed again as it was, it is intact', async () => {
  expect((await verified(await resealed((text) => text))).exit).toBe(0);
});

test.each([
  ['an object that nobody lists', beforeTheEnd('852 0 obj\n<</Type/Annot/Subtype/FreeText>>\nendobj'), 'object'],
  ['a script', beforeTheEnd('852 0 obj\n<</S/JavaScript/JS(x)>>\nendobj'), 'object'],
  ['a comment between objects', beforeTheEnd('% NO FINDINGS'), 'byte'],
  ['a second startxref', (text: string) => text + text.slice(text.lastIndexOf('startxref')), 'byte'],
  ['an earlier cross-reference', (text: string) => text.replace('/W[1 4 2]', '/Prev 9 /W[1 4 2]'), 'the key /Prev'],
  ['another subtype', (text: string) => text.replace('/Type/EmbeddedFile', '/Type/EmbeddedFilf'), 'EmbeddedFilf'],
])('with %s it is refused, by whomever it was sealed', async (_what, edit, found) => {
  const { exit, out, err } = await verified(await resealed(edit));
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  expect(err).toContain('no version of this product writes');
  expect(err).toContain(found);
});
