// The one value from which PDF, mail and pages are drawn: everything is decided here, nothing that draws computes.
import type { Period } from '../config/calendar.ts';
import type { Fact, Finding } from '../findings/finding.ts';
import type { Proposal } from '../findings/proposals.ts';
import type { Totals } from '../findings/totals.ts';
import type { GateOutcome } from '../inputs/gates.ts';
import type { Code, Severity } from '../names/codes.ts';
import type { RunStatus } from '../names/gates.ts';
import type { Paper } from '../names/paper.ts';
import { signOffStages } from '../names/sign-off.ts';
import type { SignOff } from '../names/sign-off.ts';
import type { FileDigest } from '../values/digest.ts';
import type { Instant, Day } from '../values/instant.ts';
import type { Proofs } from './proofs/proofs.ts';
import type { ExportSource, CustodyFacts, Unjudged, LeaversSource, DirectorySource } from './parts/inputs.ts';
import type { PopulationRow, LeaverRow, RegisterRow, RoleRow, Changes } from './parts/accounts.ts';
import type { DecidedRow, EarlierException, EarlierRevocation, ReviewFacts } from './parts/review.ts';

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
    /** By whom it counts as approved, and whether an event of a review or the configuration alone says so. */
    readonly approved: { readonly by: string; readonly on: Day; readonly how: 'recorded' | 'configured' } | null;
    /** Why it does not count as approved; `null` when it does. */
    readonly unapproved: string | null;
    readonly sha256: string;
    readonly values: readonly Fact[];
    /** Codes for which it names nothing that a rule could look for, each with why. */
    readonly unasked: readonly { readonly code: Code; readonly why: string }[];
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
  /** Whether the configuration says who reviews; where it does not, no line is anybody's. */
  readonly namesReviewers: boolean;
  readonly revokedBefore: readonly EarlierRevocation[];
  readonly exceptedBefore: readonly EarlierException[];
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
  readonly files: readonly FileDigest[];
}
