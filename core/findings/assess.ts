// The comparison itself: from what came in to what follows, in one pure pass that can be read from top to bottom.
import type { Account } from '../inputs/account.ts';
import type { CanonicalLogin } from '../values/login.ts';
import { todayOf } from '../config/calendar.ts';
import type { Period } from '../config/calendar.ts';
import type { Config } from '../config/config.ts';
import { formerBearers } from './collect/former-bearers.ts';
import { renamedAccounts } from './collect/renamed-accounts.ts';
import type { IdentityIndex, DirectoryCount } from './collect/identity-index.ts';
import { continueFindings } from './continuity/continuity.ts';
import type { Continuity } from './continuity/continuity.ts';
import { decidedBefore } from './continuity/decided-before.ts';
import { exportProof } from './continuity/ending.ts';
import type { ProofInput } from './continuity/ending.ts';
import { nextHistory } from './continuity/next-history.ts';
import { seenAgain } from './continuity/seen-again.ts';
import type { Finding, Evidence } from './finding.ts';
import { accountJudge } from './judge/judgement.ts';
import type { AccountJudge, Judgement, JudgementContext } from './judge/judgement.ts';
import type { Matcher } from './judge/match.ts';
import { mixedIn } from './mixed-rows.ts';
import { proposalsOf } from './proposals.ts';
import type { Proposals } from './proposals.ts';
import type { ExportTells, FindingContext } from './rules/context.ts';
import type { Draft } from './rules/draft.ts';
import { unheldKeys } from './rules/owner.ts';
import { pastOf } from './rules/past.ts';
import { draftsOf } from './rules/rules.ts';
import { totalsOf } from './totals.ts';
import type { Totals } from './totals.ts';
import { viewsOf } from './views.ts';
import { isLive } from '../inputs/account.ts';
import type { ExportPopulation } from '../inputs/export/reading.ts';
import { judgeGates, holds } from '../inputs/gates.ts';
import type { AcceptedGate, GateOutcome, GateInput } from '../inputs/gates.ts';
import { keyedAsNow } from '../inputs/history.ts';
import type { History } from '../inputs/history.ts';
import type { Leavers } from '../inputs/leavers/leavers.ts';
import { takenByOf } from '../inputs/export/proving.ts';
import type { SnapshotHeader } from '../inputs/snapshot.ts';
import { statusUnder } from '../names/gates.ts';
import type { RunStatus } from '../names/gates.ts';
import type { Instant } from '../values/instant.ts';
import { allRules } from '../versions.ts';
import type { JudgingRules } from '../versions.ts';

export interface ExportInput extends Pick<
  ExportPopulation,
  'rowsRead' | 'accounts' | 'rejected' | 'duplicates' | 'editedSigns'
> {
  readonly sha256: string;
  readonly tells: ExportTells;
}

export interface AssessmentInput {
  readonly config: Config;
  readonly asOf: Instant;
  readonly exportedAt: Instant;
  readonly exportedAtDeclared: boolean;
  readonly period: Period;
  readonly export: ExportInput;
  readonly countShown: number | null;
  readonly custody?: GateInput['custody'];
  readonly headers: readonly SnapshotHeader[];
  readonly index: IdentityIndex;
  readonly leavers: Leavers;
  /** Whether a leavers file was compared at all. An empty list counts as compared. */
  readonly leaversCompared: boolean;
  readonly history: History;
  readonly acceptedGates: readonly AcceptedGate[];
  /** Rules by which the run is judged: all of them, unless a run of an earlier version is done again. */
  readonly rules?: JudgingRules;
  /**
   * Called from time to time with what is still to be made, so that the caller can stop before memory runs out: what it
   * throws ends the assessment.
   */
  readonly room?: (toCome: StillToMake) => void;
}

/** The fewest accounts and findings that are still to be made. */
export interface StillToMake {
  readonly accounts: number;
  readonly findings: number;
}

