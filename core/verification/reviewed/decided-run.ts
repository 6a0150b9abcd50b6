// The run under which a signed review was held, with all by which each of its events is judged.
import type { Config } from '../../config/config.ts';
import type { KnownPerson } from '../../review/lines/actor.ts';
import type { Gone } from '../../review/lines/gone.ts';
import type { ReviewLines } from '../../review/lines/line.ts';
import type { SignOffFacts } from '../../review/signatures/refusals.ts';
import type { StoredReviewEvent } from '../../review/events/event.ts';
import type { RunsAhead } from './ahead.ts';

/** Whether the events end with a signature, with the one that closes the review, or where it was moved from the run. */
export type EndOfEvents = 'signed' | 'closed' | 'moved';

export interface DecidedRun {
  readonly period: string;
  readonly frozen: ReviewLines;
  /** The lines until each move onto a later run, the first move first. */
  readonly earlier: readonly ReviewLines[];
  readonly config: Config;
  /** People who acted in the review, as the directories know them. */
  readonly signers: readonly KnownPerson[];
  /** Of a version that did not ask, nobody. */
  readonly gone: Gone;
  /** Whether the version that recorded it asked who may act; one before 0.3.0 took any typed name. */
  readonly asksWho: boolean;
  /** Whether the version that recorded it is held to what is asked since 0.6.0: where a delegation leads in the end, which sign-ins there are, whose employee numbers are one, and orders, proofs and approvals. */
  readonly asksFarther: boolean;
  /** Whether the version that recorded it is held to what is asked since 0.7.0: the form of each event, who opened, and what came after the last signature. */
  readonly asksForm: boolean;
  /** Whether the version that recorded it is held to what is asked since 0.8.0: each member of an event, until when a delegation holds, what a later run shows, and reviews of this run that were voided. */
  readonly asksMembers: boolean;
  /** Whether the version that recorded it attached to the report of a signature the exports by which removals are proven: since 0.10.0. */
  readonly attachesProofs: boolean;
  readonly ends: EndOfEvents;
  /** Whether this version recorded it: another one may word a statement differently. */
  readonly sameWords: boolean;
  /** `null` where no signature was rolled forward, and no later run proves a removal. */
  readonly ahead: RunsAhead | null;
  /** Of the run under review. */
  readonly id: string;
  /** Logins of its accounts that are live: no other can be handed over on it. */
  readonly live: ReadonlySet<string>;
  readonly rejectedRows: number;
  /** What the run says about its inputs and controls. */
  readonly run: SignOffFacts['run'];
}

/** Where an event stands. */
export interface EventPlace {
  readonly run: DecidedRun;
  /** Up to the event. */
  readonly before: readonly StoredReviewEvent[];
  /** Of the event, for a refusal: `event 3 of the review`. */
  readonly where: string;
}
