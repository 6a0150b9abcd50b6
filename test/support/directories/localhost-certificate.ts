// The certificate of an https stand-in: made once a process for `localhost`, so that none is kept that could expire.
import { generateKeyPairSync } from 'node:crypto';
import { issueCertificate } from '../../../adapters/signing/certificate.ts';
import { signDigest } from '../../../adapters/signing/local-key.ts';
import { dayInMs, instantFromMs } from '../../../core/values/instant.ts';

export interface KeyAndCertificate {
  readonly key: string;
  readonly cert: string;
}

let made: Promise<KeyAndCertificate> | null = null;

export async function localhostCertificate(): Promise<KeyAndCertificate> {
  made ??= selfSigned('localhost');
  return made;
}

/** An RSA key in PEM, with a certificate that it issued itself. */
export async function selfSigned(commonName: string): Promise<KeyAndCertificate> {
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
