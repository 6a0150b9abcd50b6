// What a report says of the review that people held: decisions, removals, progress, comments, and what was taken back.
import type { Code } from '../../names/codes.ts';
import type { DecisionWord } from '../../names/decisions.ts';
import type { SignOff } from '../../names/sign-off.ts';
import type { ForwardedChanges } from '../../review/changes/roll-forward.ts';
import type { Shown } from '../../review/events/event.ts';
import type { Act } from '../../review/decisions/acts.ts';
import type { FileDigest } from '../../values/digest.ts';
import type { Instant, Day } from '../../values/instant.ts';
import type { SignerRow } from '../proofs/signers.ts';

/** One decision that the signatures stand for, with the access that it certifies or ends. */
export interface DecidedRow {
  readonly login: string;
  readonly name: string | null;
  readonly role: string | null;
  readonly team: string | null;
  readonly manager: string | null;
  /** Whose line it was; `null` when nobody was named, or when it was no line, such as a suspended account. */
  readonly reviewer: string | null;
  readonly decision: DecisionWord;
  readonly until: Day | null;
  /** Set of an exception that had ended when the last stage signed. */
  readonly ended?: true;
  /** Number of the last work order that named the account, where it is gone and was decided otherwise since; absent of most. */
  readonly removed?: number;
  readonly by: string;
  readonly at: Instant;
  readonly inBulk: boolean;
  /** Place of its act in the list of acts, from 1. */
  readonly act: number;
  readonly reason: string;
  readonly codesSeen: readonly Code[];
}

/** What came of a revocation. */
export interface RemovalRow {
  readonly login: string;
  readonly name: string | null;
  readonly role: string | null;
  readonly decidedBy: string;
  readonly decidedAt: Instant;
  /** `null` while it is in no work order. */
  readonly order: { readonly number: number; readonly at: Instant; readonly dueDay: Day } | null;
  /** The later export that said so last; `null` while none did. */
  readonly proof: { readonly run: string; readonly exportedAt: Instant; readonly shown: string } | null;
  /** From the decision to the export that proved it. */
  readonly hours: number | null;
  /** `overdue`: at the last signature. `no-order-needed`: the account was suspended or gone when it was decided. */
  readonly state: 'proven' | 'ordered' | 'overdue' | 'live-again' | 'withdrawn' | 'not-ordered' | 'no-order-needed';
  /** Why it is in no order, where somebody said so. */
  readonly why: string | null;
}

/** What was revoked in an earlier review, and how this export shows it. */
export interface EarlierRevocation {
  readonly login: string;
  readonly review: string;
  readonly by: string;
  readonly at: Instant;
  readonly shown: Exclude<Shown, 'made anew'>;
}

/** An exception of an earlier review that covered findings of the run. */
export interface EarlierException {
  readonly login: string;
  readonly until: Day;
}

export interface ReviewerProgress {
  /** `null` for lines that no rule gives to anybody. */
  readonly reviewer: string | null;
  readonly lines: number;
  readonly keep: number;
  readonly revoke: number;
  readonly except: number;
  /** Decided by somebody else, such as who stood in. */
  readonly byOthers: number;
}

/** The review up to the last signature. */
export interface ReviewFacts {
  readonly openedAt: Instant;
  /** Live accounts and API keys that were put before the reviewers. */
  readonly lines: number;
  readonly progress: readonly ReviewerProgress[];
  readonly acts: readonly Act[];
  readonly removals: readonly RemovalRow[];
  /** In the order in which they were recorded; absent when nothing was ever delegated or taken back. */
  readonly waysBack?: readonly WayBackRow[];
  /** In the order of the stages; goes with the proofs of the run. */
  readonly signers?: readonly SignerRow[];
  /** Up to the last signature; `null` when no later run tells it, absent where nobody asked. */
  readonly forward?: ForwardedChanges | null;
  /** Ids of findings that an exception covered and none does any more; absent for reports of versions before 0.20.0. */
  readonly uncovered?: ReadonlySet<string>;
  /** In the order in which they were recorded; absent when nobody wrote one. */
  readonly comments?: readonly CommentRow[];
}

/** What somebody wrote about a line, and the files that they attached to it. */
export interface CommentRow {
  readonly at: Instant;
  readonly by: string;
  readonly assurance: SignOff['assurance'];
  readonly login: string;
  readonly text: string;
  readonly files: readonly FileDigest[];
}

/** What was handed to somebody else or taken back in a review, by whom and why: nothing of it was erased. */
export interface WayBackRow {
  readonly at: Instant;
  readonly by: string;
  /** `null` where none was recorded. */
  readonly assurance: SignOff['assurance'] | null;
  /** As a sentence. */
  readonly what: string;
  readonly reason: string;
}
