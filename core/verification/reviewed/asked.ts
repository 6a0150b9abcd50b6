// What the version asked that made a run, so that no report is held to a rule that came after it.
import type { Report } from '../../report/report.ts';
import { isSince } from '../../versions.ts';

/** Each is asked of a report from one version on; a new question gets its line here, with its version below. */
export interface AskedOfVersion {
  /** Who may act, and whether the events are in the order of time; one before took any typed name. */
  readonly asksWho: boolean;
  /** Where a delegation leads in the end, which sign-ins there are, whose employee numbers are one, and orders, proofs and approvals. */
  readonly asksFarther: boolean;
  /** The form of each event, who opened the review, and what came after the last signature. */
  readonly asksForm: boolean;
  /** Each member of an event, until when a delegation holds, what a later run shows, and reviews of the run that were voided. */
  readonly asksMembers: boolean;
  /** Which review the lines are compared with. */
  readonly asksSince: boolean;
  /** Whoever acts is judged as accounts are: HR's list outranks every directory. */
  readonly judgesActors: boolean;
  /** Attached to the report of a signature are the exports by which removals are proven. */
  readonly attachesProofs: boolean;
  /** Whether the directories tell another name under which somebody decided about what is theirs. */
  readonly asksNames: boolean;
  /** What an exception covered stands again in a report that was signed after its last day. */
  readonly endsExceptions: boolean;
  /** A line whose exception is over asks again before a signature. */
  readonly asksEnded: boolean;
  /** What an exception covered stands again also on an account that is suspended, and where an earlier review gave it. */
  readonly uncovers: boolean;
  /** A decision stays where its line has the same role in another spelling by the later run. */
  readonly carriesRespelled: boolean;
}

export function askedBy(tool: Report['tool']): AskedOfVersion {
  return {
    asksWho: isSince(tool, '0.3.0'),
    asksFarther: isSince(tool, '0.6.0'),
    asksForm: isSince(tool, '0.7.0'),
    asksMembers: isSince(tool, '0.8.0'),
    asksSince: isSince(tool, '0.9.0'),
    judgesActors: isSince(tool, '0.10.0'),
    attachesProofs: isSince(tool, '0.10.0'),
    asksNames: isSince(tool, '0.15.0'),
    endsExceptions: isSince(tool, '0.18.0'),
    asksEnded: isSince(tool, '0.19.0'),
    uncovers: isSince(tool, '0.20.0'),
    carriesRespelled: isSince(tool, '0.20.0'),
  };
}
