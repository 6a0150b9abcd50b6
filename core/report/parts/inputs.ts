// What a report says of its inputs: the export, the directories, the leavers file, how they came, and what they do not tell.
import type { CountStanding, Custody } from '../../inputs/custody.ts';
import type { SnapshotCall } from '../../inputs/snapshot.ts';
import type { Code } from '../../names/codes.ts';
import type { Day, Instant } from '../../values/instant.ts';

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
  /** At the latest: the same bytes are as old as they were at first, and none are younger than their receipt. */
  readonly takenBy: Instant;
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
  /**
   * The newest last day that is over, `null` where none is. Nobody declares when HR wrote the list, and nothing
   * else in it shows how old it may be. Absent in runs of before 0.23.0.
   */
  readonly newest?: Day | null;
  /**
   * The furthest last day that is not over: a year that is mistyped hides somebody who left. Absent where all are over,
   * and in runs of before 0.25.0.
   */
  readonly furthest?: Day;
  /** Rows that match nobody. */
  readonly unmatched: readonly UnmatchedLeaver[];
}

export interface UnmatchedLeaver {
  readonly where: string;
  readonly login: string;
  /** Who may be the same person all the same, and has an account, in a sentence or two; absent where nobody is. */
  readonly why?: string;
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
  /** Set where nothing proves that its credentials see everybody. */
  readonly sight?: 'unproven';
  /** How far back sign-ins to the app were looked up, as a sentence; `null` when they were not. */
  readonly lookBack: string | null;
}
