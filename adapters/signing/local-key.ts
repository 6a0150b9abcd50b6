// The signing key of the embedded default: made at first use, kept in the home folder, and named `local` in reports.
import { application } from '../../core/application/applications.ts';
import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  privateEncrypt,
  X509Certificate,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { link, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { dayInMs, instantFromMs, msOf } from '../../core/values/instant.ts';
import { Unusable } from '../../core/values/result.ts';
import type { Signer } from '../../core/ports/proof.ts';
import type { Clock } from '../../core/ports/world.ts';
import { lastingFolder, syncNames } from '../lasting-names.ts';
import { removeOldDrafts } from '../old-drafts.ts';
import { isAcceptedKey, issueCertificate, keyKind, pemOf, whyUnfit } from './certificate.ts';

export const localKeyName = `${application.name} access review, local key`;

const keyFile = 'signing-key.pem';
const certificateFile = 'signing-certificate.pem';
const validityInMs = 3652 * dayInMs;

/** The key in the folder cannot be trusted or read, or signs nothing that `verify` accepts; nothing is signed until a person has looked. */
export class LocalKeyUnusable extends Unusable {
  override readonly name = 'LocalKeyUnusable';
}

/**
 * Opens the RSA-3072 key in `folder` (`signing-key.pem`, mode 0600) and its certificate (`signing-certificate.pem`,
 * valid for ten years); makes what is missing. Two processes that begin at once end with one key and one certificate.
 *
 * @throws LocalKeyUnusable when others may read the key, a file is damaged, the two do not belong together, or a report
 *   that they sign is refused by `verify`
 * @example const signer = await openLocalSigner({ folder: '.access-review/keys', clock })
 */
export async function openLocalSigner(options: { readonly folder: string; readonly clock: Clock }): Promise<Signer> {
  const { folder, clock } = options;
  await lastingFolder(folder);
  await removeOldDrafts(folder, roomName, msOf(clock.now()));
  const key = await openKey(join(folder, keyFile));
  const certificate = await openCertificate(join(folder, certificateFile), key, clock);
  return { kind: 'local', sign: async (digest) => signDigest(key, digest), certificate: async () => certificate };
}

async function openKey(file: string): Promise<KeyObject> {
  if (!(await exists(file))) {
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 3072 });
    await keepFirst(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), 0o600);
  }
  await refuseReadableByOthers(file);
  const pem = await readFile(file);
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (cause) {
    throw damaged(file, 'a private key', cause);
  }
  if (isAcceptedKey(key)) return key;
  const [what, expected] = ['a key that signs no report', 'an RSA key of 2048 bits or more, or none: one is made then'];
  throw new LocalKeyUnusable({ what, where: file, found: keyKind(key), expected });
}

/** Windows keeps no such modes: there the folder's own permissions protect the key. */
async function refuseReadableByOthers(file: string): Promise<void> {
  const { mode } = await stat(file);
  if (process.platform === 'win32' || (mode & 0o077) === 0) return;
  const found = (mode & 0o777).toString(8);
  const [what, expected] = ['others may have copied the signing key', `mode 600, and a new key where they could`];
  throw new LocalKeyUnusable({ what, where: file, found: `mode ${found}`, expected });
}

async function openCertificate(file: string, key: KeyObject, clock: Clock): Promise<Uint8Array> {
  if (!(await exists(file))) await keepFirst(file, pemOf(await issueFor(key, clock)), 0o644);
  const pem = await readFile(file);
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch (cause) {
    throw damaged(file, 'a certificate', cause);
  }
  if (!certificate.checkPrivateKey(key)) {
    const [what, found] = ['the certificate of another key', 'it does not belong to the key beside it'];
    throw new LocalKeyUnusable({ what, where: file, found, expected: `the certificate of ${keyFile}, from a backup` });
  }
  const unfit = whyUnfit(certificate);
  if (unfit !== null) {
    const [what, found] = ['a certificate that proves no report', `one that ${unfit}`];
    const expected = 'the one that was issued here, from a backup, or none: one is issued then';
    throw new LocalKeyUnusable({ what, where: file, found, expected });
  }
  return certificate.raw;
}

function damaged(file: string, holding: string, cause: unknown): LocalKeyUnusable {
  const [found, expected] = [`none that can be read`, `${holding}, as PEM: the file as it was, from a backup`];
  return new LocalKeyUnusable({ what: 'the signing key is damaged', where: file, found, expected }, { cause });
}

async function issueFor(key: KeyObject, clock: Clock): Promise<Uint8Array> {
  const now = clock.now();
  return issueCertificate({
    commonName: localKeyName,
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }),
    validFrom: now,
    validUntil: instantFromMs(msOf(now) + validityInMs),
    sign: async (digest) => signDigest(key, digest),
  });
}

/** What AWS KMS does with `MessageType: DIGEST`: the digest is wrapped (RFC 8017, 9.2) and signed, not hashed again. @throws RangeError */
export function signDigest(key: KeyObject, digest: Uint8Array): Uint8Array {
  if (digest.length !== 32) throw new RangeError(`a SHA-256 digest has 32 octets, not ${digest.length}`);
  const wrapped = Buffer.concat([sha256DigestInfo, digest]);
  return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, wrapped);
}

/** The octets before the digest in a DigestInfo for SHA-256 (RFC 8017, 9.2, note 1). */
const sha256DigestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** In it a process that was killed leaves a private key, which must not lie about. */
const roomName = /\.draft-[A-Za-z0-9]{6}$/;

/** Writes the file whole or not at all, and leaves alone what another process put there first. */
async function keepFirst(file: string, body: string | Buffer, mode: number): Promise<void> {
  const room = await mkdtemp(`${file}.draft-`);
  try {
    const draft = join(room, 'draft');
    await writeFile(draft, body, { mode, flush: true });
    await link(draft, file);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw new Error(`cannot write ${file}`, { cause: error });
  } finally {
    await rm(room, { recursive: true });
  }
  // Also what another process put there: a report must not outlast the key that signed it.
  await syncNames(dirname(file));
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
