// Where each stored object stands: its key is built, checked and taken apart here and nowhere else.
import type { Instant } from '../instant.ts';
import { ok, refused } from '../result.ts';
import type { Result } from '../result.ts';

/** What a key says about its object; `name` is the file's name within the run or the review. */
export type ObjectPlace =
  | { readonly kind: 'run'; readonly run: string; readonly name: string }
  | { readonly kind: 'review'; readonly period: string; readonly name: string }
  | { readonly kind: 'history'; readonly run: string };

/**
 * POSIX's portable file name, not beginning with a dot or hyphen: so `..`, hidden files, backslashes, drive letters,
 * control characters and look-alikes cannot occur, and every file system and S3 take the name as it stands.
 */
const segment = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/;

/** S3's own limit on a key, in bytes; keys are ASCII. */
const longestKey = 1024;

/** A key or prefix that no builder made: a bug, or an attempt to leave the store. */
export class ObjectKeyRefused extends Error {
  override readonly name = 'ObjectKeyRefused';
  constructor(key: string) {
    super(`${JSON.stringify(key.slice(0, 100))} is no key of a stored object`);
  }
}

/** @example runKey('20261005T080000Z-1a2b3c4d', 'evidence/manifest.json') // 'runs/20261005T080000Z-1a2b3c4d/evidence/manifest.json' */
export function runKey(run: string, name: string): string {
  return checkedKey('runs', run, name);
}

/** @example reviewKey('2026-Q4', 'work-order-1/suspend-001.csv') // 'reviews/2026-Q4/work-order-1/suspend-001.csv' */
export function reviewKey(period: string, name: string): string {
  return checkedKey('reviews', period, name);
}

/** The history that later runs take from an accepted run. */
export function historyKey(run: string): string {
  return checkedKey('history', `${run}.json`, null);
}

/** What the functions of one execution hand to one another; not evidence, and gone after 400 days. */
export function workKey(execution: string, name: string): string {
  return checkedKey('work', execution, name);
}

/** What a watch run reported, so that the next one mails only what is new; gone after 400 days. */
export function watchKey(execution: string, name: string): string {
  return checkedKey('watch', execution, name);
}

/** The certificate of a signing key that a KMS holds, PEM. */
export function certificateKey(keyId: string): string {
  return checkedKey('certificates', `${keyId}.pem`, null);
}

/** Where administrators upload; every version stays, whatever becomes of it. */
export const inboxPrefix = 'inbox/';

/** Where HR's file of who left is uploaded. */
export const leaversPrefix = 'leavers/';

export const uploadResultsPrefix = 'results/';

/**
 * What became of an upload, beside it in the same bucket; sorts by the time of the upload.
 *
 * @param uploadSha256 digest of what names the upload, not of its content: a file may be uploaded twice
 */
export function uploadResultKey(uploadedAt: Instant, uploadSha256: string): string {
  return checkedKey('results', `${compact(uploadedAt)}-${uploadSha256.slice(0, 16)}.json`, null);
}

/** An instant as a part of a name: `20261005T080000Z`. */
export function compact(instant: Instant): string {
  return instant.replaceAll(/[-:]/g, '');
}

/** Prefixes of objects that are no evidence: they are never locked, and expire. */
export const passingPrefixes = ['work/', 'watch/'] as const;

/** Takes a key apart that came from outside, such as from an address of the portal. */
export function parseObjectKey(key: string): Result<ObjectPlace> {
  const place = isObjectKey(key) ? placeOf(key) : null;
  if (place !== null) return ok(place);
  return refused({
    what: 'no key of a stored object',
    where: 'object key',
    found: JSON.stringify(key.slice(0, 100)),
    expected: 'a key such as runs/RUN_ID/report.pdf',
  });
}

function placeOf(key: string): ObjectPlace | null {
  const [root, owner = '', ...rest] = key.split('/');
  const name = rest.join('/');
  if (root === 'runs' && name !== '') return { kind: 'run', run: owner, name };
  if (root === 'reviews' && name !== '') return { kind: 'review', period: owner, name };
  const history = /^(.+)\.json$/.exec(owner)?.[1];
  if (root === 'history' && name === '' && history !== undefined) return { kind: 'history', run: history };
  return null;
}

export function isObjectKey(key: string): boolean {
  return key.length <= longestKey && key.split('/').every((part) => segment.test(part));
}

/** Whether keys can begin with `prefix`: whole segments, then the beginning of one or nothing. */
export function isObjectPrefix(prefix: string): boolean {
  return prefix === '' || isObjectKey(prefix) || (prefix.endsWith('/') && isObjectKey(prefix.slice(0, -1)));
}

/** @throws ObjectKeyRefused when a part holds anything but portable names. */
function checkedKey(root: string, owner: string, name: string | null): string {
  const key = [root, owner, ...(name === null ? [] : [name])].join('/');
  // An owner with a slash in it would read back as another owner's object.
  if (!isObjectKey(key) || owner.includes('/')) throw new ObjectKeyRefused(key);
  return key;
}
