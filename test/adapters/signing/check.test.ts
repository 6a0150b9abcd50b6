// What an auditor relies on: a sealed report is intact to the last byte, or the check says what is wrong.
import { gzipSync } from 'node:zlib';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, issueCertificate } from '../../../adapters/signing/certificate.ts';
import { checkSignature } from '../../../adapters/signing/check.ts';
import { elementAt, elementsOf, sequence } from '../../../adapters/signing/der.ts';
import { refusalText } from '../../../core/values/result.ts';
import { aPlaceholderPdf } from '../../support/reports/placeholder-pdf.ts';
import { anOddSigner, aSigner, carelesslySealed, sealed } from '../../support/reports/signing.ts';
import { at } from '../../support/time.ts';

const signer = await aSigner();
const otherSigner = await aSigner('another');
const drawn = aPlaceholderPdf({ pages: ['Access review of Acme Corp'] });
const seal = await sealed(drawn, signer);
const text = seal.toString('latin1');

/** What the check says of a file: `intact`, or the refusal as people read it. */
function verdict(pdf: Uint8Array, trust: Uint8Array | null = null): string {
  const checked = checkSignature({ pdf, fileName: 'report.pdf', trust });
  return checked.kind === 'ok' ? 'intact' : checked.refusals.map(refusalText).join('\n');
}

/** The certificates of several signers in one file. */
async function pems(...signers: readonly (typeof signer)[]): Promise<string> {
  const all = await Promise.all(signers.map(async (one) => new X509Certificate(await one.certificate()).toString()));
  return all.join('kept with the reports\n');
}

function edited(from: string | RegExp, to: string): Buffer {
  const changed = Buffer.from(text.replace(from, to), 'latin1');
  if (changed.equals(seal)) throw new Error(`${from} is not in the file`);
  return changed;
}

describe('a report as it was issued', () => {
  it('is intact, and names the certificate that people compare', async () => {
    const checked = checkSignature({ pdf: seal, fileName: 'report.pdf', trust: null });
    expect(checked).toEqual({
      kind: 'ok',
      value: {
        subject: 'CN=People.ai access review, local key',
        kind: 'local',
        fingerprint: fingerprintOf(await signer.certificate()),
        validFrom: '2026-10-05T08:00:00Z',
        validUntil: '2036-10-04T08:00:00Z',
        trusted: false,
      },
    });
  });

  it('is trusted by the certificate that sealed it, PEM or DER', async () => {
    const certificate = new X509Certificate(await signer.certificate());
    for (const trust of [certificate.raw, Buffer.from(certificate.toString())]) {
      const checked = checkSignature({ pdf: seal, fileName: 'report.pdf', trust });
      expect(checked).toMatchObject({ kind: 'ok', value: { trusted: true } });
    }
  });

  it('names its signer in a form that cannot steer a terminal', async () => {
    const pdf = await sealed(drawn, await anOddSigner({ name: 'Eve\u{1B}[2J\u{202E}, "Ltd"' }));
    const checked = checkSignature({ pdf, fileName: 'report.pdf', trust: null });
    expect(checked).toMatchObject({ value: { subject: expect.stringMatching(/^CN=Eve[^\p{C}]*, "Ltd"$/u) } });
  });

  it('is found in a view into a larger buffer', () => {
    const larger = Buffer.concat([Buffer.from('before'), seal, Buffer.from('after')]);
    expect(verdict(new Uint8Array(larger.buffer, larger.byteOffset + 6, seal.length))).toBe('intact');
  });
});

