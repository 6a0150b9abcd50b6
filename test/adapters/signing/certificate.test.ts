// A report vouches for nothing by a certificate that could not be issued here: programs would read it in different ways,
// or ask an authority about it.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { issueCertificate, pemOf } from '../../../adapters/signing/certificate.ts';
import { checkSignature } from '../../../adapters/signing/check.ts';
import * as der from '../../../adapters/signing/der.ts';
import { signDigest } from '../../../adapters/signing/local-key.ts';
import type { Signer } from '../../../core/ports/proof.ts';
import { refusalText } from '../../../core/values/result.ts';
import { children, edited } from './der-edits.ts';
import { aPlaceholderPdf } from '../../support/reports/placeholder-pdf.ts';
import { aSigner, carelesslySealed } from '../../support/reports/signing.ts';
import { at } from '../../support/time.ts';

const drawn = aPlaceholderPdf();
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const sign: Signer['sign'] = async (digest) => signDigest(privateKey, digest);

async function ofKey(spki: Uint8Array): Promise<Uint8Array> {
  const [validFrom, validUntil] = [at('2026-10-05T08:00:00Z'), at('2036-10-05T08:00:00Z')];
  return issueCertificate({ commonName: 'People.ai access review', publicKey: spki, validFrom, validUntil, sign });
}

const spki = publicKey.export({ type: 'spki', format: 'der' });
const issued = await ofKey(spki);

async function verdict(certificate: Uint8Array, signs = sign): Promise<string> {
  const pdf = await carelesslySealed(drawn, { kind: 'local', sign: signs, certificate: async () => certificate });
  const checked = checkSignature({ pdf, fileName: 'report.pdf', trust: null });
  return checked.kind === 'ok' ? 'intact' : checked.refusals.map(refusalText).join('\n');
}

/** The certificate with one part of its statement rewritten, and signed again. */
async function reissued(path: readonly number[], edit: (element: Uint8Array) => Uint8Array): Promise<Uint8Array> {
  const [statement = issued, algorithm = issued] = children(issued);
  const other = edited(statement, path, edit);
  const signature = await sign(createHash('sha256').update(other).digest());
  return der.sequence(other, algorithm, der.bitString(signature));
}

const named = (text: string) => (): Uint8Array =>
  der.sequence(der.setOf(der.sequence(der.objectId('2.5.4.3'), der.utf8String(text))));
const timed =
  (...texts: readonly string[]) =>
  (): Uint8Array =>
    der.sequence(...texts.map((text) => Uint8Array.from([0x18, text.length, ...Buffer.from(text)])));
const bits = (key: Uint8Array): Uint8Array => der.elementAt(key, 0)?.content.subarray(1) ?? key;

describe('a certificate vouches for no report', () => {
  it.each([
    ['that another name issued', reissued([3], named('Acme CA'))],
    ['of an older version', reissued([0, 0], () => der.smallInteger(0))],
    ['with a number below zero', reissued([1], () => Uint8Array.of(2, 1, 0xff))],
    ['that names a weaker digest', reissued([2, 0], () => der.objectId('1.2.840.113549.1.1.5'))],
    ['that ends before it begins', reissued([4], (times) => der.sequence(...children(times).toReversed()))],
    ['whose times stand in another zone', reissued([4], timed('20261005080000+0900', '20361005080000+0900'))],
    [
      'whose name has two parts',
      reissued([5], () => der.sequence(...children(named('a')()), ...children(named('b')()))),
    ],
    ['whose key tells no parameters', ofKey(edited(spki, [0], (kind) => der.sequence(...children(kind).slice(0, 1))))],
    ['with more behind its key', ofKey(edited(spki, [1], (key) => der.bitString(Buffer.concat([bits(key), spki]))))],
    ['that nobody signed', Promise.resolve(edited(issued, [2], () => der.bitString(Buffer.alloc(256, 7))))],
  ])('%s', async (_which, certificate) => {
    expect(await verdict(await certificate)).toMatch(
      /whose certificate was not issued by its own key, as this product/,
    );
  });

  it('that another key signed under the same names', async () => {
    const other = await aSigner('another');
    const [statement = issued, algorithm = issued] = children(issued);
    const signature = await other.sign(createHash('sha256').update(statement).digest());
    const certificate = der.sequence(statement, algorithm, der.bitString(signature));
    expect(await verdict(certificate)).toMatch(/not issued by its own key/);
  });

  it('in whose name the certificate of somebody else stands', async () => {
    const signer = await aSigner();
    const theirs = pemOf(await signer.certificate());
    const signs: Signer['sign'] = async (digest) => signer.sign(digest);
    expect(await verdict(await reissued([5], named(`x\n${theirs}`)), signs)).toMatch(/certificate cannot be read/);
  });
});

test('a key to which every signature belongs signs no report', async () => {
  const everyones = edited(spki, [1], (key) => {
    const [modulus = key] = children(bits(key));
    return der.bitString(der.sequence(modulus, der.smallInteger(1)));
  });
  expect(await verdict(await ofKey(everyones))).toMatch(/a key that is not accepted \(rsa, 2048 bits, exponent 1\)/);
});
