// What the steps may ask of the world. Adapters answer; one suite of tests per port holds every adapter to the same.
import type { OcsfEvent } from './formats/ocsf/compliance-finding.ts';
import type { Finding } from './findings/finding.ts';
import type { ReceivedMessage } from './inputs/intake/message.ts';
import type { Identity, SnapshotHeader } from './inputs/snapshot.ts';
import type { Table } from './inputs/table.ts';
import type { Report } from './report/report.ts';
import type { ReviewEvent, StoredReviewEvent } from './review/events/event.ts';
import type { OrderNotice } from './review/removals/order-notice.ts';
import type { RunRecord } from './run.ts';
import type { Instant } from './values/instant.ts';
import type { CanonicalLogin } from './values/login.ts';
import type { Refusal, Result } from './values/result.ts';
import type { ReportFile } from './verification/report-file.ts';

export interface Clock {
  now(): Instant;
}

export interface Ids {
  /** A fresh id that nobody can guess; for message ids and temporary names, never for findings or runs. */
  next(): string;
}

/** Bytes in pieces; a consumer that stops early releases the source. */
export type Bytes = AsyncIterable<Uint8Array>;

export interface ExportReader {
  /**
   * Every reading of the file that could be meant, best first; the core takes the first whose header it knows.
   * Refuses what is no table at all (empty file, not text, encrypted or too large workbook), and a file whose letters
   * nobody can tell, unless it was taken before.
   */
  tables(bytes: Uint8Array, fileName: string, taken?: TakenBefore): Promise<Result<readonly Table[]>>;
}

/** A file in the evidence of a run: what it said then, it says now. */
export type TakenBefore = 'taken before';

export interface MessageReader {
  /** Refuses what is no message, was cut on its way, or has more parts or headers than a message of a person. */
  read(bytes: Uint8Array, name: string): Promise<Result<ReceivedMessage>>;
}

/** One version of a file that somebody uploaded. */
export interface UploadPlace {
  readonly key: string;
  readonly version: string;
}

export interface Upload {
  readonly place: UploadPlace;
  /** What the uploader calls the file. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly uploadedAt: Instant;
  /** Of the object, as the store gives it; absent where the store gives none. */
  readonly etag?: string;
  /** What the uploader says about it, by lower-case name: `exported-at`, `exported-by`, `exported-digest`, `count-shown`, `uploaded-by`. */
  readonly declared: Readonly<Record<string, string>>;
}

export interface Uploads {
  /** `null` when there is no such version. */
  read(place: UploadPlace): Promise<Upload | null>;
}

/** Where files land that did not come by hand, to be judged like those that did. */
export interface Landing {
  /**
   * Puts the file among the uploads. Repeatable: what lies under the key stays.
   *
   * @param declared as in `Upload`; ASCII
   */
  land(key: string, file: { readonly bytes: Uint8Array; readonly declared: Upload['declared'] }): Promise<void>;
}

/** A directory that is read: identities as they come, then the header that says how the reading went. */
export interface Directory {
  readonly id: string;
  pull(): AsyncGenerator<Identity, SnapshotHeader, void>;
  /**
   * Asks for people by their login, after `pull`: a list may lag behind what is there. Those whom no list brought come,
   * then the header as it is with these calls.
   */
  lookUp(logins: readonly CanonicalLogin[]): AsyncGenerator<Identity, SnapshotHeader, void>;
}

export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Objects {
  /**
   * Stores under `key` unless something is there. The same digest in place is success; another one throws
   * `ObjectConflict`: evidence is never overwritten. A put that does not end leaves nothing under the key.
   */
  put(key: string, body: Uint8Array | Bytes | Kept): Promise<StoredObject>;
  /** `null` when there is no such object; a failure to read throws. */
  get(key: string): Promise<Bytes | null>;
  /** Keys that begin with `prefix`, sorted by code point. */
  list(prefix: string): Promise<readonly string[]>;
  /** What the object is called in messages: a path or an address. */
  location(key: string): string;
  /** Where a person opens the object: its path, or the page that shows it to whoever signs in; it may go by mail. */
  bookmark(key: string): string;
}

