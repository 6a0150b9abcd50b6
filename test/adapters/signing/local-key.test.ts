// The key in the home folder: made once, kept safe, and certified in a form that other tools accept.
import { execFile } from 'node:child_process';
import { createHash, generateKeyPairSync, verify, X509Certificate } from 'node:crypto';
import { chmod, copyFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, pemOf } from '../../../adapters/signing/certificate.ts';
import { LocalKeyUnusable, openLocalSigner } from '../../../adapters/signing/local-key.ts';
import { aFolder } from '../../support/folders.ts';
import { clockAt } from '../../support/time.ts';
import { runTool } from '../../support/tool.ts';

const clock = clockAt('2026-10-05T08:00:00Z');

describe('the local key', () => {
  it('signs digests that its certificate verifies', async () => {
    const signer = await openLocalSigner({ folder: await aFolder(), clock });
    const text = Buffer.from('the evidence');
    const signature = await signer.sign(createHash('sha256').update(text).digest());
    const { publicKey } = new X509Certificate(await signer.certificate());
    expect(verify('sha256', text, publicKey, signature)).toBe(true);
    expect(verify('sha256', Buffer.from('other evidence'), publicKey, signature)).toBe(false);
    expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
  });

  it('refuses to sign what is no SHA-256 digest', async () => {
    const signer = await openLocalSigner({ folder: await aFolder(), clock });
    await expect(signer.sign(new Uint8Array(20))).rejects.toThrow('a SHA-256 digest has 32 octets, not 20');
  });

  it('stays the same when it is opened again, years later too', async () => {
    const folder = await aFolder();
    const first = await openLocalSigner({ folder, clock });
    const again = await openLocalSigner({ folder, clock: clockAt('2031-10-05T08:00:00Z') });
    const digest = new Uint8Array(32);
    expect(await again.certificate()).toEqual(await first.certificate());
    expect(await again.sign(digest)).toEqual(await first.sign(digest));
  });

  it('lies in the folder for its owner only, with nothing left beside it', async () => {
    const folder = join(await aFolder(), 'keys');
    await openLocalSigner({ folder, clock });
    expect((await readdir(folder)).toSorted()).toEqual(['signing-certificate.pem', 'signing-key.pem']);
    expect((await stat(join(folder, 'signing-key.pem'))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('becomes one key when it is opened several times at once', async () => {
    const folder = await aFolder();
    const signers = await Promise.all([1, 2, 3, 4].map(() => openLocalSigner({ folder, clock })));
    const certificates = await Promise.all(signers.map((signer) => signer.certificate()));
    expect(new Set(certificates.map(fingerprintOf)).size).toBe(1);
  });

  it('becomes one key when several processes open the folder at once', async () => {
    const folder = await aFolder();
    const code = `
      import { openLocalSigner } from ${JSON.stringify(import.meta.resolve('../../../adapters/signing/local-key.ts'))};
      const signer = await openLocalSigner({ folder: ${JSON.stringify(folder)}, clock: { now: () => process.argv[1] } });
      process.stdout.write(Buffer.from(await signer.certificate()).toString('base64'));`;
    const seconds = [1, 2, 3];
    const runs = await Promise.all(
      seconds.map((second) =>
        promisify(execFile)(process.execPath, ['--input-type=module', '-e', code, `2026-10-05T08:00:0${second}Z`]),
      ),
    );
    expect(new Set(runs.map((run) => run.stdout)).size).toBe(1);
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('is refused when others may have copied it', async () => {
    const folder = await aFolder();
    await openLocalSigner({ folder, clock });
    await chmod(join(folder, 'signing-key.pem'), 0o640);
    await expect(openLocalSigner({ folder, clock })).rejects.toThrow(LocalKeyUnusable);
    await expect(openLocalSigner({ folder, clock })).rejects.toThrow(/mode 640\. Expected: mode 600/);
  });

  it.each(['signing-key.pem', 'signing-certificate.pem'])('is refused when %s is damaged', async (name) => {
    const folder = await aFolder();
    await openLocalSigner({ folder, clock });
    await writeFile(join(folder, name), 'not what it was');
    await expect(openLocalSigner({ folder, clock })).rejects.toThrow(LocalKeyUnusable);
  });

  it('is refused beside the certificate of another key', async () => {
    const [folder, other] = [await aFolder(), await aFolder()];
    await openLocalSigner({ folder, clock });
    await openLocalSigner({ folder: other, clock });
    await copyFile(join(other, 'signing-certificate.pem'), join(folder, 'signing-certificate.pem'));
    await expect(openLocalSigner({ folder, clock })).rejects.toThrow(/the certificate of another key/);
  });
});

describe('a key that a company brings', () => {
  it.each([
    ['of another kind', generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'ec'],
    ['that is too short', generateKeyPairSync('rsa', { modulusLength: 1024 }), 'rsa, 1024 bits'],
    ['that pads otherwise', generateKeyPairSync('rsa-pss', { modulusLength: 2048 }), 'rsa-pss, 2048 bits'],
  ])('%s is refused before anything is signed', async (_, { privateKey }, found) => {
    const folder = await aFolder();
    await writeFile(join(folder, 'signing-key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
    });
    const attempt = openLocalSigner({ folder, clock });
    await expect(attempt).rejects.toThrow(LocalKeyUnusable);
    await expect(attempt).rejects.toThrow(`Found: ${found}. Expected: an RSA key of 2048 bits or more`);
  });

  it('is taken where it is RSA, and gets a certificate', async () => {
    const folder = await aFolder();
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await writeFile(join(folder, 'signing-key.pem'), privateKey.export({ type: 'pkcs1', format: 'pem' }), {
      mode: 0o600,
    });
    const signer = await openLocalSigner({ folder, clock });
    expect(new X509Certificate(await signer.certificate()).checkPrivateKey(privateKey)).toBe(true);
  });

  it('is refused beside a certificate by which verify would refuse every report', async (context) => {
    const folder = await aFolder();
    await openLocalSigner({ folder, clock });
    const [key, certificate] = [join(folder, 'signing-key.pem'), join(folder, 'signing-certificate.pem')];
    const extended = ['-addext', 'extendedKeyUsage=emailProtection'];
    runTool(context, 'openssl', [
      'req',
      '-x509',
      '-key',
      key,
      '-subj',
      '/CN=Acme signing',
      ...extended,
      '-out',
      certificate,
    ]);
    const attempt = openLocalSigner({ folder, clock });
    await expect(attempt).rejects.toThrow(LocalKeyUnusable);
    await expect(attempt).rejects.toThrow(/not for signatures alone/);
  });

  it('is refused beside a certificate that it did not sign', async () => {
    const folder = await aFolder();
    const certificate = Buffer.from(await (await openLocalSigner({ folder, clock })).certificate());
    certificate.writeUInt8(certificate.readUInt8(certificate.length - 1) ^ 1, certificate.length - 1);
    await writeFile(join(folder, 'signing-certificate.pem'), pemOf(certificate));
    await expect(openLocalSigner({ folder, clock })).rejects.toThrow(/one that was not issued by its own key/);
  });
});

describe('its certificate', () => {
  it('names itself, holds for ten years and is signed by its own key', async () => {
    const signer = await openLocalSigner({ folder: await aFolder(), clock });
    const certificate = new X509Certificate(await signer.certificate());
    expect(certificate.subject).toBe(String.raw`CN=People.ai access review\, local key`);
    expect(certificate.issuer).toBe(certificate.subject);
    expect(certificate.ca).toBe(false);
    expect(certificate.validFromDate).toEqual(new Date('2026-10-05T08:00:00Z'));
    expect(certificate.validToDate.getUTCFullYear()).toBe(2036);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
  });

  it('has the fingerprint that certificate viewers show', async () => {
    const signer = await openLocalSigner({ folder: await aFolder(), clock });
    const octets = await signer.certificate();
    expect(fingerprintOf(octets)).toBe(new X509Certificate(octets).fingerprint256);
  });

  it('is accepted by OpenSSL, for signatures and non-repudiation only', async (context) => {
    const folder = await aFolder();
    await openLocalSigner({ folder, clock });
    const file = join(folder, 'signing-certificate.pem');
    const at = String(Date.parse('2027-01-01T00:00:00Z') / 1000);
    const strict = ['-x509_strict', '-check_ss_sig', '-attime', at, '-CAfile', file, file];
    expect(runTool(context, 'openssl', ['verify', ...strict]).output).toContain(`${file}: OK`);
    const shown = runTool(context, 'openssl', ['x509', '-noout', '-in', file, '-ext', 'keyUsage']);
    expect(shown.output).toMatch(/critical\s+Digital Signature, Non Repudiation\s*$/);
  });
});
