// Signs reports with a KMS key that nobody can export, and ties a name to it by a certificate that is issued once.
import { createPublicKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { GetPublicKeyCommand, SignCommand } from '@aws-sdk/client-kms';
import type { KMSClient } from '@aws-sdk/client-kms';
import { application } from '../../core/application/applications.ts';
import { certificateKey } from '../../core/names/object-keys.ts';
import { dayInMs, instantFromMs, msOf } from '../../core/values/instant.ts';
import { ObjectConflict } from '../../core/ports/objects.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Signer } from '../../core/ports/proof.ts';
import type { Clock } from '../../core/ports/world.ts';
import { isAcceptedKey, issueCertificate, keyKind, pemOf, whyUnfit } from './certificate.ts';

const kmsKeyName = `${application.name} access review, KMS key`;

const validityInMs = 3652 * dayInMs;

export interface KmsOptions {
  readonly client: KMSClient;
  /** Id of an RSA_3072 key for signing; its alias or ARN would not name the certificate for good. */
  readonly keyId: string;
  /** Keeps the certificate beside the evidence that it vouches for. */
  readonly objects: Objects;
  readonly clock: Clock;
}

/** KMS did not sign, or the certificate beside the evidence is not of this key; nothing is published until a person has looked. */
export class KmsKeyUnusable extends Error {
  override readonly name = 'KmsKeyUnusable';
}

/**
 * A signer over KMS (`MessageType: DIGEST`). Of several processes that begin at once, one issues the certificate (valid
 * for ten years, self-signed) and all use that one. Both methods throw KmsKeyUnusable when KMS does not answer.
 *
 * @example kmsSigner({ client: new KMSClient(), keyId: '1234abcd-…', objects, clock })
 */
export function kmsSigner(options: KmsOptions): Signer {
  const { client, keyId } = options;
  const sign = async (digest: Uint8Array): Promise<Uint8Array> => {
    const command = new SignCommand({
      KeyId: keyId,
      Message: digest,
      MessageType: 'DIGEST',
      SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256',
    });
    const { Signature } = await answered(`KMS did not sign with ${keyId}`, client.send(command));
    if (Signature === undefined) throw new KmsKeyUnusable(`KMS answered no signature of ${keyId}`);
    return Signature;
  };
  let certificate: Promise<Uint8Array> | null = null;
  return {
    kind: 'kms',
    sign,
    certificate: async () => {
      certificate ??= openCertificate(options, sign);
      try {
        return await certificate;
      } catch (error) {
        // A function that stays warm is asked again, and what failed once must not fail for good.
        certificate = null;
        throw error;
      }
    },
  };
}

async function openCertificate(options: KmsOptions, sign: Signer['sign']): Promise<Uint8Array> {
  const { client, keyId, objects } = options;
  const key = await answered(
    `KMS did not answer the public key of ${keyId}`,
    client.send(new GetPublicKeyCommand({ KeyId: keyId })),
  );
  if (key.PublicKey === undefined) throw new KmsKeyUnusable(`KMS answered no public key of ${keyId}`);
  const publicKey = publicKeyIn(key.PublicKey, keyId);
  if (!isAcceptedKey(publicKey)) {
    throw new KmsKeyUnusable(`${keyId} is a key that signs no report (${keyKind(publicKey)}), and no RSA_3072`);
  }
  const place = certificateKey(keyId);
  const kept = (await stored(objects, place)) ?? (await issued({ ...options, publicKey: key.PublicKey, sign, place }));
  if (!kept.publicKey.equals(publicKey)) {
    throw new KmsKeyUnusable(`the certificate ${objects.location(place)} is of another key than ${keyId}`);
  }
  const unfit = whyUnfit(kept);
  if (unfit !== null) throw new KmsKeyUnusable(`the certificate ${objects.location(place)} ${unfit}`);
  return kept.raw;
}

/** Of some kinds of keys that KMS has nothing can be read here. */
function publicKeyIn(spki: Uint8Array, keyId: string): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch (cause) {
    throw new KmsKeyUnusable(`the public key that KMS answered of ${keyId} cannot be read`, { cause });
  }
}

interface Issuing extends KmsOptions {
  readonly publicKey: Uint8Array;
  readonly sign: Signer['sign'];
  readonly place: string;
}

async function issued({ keyId, publicKey, sign, place, objects, clock }: Issuing): Promise<X509Certificate> {
  const now = clock.now();
  const certificate = await issueCertificate({
    commonName: kmsKeyName,
    publicKey,
    validFrom: now,
    validUntil: instantFromMs(msOf(now) + validityInMs),
    sign,
  });
  // Under lock, one that does not hold could never be replaced.
  const unfit = whyUnfit(new X509Certificate(certificate));
  if (unfit !== null) throw new KmsKeyUnusable(`the certificate that KMS signed with ${keyId} ${unfit}`);
  try {
    await objects.put(place, Buffer.from(pemOf(certificate)));
  } catch (error) {
    // Another process issued one at the same moment; that one counts.
    if (!(error instanceof ObjectConflict)) throw error;
  }
  const kept = await stored(objects, place);
  if (kept === null) throw new KmsKeyUnusable(`the certificate ${objects.location(place)} cannot be read back`);
  return kept;
}

async function stored(objects: Objects, place: string): Promise<X509Certificate | null> {
  const body = await objects.get(place);
  if (body === null) return null;
  const pem = await buffer(body);
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new KmsKeyUnusable(`${objects.location(place)} holds no certificate that can be read`, { cause });
  }
}

async function answered<Answer>(failure: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (cause) {
    throw new KmsKeyUnusable(failure, { cause });
  }
}
