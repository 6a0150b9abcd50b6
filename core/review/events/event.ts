// A review is a stream of events: what people decided, in order, each bound to the one before by its digest.
import type { Code } from '../../names/codes.ts';
import type { DecisionWord } from '../../names/decisions.ts';
import type { FileDigest } from '../../values/digest.ts';
import type { Day, Instant } from '../../values/instant.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { SignOff } from '../../names/sign-off.ts';

/** `asserted`: the name was typed; `oidc`: it is recorded that the person signed in through the identity provider. */
export type Assurance = 'asserted' | 'oidc';

export interface DecisionLine {
  readonly login: CanonicalLogin;
  readonly decision: DecisionWord;
  /** Last day of an exception, in the calendar's time zone; `null` for keep and revoke. */
  readonly until: Day | null;
  readonly reason: string;
  /** The codes that stood on the account when it was decided; a new one asks again. */
  readonly codesSeen: readonly Code[];
}

/** At most 1,000 lines an event, so that an event fits into one item of any store. */
export const linesPerEvent = 1000;

/** Of what people wrote, where nothing of it can be packed: an item of DynamoDB holds 400 KB. */
const writtenBytesPerEvent = 300_000;

/** @returns as many of the lines, the first of them at least, as fit into one event */
export function linesOfOneEvent(lines: readonly DecisionLine[]): readonly DecisionLine[] {
  let bytes = 0;
  const end = lines.findIndex(({ login, reason }, index) => {
    // A reason that is the one before again packs into nothing.
    const isRepeated = reason === lines[index - 1]?.reason;
    bytes += Buffer.byteLength(login) + (isRepeated ? 0 : Buffer.byteLength(reason));
    return index === linesPerEvent || (index > 0 && bytes > writtenBytesPerEvent);
  });
  return end < 0 ? lines : lines.slice(0, end);
}

export interface Opened {
  readonly kind: 'opened';
  readonly at: Instant;
  readonly run: string;
  readonly runAsOf: Instant;
  readonly by: string | null;
  /** Absent where nobody is named, and in events before 0.7.0, as with delegations, work orders and closings. */
  readonly assurance?: Assurance;
  readonly accounts: number;
  readonly findingsSha256: string;
  /** The frozen population: the lines to decide, stored beside the review. */
  readonly linesSha256: string;
  /** Where the closing of an earlier review tells what its run tells outside the process: the report leaves it to that. */
  readonly toldBy?: TellingClosing;
}

/** The closing of an earlier review, which tells what changed since its signature. */
export interface TellingClosing {
  readonly review: string;
  readonly closedAt: Instant;
}

export interface Decided {
  readonly kind: 'decided';
  readonly at: Instant;
  readonly by: string;
  readonly assurance: Assurance;
  readonly lines: readonly DecisionLine[];
  /** The stated filter, when the lines were decided in bulk; absent when each was decided on its own. */
  readonly filter?: string;
}

/** Somebody is away or has left: their lines, and what they would sign, move. A later one about them replaces it. */
export interface Delegated {
  readonly kind: 'delegated';
  readonly at: Instant;
  /** `null` when a run showed that the person left. */
  readonly by: string | null;
  readonly assurance?: Assurance;
  readonly from: CanonicalLogin;
  /** `null` for the fallback that the configuration names; `from` themselves when they are back. */
  readonly to: CanonicalLogin | null;
  readonly reason: string;
  /** The last day, in the calendar's time zone: after it what was moved is theirs again. Absent: until the review ends. */
  readonly until?: Day;
}

/** A file that was attached to a line; its bytes are kept beside the review, under the digest. */
export interface AttachedFile extends FileDigest {
  /** As the person had it called; only shown, never a path. */
  readonly name: string;
  readonly mediaType: string;
}

/** Somebody wrote something about a line, or attached files to it; what was decided stands as it was. */
export interface Commented {
  readonly kind: 'commented';
  readonly at: Instant;
  readonly by: string;
  readonly assurance: Assurance;
  readonly login: CanonicalLogin;
  readonly text: string;
  readonly files: readonly AttachedFile[];
}

