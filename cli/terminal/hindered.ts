// What the disk did not let a command write, said so that whoever typed it knows what to mend, and where.
import { accessSync, constants as modes, statfsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { ObjectConflict } from '../../core/ports/objects.ts';
import { ReviewAltered } from '../../core/review/events/altered.ts';
import { ReviewContradiction } from '../../core/review/events/event.ts';
import { Unusable } from '../../core/values/result.ts';
import type { Refusal } from '../../core/values/result.ts';

/** As the system names it (errno of POSIX), and what it means to somebody who has no manual at hand. */
const found: Readonly<Record<string, string>> = {
  ENOSPC: 'a full disk',
  EDQUOT: 'a quota of the disk that is used up',
  EFBIG: 'a file that became larger than this system allows',
  EROFS: 'a disk for reading only',
  EACCES: 'no permission there',
  EPERM: 'no permission there',
  EISDIR: 'a folder in the place of a file',
  EIO: 'an error of the disk',
  ESTALE: 'a disk of the network that is gone',
  EMFILE: 'as many open files as a process may have (ulimit -n)',
  ENFILE: 'as many open files as the system allows',
  SQLITE_BUSY: 'another command or program that is writing there, and does not end',
};
const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

const fewerFiles = 'fewer files open at once, or a higher limit';
const needed: Readonly<Record<string, string>> = {
  EMFILE: fewerFiles,
  ENFILE: fewerFiles,
  SQLITE_BUSY: 'the end of the other',
};

/** For errors of which Node.js tells the number alone, such as a quota that is used up: `Unknown system error -122`. */
const codeOfNumber = new Map(Object.entries(constants.errno).map(([code, number]) => [-number, code]));

/** SQLITE_PERM, SQLITE_BUSY, SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN (https://sqlite.org/rescode.html). */
const codeOfSqlite: Readonly<Record<number, string>> = {
  3: 'EACCES',
  5: 'SQLITE_BUSY',
  8: 'EACCES',
  10: 'EIO',
  13: 'ENOSPC',
  14: 'EIO',
};

/** In bytes. With less room than this SQLite cannot open a database, because it writes files beside it first. */
const leastRoom = 1 << 20;

/**
 * @param error as it reached the command, with its causes
 * @returns `null` when it is about something else; nothing that was written in part is taken for whole by a later command
 * @example hindrance(new Error('cannot store', { cause: enospc }))?.found // 'a full disk'
 */
export function hindrance(error: unknown): Refusal | null {
  const chain = causesOf(error);
  const code = chain.map(codeIn).find((one) => one !== null) ?? null;
  if (code === null) return null;
  // A file on its way into the home has a temporary name that would tell nobody anything.
  const where =
    chain
      .map(placeIn)
      .find((one) => one !== null)
      ?.replace(/[/\\]\.incoming([/\\].*)?$/, '') ?? 'this command';
  const hindered = code === 'EIO' ? (troubleAt(where) ?? code) : code;
  const cause = chain.at(-1)?.message ?? '';
  const expected = needed[hindered] ?? (full.has(hindered) ? 'space there' : 'a place that can be read and written');
  return {
    what: full.has(hindered) ? 'cannot be written' : 'cannot be read or written',
    where,
    found: hindered === 'EIO' ? `${found['EIO']} (${cause})` : (found[hindered] ?? cause),
    expected: `${expected}, and then the same command again; what was written in part counts for nothing`,
  };
}

/**
 * What a person is told of an error: that something stored cannot be used, or that the disk did not let something
 * through.
 *
 * @returns an empty list for an error that nobody expected
 */
export function refusalsIn(error: unknown): readonly Refusal[] {
  if (error instanceof ReviewAltered) return error.refusals;
  if (error instanceof ReviewContradiction) return [noReview(error)];
  if (error instanceof Unusable) return [error.refusal];
  if (error instanceof ObjectConflict) return [conflicting(error)];
  const hindered = hindrance(error);
  return hindered === null ? [] : [hindered];
}

/**
 * The events of a review contradict one another: somebody who edits the store can chain them correctly, and still write
 * what cannot have happened.
 */
function noReview({ message }: ReviewContradiction): Refusal {
  const expected = 'the events of one review; put back the store that holds them';
  return { what: 'events that make no review', where: 'the store', found: message, expected };
}

/**
 * A run is stored already with other bytes: it was written by another version or with another key, or somebody changed
 * it.
 */
function conflicting({ key }: ObjectConflict): Refusal {
  return {
    what: 'stored already, and never overwritten',
    where: key,
    found: 'another content than would be written',
    expected: 'what the same version writes with the same key: where neither differs, it was changed',
  };
}

function causesOf(error: unknown): readonly Error[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}

/** System calls that are not about the disk. */
const calls: ReadonlySet<unknown> = new Set(['listen', 'bind', 'connect', 'send', 'spawn']);

function codeIn(error: Error): string | null {
  if ('errcode' in error && typeof error.errcode === 'number') return codeOfSqlite[error.errcode & 0xff] ?? null;
  if (!('code' in error) || typeof error.code !== 'string' || !('syscall' in error)) return null;
  const numbered = 'errno' in error && typeof error.errno === 'number' ? codeOfNumber.get(error.errno) : undefined;
  const code = found[error.code] === undefined ? (numbered ?? '') : error.code;
  return calls.has(error.syscall) || found[code] === undefined ? null : code;
}

/**
 * The path that an error is about: the target of a copy or link rather than its source. Errors of databases and of
 * mails name it in their message.
 */
function placeIn(error: Error): string | null {
  if ('dest' in error && typeof error.dest === 'string') return error.dest;
  if ('path' in error && typeof error.path === 'string') return error.path;
  return pathTold.exec(error.message)?.[1] ?? null;
}

/** As the adapters word it: `cannot write the folder out: …`; only a path from the root may have blanks in it. */
const pathTold = /^cannot (?:write|read|open|store|keep|sync|create|remove|lock) (?:the folder )?(\/[^:]+|[^:\s]+)/;

/** What SQLite only calls a database that it cannot open. @returns `null` where nothing is wrong with the folder */
function troubleAt(path: string): string | null {
  const folder = dirname(path);
  try {
    accessSync(folder, modes.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < leastRoom ? 'ENOSPC' : null;
  } catch (error) {
    return error instanceof Error ? codeIn(error) : null;
  }
}