describe('a report that is not as it was issued', () => {
  it('is found out by any one byte that differs', () => {
    const places = fc.oneof(fc.nat(seal.length - 1), fc.constantFrom(...bytesOutsidePadding()));
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 255 }), (place, change) => {
        const changed = Buffer.from(seal);
        changed[place] = (changed[place] ?? 0) ^ change;
        expect(verdict(changed)).toMatch(/^report\.pdf: the report is not as it was issued/);
      }),
      { numRuns: 3000 },
    );
  });

  it('is found out wherever it is cut', () => {
    fc.assert(
      fc.property(fc.nat(seal.length - 1), (size) => {
        expect(verdict(seal.subarray(0, size))).toMatch(/cut short|no PDF|not as it was sealed/);
      }),
    );
  });

  it.each([
    ['changed in its text', edited('Acme', 'Acne'), /does not match its signature: it was changed/],
    ['saved with an addition', Buffer.concat([seal, Buffer.from('\n1 0 obj\n')]), /9 bytes more than were sealed/],
    [
      'signed once more',
      Buffer.concat([seal, Buffer.from('/ByteRange [0 1 2 3]')]),
      /2 signatures: it was saved again/,
    ],
    ['saved by a program that drops signatures', aPlaceholderPdf({ rooms: 0 }), /no signature: it never had one, or/],
    ['saved by a program that writes offsets anew', edited('/ByteRange [0', '/ByteRange[0'), /not as it was sealed/],
    ['drawn but never sealed', drawn, /not as it was sealed/],
    ['cut short', seal.subarray(0, -100), new RegExp(`${seal.length - 100} of ${seal.length} bytes: it is cut short`)],
    ['cut short before the signature', seal.subarray(0, 100), /no end of file: it is cut short/],
    ['no PDF', Buffer.from('<html></html>'), /no PDF/],
    ['empty', Buffer.alloc(0), /an empty file, and no PDF/],
    ['packed into an archive', Buffer.from('PK\u0003\u0004\u0014\0'), /a ZIP archive, and no PDF: take the report out/],
    ['packed by gzip', gzipSync(seal), /a file that gzip packed, and no PDF: unpack it/],
    ['as mail carries it', Buffer.from(seal.toString('base64')), /a PDF in base64, as mail carries it: decode it/],
    ['given other padding', edited(/0>/, '1>'), /signature block that was changed/],
    [
      'given capital hex digits',
      edited(/<3082[0-9a-f]+/, (text.match(/<3082[0-9a-f]+/)?.[0] ?? '').toUpperCase()),
      /signature block that was changed/,
    ],
  ])('says so when it was %s', (_, pdf, message) => {
    expect(verdict(pdf)).toMatch(message);
  });

  it.each([
    ['another key is put in place of the trusted one', otherSigner, /signed by another key than the trusted one/],
    [
      'the trusted certificate is claimed by another key',
      { ...signer, sign: (digest: Uint8Array) => otherSigner.sign(digest) },
      /a signature that the key of its certificate did not make/,
    ],
  ])('is refused when %s', async (_, forger, message) => {
    expect(verdict(await carelesslySealed(drawn, forger), await signer.certificate())).toMatch(message);
  });

  it('is refused when its key is too weak to prove anything', async () => {
    const weak = await sealed(drawn, await anOddSigner({ bits: 1024 }));
    expect(verdict(weak)).toMatch(/by a key that is not accepted \(rsa, 1024 bits\)/);
  });

  it('is refused when its key is of another kind, whatever it signs', async () => {
    const { publicKey } = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
    const certificate = await issueCertificate({
      commonName: 'Odd',
      publicKey: publicKey.export({ type: 'spki', format: 'der' }),
      validFrom: at('2026-10-05T08:00:00Z'),
      validUntil: at('2036-10-05T08:00:00Z'),
      sign: async (digest) => signer.sign(digest),
    });
    const pdf = await carelesslySealed(drawn, { ...signer, certificate: async () => certificate });
    expect(verdict(pdf)).toMatch(/by a key that is not accepted \(rsa-pss, 2048 bits\)/);
  });

  describe('with several certificates in one file', () => {
    it('is trusted by any of them, and refused where none is its own', async () => {
      expect(verdict(seal, Buffer.from(await pems(otherSigner, signer)))).toBe('intact');
      expect(verdict(seal, Buffer.from(await pems(signer, otherSigner)))).toBe('intact');
      const third = await aSigner('third');
      const refused = verdict(seal, Buffer.from(await pems(otherSigner, third)));
      expect(refused).toMatch(/signed by another key than the trusted ones.* or /);
    });

    it('is refused where one of them cannot be read, be it the last', async () => {
      const cut = (await pems(signer, otherSigner)).slice(0, -200);
      expect(verdict(seal, Buffer.from(cut))).toMatch(/one of several that is none/);
    });
  });

  it('is refused when the trusted certificate is none', () => {
    expect(verdict(seal, Buffer.from('-----BEGIN CERTIFICATE-----'))).toMatch(
      /^the trusted certificate: .* cannot be read/,
    );
  });
});

