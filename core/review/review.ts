// A review is a stream of events: what people decided, in order, each bound to the one before by its digest.
import type { Code } from '../findings/finding.ts';
import type { Day, Instant } from '../instant.ts';
import type { CanonicalLogin } from '../population/login.ts';

export type Assurance = 'asserted' | 'oidc';

export interface DecisionLine {
  readonly login: CanonicalLogin;
  readonly decision: 'keep' | 'revoke' | 'except';
  /** Last day of an exception, in the calendar's time zone; `null` for keep and revoke. */
  readonly until: Day | null;
  readonly reason: string;
  /** The codes that stood on the account when it was decided; a new one asks again. */
  readonly codesSeen: readonly Code[];
}

/** At most 1,000 lines an event, so that an event fits into one item of any store. */
export const linesPerEvent = 1000;

export type ReviewEvent =
  | {
      readonly kind: 'opened';
      readonly at: Instant;
      readonly run: string;
      readonly runAsOf: Instant;
      readonly by: string | null;
      readonly accounts: number;
      readonly findingsSha256: string;
    }
  | {
      readonly kind: 'decided';
      readonly at: Instant;
      readonly by: string;
      readonly assurance: Assurance;
      readonly lines: readonly DecisionLine[];
    }
  | {
      readonly kind: 'work-order-issued';
      readonly at: Instant;
      readonly by: string | null;
      readonly number: number;
      /** The accepted run whose export the rows are taken from. */
      readonly run: string;
      readonly logins: readonly CanonicalLogin[];
      /** Revoked accounts that are not part of the order, with the reason. */
      readonly left: readonly { readonly login: string; readonly why: string }[];
      readonly files: readonly { readonly name: string; readonly sha256: string }[];
    };

export interface StoredReviewEvent {
  readonly sequence: number;
  /** SHA-256 of the event before, as stored; 64 zeros for the first. */
  readonly previous: string;
  readonly sha256: string;
  readonly event: ReviewEvent;
}
