// Where each stored object stands: its key is built and checked here and nowhere else.
import { parseInstant } from '../values/instant.ts';
import type { Instant } from '../values/instant.ts';

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

/** Below it, the files of a review. @example reviewPrefix('2026-Q4') // 'reviews/2026-Q4/' */
export function reviewPrefix(period: string): string {
  return `${checkedKey('reviews', period, null)}/`;
}

/** Names in the folder of a review that tell how far its stream went, beside the store that holds the stream. */
const headName = /^reviews\/([^/]+)\/heads\/(\d{1,9})-([0-9a-f]{64})$/;

/** @example headKey('2026-Q4', { sequence: 12, sha256 }) // 'reviews/2026-Q4/heads/12-1f…' */
export function headKey(period: string, { sequence, sha256 }: StreamHead): string {
  return reviewKey(period, `heads/${sequence}-${sha256}`);
}

export interface StreamHead {
  readonly sequence: number;
  readonly sha256: string;
}

/** @returns `null` for a key that `headKey` did not make */
export function parseHeadKey(key: string): (StreamHead & { readonly review: string }) | null {
  const [, review, sequence, sha256] = headName.exec(key) ?? [];
  if (review === undefined || sequence === undefined || sha256 === undefined) return null;
  return { review, sequence: Number(sequence), sha256 };
}

/** Prefix of files that people uploaded in the portal, each below its own digest. */
export const portalUploadsPrefix = 'uploads/';

/** Below it, what the portal keeps of the upload with this digest. */
export function portalUploadPrefix(sha256: string): string {
  return `${portalUploadsPrefix}${sha256}/`;
}

/** How the same bytes were judged when they were handed in again, by when that was, and as what. */
export function judgedAgainKey(sha256: string, { at, kind }: { readonly at: Instant; readonly kind: string }): string {
  return checkedKey('uploads', sha256, `again-${at.replaceAll(/[-:.]/g, '')}-${kind}.json`);
}

/** @example portalUploadKey(sha256, 'upload.json') // 'uploads/1f…/upload.json' */
export function portalUploadKey(sha256: string, name: 'bytes' | 'upload.json' | 'confirmed.json'): string {
  return checkedKey('uploads', sha256, name);
}

/** Below it, how the file with this digest came in, once for each time. */
export function receiptsPrefix(sha256: string): string {
  return `receipts/${sha256}/`;
}

/** @example receiptKey(sha256, id) // 'receipts/1f…/9c….json' */
export function receiptKey(sha256: string, id: string): string {
  return checkedKey('receipts', sha256, `${id}.json`);
}

/** Below it, what was said of the number of users, by the digest of the export. */
export const countedPrefix = 'counts/';

/** Below it, what was said of the number of users beside the export with this digest. */
export function countsPrefix(exportSha256: string): string {
  return `${countedPrefix}${exportSha256}/`;
}

/** @example countKey(sha256, 'typed-1.json') // 'counts/1f…/typed-1.json' */
export function countKey(exportSha256: string, name: string): string {
  return checkedKey('counts', exportSha256, name);
}

/** A message that brought a file, as it came: below its own digest, beside the receipts that name it. */
export function messageKey(sha256: string): string {
  return checkedKey('mail', sha256, 'message.eml');
}

/** What was not taken in, below its own digest, and why beside it. */
export function quarantineKey(sha256: string, name: 'bytes' | 'refused.json'): string {
  return checkedKey('quarantine', sha256, name);
}

/** The history that later runs take from an accepted run. */
export function historyKey(run: string): string {
  return checkedKey('history', `${run}.json`, null);
}

export const historyPrefix = 'history/';

/** @example runOfHistory(historyKey('20261005T080000Z-0123abcd')) // '20261005T080000Z-0123abcd' */
export function runOfHistory(key: string): string {
  return key.slice(historyPrefix.length).replace(/\.json$/, '');
}

/** What the functions of one execution hand to one another; not evidence, and gone after 400 days. */
export function workKey(execution: string, name: string): string {
  return checkedKey('work', execution, name);
}

/** What a watch run reported, so that the next one mails only what is new; gone after 400 days. */
export function watchKey(execution: string, name: string): string {
  return checkedKey('watch', execution, name);
}

/** A file of a watch run that was complete, for signatures that are rolled forward to it; gone after 400 days. */
export function watchedKey(watch: string, name: string): string {
  return checkedKey('watched', watch, name);
}

/** Below it, who sends a mail that must be sent once, and whom it reached, by the id of the mail; gone after 400 days. */
export const sendingPrefix = 'sending/';

/** @example sendingKey('upload-1f…', 'reached-1.json') // 'sending/upload-1f…/reached-1.json' */
export function sendingKey(mail: string, name: string): string {
  return checkedKey('sending', mail, name);
}

/** The certificate of a signing key that a KMS holds, PEM. */
export function certificateKey(keyId: string): string {
  return checkedKey('certificates', `${keyId}.pem`, null);
}

/** Where administrators upload; every version stays, whatever becomes of it. */
export const inboxPrefix = 'inbox/';

/** Where HR's file of who left is uploaded. */
export const leaversPrefix = 'leavers/';

/** Where a file lands that came by mail, beside what people upload. */
export const mailedPrefixes = { export: `${inboxPrefix}mail/`, leavers: `${leaversPrefix}mail/` } as const;

/** Where a file lands that was fetched from a server; nobody says anything of it. */
export const fetchedPrefixes = { export: `${inboxPrefix}sftp/`, leavers: `${leaversPrefix}sftp/` } as const;

