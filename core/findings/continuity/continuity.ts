// Ties the findings of a run to those of earlier accepted runs: new, open, reopened, excepted, vanished or closed.
import { forgottenText, toldBesides, unprovenEnd } from './ending.ts';
import type { EndingAccount, ExportProof } from './ending.ts';
import { findingId, compareFindings, shownLogin } from '../finding.ts';
import type { Evidence, Finding, FindingState } from '../finding.ts';
import { renamedText } from '../collect/renamed-accounts.ts';
import type { RenamedAccounts } from '../collect/renamed-accounts.ts';
import type { Draft } from '../rules/draft.ts';
import { followsFromSituation } from '../rules/rules.ts';
import type { Account } from '../../inputs/account.ts';
import type { KnownFinding, KnownDecision } from '../../inputs/history.ts';
import { msOf } from '../../values/instant.ts';
import type { Instant, Day } from '../../values/instant.ts';
import { dayText, instantText } from '../../values/time-text.ts';
import { multimap } from '../../values/multimap.ts';
import type { Multimap } from '../../values/multimap.ts';
import { plural } from '../../values/text.ts';

type Present = EndingAccount & Pick<Account, 'row'>;

export interface ContinuityInput {
  readonly drafts: readonly Draft[];
  readonly known: readonly KnownFinding[];
  readonly decisions: readonly KnownDecision[];
  /** Accounts that this export may have under another login. */
  readonly renamed: RenamedAccounts;
  /** Every account of this export, by login. */
  readonly accounts: ReadonlyMap<string, Present>;
  /** Only an accepted run may close a finding or say that it vanished. */
  readonly accepted: boolean;
  readonly proof: ExportProof;
  readonly asOf: Instant;
  readonly today: Day;
  readonly period: string;
  readonly evidenceOf: (draft: Pick<Draft, 'row' | 'facts'>) => Evidence;
}

export interface Continuity {
  /** Sorted. Closed and vanished findings are among them. */
  readonly findings: readonly Finding[];
  /**
   * Findings that this run itself made. Accounts are proposed for these alone, and not for a finding that only has not
   * been proven to have ended.
   */
  readonly found: readonly Finding[];
  /** How many open findings this run did not find again and, not being accepted, could not close either. */
  readonly notJudged: number;
  /** The findings that the next run builds on, if this one is accepted. */
  readonly next: readonly KnownFinding[];
}

/**
 * Each draft becomes a finding, with the state that follows from earlier runs. What they found and this run does not find
 * again has ended, where an accepted run proves that; otherwise it stays open, or is counted as not judged.
 */