export interface Assessment {
  readonly status: RunStatus;
  /** The latest instant at which the export can have been taken, whatever was declared. */
  readonly takenBy: Instant;
  /** Why the status is not complete, a sentence each. */
  readonly reasons: readonly string[];
  readonly gates: readonly GateOutcome[];
  readonly judgements: readonly Judgement[];
  readonly findings: readonly Finding[];
  /** Why entries of the register that are API keys do not hold, by login. */
  readonly unheldKeys: ReadonlyMap<string, string>;
  readonly notJudged: number;
  readonly totals: Totals;
  readonly proposals: Proposals;
  /**
   * What the next run takes from this one, without `run`, which is known once the run has its id. `null` unless
   * accepted.
   */
  readonly next: Omit<History, 'run'> | null;
}

/** An input of which nothing is left open. */
interface Settled extends Omit<AssessmentInput, 'rules' | 'room'>, Required<Pick<AssessmentInput, 'rules' | 'room'>> {
  /** Every account of the export. */
  readonly accounts: ReadonlyMap<CanonicalLogin, Account>;
}

/** Every account as it was judged, and every gate. */
interface Judged {
  readonly context: JudgementContext;
  readonly judge: AccountJudge;
  readonly judgements: readonly Judgement[];
  /** By which the gates were judged at last. */
  readonly measured: GateInput;
  readonly gates: readonly GateOutcome[];
  readonly held: readonly GateOutcome[];
  readonly accepted: boolean;
}

const uncounted: DirectoryCount = { identities: 0, able: 0, assignments: 0, limited: 0 };

/** Compares the export with the directories: judges every account, and says what is found and what goes on from before. */
export function assess({ rules = allRules, room = () => undefined, ...given }: AssessmentInput): Assessment {
  const accounts = new Map(given.export.accounts.map((account) => [account.login, account]));
  const known = keyedAsNow(given.history);
  const asked = rules.has('asks-of-new-accounts');
  const { decisions, remade } = asked ? decidedBefore(known, accounts) : { decisions: known.decisions, remade: [] };
  const input: Settled = { ...given, rules, room, accounts, history: { ...known, decisions } };

  const judged = judgeAll(input);
  const { context, judgements, measured, gates, held, accepted } = judged;
  const followed = findingsOf(input, judged);
  return {
    status: statusUnder(held.map(({ gate }) => gate)),
    reasons: held.map(({ gate, reason }) => `${gate}: ${reason}`),
    gates,
    judgements,
    takenBy: measured.takenBy,
    findings: followed.findings,
    unheldKeys: followed.unheldKeys,
    notJudged: followed.notJudged,
    totals: totalsOf(input.export, judgements, { history: input.history, countShown: input.countShown }),
    proposals: accepted ? proposalsOf(judgements, followed.found, input) : { proposed: [], withheld: [] },
    next: accepted
      ? nextHistory({
          judgements,
          context: { ...context, history: known },
          known: followed.next,
          findings: followed.findings,
          period: input.period.id,
          remade,
          taken: { sha256: input.export.sha256, takenBy: measured.takenBy, declared: input.exportedAtDeclared },
        })
      : null,
  };
}

/**
 * Gates are judged twice: before the accounts, because nobody may be called an orphan by a directory that a gate holds,
 * and after them, because only judged accounts show whether rows are mixed.
 */
function judgeAll(input: Settled): Judged {
  const beforehand = gateInputOf(input);
  const context = judgementContextOf(input, judgeGates(beforehand));
  const judge = accountJudge(context);
  const asks = askingForRoom(input);
  const judgements = input.export.accounts.map((account, place) => {
    asks(place);
    return judge.judge(account);
  });
  const measured: GateInput = { ...beforehand, mixed: mixedIn(judgements, context) };
  const gates = judgeGates(measured);
  const held = gates.filter(holds);
  return { context, judge, judgements, measured, gates, held, accepted: held.length === 0 };
}

