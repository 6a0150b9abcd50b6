// Ties the findings of a run to those of earlier accepted runs: new, open, reopened, excepted, vanished or closed.
import type { Day, Instant } from '../instant.ts';
import { dayText, instantText } from '../instant.ts';
import type { AccountStatus } from '../population/account.ts';
import type { KnownDecision, KnownFinding } from '../population/history.ts';
import { multimap } from '../multimap.ts';
import type { Draft } from './draft.ts';
import { compareFindings, findingId } from './finding.ts';
import type { Evidence, Finding, FindingState } from './finding.ts';
import { situationCodes } from './situation-findings.ts';
import { plural } from './words.ts';

export interface ContinuityInput {
  readonly drafts: readonly Draft[];
  readonly known: readonly KnownFinding[];
  readonly decisions: readonly KnownDecision[];
  /** Status of every account of this export. */
  readonly accounts: ReadonlyMap<string, AccountStatus>;
  /** Only an accepted run may close a finding or say that it vanished. */
  readonly accepted: boolean;
  readonly asOf: Instant;
  readonly today: Day;
  readonly period: string;
  readonly evidenceOf: (draft: Pick<Draft, 'row' | 'facts'>) => Evidence;
}

export interface Continuity {
  /** Sorted; closed and vanished ones included. */
  readonly findings: readonly Finding[];
  /** Open findings that this run did not find and, not being accepted, could not close. */
  readonly notJudged: number;
  /** What the next run takes over, if this one is accepted. */
  readonly next: readonly KnownFinding[];
}

/** A finding that is settled does not count as open and fails no threshold. */
export function isSettled(finding: Pick<Finding, 'state'>): boolean {
  return finding.state === 'closed' || finding.state === 'excepted';
}