export function continueFindings(given: ContinuityInput): Continuity {
  const input = { ...given, known: given.known.map(asShown) };
  const ties: Ties = {
    ...input,
    decisionsOn: multimap(input.decisions, ({ login }) => [login]),
    situatedOn: multimap(
      input.known.filter(({ code }) => followsFromSituation(code)),
      ({ login }) => (login === null ? [] : [login]),
    ),
  };
  const knownById = new Map(input.known.map((known) => [known.id, known]));
  const drafted = new Map(input.drafts.map((draft) => [findingId(draft.code, draft.subject), draft]));
  const unfinished = input.known.filter((known) => !drafted.has(known.id) && isUnfinished(known));
  const predecessors = multimap(
    unfinished.filter((known) => followsFromSituation(known.code)),
    (known) => (known.login === null ? [] : [known.login]),
  );
  const continued = new Set<string>();
  const found = [...drafted].map(([id, draft]) => {
    const predecessor =
      followsFromSituation(draft.code) && draft.login !== null ? predecessors.get(draft.login)?.[0] : undefined;
    if (predecessor !== undefined) continued.add(predecessor.id);
    return foundAgain({ id, draft, before: knownById.get(id), predecessor }, ties);
  });
  const gone = unfinished.filter((known) => !continued.has(known.id));
  const ended = input.accepted ? gone.map((known) => endedFinding(known, ties)) : [];
  const all = [...found, ...ended];
  return {
    findings: all.map(({ finding }) => finding).toSorted(compareFindings),
    found: found.map(({ finding }) => finding).toSorted(compareFindings),
    notJudged: input.accepted ? 0 : gone.length,
    next: [
      ...all.map(knownOf),
      ...finished(
        input.known.filter((known) => !drafted.has(known.id) && !isUnfinished(known)),
        ended,
      ),
      ...unfinished
        .filter((known) => continued.has(known.id))
        .map((known) => ({ ...known, state: 'continued' as const })),
    ].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

function asShown(known: KnownFinding): KnownFinding {
  const login = known.login === null ? null : shownLogin(known.login);
  return login === known.login ? known : { ...known, login };
}

/** Closes the findings that the ended ones had taken over from: should such a finding be made again, it is reopened. */
function finished(known: readonly KnownFinding[], ended: readonly Tracked[]): readonly KnownFinding[] {
  const closed = new Set(
    ended.flatMap(({ lasting, finding }) =>
      lasting === 'closed' && followsFromSituation(finding.code) ? (finding.login ?? []) : [],
    ),
  );
  return known.map((one) =>
    one.state === 'continued' && one.login !== null && closed.has(one.login) ? { ...one, state: 'closed' } : one,
  );
}

/** The input with indexes by login, so that each finding need not search all decisions and findings. */
interface Ties extends ContinuityInput {
  readonly decisionsOn: Multimap<KnownDecision>;
  /** Findings that follow from an account's situation: one of them may take over from another of the same account. */
  readonly situatedOn: Multimap<KnownFinding>;
}

interface Tracked {
  readonly finding: Finding;
  readonly periods: readonly string[];
  /**
   * The state that a later run goes on from: never `new`, and never `excepted`, because the exception may have ended by
   * then.
   */
  readonly lasting: KnownFinding['state'];
  readonly restsOn: readonly string[];
  readonly role: string | undefined;
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

function foundAgain({ id, draft, before, predecessor }: Found, input: Ties): Tracked {
  const earlier = [before, predecessor].filter((known) => known !== undefined);
  const periods = [...new Set([...earlier.flatMap((known) => known.periods), input.period])];
  const firstSeen = earlier.map((known) => known.firstSeen).toSorted((a, b) => msOf(a) - msOf(b))[0] ?? input.asOf;
  const lasting = earlier.some(wasClosed) ? 'reopened' : 'open';
  const unexcepted = earlier.length === 0 ? 'new' : lasting;
  const exception = exceptionOf(draft, input);
  const state = exception === null ? unexcepted : 'excepted';
  const { subject: _subject, facts, restsOn = [], role, ...said } = draft;
  const finding: Finding = {
    id,
    ...said,
    reason: `${draft.reason}${ageText({ state, firstSeen, periods, continues: wasOther(draft, firstSeen, input) })}${exception === null ? '' : ` Excepted until ${dayText(exception.until)} by ${exception.by}.`}`,
    evidence: input.evidenceOf({ row: draft.row, facts }),
    firstSeen,
    reviewsOpen: periods.length,
    state,
    continues: predecessor?.id ?? null,
  };
  return { finding, periods, lasting, restsOn, role };
}

/**
 * Whether the account may first have been reported under another code, so that the reason must not say that it was
 * under this one.
 */
function wasOther({ login, code }: Draft, firstSeen: Instant, { situatedOn }: Ties): boolean {
  if (login === null || !followsFromSituation(code)) return false;
  return situatedOn.get(login)?.some((known) => known.code !== code && known.firstSeen === firstSeen) === true;
}

/** A finding stays reopened until it is closed again. */
function wasClosed({ state }: KnownFinding): boolean {
  return state === 'closed' || state === 'reopened';
}

function exceptionOf(
  draft: Pick<Draft, 'login' | 'code'>,
  { decisionsOn, today }: Ties,
): { readonly until: Day; readonly by: string } | null {
  const decision = decisionsOn.get(draft.login ?? '')?.find((one) => one.decision === 'except');
  if (decision === undefined || decision.until === null || decision.until < today) return null;
  return decision.codesSeen.includes(draft.code) ? { until: decision.until, by: decision.by } : null;
}

function ageText({
  state,
  firstSeen,
  periods,
  continues,
}: {
  readonly state: FindingState;
  readonly firstSeen: Instant;
  readonly periods: readonly string[];
  readonly continues: boolean;
}): string {
  if (state === 'new') return '';
  const again = state === 'reopened' ? ' It had been closed and was found again.' : '';
  const as = continues ? ', under this code or one that it continues' : '';
  return ` First reported on ${instantText(firstSeen)}${as}, open in ${plural(periods.length, 'review')}.${again}`;
}

/**
 * Ends a finding that was not found again. It is closed when the account is suspended or the finding is no longer true,
 * and when the account is absent and somebody decided to revoke it; without such a decision an absent account has
 * vanished. The finding stays as it was where the export does not prove that it has ended.
 */
function endedFinding(known: KnownFinding, input: Ties): Tracked {
  const account = known.login === null ? undefined : input.accounts.get(known.login);
  const end = endOf(known, account, input);
  const periods = [...new Set([...known.periods, input.period])];
  const row = account?.row ?? null;
  const { periods: _periods, restsOn: _restsOn, role, ...said } = known;
  const excepted = end.state === 'open' || end.state === 'reopened' ? exceptionOf(known, input) : null;
  return {
    periods,
    lasting: end.state,
    restsOn: toldBesides(known),
    role,
    finding: {
      ...said,
      row,
      state: excepted === null ? end.state : 'excepted',
      reason: end.reason,
      evidence: input.evidenceOf({ row, facts: [{ label: 'Reported before', value: known.reason }] }),
      reviewsOpen: periods.length,
      continues: null,
    },
  };
}

/** Why an account may not have gone with its login, as a sentence; `null` where nothing says so. */
function underAnotherLogin({ login, situation }: KnownFinding, renamed: RenamedAccounts): string | null {
  const again = situation === null ? undefined : renamed.get(login ?? '');
  return again === undefined ? null : `${renamedText(again)}.`;
}

interface End {
  readonly state: 'open' | 'reopened' | 'vanished' | 'closed';
  readonly reason: string;
}

function endOf(known: KnownFinding, account: Present | undefined, { decisionsOn, renamed, proof }: Ties): End {
  const aboutAccount = known.situation !== null;
  const revoked = decisionsOn.get(known.login ?? '')?.some((one) => one.decision === 'revoke') === true;
  const again = underAnotherLogin(known, renamed);
  if (aboutAccount && account === undefined && !revoked) {
    const missing = 'The account is no longer in the export, and nobody decided to remove it';
    const perhaps = again === null ? ': gone, but not proven closed.' : `. Perhaps its login was changed: ${again}`;
    return { state: 'vanished', reason: `${missing}${perhaps}` };
  }
  const unproven = again ?? unprovenEnd(known, account, proof);
  if (unproven !== null) {
    const isStillAway = known.state === 'vanished' && account === undefined;
    const lasting = isStillAway ? 'vanished' : 'open';
    const state = known.state === 'reopened' ? 'reopened' : lasting;
    return { state, reason: `Not found again, and not proven closed: ${unproven}` };
  }
  const edited = proof.edited ? ' The export bears signs of editing, which the finding EXPORT_EDITED names.' : '';
  if (aboutAccount && account === undefined)
    return {
      state: 'closed',
      reason: `Closed: it was decided to revoke the account, and this export no longer holds it.${edited}`,
    };
  const forgotten = forgottenText(known, proof);
  if (account?.status === 'suspended')
    return { state: 'closed', reason: `Closed: this export shows the account as suspended.${edited}${forgotten}` };
  return { state: 'closed', reason: `Closed: it no longer holds in a complete and accepted run.${forgotten}` };
}

function knownOf({ finding, periods, lasting, restsOn, role }: Tracked): KnownFinding {
  const { id, code, severity, login, row, situation, reason, directory, identity, firstSeen } = finding;
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
    state: lasting,
    ...(restsOn.length === 0 ? {} : { restsOn: [...restsOn] }),
    ...(role === undefined ? {} : { role }),
  };
}