/** Addresses by which a browser takes or puts one object itself, each for a minute: larger files pass no function. */
export interface ObjectAddresses {
  /** @param as the name and type under which the browser takes it */
  taking(key: string, as: { readonly name: string; readonly mediaType: string }): Promise<string>;
  /** Signs digest, size and what is said: another file, another uploader or a second put is refused by the store. */
  putting(key: string, file: PutFile): Promise<PutAddress>;
}

export interface PutFile {
  /** SHA-256, 64 hex digits. */
  readonly sha256: string;
  readonly bytes: number;
  /** Kept beside the object, in printable ASCII: `uploaded-by` and so on. */
  readonly said: Readonly<Record<string, string>>;
}

export interface PutAddress {
  readonly address: string;
  /** To be sent with it as they are. */
  readonly headers: Readonly<Record<string, string>>;
}

export class ObjectConflict extends Error {
  override readonly name = 'ObjectConflict';
  readonly key: string;
  constructor(key: string) {
    super(`${key} is already stored with other content; stored evidence is never overwritten`);
    this.key = key;
  }
}

/** Room for files that outgrow memory while they are made; gone when the work is over. */
export interface Scratch {
  /** Keeps the body and tells its size and digest; `read` may be called more than once. */
  keep(body: Bytes): Promise<Kept>;
}

export interface Kept {
  readonly bytes: number;
  readonly sha256: string;
  /** Where it stands, when it is a file of this machine: then the system can copy it, and its digest is known. */
  readonly path?: string;
  read(): Bytes;
}

export interface Runs {
  /**
   * Repeatable: a run that is recorded with the same inputs digest stays as it was recorded first. Another digest
   * throws `RunConflict`.
   */
  put(record: RunRecord): Promise<void>;
  get(id: string): Promise<RunRecord | null>;
  /** The accepted run with the latest as-of before `before`; of several with one as-of, the one recorded last. */
  lastAccepted(before: Instant): Promise<RunRecord | null>;
  /** Every run, by as-of and then in the order they were recorded; no watch run is among them. */
  list(): Promise<readonly RunRecord[]>;
  /** Records a watch run, apart from the runs of reviews: nothing is built upon it. Repeatable as `put`. */
  putWatch(record: RunRecord): Promise<void>;
  /** By its id, which `watchId` made. */
  getWatch(id: string): Promise<RunRecord | null>;
  /** Watch runs whose as-of is later than `after`, by as-of and then by id. */
  watchesAfter(after: Instant): Promise<readonly RunRecord[]>;
}

export class RunConflict extends Error {
  override readonly name = 'RunConflict';
  readonly id: string;
  constructor(id: string) {
    super(`run ${id} is already recorded with other inputs; a record of a run is never overwritten`);
    this.id = id;
  }
}

export interface Findings {
  /** Keeps the newest state of each finding: one that a run with a later as-of wrote stays. Repeatable. */
  put(run: { readonly id: string; readonly asOf: Instant }, findings: readonly Finding[]): Promise<void>;
  get(id: string): Promise<Finding | null>;
}

export type Appended = { readonly kind: 'appended' } | { readonly kind: 'conflict'; readonly sequence: number };

export interface Reviews {
  /**
   * Appends `event` as number `expected + 1` when the stream of `review` holds exactly `expected` events;
   * otherwise answers `conflict` with the number of events there are, and writes nothing.
   */
  append(review: string, expected: number, event: ReviewEvent): Promise<Appended>;
  /**
   * The stream from its first event, each with its number and the digest of the one before.
   *
   * @throws ReviewAltered when an event was altered, dropped or slipped in
   */
  load(review: string): Promise<readonly StoredReviewEvent[]>;
  /**
   * The events after `head`, which the caller has checked before; mostly none.
   *
   * @throws ReviewAltered when the store does not hold `head`, or what follows is not bound to it
   */
  since(review: string, head: Pick<StoredReviewEvent, 'sequence' | 'sha256'>): Promise<readonly StoredReviewEvent[]>;
  list(): Promise<readonly string[]>;
}

