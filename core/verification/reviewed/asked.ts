// What the version asked that made a run, so that no report is held to a rule that came after it.
import type { Report } from '../../report/report.ts';
import { isSince } from '../../versions.ts';

/** Each question is asked of reports since one version; a new one gets its line here, and its version in `askedBy`. */
export interface AskedOfVersion {
  /** Who may act, and whether the events are in the order of time. Versions before took any name that was typed. */
  readonly asksWho: boolean;
  /**
   * Where a delegation leads in the end, whether a sign-in can have been one, who is one person by their employee number,
   * and whether work orders, proofs of removal and approvals could be recorded as they are.
   */
  readonly asksFarther: boolean;
  /** The form of each event, who opened the review, and what came after the last signature. */
  readonly asksForm: boolean;
  /**
   * What each member of an event says, until when a delegation holds, what a later run shows of a removal, and earlier
   * reviews of the same run that were voided.
   */
  readonly asksMembers: boolean;
  /** Which review the lines are compared with. */
  readonly asksSince: boolean;
  /** Whether who acts has left, which is judged as of an account: HR's list outranks every directory. */
  readonly judgesActors: boolean;
  /** Whether the report of a signature attaches the exports by which removals are proven. */
  readonly attachesProofs: boolean;
  /** Whether the directories tell another name under which somebody decided about what is theirs. */
  readonly asksNames: boolean;
  /** Whether what an exception covered stands again in a report that was signed after its last day. */
  readonly endsExceptions: boolean;
  /** Whether a line whose exception is over asks again before a signature. */
  readonly asksEnded: boolean;
  /**
   * Whether what an exception covered stands again also on an account that is suspended, and also where an earlier review
   * made the exception.
   */
  readonly uncovers: boolean;
  /** Whether a decision is carried where the later run has the role of its line in another spelling. */
  readonly carriesRespelled: boolean;
  /** Whether no line was kept in bulk of which an earlier decision asks for a look. */
  readonly regardsDecisions: boolean;
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
    regardsDecisions: isSince(tool, '0.24.0'),
  };
}
