// The record of a reading: each call with its pages and request ids, and every reason why the snapshot is not complete.
import type { Instant } from '../../../core/values/instant.ts';
import type { Clock } from '../../../core/ports/world.ts';
import type { SnapshotCall, SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import { CallFailure, lostSession } from './call-failure.ts';
import { clockNote } from './clocks.ts';
import { ReadDates } from './dates.ts';

/** A call as it is planned: what it is for, and what it takes. */
export interface CallPlan {
  /** Method and address as recorded in the snapshot; it never carries a secret. */
  readonly call: string;
  /** What it reads, as the subject of a sentence: `the people of the tenant`. */
  readonly reads: string;
  /** What it needs: `the application permission User.Read.All`. */
  readonly needs: string;
}

/** A directory as far as it was read. */
interface AsRead extends Pick<SnapshotHeader, 'directory' | 'product' | 'tenant' | 'app' | 'lookBack' | 'sight'> {
  /** Whether any page of people came in; without one, the directory is `unread`. */
  readonly arePeopleRead: boolean;
}

/** One call under way; `ok` only once its last page is in. */
export class CallEntry {
  readonly plan: CallPlan;
  readonly #clock: Clock;
  readonly #requestIds: string[] = [];
  #firstAt: Instant | null = null;
  #lastAt: Instant | null = null;
  #clockNote: string | null = null;
  pages = 0;
  rows = 0;
  retries = 0;
  ok = false;

  constructor(plan: CallPlan, clock: Clock) {
    this.plan = plan;
    this.#clock = clock;
  }

  asked(): void {
    this.#firstAt ??= this.#clock.now();
  }

  /** @param date what the server says the time is */
  answered(requestId: string | null, date: string | null): void {
    const now = this.#clock.now();
    this.#lastAt = now;
    this.#clockNote ??= clockNote(date, now);
    if (requestId !== null && /^[\w.:-]{1,64}$/.test(requestId)) this.#requestIds.push(requestId);
  }

  /** Counts one page of the call, and the rows that it is known to have. */
  page(rows: number): void {
    this.pages += 1;
    this.rows += rows;
  }

  /** Where the server's clock says another time than the snapshot: a sentence about that. */
  clockNote(): string | null {
    return this.#clockNote;
  }

  record(): SnapshotCall {
    return {
      call: this.plan.call,
      pages: this.pages,
      rows: this.rows,
      retries: this.retries,
      requestIds: this.#requestIds,
      firstAt: this.#firstAt,
      lastAt: this.#lastAt,
      ok: this.ok,
    };
  }
}

export type Attempt<T> = { readonly kind: 'read'; readonly value: T } | { readonly kind: 'unread' };

export class Journal {
  readonly takenAt: Instant;
  /** Reads dates; what it cannot read is noted. */
  readonly dates = new ReadDates();
  readonly #clock: Clock;
  readonly #entries: CallEntry[] = [];
  readonly #reasons: string[] = [];
  readonly #notes: string[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    // The start of the reading: nothing in the snapshot is older than what it then said.
    this.takenAt = clock.now();
  }

  begin(plan: CallPlan): CallEntry {
    const entry = new CallEntry(plan, this.#clock);
    this.#entries.push(entry);
    return entry;
  }

  /** Why the snapshot is not complete so far, a sentence each; empty while nothing is missing. */
  get reasons(): readonly string[] {
    return this.#reasons;
  }

  /** Something is missing: the snapshot is not complete. */
  incomplete(reason: string): void {
    if (!this.#reasons.includes(reason)) this.#reasons.push(reason);
  }

  /** Nothing is missing, yet a reader should know. */
  note(sentence: string): void {
    if (!this.#notes.includes(sentence)) this.#notes.push(sentence);
  }

  /** Turns a failed call into a reason; anything but a failed call is a bug and goes on its way. */
  failed(error: unknown, entry: CallEntry): void {
    if (!(error instanceof CallFailure)) throw error;
    const got = entry.rows > 0 ? ` to the end (${entry.rows} rows were)` : '';
    const needs = error.needs ?? needed(error, entry.plan);
    const remedy = needs === null ? '' : `; this needs ${needs}`;
    this.incomplete(`${sentence(entry.plan.reads)} could not be read${got}: ${error.message}${remedy}.`);
  }

  async attempt<T>(entry: CallEntry, part: () => Promise<T>): Promise<Attempt<T>> {
    try {
      return { kind: 'read', value: await part() };
    } catch (error) {
      this.failed(error, entry);
      return { kind: 'unread' };
    }
  }

  /** The header that ends a snapshot. */
  header({ arePeopleRead, ...directory }: AsRead): SnapshotHeader {
    const notes = this.#allNotes();
    return {
      kind: 'snapshot',
      schema: 1,
      ...directory,
      takenAt: this.takenAt,
      completeness: this.#completeness(arePeopleRead),
      reasons: this.#reasons,
      calls: this.#entries.map((entry) => entry.record()),
      ...(notes.length > 0 ? { notes } : {}),
    };
  }

  #completeness(arePeopleRead: boolean): SnapshotHeader['completeness'] {
    if (this.#reasons.length === 0) return 'complete';
    return arePeopleRead ? 'partial' : 'unread';
  }

  #allNotes(): string[] {
    const clock = this.#entries.map((entry) => entry.clockNote()).find((note) => note !== null);
    return [...(clock === undefined ? [] : [clock]), ...this.#notes, ...this.dates.notes()];
  }

  /** The header of a reading with the calls that followed it; what one of them could not read is missing from the whole. */
  after(read: SnapshotHeader): SnapshotHeader {
    const reasons = [...new Set([...read.reasons, ...this.#reasons])];
    const notes = [...new Set([...(read.notes ?? []), ...this.#allNotes()])];
    return {
      ...read,
      completeness: read.completeness === 'complete' && reasons.length > 0 ? 'partial' : read.completeness,
      reasons,
      calls: [...read.calls, ...this.#entries.map((entry) => entry.record())],
      ...(notes.length > 0 ? { notes } : {}),
    };
  }
}

/** What would help against a refusal: whoever is not let in at all (401) lacks no permission. */
function needed({ status, code }: CallFailure, plan: CallPlan): string | null {
  if (status === 401 || code === lostSession) return 'credentials that are valid: no permission helps';
  return status === 403 ? plan.needs : null;
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
