// The one value from which PDF, mail and pages are drawn: everything is decided here, nothing that draws computes.
import type { Period } from '../config/calendar.ts';
import type { Finding } from '../findings/finding.ts';
import type { Proposal } from '../findings/proposals.ts';
import type { Totals } from '../findings/totals.ts';
import type { CountStanding, Custody } from '../inputs/custody.ts';
import type { GateOutcome } from '../inputs/gates.ts';
import type { SnapshotCall } from '../inputs/snapshot.ts';
import type { AccountStatus } from '../application/account.ts';
import type { Code, Severity } from '../names/codes.ts';
import type { DecisionWord } from '../names/decisions.ts';
import type { RunStatus } from '../names/gates.ts';
import type { Paper } from '../names/paper.ts';
import type { RoleClass } from '../names/role-classes.ts';
import { signOffStages } from '../names/sign-off.ts';
import type { SignOff } from '../names/sign-off.ts';
import type { Situation } from '../names/situations.ts';
import type { ForwardedChanges } from '../review/changes/roll-forward.ts';
import type { Act } from '../review/decisions/acts.ts';
import type { Instant, Day } from '../values/instant.ts';
import type { Proofs } from './proofs/proofs.ts';
import type { SignerRow } from './proofs/signers.ts';

/** One account as the population lists it, in print and in population.csv. */
export interface PopulationRow {
  readonly row: number;
  readonly login: string;
  readonly name: string | null;
  readonly status: AccountStatus;
  readonly role: string | null;
  readonly team: string | null;
  /** As the directory names them, or else the export. */
  readonly manager: string | null;
  readonly license: string | null;
  readonly situation: Situation;
  /** The rule that tied the account to its identity, `null` when nothing did. */
  readonly rule: string | null;
  readonly directory: string | null;
  readonly identity: string | null;
  /** Who it was matched to and by which rule, as a sentence. */
  readonly match: string;
  readonly findings: readonly Code[];
  /** In UTC, `2026-10-03 08:00` or the day alone; `null` when the export has none. */
  readonly lastLogin: string | null;
  /** The last sign-in that a directory knows of, `3 October 2026, 08:00 UTC in entra`; `null` when none does. */
  readonly lastSignIn: string | null;
  readonly privileged: boolean;
}

export interface ExportSource {
  readonly fileName: string;
  readonly format: 'csv' | 'xlsx';
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly sheet: string | null;
  readonly bytes: number;
  readonly sha256: string;
  readonly headerRow: number;
  readonly columns: readonly { readonly field: string; readonly header: string }[];
  readonly unmappedColumns: readonly string[];
  readonly exportedAt: Instant;
  readonly exportedAtDeclared: boolean;
  readonly exportedBy: string | null;
  readonly countShown: number | null;
  /** Signs that the file is not as the application wrote it; empty for a raw export. */
  readonly editedSigns: readonly string[];
}

/** What was recorded of the files before the run began, and what the run makes of the number of users. */
export interface CustodyFacts {
  readonly record: Custody;
  /** `null` when nobody typed a number. */
  readonly count: CountStanding | null;
}

/** What this run could not look for in the export. */
export interface Unjudged {
  readonly codes: readonly Code[];
  /** Why, and what to do about it, in a sentence or two. */
  readonly reason: string;
}

/** The leavers file, every row of which is of one of the three kinds. */
export interface LeaversSource {
  readonly fileName: string;
  readonly sha256: string;
  readonly rows: number;
  /** Rows that name somebody whose account the export holds. */
  readonly matched: number;
  /** Rows whose last day is not over. */
  readonly notYet: number;
  /** Rows that match nobody. */
  readonly unmatched: readonly { readonly where: string; readonly login: string }[];
}

export interface DirectorySource {
  readonly id: string;
  readonly product: string;
  readonly role: 'gate' | 'people';
  readonly authoritativeFor: readonly string[];
  readonly tenant: string | null;
  readonly app: {
    readonly id: string;
    readonly name: string | null;
    readonly enabled: boolean;
    readonly assignmentRequired: boolean;
    readonly nameId: string | null;
  } | null;
  readonly takenAt: Instant;
  readonly completeness: 'complete' | 'partial' | 'unread';
  readonly reasons: readonly string[];
  readonly identities: number;
  readonly assignments: number;
  readonly sha256: string;
  readonly calls: readonly SnapshotCall[];
  /** What a reader should know although nothing is missing. */
  readonly notes: readonly string[];
  /** How far back sign-ins to the app were looked up, as a sentence; `null` when they were not. */
  readonly lookBack: string | null;
}

/** A report is a draft until every stage has signed. */
export function isDraft(report: { readonly signOffs: readonly SignOff[] }): boolean {
  return !signOffStages.every((stage) => report.signOffs.some((signed) => signed.stage === stage));
}

/** Who answers for the control, as the configuration names them: an address, and what was typed beside it. */
export interface ControlOwner {
  readonly mail: string;
  /** As configured, or else as the export or a directory calls them; `null` when none does. */
  readonly name: string | null;
  readonly title: string | null;
}

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
  readonly shown: 'suspended' | 'absent' | 'live';
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
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
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

export interface LeaverRow {
  readonly login: string;
  readonly name: string | null;
  readonly status: AccountStatus;
  /** When the person left, as far as it is known: `between 3 October 2026 and 5 October 2026`. */
  readonly left: string;
  /** What says so: the leavers file, a directory, or an earlier accepted run. */
  readonly source: string;
  /** Hours from leaving to removal, or to the export while the account is live in it; `null` where none can be told. */
  readonly hours: number | null;
  readonly outcome: 'pass' | 'fail' | 'open' | 'cannot be determined';
  readonly usedAfter: string;
}

