// Reads the files that the command line names; a file that cannot be read is a refusal with its name.
import { createReadStream } from 'node:fs';
import { lstat, mkdtemp, readFile, realpath, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { sha256Of } from '../../core/values/digest.ts';
import { configIn } from '../../core/config/file.ts';
import type { Config } from '../../core/config/config.ts';
import { instantFromMs } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { Bytes } from '../../core/ports/objects.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { hindrance } from './hindered.ts';

/** An export of a million users is far below; what is larger is no export. */
const largestFile = 1_000_000_000;

export interface InputFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  /** When the file was last written, as the file system says. */
  readonly modifiedAt: Instant;
}

export async function readInput(option: string, path: string): Promise<Result<InputFile>> {
  try {
    const { size, mtimeMs } = await stat(path);
    const endless = await endlessness(path);
    if (endless !== null) return unreadable(`${option} ${path}`, endless);
    if (size > largestFile) {
      return refused({
        what: 'file too large',
        where: `${option} ${path}`,
        found: `${size} bytes`,
        expected: `at most ${largestFile} bytes`,
      });
    }
    const bytes = await readFile(path);
    const sha256 = sha256Of(bytes);
    return ok({ name: basename(path), bytes, sha256, modifiedAt: instantFromMs(Math.floor(mtimeMs / 1000) * 1000) });
  } catch (error) {
    return refusedFile(error, { option, path });
  }
}

/**
 * A pipe that a shell opened for this command, `<(gpg -d users.csv.gpg)`. Its writer ends, so it is taken; any other
 * pipe is not.
 */
const handedOver = /^(?:\/dev\/stdin|\/dev\/fd\/\d+|\/proc\/self\/fd\/\d+)$/;

/** @returns what the path is, if reading it might never end or fill the memory; `null` for everything else */
async function endlessness(path: string): Promise<string | null> {
  const file = await stat(path);
  if (file.isFIFO()) return handedOver.test(path) ? null : 'a pipe';
  if (file.isCharacterDevice() || file.isBlockDevice() || file.isSocket()) return 'a device';
  // Files below /proc and /sys are made up while they are read: they have no length, and some of them no end.
  return file.isFile() && /^\/(proc|sys)\//.test(await realpath(path)) ? 'a place of the system' : null;
}

/** For files that may outgrow memory; fails on opening, not on the first piece. */
export async function streamInput(option: string, path: string): Promise<Result<Bytes>> {
  try {
    const file = await stat(path);
    const where = `${option} ${path}`;
    if (file.isDirectory()) return unreadable(where, 'a folder');
    const endless = await endlessness(path);
    if (endless !== null) return unreadable(where, endless);
    if (file.size === 0)
      return refused({ what: 'empty file', where, found: '0 bytes', expected: 'a file with content' });
    const stream = createReadStream(path, { highWaterMark: 1 << 20 });
    await new Promise((resolve, reject) => {
      stream.once('open', resolve);
      stream.once('error', reject);
    });
    return ok(stream);
  } catch (error) {
    return refusedFile(error, { option, path });
  }
}

/** Refuses what can never be a folder, before work is done that would have nowhere to go. */
export async function folderArgument(option: string, path: string): Promise<Result<string>> {
  const found = await unfitness(resolve(path));
  if (found === null) return ok(path);
  return refused({
    what: 'no folder',
    where: `${option} ${path}`,
    found,
    expected: 'a folder, or a path for a new one',
  });
}

/** Places that only look like folders. Node would try for ever to make a folder there. */
const ofTheSystem = /^\/(proc|sys|dev)(\/|$)/;

/**
 * @returns `null` when a folder is there, or can be made, and a file can be written in it
 * @throws Error when the disk is full or fails
 */
async function unfitness(path: string): Promise<string | null> {
  try {
    const real = await realpath(path);
    if (!(await stat(real)).isDirectory()) return 'a file';
    if (ofTheSystem.test(real)) return 'a place of the system';
    // Tried, because rights do not tell it: root has all of them, and the disk may be read-only.
    await rmdir(await mkdtemp(join(real, '.access-review-')));
    return null;
  } catch (error) {
    const code = codeOf(error);
    const parent = dirname(path);
    // The folder is made when the first file is written, so its parent is asked. A link that leads nowhere is a fault:
    // no folder can be made in its place.
    if (code === 'ENOENT' && parent !== path && !(await isThere(path))) return unfitness(parent);
    // A full or failing disk is no fault of the path: it is told as what a command meets later is.
    if (unwritable[code] === undefined && hindrance(error) !== null)
      throw new Error(`cannot write the folder ${path}`, { cause: error });
    return unwritable[code] ?? reasons[code] ?? code;
  }
}

export async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

const unwritable: Readonly<Record<string, string>> = {
  EACCES: 'no permission to write there',
  EPERM: 'no permission to write there',
  EROFS: 'a disk for reading only',
  ENOENT: 'a link to nothing',
};

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'no permission to read it',
  EISDIR: 'a folder',
  ENOTDIR: 'a file on the way to it',
};

const unreadableFolder: Readonly<Record<string, string>> = {
  ENOENT: 'no such folder',
  EACCES: 'no permission to read it',
  ENOTDIR: 'a file',
};

/**
 * @returns why a folder was not read, in words
 * @throws the error itself when it is none of the file system
 */
export function whyNoFolder(error: unknown): string {
  const code = codeOf(error);
  return unreadableFolder[code] ?? code;
}

/** @throws the error itself when it is none of the file system */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}

function refusedFile(
  error: unknown,
  { option, path }: { readonly option: string; readonly path: string },
): Result<never> {
  const code = codeOf(error);
  return unreadable(`${option} ${path}`, reasons[code] ?? code);
}

function unreadable(where: string, found: string): Result<never> {
  return refused({ what: 'file not readable', where, found, expected: 'a file that can be read' });
}

export async function readConfig(path: string): Promise<Result<Config>> {
  const file = await readInput('--config', path);
  if (file.kind === 'refused') return file;
  return configIn(file.value.bytes, path, basename(path));
}
