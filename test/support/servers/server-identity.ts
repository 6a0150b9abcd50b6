// A key and certificate for a server on this machine, made on the spot: none is kept that could expire.
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { issueCertificate } from '../../../adapters/signing/certificate.ts';
import { signDigest } from '../../../adapters/signing/local-key.ts';
import { dayInMs, instantFromMs } from '../../../core/values/instant.ts';

/** Both in PEM. */
export interface ServerIdentity {
  readonly key: string;
  readonly cert: string;
}

let ofLocalhost: Promise<ServerIdentity> | null = null;

/** The identity of localhost, made once a process, because only one can be trusted under a name. */
export async function localhostIdentity(): Promise<ServerIdentity> {
  ofLocalhost ??= selfSigned('localhost');
  return ofLocalhost;
}

/** An RSA key, with a certificate that it issued itself. */
export async function selfSigned(commonName: string): Promise<ServerIdentity> {
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

const trusted = new Map<string, string>();

/**
 * Trusts a certificate from now on, for as long as the process lives, as `NODE_EXTRA_CA_CERTS` does from the start.
 *
 * @throws Error for a second certificate of one name, of which OpenSSL would believe only the first
 */
export function trust(certificate: string): void {
  const { subject } = new X509Certificate(certificate);
  const before = trusted.get(subject);
  if (before === certificate) return;
  if (before !== undefined) throw new Error(`another certificate of ${subject} is trusted already`);
  trusted.set(subject, certificate);
  setDefaultCACertificates([...getCACertificates('default'), certificate]);
}