/** What the rules find, and what became of what earlier runs found. */
function findingsOf(
  input: Settled,
  { context, judge, judgements, measured, gates, accepted }: Judged,
): Continuity & Pick<Assessment, 'unheldKeys'> {
  const { accounts, history, room } = input;
  room({ accounts: accounts.size, findings: judgements.filter(isFound).length });
  const finding: FindingContext = {
    ...context,
    tells: input.export.tells,
    people: judge.matcher,
    gone: judge.gone,
    past: pastOf(context),
  };
  const drafts = draftsOf(
    { judgements, editedSigns: input.export.editedSigns, unread: input.export.rejected.length },
    finding,
    askingForRoom(input),
  );
  room({ accounts: accounts.size, findings: drafts.length });
  const continuity = continueFindings({
    drafts,
    known: history.findings,
    decisions: history.decisions,
    renamed: context.renamed,
    accounts,
    accepted,
    proof: exportProof({ gates, judged: measured, ...whatProves(input, judge.matcher) }),
    asOf: input.asOf,
    today: context.today,
    period: input.period.id,
    evidenceOf: evidenceMaker(input),
  });
  return { ...continuity, unheldKeys: unheldKeys(finding) };
}

/** How many accounts are judged between two calls of `room`. */
const asksEvery = 1000;

/** @returns what is called with the place of each account */
function askingForRoom({ accounts, room }: Settled): (place: number) => void {
  return (place) => {
    if (place % asksEvery === 0) room({ accounts: accounts.size, findings: 0 });
  };
}

/** Whether the situation alone is a finding, as each of a live account is but `linked` and `registered`. */
function isFound({ account, situation }: Judgement): boolean {
  return isLive(account) && situation !== 'linked' && situation !== 'registered';
}

/** @param gates as they stand before any account is judged */
function judgementContextOf(input: Settled, gates: readonly GateOutcome[]): JudgementContext {
  const { accounts, history, asOf, rules } = input;
  return {
    config: input.config,
    asOf,
    exportedAt: input.exportedAt,
    today: todayOf(asOf, input.config),
    leavers: input.leavers,
    views: viewsOf(input, gates),
    index: input.index,
    history,
    formerBearers: formerBearers(input),
    renamed: renamedAccounts({ accounts, history, asOf, rules }),
    rules,
  };
}

/** What of this run can prove that a finding has ended. */
function whatProves(input: Settled, people: Matcher): Omit<ProofInput, 'gates' | 'judged'> {
  return {
    editedSigns: input.export.editedSigns,
    rejected: input.export.rejected.length,
    rules: input.rules,
    lists: {
      leavers: input.leaversCompared,
      directories: new Set(input.config.directories.map(({ id }) => id)),
      tells: input.export.tells,
      isBorne: (employeeId) => people.numbered(employeeId).length > 0 || people.placeholder(employeeId) !== null,
    },
  };
}

function gateInputOf(input: Settled): GateInput {
  return {
    config: input.config,
    history: input.history,
    period: input.period,
    exportedAt: input.exportedAt,
    takenBy: takenByOf({
      rules: input.rules,
      sha256: input.export.sha256,
      exportedAt: input.exportedAt,
      history: input.history,
      receipts: input.custody?.record.export.receipts ?? [],
    }),
    rowsRead: input.export.rowsRead,
    countShown: input.countShown,
    logins: input.accounts,
    snapshots: input.headers.map((header) => ({
      header,
      ...(input.index.counts.get(header.directory) ?? uncounted),
      again: seenAgain(header.directory, input),
    })),
    accepted: input.acceptedGates,
    ...(input.custody === undefined ? {} : { custody: input.custody }),
  };
}

function evidenceMaker({
  export: source,
  headers,
}: AssessmentInput): (draft: Pick<Draft, 'row' | 'facts'>) => Evidence {
  const snapshots = headers.map(({ directory, takenAt }) => ({ directory, takenAt }));
  return ({ row, facts }) => ({ export: { sha256: source.sha256, row }, snapshots, facts });
}