/** @example fetchedPrefixOf({ as: 'export', id: 'vendor' }) // 'inbox/sftp/vendor/' */
export function fetchedPrefixOf({
  as,
  id,
}: {
  readonly as: keyof typeof fetchedPrefixes;
  readonly id: string;
}): string {
  return `${fetchedPrefixes[as]}${id}/`;
}

/** Where SES puts a message as it came, under its own id; gone after 30 days, when it was judged long ago. */
export const incomingPrefix = 'incoming/';

/** @example incomingKey('o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1') */
export function incomingKey(messageId: string): string {
  return checkedKey('incoming', messageId, null);
}

/**
 * The key of an upload that came by mail. What the sender calls the file is its end, in portable characters.
 *
 * @example mailedKey('export', sha256, 'Benutzer März.csv') // 'inbox/mail/1f…/Benutzer_M_rz.csv'
 */
export function mailedKey(kind: keyof typeof mailedPrefixes, messageSha256: string, name: string): string {
  const portable = name
    .replaceAll(/[^A-Za-z0-9._-]/g, '_')
    .replace(/^[.-]/, '_')
    .slice(-100);
  const key = `${mailedPrefixes[kind]}${messageSha256}/${/^[A-Za-z0-9_]/.test(portable) ? portable : `_${portable}`}`;
  if (!isObjectKey(key)) throw new ObjectKeyRefused(key);
  return key;
}

export const quarantinePrefix = 'quarantine/';

/**
 * Where a browser puts a file that somebody uploads in the portal; each upload has a place of its own.
 *
 * @example browserUploadKey('export', { at, sha256, name: 'users.csv' }) // 'inbox/20261005T080000Z-1a2b3c4d/users.csv'
 */
export function browserUploadKey(
  kind: 'export' | 'leavers',
  { at, sha256, name }: { readonly at: Instant; readonly sha256: string; readonly name: string },
): string {
  const prefix = kind === 'export' ? inboxPrefix : leaversPrefix;
  return `${prefix}${compact(at)}-${sha256.slice(0, 8)}/${name}`;
}

/** What a browser said of a file before it put it: the portal alone writes here, when it signs the address. */
export const announcedPrefix = 'announced/';

/** @param announcedSha256 digest of where the file goes and who brings it: two people may bring one file at once */
export function announcedKey(announcedSha256: string): string {
  return checkedKey('announced', `${announcedSha256}.json`, null);
}

export const uploadResultsPrefix = 'results/';

/**
 * What became of an upload, beside it in the same bucket; sorts by the time of the upload.
 *
 * @param uploadSha256 digest of what names the upload, not of its content: a file may be uploaded twice
 */
export function uploadResultKey(uploadedAt: Instant, uploadSha256: string): string {
  return checkedKey('results', `${compact(uploadedAt)}-${uploadSha256.slice(0, 16)}.json`, null);
}

/** Who typed the number of users again, by the digest of the export; beside the uploads. */
export const confirmationsPrefix = 'confirmations/';

/** @example confirmationKey(sha256) // 'confirmations/1f….json' */
export function confirmationKey(uploadSha256: string): string {
  return checkedKey('confirmations', `${uploadSha256}.json`, null);
}

/** What the portal made for somebody to take within a minute; beside the uploads, and gone after a day. */
export const handedPrefix = 'handed/';

/** @param made 64 hex digits that no other file has @example handedKey(made, 'evidence-2026-Q4.zip') */
export function handedKey(made: string, name: string): string {
  return checkedKey('handed', made, name);
}

/** Where a browser puts a file that a request is about to name, too large for the request; gone after a day. */
export const stagedPrefix = 'staged/';

/** @param put a digest of who puts which file */
export function stagedKey(put: string): string {
  return checkedKey('staged', put, null);
}

/** What the portal asks the runs for: whoever puts an object here can say no more than its name says. */
export const asksPrefix = 'asks/';

/** A comparison now, or the reports that the events of a period promise. */
export type PortalAsk = { readonly kind: 'review' } | { readonly kind: 'issue'; readonly period: string };

/** @example askKey({ kind: 'issue', period: '2026-Q4' }, at) // 'asks/20261005T080000Z-issue-2026-Q4' */
export function askKey(ask: PortalAsk, at: Instant): string {
  const name = ask.kind === 'issue' ? `issue-${ask.period}` : ask.kind;
  return checkedKey('asks', `${compact(at).replace(/\.\d+/, '')}-${name}`, null);
}

const askName = /^asks\/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-(review|issue)(?:-(\d{4}-Q[1-4]))?$/;

/** @returns `null` for a key that `askKey` did not make */
export function parseAskKey(key: string): { readonly ask: PortalAsk; readonly at: Instant } | null {
  const [, year, month, day, hour, minute, second, kind, period] = askName.exec(key) ?? [];
  const at = parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (at === null) return null;
  if (kind === 'review') return period === undefined ? { ask: { kind }, at } : null;
  return period === undefined ? null : { ask: { kind: 'issue', period }, at };
}

/** An instant as a part of a name: `20261005T080000Z`. */
export function compact(instant: Instant): string {
  return instant.replaceAll(/[-:]/g, '');
}

/** Prefixes of objects that are no evidence: they are never locked, and expire. */
export const passingPrefixes = ['work/', 'watch/', 'watched/', sendingPrefix] as const;

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
