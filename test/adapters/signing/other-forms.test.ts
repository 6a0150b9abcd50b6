// A signature block in another form than a report has it, most of them valid to other programs: it is refused for its
// form, and the content of the file, which nobody changed, is not blamed.
import { expect, test } from 'vitest';
import { checkSignature } from '../../../adapters/signing/check.ts';
import * as der from '../../../adapters/signing/der.ts';
import { refusalText } from '../../../core/values/result.ts';
import { children, edited, holding } from './der-edits.ts';
import { aPlaceholderPdf } from '../../support/reports/placeholder-pdf.ts';
import { aSigner, sealed } from '../../support/reports/signing.ts';

const seal = (await sealed(aPlaceholderPdf(), await aSigner())).toString('latin1');
const room = /<3082[0-9a-f]+>/.exec(seal)?.[0] ?? '';
const block = der.elementAt(Buffer.from(room.slice(1, -1), 'hex'), 0)?.whole ?? new Uint8Array();
const another = await (await aSigner('another')).certificate();

const certificates = [1, 0, 3];
const signers = [1, 0, 4];
const signer = [...signers, 0];
const attributes = [...signer, 3];

/** The block with one part of it rewritten. */
function at(path: readonly number[], edit: (element: Uint8Array) => Uint8Array): Uint8Array {
  return edited(block, path, edit);
}

/** The block with what stands in one part of it rewritten. */
function within(path: readonly number[], edit: (items: readonly Uint8Array[]) => readonly Uint8Array[]): Uint8Array {
  return at(path, (element) => holding(element, edit(children(element))));
}

function headed(...octets: readonly number[]): Uint8Array {
  return Buffer.concat([block.subarray(0, 1), Uint8Array.from(octets)]);
}

test.each([
  ['has a second certificate', within(certificates, (all) => [...all, another])],
  ['has another certificate before its own', within(certificates, (all) => [another, ...all])],
  ['has no certificate', within(certificates, () => [])],
  ['has a second signer', within(signers, (all) => [...all, ...all])],
  ['signs nothing but the content', within(signer, (parts) => parts.toSpliced(3, 1))],
  ['signs an attribute twice', within(attributes, ([first = another, ...more]) => [first, first, ...more])],
  ['signs the attributes in another order', within(attributes, (all) => all.toReversed())],
  ['is of another kind of content', at([...attributes, 0, 1, 0], () => der.objectId('1.2.840.113549.1.7.3'))],
  ['has what nobody signed', within(signer, (parts) => [...parts, der.tagged(1, der.sequence())])],
  ['names another digest', at([...signer, 2, 0], () => der.objectId('1.3.14.3.2.26'))],
  ['names another padding', at([...signer, 4, 0], () => der.objectId('1.2.840.113549.1.1.10'))],
  ['names a key of another kind', at([...signer, 4, 0], () => der.objectId('1.2.840.10045.4.3.2'))],
  ['names no parameters of its key', within([...signer, 4], ([kind = another]) => [kind])],
  ['is of another version', at([1, 0, 0], () => der.smallInteger(3))],
  ['holds a content', within([1, 0, 2], (parts) => [...parts, der.tagged(0, der.octetString(another))])],
  ['tells its length in more octets than it needs', Buffer.concat([headed(0x83, 0), block.subarray(2)])],
  ['tells no length', Buffer.concat([headed(0x80), block.subarray(4), Buffer.alloc(2)])],
  ['goes on behind its end', Buffer.concat([block, Buffer.from('NO FINDINGS')])],
])('a signature block is refused that %s', (_how, octets) => {
  const hex = Buffer.from(octets)
    .toString('hex')
    .padEnd(room.length - 2, '0');
  expect(hex).not.toBe(room.slice(1, -1));
  const pdf = Buffer.from(seal.replace(room, `<${hex}>`), 'latin1');
  const checked = checkSignature({ pdf, fileName: 'report.pdf', trust: null });
  expect(checked.kind === 'ok' ? 'intact' : checked.refusals.map(refusalText).join()).toMatch(
    /a signature block that was changed after it was sealed, or that another program made|a signature that cannot be read/,
  );
});
