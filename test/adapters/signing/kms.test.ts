import { generateKeyPairSync, verify, X509Certificate } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsLent, FederationFailure } from '../../../adapters/directories/aws-federation.ts';
import { openFolderObjects } from '../../../adapters/objects/folder.ts';
import { pemOf } from '../../../adapters/signing/certificate.ts';
import { checkSignature } from '../../../adapters/signing/check.ts';
import { KmsKeyUnusable, kmsSigner } from '../../../adapters/signing/kms.ts';
import { certificateKey } from '../../../core/names/object-keys.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import { standInCredentials } from '../../support/aws/services/credentials.ts';
import { json, startService } from '../../support/aws/services/json-service.ts';
import { startKmsStandIn } from '../../support/aws/services/kms-stand-in.ts';
import type { KmsStandIn } from '../../support/aws/services/kms-stand-in.ts';
import { pieces } from '../../support/bytes.ts';
import { aFolder } from '../../support/folders.ts';
import { countingIds } from '../../support/ids.ts';
import { aPlaceholderPdf } from '../../support/reports/placeholder-pdf.ts';
import { aSigner, sealed } from '../../support/reports/signing.ts';
import { clockAt } from '../../support/time.ts';

const clock = clockAt('2026-10-05T08:00:00Z');
const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';

let kms: KmsStandIn;
let client: KMSClient;
beforeAll(async () => {
  kms = await startKmsStandIn();
  kms.createKey(keyId);
  client = new KMSClient({ endpoint: kms.endpoint, region: 'eu-central-1', credentials: standInCredentials });
});
afterAll(async () => {
  client.destroy();
  await kms.close();
});

async function someObjects(): Promise<Objects> {
  return openFolderObjects({ root: await aFolder(), clock, ids: countingIds() });
}

