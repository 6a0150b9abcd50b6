// A finding is what the review says about one account or one control, with a stable id and the facts behind it.
import { sha256Of } from '../values/digest.ts';
import { application } from '../application/applications.ts';
import { severityRank } from '../names/codes.ts';
import type { Code, Severity } from '../names/codes.ts';
import type { Situation } from '../names/situations.ts';
import type { Instant } from '../values/instant.ts';
import { byCodePoint, inEscapes } from '../values/text.ts';

/** Whether the finding is dealt with. It then does not count as open, and does not let `--fail-on` end with 3. */
export function isSettled(finding: Pick<Finding, 'state'>): boolean {
  return finding.state === 'closed' || finding.state === 'excepted';
}

export type FindingState = 'new' | 'open' | 'reopened' | 'excepted' | 'vanished' | 'closed';

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** The facts that a finding rests on: each can be looked up in the evidence of the run. */
export interface Evidence {
  /** `evidence/export.csv` with its digest and line, when the finding rests on a row. */
  readonly export: { readonly sha256: string; readonly row: number | null } | null;
  /** The snapshots that were consulted, with the instant each was taken. */
  readonly snapshots: readonly { readonly directory: string; readonly takenAt: Instant }[];
  /**
   * Short labelled facts, in print order: `Last login` / `20 November 2026`. Reports of all versions are held against
   * one another label by label: a value that is to be worded otherwise gets another label.
   */
  readonly facts: readonly Fact[];
}

export interface Finding {
  readonly id: string;
  readonly code: Code;
  readonly severity: Severity;
  /**
   * Canonical login; of a person without a login, the directory and their id, as in `entra:ID`. `null` for a finding
   * about a control.
   */
  readonly login: string | null;
  readonly row: number | null;
  readonly situation: Situation | null;
  /** One or two plain English sentences with the facts in them. */
  readonly reason: string;
  readonly directory: string | null;
  /** The id that the directory gave to the identity that the finding is about; `null` when it is about none. */
  readonly identity: string | null;
  readonly evidence: Evidence;
  readonly firstSeen: Instant;
  /** How many review periods the finding was open in, this one included. */
  readonly reviewsOpen: number;
  readonly state: FindingState;
  /** The id of the earlier finding of the same account that this one continues under another code. */
  readonly continues: string | null;
}

/**
 * The id of a finding, which stays the same when the run is repeated, on another machine and in the next quarter.
 *
 * @param subject canonical login; for a control finding the directory id, `export`, `policy`, or `role:` and the role
 * @example findingId('ORPHANED_ACCOUNT', 'jane.doe@acme.com') // 'f_' and 16 hex digits
 */
export function findingId(code: Code, subject: string): string {
  return `f_${sha256Of(`${application.id}|${code}|${subject}`).slice(0, 16)}`;
}

/**
 * A login as a finding shows it: characters that could steer a page, a sheet or a mail are written as escapes. For a
 * person without a login, versions before 0.10.0 put the character 0 between directory and id.
 *
 * @example shownLogin('entra\u0000svc-1') // 'entra:svc-1'
 */
export function shownLogin(login: string): string {
  return login.replace('\u0000', ':').replaceAll(/\p{Cc}/gu, inEscapes);
}

/**
 * Whether the id belongs to a finding with this code and login. If not, the finding was altered where it was stored.
 *
 * @param login as `shownLogin` shows it; for one that holds escapes the answer is always yes, since the original is
 *   unknown
 */
export function isIdOf(id: string, { code, login }: Pick<Finding, 'code'> & { readonly login: string }): boolean {
  const subjects = [login, login.replace(':', '\u0000')];
  return login.includes('\\u') || subjects.some((subject) => findingId(code, subject) === id);
}

/** Orders by severity, then code, then login by code point. Findings without a login come first within their code. */
export function compareFindings(left: Finding, right: Finding): number {
  return (
    severityRank(left.severity) - severityRank(right.severity) ||
    byCodePoint(left.code, right.code) ||
    byCodePoint(left.login ?? '', right.login ?? '') ||
    byCodePoint(left.id, right.id)
  );
}
