// Sealing, judged by the tools that an auditor has: poppler and OpenSSL.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { CannotSeal, CertificateEnded, padesSealer } from '../../../adapters/signing/pades.ts';
import { expiredBreak } from '../../../core/verification/sealed.ts';
import { aPlaceholderPdf, kept } from '../../support/reports/placeholder-pdf.ts';
import { aFolder } from '../../support/folders.ts';
import { anOddSigner, aSigner, sealed } from '../../support/reports/signing.ts';
import { at } from '../../support/time.ts';
import { runTool } from '../../support/tool.ts';

const signer = await aSigner();
const drawn = aPlaceholderPdf({ pages: ['Access review of Acme Corp'], attachments: { 'findings.json': '{}' } });
const seal = await sealed(drawn, signer);

describe('a sealed report', () => {
  it('differs from the drawn one in the offsets and the signature only', () => {
    expect(seal).toHaveLength(drawn.length);
    const [from, to] = [drawn.indexOf('/ByteRange'), drawn.indexOf('/Contents <') + '/Contents <'.length + 16_384];
    expect(seal.subarray(0, from)).toEqual(drawn.subarray(0, from));
    expect(seal.subarray(to)).toEqual(drawn.subarray(to));
    expect(seal.toString('latin1')).toMatch(/\/ByteRange \[0 \d+ \d+ \d+\] *\n\/Contents <3082[0-9a-f]+>/);
  });

  it('is the same to the byte, however the drawn file comes in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: drawn.length + 10 }), async (chunk) => {
        expect(seal.equals(await sealed(drawn, signer, chunk))).toBe(true);
      }),
      { numRuns: 25, examples: [[1], [7], [drawn.indexOf('/ByteRange') + 3]] },
    );
  });

  it('is valid to poppler, which finds the whole document signed', async (context) => {
    const file = join(await aFolder(), 'report.pdf');
    await writeFile(file, seal);
    const { output } = runTool(context, 'pdfsig', ['-nocert', file]);
    expect(output).toContain('Signature is Valid');
    expect(output).toContain('Total document signed');
    expect(output).toContain('Signature Type: ETSI.CAdES.detached');
    expect(output).toContain('CN="People.ai access review, local key"');
  });

  it('is broken to poppler once a byte has changed', async (context) => {
    const file = join(await aFolder(), 'report.pdf');
    await writeFile(file, Buffer.from(seal.toString('latin1').replace('Acme', 'Acne'), 'latin1'));
    expect(runTool(context, 'pdfsig', ['-nocert', file]).output).toContain('Digest Mismatch');
  });

  it('carries a CMS signature that OpenSSL verifies with the certificate', async (context) => {
    const folder = await aFolder();
    const [, hex = ''] = /\/Contents <([0-9a-f]+)>/.exec(seal.toString('latin1')) ?? [];
    const [before, after] = [seal.indexOf(`<${hex}`), seal.indexOf(`<${hex}`) + hex.length + 2];
    await writeFile(join(folder, 'signature.der'), Buffer.from(hex, 'hex'));
    await writeFile(join(folder, 'signed'), Buffer.concat([seal.subarray(0, before), seal.subarray(after)]));
    await writeFile(join(folder, 'certificate.der'), await signer.certificate());
    const pem = ['x509', '-inform', 'DER', '-in', join(folder, 'certificate.der'), '-out', join(folder, 'ca.pem')];
    runTool(context, 'openssl', pem);
    const files = ['-in', join(folder, 'signature.der'), '-content', join(folder, 'signed')];
    const trust = ['-CAfile', join(folder, 'ca.pem'), '-purpose', 'any', '-attime', '1796000000'];
    const verified = runTool(context, 'openssl', [
      'cms',
      '-verify',
      '-binary',
      '-inform',
      'DER',
      '-cades',
      '-out',
      '/dev/null',
      ...files,
      ...trust,
    ]);
    expect(verified).toEqual({ status: 0, output: expect.stringContaining('Verification successful') });
  });
});

test.each([
  ['2036-10-04T08:00:00Z', true],
  ['2036-10-04T08:00:00.001Z', false],
])(
  'a certificate that ends at 08:00 seals until then, just as long as `verify` takes it: at %s, %s',
  async (moment, holds) => {
    const seals = padesSealer({ signer }).seal(kept(drawn), at(moment));
    await (holds ? seals : expect(seals).rejects.toThrow(CertificateEnded));
    expect(expiredBreak({ validUntil: at('2036-10-04T08:00:00Z') }, at(moment)) === null).toBe(holds);
  },
);

describe('the sealer refuses', () => {
  it.each([
    ['a file without room for a signature', aPlaceholderPdf({ rooms: 0 }), /nowhere a \/ByteRange/],
    ['a file with room for two', aPlaceholderPdf({ rooms: 2 }), /a \/ByteRange to fill in 2 places/],
    ['a file that is sealed already', seal, /nowhere a \/ByteRange/],
    ['room of another size', Buffer.from(drawn.toString().replace('<0000', '<00')), /nowhere a \/Contents of 8192/],
    ['room that stands before its offsets', swapped(drawn), /stands before its \/ByteRange/],
  ])('%s', async (_, pdf, message) => {
    const attempt = sealed(pdf, signer);
    await expect(attempt).rejects.toThrow(CannotSeal);
    await expect(attempt).rejects.toThrow(message);
  });

  it('an expired certificate, which every reader would call invalid', async () => {
    const attempt = padesSealer({ signer }).seal(kept(drawn), at('2037-01-01T00:00:00Z'));
    await expect(attempt).rejects.toThrow(CertificateEnded);
    await expect(attempt).rejects.toThrow(/expired at 2036-10-04T08:00:00Z; the report is of 2037-01-01T00:00:00Z/);
  });

  it('a certificate too large for the room', async () => {
    const wordy = await anOddSigner({ name: 'N'.repeat(4000) });
    await expect(sealed(drawn, wordy)).rejects.toThrow(
      /the signature takes \d+ octets, and the file has room for 8192/,
    );
  });

  it.each([
    ['of another key', async (digest: Uint8Array) => (await aSigner('another')).sign(digest)],
    ['of something else', async () => signer.sign(Buffer.alloc(32))],
    ['that is too short', async (digest: Uint8Array) => (await signer.sign(digest)).subarray(1)],
    ['of no length', async () => new Uint8Array()],
  ])('a signature %s, which nobody could replace once the report is kept', async (_what, sign) => {
    const attempt = sealed(drawn, { ...signer, sign });
    await expect(attempt).rejects.toThrow(CannotSeal);
    await expect(attempt).rejects.toThrow(/no signature of this report by the key of its certificate/);
  });

  it('a certificate that cannot be read', async () => {
    const broken = { ...signer, certificate: async () => Buffer.from('no certificate') };
    await expect(sealed(drawn, broken)).rejects.toThrow(CannotSeal);
  });
});

function swapped(pdf: Buffer): Buffer {
  return Buffer.from(pdf.toString().replace(/(\/ByteRange \[.*?\])\n(\/Contents <0+>)/, '$2\n$1'));
}