describe('a certificate', () => {
  const keyUsage = ['030206c0', '03020106'] as const;

  it.each([
    ['that may issue others', ...keyUsage],
    ['without the end of its extensions', '0603551d0e', '0603551d0f'],
    ['of an authority', '0603551d130101ff04023000', '0603551d110101ff04023000'],
  ])('%s vouches for no report', async (_which, from, to) => {
    const hex = Buffer.from(await signer.certificate()).toString('hex');
    expect(hex).toContain(from);
    const certificate = Buffer.from(hex.replace(from, to), 'hex');
    const pdf = await carelesslySealed(drawn, { ...signer, certificate: async () => certificate });
    expect(verdict(pdf)).toContain('a signature whose certificate is not for signatures alone');
  });

  it('that says nothing of what it is for vouches for no report', async () => {
    const [statement, ...rest] =
      elementsOf(elementAt(await signer.certificate(), 0)?.content ?? new Uint8Array()) ?? [];
    const fields = elementsOf(statement?.content ?? new Uint8Array()) ?? [];
    const certificate = sequence(
      sequence(...fields.slice(0, -1).map(({ whole }) => whole)),
      ...rest.map(({ whole }) => whole),
    );
    const pdf = await carelesslySealed(drawn, { ...signer, certificate: async () => certificate });
    expect(verdict(pdf)).toContain('a signature whose certificate is not for signatures alone');
  });
});

describe('hostile files', () => {
  const { length } = seal;
  const [, before = '', after = '', rest = ''] = /\[0 (\d+) (\d+) (\d+)\]/.exec(text) ?? [];
  it.each([
    `0 ${before} ${after} 9999999999`,
    `0 9999999999 9999999999 0`,
    `0 99999999999999999999 1 1`,
    `0 -5 ${after} ${rest}`,
    `0 ${before} -1 ${rest}`,
    `0 0 0 ${length}`,
    `0 ${length} 0 ${length}`,
    `0 ${length} ${length} 0`,
    `0 ${after} ${before} ${length - Number(before)}`,
    `0 ${Number(before) - 1} ${after} ${rest}`,
    `0 1 ${after} ${rest}`,
    `0 0${before} ${after} ${rest}`,
    `1 ${before} ${after} ${rest}`,
    '',
    `0 ${before} ${after} ${rest} 0 0`,
    `0 1e3 ${after} ${rest}`,
  ])('are refused when they claim to sign [%s]', (range) => {
    expect(verdict(edited(/\/ByteRange \[.*?\] */, `/ByteRange [${range}]`.padEnd(50)))).toMatch(
      /not as it was issued/,
    );
  });

  it.each([
    ['deeply nested', '3080'.repeat(8192 / 2)],
    ['of endless length', `3084ffffffff${'00'.repeat(8186)}`],
    ['of thousands of empty elements', `30821ffc${'0500'.repeat(8188 / 2)}`],
    ['no hex at all', 'zz'.repeat(8192)],
    ['nothing', '00'.repeat(8192)],
  ])('are refused when the signature is %s', (_, hex) => {
    expect(verdict(edited(/<3082[0-9a-f]+>/, `<${hex}>`))).toMatch(/not as it was issued/);
  });

  it('never make the check throw, whatever stands in the signature', () => {
    const start = text.indexOf('<3082') + 1;
    fc.assert(
      fc.property(fc.nat(2500), fc.uint8Array({ minLength: 1, maxLength: 40 }), (offset, octets) => {
        const changed = Buffer.from(seal);
        changed.write(Buffer.from(octets).toString('hex'), start + 2 * offset, 'latin1');
        if (changed.equals(seal)) return;
        expect(verdict(changed)).toMatch(/not as it was issued/);
      }),
      { numRuns: 2000 },
    );
  });
});

/** Most bytes of a small file are the zeros behind its signature; these are the others. */
function bytesOutsidePadding(): readonly number[] {
  const padding = /0{1000,}/.exec(text);
  const [from, to] = [padding?.index ?? 0, (padding?.index ?? 0) + (padding?.[0].length ?? 0)];
  return [...seal.keys()].filter((place) => place < from || place >= to);
}