/** Reviews as those see them who add nothing. */
export type ReviewStreams = Pick<Reviews, 'load' | 'list'>;

/** What must be forgotten again: sessions of people who signed in, and sign-ins under way. */
export interface Passing {
  /** @param id a digest: whoever reads the store can take over nothing. An id is used once. */
  put(id: string, record: { readonly text: string; readonly endsAt: Instant }): Promise<void>;
  /** `null` when there is none, and when its time is over. */
  get(id: string, now: Instant): Promise<string | null>;
  /** As `get`, and it is gone: of several who take it at once, one gets it. */
  take(id: string, now: Instant): Promise<string | null>;
}

export const accessActs = ['signed-in', 'signed-out', 'read', 'download', 'refused', 'asked'] as const;

/** Who did what with the portal that is no event of a review. */
export interface AccessEntry {
  readonly at: Instant;
  readonly by: string;
  readonly act: (typeof accessActs)[number];
  /** The route and what it was asked about, never what it answered: `lines of 2026-Q4`. */
  readonly what: string;
}

export interface AccessRecord {
  add(entry: AccessEntry): Promise<void>;
  /** The latest first, `most` of them, of one person or everybody. @param before number of an entry, or `null` for the latest */
  page(asked: {
    readonly before: number | null;
    readonly by: string | null;
    readonly most: number;
  }): Promise<readonly (AccessEntry & { readonly number: number })[]>;
}

/** What the company's issuer says of somebody. */
export interface TokenPerson {
  /** As the token names it: `https://acme.okta.com`. */
  readonly issuer: string;
  /** Under which the issuer knows them, whatever their address: Entra's `oid`, Okta's `sub` and `uid`. */
  readonly ids: readonly string[];
  readonly email: string;
  readonly name: string | null;
  /** Values of the claim that roles are given by. */
  readonly groups: readonly string[];
  /** There were too many groups for the token, so it names none of them. */
  readonly groupsOverage: boolean;
}

/** Somebody who proved to the issuer who they are, and when. */
export interface SignedIn extends TokenPerson {
  readonly authTime: Instant;
}

/** A sign-in under way: what has to come back. */
export interface Challenge {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The person must prove themselves anew, whatever session the issuer has. */
  readonly fresh: boolean;
}

/** OpenID Connect, authorization code with PKCE. */
export interface SignIn {
  begin(): Promise<Pick<Challenge, 'state' | 'nonce' | 'verifier'>>;
  /** Where the browser goes. */
  address(challenge: Challenge): Promise<string>;
  /** @param answered the address that the issuer sent the browser back to */
  complete(answered: URL, challenge: Challenge): Promise<Result<SignedIn>>;
}

/** Where events about findings go, at least once: whoever takes them knows a repetition by its uid. */
export interface FindingEvents {
  /** @throws when not all were taken */
  put(events: readonly OcsfEvent[]): Promise<void>;
}

/** What a program shows when it asks in the name of a person: a token of the company's issuer, made out for asking. */
export interface AccessTokens {
  /** Who gives them out: `https://login.microsoftonline.com/TENANT/v2.0`. */
  readonly issuer: string;
  /** What a token must allow, as a program asks the issuer for it. */
  readonly scope: string;
  /** @throws when the issuer cannot be reached */
  personOf(token: string): Promise<Result<TokenPerson>>;
}

/** A file that travels inside the PDF. */
export interface Attachment {
  readonly name: string;
  readonly mediaType: string;
  readonly description: string;
  readonly relationship: 'Source' | 'Data' | 'Supplement';
  readonly sha256: string;
  read(): Bytes;
}

export interface Renderer {
  /** Draws the report; the same report, attachments and signer give the same bytes. */
  render(report: Report, attachments: readonly Attachment[]): Bytes;
}