export interface WorkOrderIssued {
  readonly kind: 'work-order-issued';
  readonly at: Instant;
  readonly by: string | null;
  readonly assurance?: Assurance;
  readonly number: number;
  /** The accepted run whose export the rows are taken from. */
  readonly run: string;
  readonly logins: readonly CanonicalLogin[];
  /** Revoked accounts that are not part of the order, with the reason. */
  readonly left: readonly { readonly login: string; readonly why: string }[];
  /** How many more are left out than `left` tells; absent where it tells all, and before 0.22.0. */
  readonly leftMore?: number;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

/**
 * How a later export shows an account that was handed over for removal. `made anew`: live under the same login, and made
 * so long after the decision that it is another one.
 */
export type Shown = 'suspended' | 'absent' | 'live' | 'made anew';

/** What changed with a later accepted export that proves something: removed, or live again after it was removed. */
export interface RemovalsObserved {
  readonly kind: 'removals-observed';
  readonly at: Instant;
  readonly run: string;
  readonly exportedAt: Instant;
  readonly lines: readonly { readonly login: CanonicalLogin; readonly shown: Shown }[];
}

export interface PolicyApproved {
  readonly kind: 'policy-approved';
  readonly at: Instant;
  readonly by: string;
  readonly assurance: Assurance;
  /** Digest of the configuration that was approved. */
  readonly sha256: string;
  /** How it differs from the one of the last signed review, a setting a line; empty for the first. */
  readonly changes: readonly string[];
}

export interface Signed {
  readonly kind: 'signed';
  readonly stage: SignOff['stage'];
  readonly at: Instant;
  readonly by: string;
  readonly assurance: Assurance;
  readonly statement: string;
  /** SHA-256 of the manifest of the run under review. */
  readonly evidenceSha256: string;
  /** Digest of the event before this one: stands for all decisions. */
  readonly decisionsSha256: string;
  /** How far what changed since the run under review is known; `null` when no later run tells it, absent in earlier events. */
  readonly rollForward?: RolledForward | null;
  /** Whose report tells what its run tells outside the process, because it was signed after the run was made. */
  readonly toldBy?: TellingReport;
}

/** The report of another review, which names every account that changed until the run of this one. */
export interface TellingReport {
  readonly review: string;
  /** Its last signature. */
  readonly signedAt: Instant;
  /** How far it reaches. */
  readonly asOf: Instant;
}

/** The later run to which a signature was rolled forward, and the digest of what changed until then. */
export interface RolledForward {
  /** How it is worked out; absent in events before 0.6.0, which know form 1 alone. */
  readonly form?: 2 | 3;
  readonly run: string;
  readonly asOf: Instant;
  /** SHA-256 of the manifest of that run. */
  readonly manifestSha256: string;
  /** SHA-256 of the roll-forward as canonical JSON. */
  readonly sha256: string;
}

/** Somebody takes back their own signature; the decisions stay, and the stage is to be signed again. */
export interface SignatureWithdrawn {
  readonly kind: 'signature-withdrawn';
  readonly at: Instant;
  readonly by: string;
  readonly assurance: Assurance;
  readonly stage: SignOff['stage'];
  readonly reason: string;
}

/** More decisions than these are not put aside by one event: the review is voided and opened anew. */
export const mostPutAside = 10_000;

/** The review goes on with the population of a later accepted run of its period; signatures fall with it. */
export interface Rebased extends Omit<Opened, 'kind' | 'by' | 'assurance'> {
  readonly kind: 'rebased';
  readonly by: string;
  readonly assurance: Assurance;
  readonly reason: string;
  /** How many decisions stay, because the run left their lines as they were. */
  readonly carried: number;
  /** Logins whose decision is put aside, because their line changed: it asks again. */
  readonly again: readonly CanonicalLogin[];
  /** Logins whose decision is put aside, because there is no line any more to keep or except. */
  readonly gone: readonly CanonicalLogin[];
}

/** Opened in error: nothing of it counts any more, and the period has no review until somebody opens one. */
export interface Voided {
  readonly kind: 'voided';
  readonly at: Instant;
  readonly by: string;
  readonly assurance: Assurance;
  readonly reason: string;
}

export interface Closed {
  readonly kind: 'closed';
  readonly at: Instant;
  readonly by: string;
  readonly assurance?: Assurance;
  /** The run whose export shows that accounts in no order are gone; absent when there are none. */
  readonly run?: string;
  /** Digest of the document that the closing report shows; absent where an earlier version closed, which issued none. */
  readonly closingSha256?: string;
  /**
   * How far what changed since the last signature is known; `null` when no later run tells it. Absent in earlier events,
   * whose closing reports tell neither this, nor timeliness, nor comments.
   */
  readonly rollForward?: RolledForward | null;
  /** Who tells it in place of the closing: the run on which another review stands already; `rollForward` is `null` then. */
  readonly toldBy?: TellingRun;
}

/** The run of another review that tells what changed since the last signature of this review. */
export interface TellingRun {
  readonly run: string;
  readonly asOf: Instant;
  /** SHA-256 of the manifest of that run. */
  readonly manifestSha256: string;
}

/** A run was due by its schedule and there was no export to compare; until the due day it can still be made up for. */
export interface RunMissed {
  readonly kind: 'run-missed';
  /** The as-of of the run. */
  readonly at: Instant;
  readonly reason: string;
}

/** The period ended and its due day passed without a review. */
export interface NotPerformed {
  readonly kind: 'not-performed';
  readonly at: Instant;
  readonly dueDay: Day;
  readonly reason: string;
}

/** What was sent, so that nothing is said twice and nobody gets two mails on a day. */
export interface Mailed {
  readonly kind: 'mailed';
  readonly at: Instant;
  /** On the company's calendar. */
  readonly day: Day;
  readonly mails: readonly { readonly id: string; readonly to: string; readonly notices: readonly string[] }[];
}

export type ReviewEvent =
  | Opened
  | Decided
  | Delegated
  | Commented
  | WorkOrderIssued
  | RemovalsObserved
  | PolicyApproved
  | Signed
  | SignatureWithdrawn
  | Rebased
  | Voided
  | Closed
  | RunMissed
  | NotPerformed
  | Mailed;

export interface StoredReviewEvent {
  readonly sequence: number;
  /** SHA-256 of the event before, as stored; 64 zeros for the first. */
  readonly previous: string;
  readonly sha256: string;
  readonly event: ReviewEvent;
}

/** Events that contradict one another: a stream that this program did not write. */
export class ReviewContradiction extends Error {
  override readonly name = 'ReviewContradiction';
}