export function continueFindings(input: ContinuityInput): Continuity {
  const knownById = new Map(input.known.map((known) => [known.id, known]));
  const drafted = new Map(input.drafts.map((draft) => [findingId(draft.code, draft.subject), draft]));
  const unfinished = input.known.filter((known) => !drafted.has(known.id) && isUnfinished(known));
  const predecessors = multimap(
    unfinished.filter((known) => situationCodes.has(known.code)),
    (known) => (known.login === null ? [] : [known.login]),
  );
  const continued = new Set<string>();
  const found = [...drafted].map(([id, draft]) => {
    const predecessor =
      situationCodes.has(draft.code) && draft.login !== null ? predecessors.get(draft.login)?.[0] : undefined;
    if (predecessor !== undefined) continued.add(predecessor.id);
    return foundAgain({ id, draft, before: knownById.get(id), predecessor }, input);
  });
  const gone = unfinished.filter((known) => !continued.has(known.id));
  const ended = input.accepted ? gone.map((known) => endedFinding(known, input)) : [];
  const all = [...found, ...ended];
  return {
    findings: all.map(({ finding }) => finding).toSorted(compareFindings),
    notJudged: input.accepted ? 0 : gone.length,
    next: [
      ...all.map(({ finding, periods }) => knownOf(finding, periods)),
      ...input.known.filter((known) => !drafted.has(known.id) && !isUnfinished(known)),
      ...unfinished
        .filter((known) => continued.has(known.id))
        .map((known) => ({ ...known, state: 'continued' as const })),
    ].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

interface Tracked {
  readonly finding: Finding;
  readonly periods: readonly string[];
}

function isUnfinished(known: KnownFinding): boolean {
  return known.state === 'open' || known.state === 'reopened' || known.state === 'vanished';
}

interface Found {
  readonly id: string;
  readonly draft: Draft;
  readonly before: KnownFinding | undefined;
  readonly predecessor: KnownFinding | undefined;
}

function foundAgain({ id, draft, before, predecessor }: Found, input: ContinuityInput): Tracked {
  const origin = before !== undefined && before.state !== 'continued' ? before : (predecessor ?? before);
  const periods = [...new Set([...(origin?.periods ?? []), input.period])];
  const exception = exceptionOf(draft, input);
  const state = exception === null ? stateOf(before, predecessor) : 'excepted';
  const firstSeen = origin?.firstSeen ?? input.asOf;
  const { subject: _subject, facts, ...said } = draft;
  const finding: Finding = {
    id,
    ...said,
    reason: `${draft.reason}${ageText({ state, firstSeen, periods })}${exception === null ? '' : ` Excepted until ${dayText(exception.until)} by ${exception.by}.`}`,
    evidence: input.evidenceOf({ row: draft.row, facts }),
    firstSeen,
    reviewsOpen: periods.length,
    state,
    continues: origin === undefined || origin.id === id ? null : origin.id,
  };
  return { finding, periods };
}

function stateOf(before: KnownFinding | undefined, predecessor: KnownFinding | undefined): FindingState {
  if (before?.state === 'closed') return 'reopened';
  if (before?.state === 'reopened' || predecessor?.state === 'reopened') return 'reopened';
  return before === undefined && predecessor === undefined ? 'new' : 'open';
}

function exceptionOf(
  draft: Draft,
  { decisions, today }: ContinuityInput,
): { readonly until: Day; readonly by: string } | null {
  const decision = decisions.find((one) => one.login === draft.login && one.decision === 'except');
  if (decision === undefined || decision.until === null || decision.until < today) return null;
  return decision.codesSeen.includes(draft.code) ? { until: decision.until, by: decision.by } : null;
}

function ageText({
  state,
  firstSeen,
  periods,
}: {
  readonly state: FindingState;
  readonly firstSeen: Instant;
  readonly periods: readonly string[];
}): string {
  if (state === 'new') return '';
  const again = state === 'reopened' ? ' It had been closed and was found again.' : '';
  return ` First reported on ${instantText(firstSeen)}, open in ${plural(periods.length, 'review')}.${again}`;
}

/** Suspended or no longer true: closed. Absent with a revoke decision: closed. Absent without one: vanished. */
function endedFinding(known: KnownFinding, input: ContinuityInput): Tracked {
  const status = known.login === null ? undefined : input.accounts.get(known.login);
  const aboutRow = known.row !== null;
  const revoked = input.decisions.some((one) => one.login === known.login && one.decision === 'revoke');
  const vanished = aboutRow && status === undefined && !revoked;
  const periods = [...new Set([...known.periods, input.period])];
  const { periods: _periods, ...said } = known;
  return {
    periods,
    finding: {
      ...said,
      state: vanished ? 'vanished' : 'closed',
      reason: endReason({ vanished, aboutRow, status }),
      evidence: input.evidenceOf({ row: null, facts: [{ label: 'Reported before', value: known.reason }] }),
      reviewsOpen: periods.length,
      continues: null,
    },
  };
}

function endReason({
  vanished,
  aboutRow,
  status,
}: {
  readonly vanished: boolean;
  readonly aboutRow: boolean;
  readonly status: AccountStatus | undefined;
}): string {
  if (vanished)
    return 'The account is no longer in the export, and nobody decided to remove it: gone, but not proven closed.';
  if (aboutRow && status === undefined)
    return 'Closed: it was decided to revoke the account, and this export no longer holds it.';
  if (status === 'suspended') return 'Closed: this export shows the account as suspended.';
  return 'Closed: it no longer holds in a complete and accepted run.';
}

function knownOf(finding: Finding, periods: readonly string[]): KnownFinding {
  const { id, code, severity, login, row, situation, reason, directory, identity, firstSeen, state } = finding;
  const kept = state === 'new' || state === 'excepted' ? 'open' : state;
  return {
    id,
    code,
    severity,
    login,
    row,
    situation,
    reason,
    directory,
    identity,
    firstSeen,
    periods: [...periods],
    state: kept,
  };
}
