// One SQLite file holds what the embedded default must not lose: here it is opened, brought up to date and guarded.
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import * as z from 'zod/mini';
import { StoreBusy } from '../../../core/ports/stores.ts';
import { Unusable } from '../../../core/values/result.ts';
import { StoredRecordUnreadable } from '../../../core/values/stored.ts';
import { migrations } from './schema.ts';

/** How long a statement waits for another process; SQLite waits synchronously, so this thread does nothing meanwhile. */
const longestWaitMs = 10_000;
/** After so long a person wants to know what is waited for. */
const askAgainMs = 1000;
const pauseMs = 20;

/** SQLITE_BUSY: another process holds the lock. */
const busyCode = 5;

/**
 * SQLITE_CORRUPT and SQLITE_NOTADB: the bytes are not, or not all, those of a database. SQLITE_ERROR, of statements that
 * are ours: its tables are not, or no longer, those that our migrations have made.
 */
const damagedCodes: ReadonlySet<unknown> = new Set([1, 11, 26]);

/** The file cannot be opened, read or written: no disk space, or no rights. */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
  constructor(what: string, cause: unknown) {
    super(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** The file is no database, a damaged one, or one whose tables somebody altered. */
export class StoreDamaged extends Unusable {
  override readonly name = 'StoreDamaged';
  constructor(attempted: string, cause: Error) {
    const [what, expected] = ['the database of the home is damaged', 'the home as it was, from a backup'];
    super({ what, where: attempted, found: cause.message, expected }, { cause });
  }
}

/** The file was written by a later version of this program, which may know rules that this one would break. */
export class StoreTooNew extends Unusable {
  override readonly name = 'StoreTooNew';
  constructor(file: string, version: number) {
    super({
      what: 'written by a later version of this program',
      where: file,
      found: `schema version ${version}`,
      expected: `up to ${migrations.length}: update the program, or choose another home`,
    });
  }
}

const versionRow = z.object({ user_version: z.number() });

/** SQLite as the tables use it: parsed rows out, short transactions in, failures named. */
export class Connection {
  readonly #file: string;
  readonly #onWait: (file: string) => void;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #longestWaitMs = longestWaitMs;

  /**
   * @param onWait told once of each wait, when it has taken a second
   * @throws StoreTooNew | StoreDamaged | StoreFailure | StoreBusy
   */
  constructor(file: string, onWait: (file: string) => void = () => undefined) {
    this.#file = file;
    this.#onWait = onWait;
    this.#database = attempt(`cannot open ${file}`, () => new DatabaseSync(file, { timeout: askAgainMs }));
    try {
      this.#bringUpToDate();
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  rows<Row>(schema: z.ZodMiniType<Row>, sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    const found = this.#patiently(`cannot read ${this.#file}`, () => this.#statement(sql).all(...values));
    return found.map((row) => {
      const parsed = z.safeParse(schema, row);
      if (parsed.success) return parsed.data;
      throw new StoredRecordUnreadable(`a row of ${this.#file}`, parsed.error);
    });
  }

  change(sql: string, ...values: readonly SQLInputValue[]): void {
    this.#patiently(`cannot write ${this.#file}`, () => this.#statement(sql).run(...values));
  }

  /**
   * Everything or nothing. The write lock is taken at once: what `work` reads stays true until it is written, and two
   * processes queue here instead of failing in the middle.
   */
  transaction<Value>(work: () => Value): Value {
    this.#execute('BEGIN IMMEDIATE');
    try {
      const value = work();
      this.#execute('COMMIT');
      return value;
    } catch (error) {
      // SQLite rolls back by itself after some failures, such as a full disk.
      if (this.#database.isTransaction) this.#execute('ROLLBACK');
      throw error;
    }
  }

  /** From now on a statement that finds the file held throws at once: whoever calls it waits, and does other work meanwhile. */
  waitNoMore(): void {
    this.#execute('PRAGMA busy_timeout = 0');
    this.#longestWaitMs = 0;
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #bringUpToDate(): void {
    this.#refuseNewer();
    this.#useWriteAheadLog();
    // Synced at each commit, so that a power cut loses nothing.
    this.#execute('PRAGMA synchronous = FULL');
    this.transaction(() => {
      // Again, under the lock: another process may have been quicker.
      this.#refuseNewer();
      for (const migration of migrations.slice(this.#version())) this.#execute(migration);
      this.#execute(`PRAGMA user_version = ${migrations.length}`);
    });
  }

  /**
   * With a write-ahead log, readers go on while one process writes. It is the one statement for which SQLite does not
   * wait when other processes open the new file at the same moment, so the waiting is done here.
   */
  #useWriteAheadLog(): void {
    for (let waitedMs = 0; ; waitedMs += pauseMs) {
      try {
        attempt(`cannot write ${this.#file}`, () => this.#database.exec('PRAGMA journal_mode = WAL'));
        return;
      } catch (error) {
        if (waitedMs >= this.#longestWaitMs || !isBusy(error)) throw error;
        if (waitedMs === askAgainMs) this.#onWait(this.#file);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
      }
    }
  }

  #refuseNewer(): void {
    const version = this.#version();
    if (version > migrations.length) throw new StoreTooNew(this.#file, version);
  }

  #version(): number {
    return this.rows(versionRow, 'PRAGMA user_version')[0]?.user_version ?? 0;
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const made = this.#database.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }

  #execute(sql: string): void {
    this.#patiently(`cannot write ${this.#file}`, () => this.#database.exec(sql));
  }

  /** SQLite itself waits for a second each time. */
  #patiently<Value>(failure: string, work: () => Value): Value {
    for (let waitedMs = askAgainMs; ; waitedMs += askAgainMs) {
      try {
        return attempt(failure, work);
      } catch (error) {
        if (waitedMs >= this.#longestWaitMs || !isBusy(error)) throw error;
        if (waitedMs === askAgainMs) this.#onWait(this.#file);
      }
    }
  }
}

/** @throws StoreFailure with the sentence that says what was attempted, StoreBusy, StoreDamaged */
export function attempt<Value>(failure: string, work: () => Value): Value {
  try {
    return work();
  } catch (cause) {
    const code = cause instanceof Error ? primaryCode(cause) : null;
    if (cause instanceof Error && damagedCodes.has(code)) throw new StoreDamaged(failure, cause);
    if (code === busyCode) throw new StoreBusy(failure, { cause });
    throw new StoreFailure(failure, cause);
  }
}

/** Whether another process holds the lock. */
export function isBusy(error: unknown): error is StoreBusy {
  return error instanceof StoreBusy;
}

/** Without what SQLite adds to it in its higher bits: which of several ways to be damaged, for one. */
function primaryCode(cause: Error): number | null {
  return 'errcode' in cause && typeof cause.errcode === 'number' ? cause.errcode & 0xff : null;
}