export interface RegisterRow {
  readonly login: string;
  readonly kind: 'account' | 'api-key';
  readonly owner: string | null;
  readonly purpose: string | null;
  readonly expires: Day | null;
  readonly inExport: boolean;
  readonly outcome: string;
}

/** A role as the policy describes it, or one of the export that it does not describe. */
export interface RoleRow {
  readonly role: string;
  readonly class: RoleClass | null;
  readonly means: string | null;
  /** Live accounts that have it. */
  readonly live: number;
}

export interface Changes {
  /** The accepted run that this one is compared with; `null` for the first. */
  readonly since: { readonly run: string; readonly asOf: Instant } | null;
  readonly added: readonly { readonly login: string; readonly role: string | null; readonly privileged: boolean }[];
  readonly removed: readonly { readonly login: string; readonly explained: string }[];
  readonly changed: readonly {
    readonly login: string;
    readonly field: 'role' | 'status' | 'situation';
    readonly before: string;
    readonly after: string;
  }[];
}

export interface Report {
  readonly schema: 1;
  /** Absent in reports of runs that were recorded before there were proofs. */
  readonly proofs?: Proofs;
  /** As the application under review is called. */
  readonly application: string;
  readonly organisation: string;
  readonly environment: string;
  readonly userManagement: 'manual' | 'salesforce';
  readonly run: {
    readonly id: string;
    readonly asOf: Instant;
    readonly asOfSetByOperator: boolean;
    readonly inputsSha256: string;
  };
  readonly period: Period;
  readonly timeZone: string;
  readonly paper: Paper;
  /** `null` when the configuration names nobody. */
  readonly controlOwner: ControlOwner | null;
  readonly tool: { readonly name: string; readonly version: string };
  readonly selfTest: { readonly passed: number; readonly total: number };
  readonly status: RunStatus;
  /** Why the status is not complete, in sentences. */
  readonly reasons: readonly string[];
  /** The key that seals the PDF; `null` until it is drawn to be sealed. */
  readonly signer: { readonly kind: 'local' | 'kms'; readonly fingerprint: string } | null;
  /** A draft until every stage has signed. */
  readonly signOffs: readonly SignOff[];
  /** Absent while nobody has signed: until then decisions can change. */
  readonly decisions?: readonly DecidedRow[];
  /** Goes with the decisions. */
  readonly review?: ReviewFacts;
  readonly export: ExportSource;
  readonly directories: readonly DirectorySource[];
  readonly leaversFile: LeaversSource | null;
  /** Absent where the run recorded nothing of how its files came. */
  readonly custody?: CustodyFacts;
  readonly history: { readonly run: string; readonly asOf: Instant; readonly sha256: string } | null;
  readonly totals: Totals;
  readonly gates: readonly GateOutcome[];
  readonly changes: Changes;
  readonly findings: readonly Finding[];
  /** Open findings of earlier runs that this run could not judge, because it was incomplete or held. */
  readonly notJudged: number;
  /** What the export does not tell enough for. */
  readonly unjudged: readonly Unjudged[];
  readonly findingsBySeverity: readonly { readonly severity: Severity; readonly count: number }[];
  readonly findingsByCode: readonly {
    readonly code: Code;
    readonly title: string;
    readonly severity: Severity;
    readonly count: number;
  }[];
  /** Open findings (not closed, not info) by how many periods they have stood open: 1, 2, 3, 4 or more. */
  readonly ages: readonly { readonly periods: string; readonly count: number }[];
  /** Open findings at each accepted run so far, oldest first, this run last when it is accepted. */
  readonly trend: readonly {
    readonly label: string;
    readonly critical: number;
    readonly high: number;
    readonly medium: number;
    readonly low: number;
  }[];
  readonly privileged: readonly PopulationRow[];
  readonly leavers: readonly LeaverRow[];
  readonly register: readonly RegisterRow[];
  readonly policy: {
    readonly approvedBy: string | null;
    readonly approvedOn: Day | null;
    /** Why it does not count as approved; `null` when it does. */
    readonly unapproved: string | null;
    readonly sha256: string;
    readonly values: readonly { readonly label: string; readonly value: string }[];
    readonly aliases: readonly {
      readonly login: string;
      readonly identity: string;
      readonly approvedBy: string;
      readonly expires: string;
    }[];
  };
  /** Absent where the policy describes no roles. */
  readonly roles?: readonly RoleRow[];
  readonly proposals: readonly Proposal[];
  /** Live accounts, and API keys of the register: what a review of this run puts before its reviewers. */
  readonly toDecide: number;
  readonly revokedBefore: readonly EarlierRevocation[];
  readonly withheld: readonly { readonly login: string; readonly why: string }[];
  /** What this report does not prove, one sentence each. */
  readonly notProven: readonly string[];
  /** Who could alter this evidence, one sentence each. */
  readonly alterable: readonly string[];
  /** The vendor's complementary user-entity controls that this review serves. */
  readonly userEntityControls: readonly { readonly control: string; readonly served: string }[];
  readonly population: readonly PopulationRow[];
  readonly rejected: readonly { readonly row: number; readonly reason: string; readonly cells: readonly string[] }[];
  readonly duplicates: readonly { readonly row: number; readonly login: string; readonly keptRow: number }[];
  /** Name, size and digest of every file of the evidence, in the manifest's order. */
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
}