describe('a key in KMS', () => {
  test('seals a report that its certificate vouches for', async () => {
    const signer = kmsSigner({ client, keyId, objects: await someObjects(), clock });
    const pdf = await sealed(aPlaceholderPdf(), signer);
    const checked = checkSignature({ pdf, fileName: 'report.pdf', trust: await signer.certificate() });
    expect(checked).toMatchObject({
      kind: 'ok',
      value: { trusted: true, subject: 'CN=People.ai access review, KMS key' },
    });
  });

  test('has one certificate, however many processes begin at once', async () => {
    const objects = await someObjects();
    const days = ['2026-10-05', '2026-10-06', '2026-10-07', '2026-10-08'];
    const certificates = await Promise.all(
      days.map((day) => kmsSigner({ client, keyId, objects, clock: clockAt(`${day}T08:00:00Z`) }).certificate()),
    );
    const [first] = certificates;
    expect(certificates.every((certificate) => Buffer.compare(certificate, first ?? new Uint8Array()) === 0)).toBe(
      true,
    );
    expect(new X509Certificate(first ?? '').publicKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
    expect(await objects.list('certificates/')).toEqual([`certificates/${keyId}.pem`]);
  });

  test('is not used with the certificate of another key, nor with one that cannot be read', async () => {
    const objects = await someObjects();
    const { raw } = new X509Certificate(await (await aSigner()).certificate());
    await objects.put(certificateKey(keyId), raw);
    await expect(kmsSigner({ client, keyId, objects, clock }).certificate()).rejects.toThrow(/of another key/);
    const damaged = await someObjects();
    await damaged.put(certificateKey(keyId), pieces('no certificate'));
    await expect(kmsSigner({ client, keyId, objects: damaged, clock }).certificate()).rejects.toThrow(KmsKeyUnusable);
  });

  test('is not used with a certificate that its own key did not sign', async () => {
    const objects = await someObjects();
    const issued = Buffer.from(await kmsSigner({ client, keyId, objects, clock }).certificate());
    issued.writeUInt8(issued.readUInt8(issued.length - 1) ^ 1, issued.length - 1);
    const other = await someObjects();
    await other.put(certificateKey(keyId), pieces(pemOf(issued)));
    await expect(kmsSigner({ client, keyId, objects: other, clock }).certificate()).rejects.toThrow(
      /was not issued by its own key/,
    );
  });

  test.each([
    ['of another kind', generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'ec'],
    ['that is too short', generateKeyPairSync('rsa', { modulusLength: 1024 }), 'rsa, 1024 bits'],
  ])('is not used where it is one %s, and gets no certificate', async (kind, { privateKey }, found) => {
    const objects = await someObjects();
    kms.importKey(kind, privateKey);
    const signer = kmsSigner({ client, keyId: kind, objects, clock });
    await expect(signer.certificate()).rejects.toThrow(`a key that signs no report (${found})`);
    expect(await objects.list('certificates/')).toEqual([]);
  });

  test('is named where its public key is of a kind that cannot be read', async () => {
    const kind = await startService(() =>
      json({ PublicKey: Buffer.from('a kind of some later year').toString('base64') }),
    );
    const later = new KMSClient({ endpoint: kind.endpoint, region: 'eu-central-1', credentials: standInCredentials });
    const signer = kmsSigner({ client: later, keyId, objects: await someObjects(), clock });
    await expect(signer.certificate()).rejects.toThrow(KmsKeyUnusable);
    await expect(signer.certificate()).rejects.toThrow(`the public key that KMS answered of ${keyId} cannot be read`);
    later.destroy();
    await kind.close();
  });

  test('leaves no certificate behind when KMS signs something else', async () => {
    const objects = await someObjects();
    const garbled = 'eeeeabcd-12ab-34cd-56ef-1234567890ab';
    kms.importKey(garbled, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
    kms.garble(garbled);
    const signer = kmsSigner({ client, keyId: garbled, objects, clock });
    await expect(signer.certificate()).rejects.toThrow(/that KMS signed with .* was not issued by its own key/);
    expect(await objects.list('certificates/')).toEqual([]);
  });

  test('is used once KMS answers, however often it did not before', async () => {
    const late = 'ffffabcd-12ab-34cd-56ef-1234567890ab';
    const signer = kmsSigner({ client, keyId: late, objects: await someObjects(), clock });
    await expect(signer.certificate()).rejects.toThrow(KmsKeyUnusable);
    kms.createKey(late);
    expect(new X509Certificate(await signer.certificate()).subject).toContain('People.ai access review');
  });

  test('is named when KMS does not know it', async () => {
    const signer = kmsSigner({ client, keyId: 'unknown', objects: await someObjects(), clock });
    await expect(signer.sign(Buffer.alloc(32))).rejects.toThrow('KMS did not sign with unknown');
    await expect(signer.certificate()).rejects.toThrow(KmsKeyUnusable);
  });
});

describe('what AWS lends to a directory', () => {
  test('is a signature over the data, of any length', async () => {
    const { sign } = awsLent({ sts: new STSClient(), kms: client });
    const data = Buffer.alloc(10_000, 'statement');
    const signature = await sign(keyId, data);
    const { publicKey } = new X509Certificate(
      await kmsSigner({ client, keyId, objects: await someObjects(), clock }).certificate(),
    );
    expect(verify('sha256', data, publicKey, signature)).toBe(true);
    await expect(sign('unknown', data)).rejects.toThrow(FederationFailure);
  });

  test("is the word of STS for Entra's audience", async () => {
    const asked: URLSearchParams[] = [];
    const sts = await startService(({ body }) => {
      const ask = new URLSearchParams(body.toString());
      asked.push(ask);
      const result =
        '<GetWebIdentityTokenResult><WebIdentityToken>a.b.c</WebIdentityToken></GetWebIdentityTokenResult>';
      return {
        status: 200,
        type: 'text/xml',
        body: `<GetWebIdentityTokenResponse>${result}</GetWebIdentityTokenResponse>`,
      };
    });
    const stsClient = new STSClient({
      endpoint: sts.endpoint,
      region: 'eu-central-1',
      credentials: standInCredentials,
    });
    expect(await awsLent({ sts: stsClient, kms: client }).webIdentity()).toBe('a.b.c');
    expect(Object.fromEntries(asked[0] ?? [])).toMatchObject({
      Action: 'GetWebIdentityToken',
      'Audience.member.1': 'api://AzureADTokenExchange',
      SigningAlgorithm: 'RS256',
    });
    stsClient.destroy();
    await sts.close();
  });
});
