// Signers and sealed files for tests: keys are real, and made once a process, since most worlds of a test need one.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { issueCertificate, readCertificate } from '../../../adapters/signing/certificate.ts';
import { signedAttributes, signedData } from '../../../adapters/signing/cms.ts';
import { openLocalSigner, signDigest } from '../../../adapters/signing/local-key.ts';
import { padesSealer } from '../../../adapters/signing/pades.ts';
import type { Signer } from '../../../core/ports/proof.ts';
import { byteRangeText, contentsText, emptyByteRange, emptyContents } from '../../../core/report/signature-hole.ts';
import { kept } from './placeholder-pdf.ts';
import { at, clockAt } from '../time.ts';

const signers = new Map<string, Promise<Signer>>();

/**
 * A signer whose key lives in memory only, the same whenever it is asked for by the same name.
 *
 * @param name another name has another key
 * @example const [signer, forger] = [await aSigner(), await aSigner('a forger')]
 */
export async function aSigner(name = 'the signer'): Promise<Signer> {
  const known = signers.get(name) ?? madeSigner();
  signers.set(name, known);
  return known;
}

async function madeSigner(): Promise<Signer> {
  const folder = await mkdtemp(join(tmpdir(), 'access-review-'));
  try {
    return await openLocalSigner({ folder, clock: clockAt('2026-10-05T08:00:00Z') });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A signer as nobody should have: a key of the given size, under the given name, for the given time. */
export async function anOddSigner({
  bits = 2048,
  name = 'Odd',
  from = '2026-10-05T08:00:00Z',
  until = '2036-10-05T08:00:00Z',
}): Promise<Signer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const sign = async (digest: Uint8Array): Promise<Uint8Array> => signDigest(privateKey, digest);
  const certificate = await issueCertificate({
    commonName: name,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    validFrom: at(from),
    validUntil: at(until),
    sign,
  });
  return { kind: 'local', sign, certificate: async () => certificate };
}

export async function sealed(pdf: Uint8Array, signer: Signer, chunk?: number): Promise<Buffer> {
  const bytes = await padesSealer({ signer }).seal(kept(pdf, chunk), at('2026-10-05T08:00:00Z'));
  return buffer(bytes);
}

/** As somebody seals who asks nothing of key and certificate, and need not have the one that belongs to the other. */
export async function carelesslySealed(drawn: Uint8Array, signer: Signer): Promise<Buffer> {
  const pdf = Buffer.from(drawn);
  const before = pdf.indexOf(emptyContents);
  const after = before + emptyContents.length;
  pdf.write(byteRangeText({ before, after, length: pdf.length - after }), pdf.indexOf(emptyByteRange), 'latin1');
  const digest = createHash('sha256').update(pdf.subarray(0, before)).update(pdf.subarray(after)).digest();
  const read = readCertificate(await signer.certificate());
  if (read === null) throw new Error('the test wrote no certificate');
  const toSign = createHash('sha256').update(signedAttributes(digest, read)).digest();
  const block = signedData({ digest, certificate: read, signature: await signer.sign(toSign) });
  pdf.write(contentsText(Buffer.from(block).toString('hex')), before, 'latin1');
  return pdf;
}
