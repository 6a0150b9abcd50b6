// A key and certificate for a server on this machine, made on the spot: none is kept that could expire.
import { generateKeyPairSync } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { onTestFinished } from 'vitest';
import { issueCertificate } from '../../adapters/signing/certificate.ts';
import { signDigest } from '../../adapters/signing/local-key.ts';
import { dayInMs, instantFromMs } from '../../core/values/instant.ts';

export interface ServerIdentity {
  readonly key: string;
  readonly cert: string;
}

export async function aServerIdentity(commonName: string): Promise<ServerIdentity> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificate = await issueCertificate({
    commonName,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    validFrom: instantFromMs(Date.now() - dayInMs),
    validUntil: instantFromMs(Date.now() + dayInMs),
    sign: async (digest) => signDigest(privateKey, digest),
  });
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${Buffer.from(certificate).toString('base64')}\n-----END CERTIFICATE-----\n`,
  };
}

/** What `NODE_EXTRA_CA_CERTS` does, until the test is over. */
export function trust({ cert }: ServerIdentity): void {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, cert]);
  onTestFinished(() => setDefaultCACertificates(before));
}
