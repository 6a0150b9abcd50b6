// The report that closes a review: by which export and row each removal is proven, which exceptions run, what stayed open.
import type { Period } from '../../config/calendar.ts';
import type { Account } from '../../inputs/account.ts';
import type { Code, Severity } from '../../names/codes.ts';
import type { Paper } from '../../names/paper.ts';
import type { SignOff } from '../../names/sign-off.ts';
import type { Assurance, Closed, Shown, TellingRun } from '../../review/events/event.ts';
import { canonicalJson } from '../../values/canonical-json.ts';
import type { Day, Instant } from '../../values/instant.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { ReviewState } from '../../review/events/state.ts';
import type { ReviewLines } from '../../review/lines/line.ts';
import type { ForwardedChanges } from '../../review/changes/roll-forward.ts';
import type { Timeliness } from '../proofs/timeliness.ts';
import type { ControlOwner, Report } from '../report.ts';
import type { CommentRow } from '../parts/review.ts';

/** How one export shows one account. */
export interface Showing {
  readonly shown: Shown;
  /** Physical line of its record, in a workbook the row of the sheet; `null` when the export has none. */
  readonly row: number | null;
}

/** An export of an accepted run, read again: what removals are proven by. */
export interface ProvingExport {
  readonly run: string;
  readonly asOf: Instant;
  readonly exportedAt: Instant;
  readonly exportedBy: string | null;
  /** Name and digest of the export among the files of that run. */
  readonly file: string;
  readonly sha256: string;
  readonly rowsRead: number;
  /** Digest of the manifest of that run, which names the export. */
  readonly manifestSha256: string;
  /** Why an account that it lacks is not proven gone; `null` when it is. */
  readonly absence: string | null;
  readonly showingOf: (login: CanonicalLogin, since: Instant) => Showing;
  readonly accounts: readonly Account[];
}

export interface ClosedRemoval {
  readonly login: string;
  readonly name: string | null;
  readonly role: string | null;
  readonly decidedBy: string;
  readonly decidedAt: Instant;
  readonly reason: string;
  /** `null` when it was gone without one. */
  readonly order: { readonly number: number; readonly at: Instant; readonly dueDay: Day } | null;
  readonly proof: { readonly run: string; readonly exportedAt: Instant } & Showing;
  /**
   * From the decision to the export that proves it; `null` when the account was suspended or gone by the decision, by an
   * earlier one and its order too.
   */
  readonly hours: number | null;
  /** The proving export was taken after the day on which the order was due. */
  readonly late: boolean;
}

export interface RunningException {
  readonly login: string;
  readonly name: string | null;
  readonly role: string | null;
  readonly until: Day;
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
  readonly codesSeen: readonly Code[];
}

/** What no removal and no exception in force settles. */
export interface StillOpen {
  readonly kind:
    | 'finding'
    | 'rejected rows'
    | 'key'
    | 'ended exception'
    | 'removed and kept'
    | 'new login'
    | 'made anew';
  /** A login, or what else it is about. */
  readonly about: string;
  readonly what: string;
  /** Of the finding, or the gravest that an exception covered; `null` where there is none. */
  readonly severity: Severity | null;
  readonly why: string;
}

export interface ClosingReport {
  readonly schema: 1;
  readonly organisation: string;
  readonly period: Period;
  readonly timeZone: string;
  readonly paper: Paper;
  readonly controlOwner: ControlOwner | null;
  readonly tool: Report['tool'];
  /** The key that seals the PDF. */
  readonly signer: Report['signer'];
  /** The run under review. */
  readonly run: Pick<Report['run'], 'id' | 'asOf'> & { readonly manifestSha256: string };
  readonly openedAt: Instant;
  readonly signOffs: readonly SignOff[];
  /** Without assurance where an earlier version closed the review. */
  readonly closed: Pick<Closed, 'at' | 'by' | 'assurance'> & { readonly day: Day };
  /** Events before the closing: how many, and the digest of the last. */
  readonly events: { readonly count: number; readonly head: string };
  readonly decisions: Readonly<Record<'keep' | 'revoke' | 'except', number>>;
  readonly removals: readonly ClosedRemoval[];
  readonly orders: readonly {
    readonly number: number;
    readonly at: Instant;
    readonly by: string | null;
    readonly assurance?: Assurance;
    readonly accounts: number;
    readonly withdrawn: boolean;
  }[];
  readonly exceptions: readonly RunningException[];
  readonly open: readonly StillOpen[];
  readonly exports: readonly Omit<ProvingExport, 'absence' | 'showingOf' | 'accounts'>[];
  /** The run whose export shows those that are in no order; `null` when every removal was ordered. */
  readonly newest: string | null;
  /**
   * What changed since the last signature; `null` where no later run tells it. Absent, like `timeliness` and `comments`,
   * from a closing whose event does not say how far it reaches.
   */
  readonly since?: ForwardedChanges | null;
  /** The run of another review that tells it; absent where the closing does, or nobody. */
  readonly toldBy?: TellingRun;
  /** Of every period so far, as it stood at the closing; absent where the run has no proofs. */
  readonly timeliness?: Timeliness;
  /** What people wrote about lines, and the files that they attached. */
  readonly comments?: readonly CommentRow[];
}

export interface ClosingInput {
  /** The report of the run under review, as it was recorded: without signatures and decisions. */
  readonly report: Report;
  readonly state: ReviewState;
  readonly frozen: Pick<ReviewLines, 'lines'>;
  /** By run: every export that a removal is proven by. */
  readonly exports: ReadonlyMap<string, ProvingExport>;
  readonly closed: Omit<Closed, 'kind' | 'closingSha256'>;
  /** What changed since the last signature; absent where the event that closes does not say how far it reaches. */
  readonly since?: ForwardedChanges | null | undefined;
  readonly tool: Report['tool'];
}

/** What closing.json states: not the key that seals, and not the kinds of what stayed open, which their words tell. */
function statedClosing({ signer: _signer, open, ...closing }: ClosingReport) {
  return { ...closing, open: open.map(({ kind: _kind, ...told }) => told) };
}

/** closing.json: its digest stands in the event that closes the review. */
export function closingDocument(closing: ClosingReport): string {
  return `${canonicalJson(statedClosing(closing))}\n`;
}

/** Stands in the PDF where the report of a run names the run. @example closingId('2026-Q4') // 'closing-2026-Q4' */
export function closingId(period: string): string {
  return `closing-${period}`;
}