/** The tables of a run as CSV; escaping against spreadsheets belongs here. */
export interface Sheets {
  findings(report: Report): Bytes;
  population(report: Report): Bytes;
  proposals(report: Report): Bytes;
}

/** Tells a person how far long work has come. */
export interface Progress {
  /** Begins a stage; `total` when it is known how many units there are. */
  stage(label: string, total: number | null): void;
  advance(units: number): void;
}

export interface Mail {
  /** Stable: sending the same mail twice is recognisable by it. */
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly { readonly name: string; readonly mediaType: string; readonly body: Uint8Array }[];
}

export interface Mailer {
  /** @returns where the mail went, for people: an address or a path. */
  send(mail: Mail): Promise<string>;
}

/** One place to which work orders are handed over. */
export interface TicketDesk {
  /** Whether it tells by the key that a notice came before: then one whose sending was cut short is sent again. */
  readonly knowsRepeats: boolean;
  /**
   * @throws DeskRefused when it certainly did not take the notice; any other error leaves open whether it did
   */
  send(notice: OrderNotice): Promise<Ticket>;
  /** How its ticket stands, in its own words: never a proof. `null` where it has none. */
  status(ticket: Ticket): Promise<string | null>;
}

export interface Ticket {
  /** As the other side calls it, or the path in the outbox; `null` where it gives no name. */
  readonly reference: string | null;
  readonly where: string;
}

export class DeskRefused extends Error {
  override readonly name = 'DeskRefused';
}

export interface Sealer {
  /** `local` for a key in the home folder, which the report then says; `kms` for one that nobody can export. */
  readonly kind: 'local' | 'kms';
  /** The certificate that the seal names: its SHA-256 in hex with colons, and the PEM for whoever is to trust it. */
  certificate(): Promise<{ readonly fingerprint: string; readonly pem: string }>;
  /** Fills the signature that the renderer left room for; the file keeps its length. */
  seal(pdf: Kept, signedAt: Instant): Promise<Bytes>;
}

/** A key that signs digests: the shape of AWS KMS with `MessageType: DIGEST`. */
export interface Signer {
  /** `local` for a key in the home folder, which the report then says; `kms` for one that nobody can export. */
  readonly kind: 'local' | 'kms';
  /** RSASSA-PKCS1-v1_5 over a SHA-256 digest of 32 bytes. */
  sign(digest: Uint8Array): Promise<Uint8Array>;
  /** The X.509 certificate bound to the key, DER. */
  certificate(): Promise<Uint8Array>;
}

/** A PDF that somebody hands in as a report. */
export interface SealedFile {
  readonly pdf: Uint8Array;
  /** Only for the refusals. */
  readonly fileName: string;
  /** The certificate that the signer is known by, PEM or DER; `null` when the reader has none. */
  readonly trust: Uint8Array | null;
}

export interface SignatureFacts {
  /** As the certificate names the signer: `CN=People.ai access review, local key`. */
  readonly subject: string;
  /** As the certificate calls itself: a local key says so in its subject. */
  readonly kind: 'local' | 'kms';
  /** SHA-256 of the certificate, upper-case hex with colons, as viewers show it. */
  readonly fingerprint: string;
  readonly validFrom: Instant;
  readonly validUntil: Instant;
  /** Whether the certificate is the one that the reader trusts; `false` when none was given. */
  readonly trusted: boolean;
}

/** Refuses what is not, to the last byte, as the `Sealer` left it, or not by the trusted key (contract, section 10). */
export type SealCheck = (sealed: SealedFile) => Result<SignatureFacts>;

export interface ReportReader {
  /** Refuses what cannot be read as a PDF, is encrypted, or attaches two files under one name. */
  open(pdf: Uint8Array, fileName: string): Promise<Result<ReportFile>>;
  /**
   * Holds a sealed report against the same drawn again, object by object, but for the signature's own octets. How a
   * stream is compressed does not count: another machine may compress the same to other bytes.
   *
   * @returns the first object that differs, or `null`
   */
  difference(pdf: Uint8Array, drawn: Uint8Array): Refusal | null;
}
