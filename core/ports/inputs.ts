// What comes in: files, messages, uploads, directories.
import type { ReceivedMessage } from '../inputs/intake/message.ts';
import type { Identity, SnapshotHeader } from '../inputs/snapshot.ts';
import type { Table } from '../inputs/table.ts';
import type { Instant } from '../values/instant.ts';
import type { CanonicalLogin } from '../values/login.ts';
import type { Result } from '../values/result.ts';

export interface ExportReader {
  /**
   * Every reading of the file that could be meant, best first; the core takes the first whose header it knows.
   * Refuses what is no table at all (empty file, not text, encrypted or too large workbook), and a file whose letters
   * nobody can tell, unless it was taken or handed out before.
   */
  tables(bytes: Uint8Array, fileName: string, taken?: TakenBefore): Promise<Result<readonly Table[]>>;
}

/**
 * A file in the evidence of a run: what it said then, it says now. Or a worksheet that came back: its words are ours and
 * its addresses are checked, so that a letter of another encoding can stand in a reason alone.
 */
export type TakenBefore = 'taken before' | 'handed out before';

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
   * Asks for people by their login, after a reading that another process may have done: a list may lag behind what is
   * there. Whoever is found comes, also where a list brought them, without assignments: who is assigned and in no list
   * leaves a reading incomplete. Then comes the header of the reading with these calls.
   */
  lookUp(logins: readonly CanonicalLogin[], read: SnapshotHeader): AsyncGenerator<Identity, SnapshotHeader, void>;
}
