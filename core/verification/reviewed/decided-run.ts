// The run under which a signed review was held, with all by which each of its events is judged.
import type { Config } from '../../config/config.ts';
import type { KnownPerson } from '../../review/lines/actor.ts';
import type { Gone } from '../../review/lines/gone.ts';
import type { ReviewLines } from '../../review/lines/line.ts';
import type { SignOffFacts } from '../../review/signatures/refusals.ts';
import type { StoredReviewEvent } from '../../review/events/event.ts';
import type { RunsAhead } from './ahead.ts';
import type { AskedOfVersion } from './asked.ts';

/** Whether the events end with a signature, with the one that closes the review, or where it was moved from the run. */
export type EndOfEvents = 'signed' | 'closed' | 'moved';

/** With what the version is asked that recorded it. */
export interface DecidedRun extends AskedOfVersion {
  readonly period: string;
  readonly frozen: ReviewLines;
  /** The lines until each move onto a later run, the first move first. */
  readonly earlier: readonly ReviewLines[];
  readonly config: Config;
  /** People who acted in the review, as the directories know them. */
  readonly signers: readonly KnownPerson[];
  /** Of a version that did not ask, nobody. */
  readonly gone: Gone;
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
