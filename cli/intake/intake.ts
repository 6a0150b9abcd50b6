// The command `intake`: takes in what lies in a folder, exports, lists of leavers and messages, by the rules of the deployment.
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageReader } from '../../adapters/mail/read-message.ts';
import type { Config } from '../../core/config/config.ts';
import type { Declared } from '../../core/inputs/intake/declared.ts';
import { notYetTaken } from '../../core/inputs/custody.ts';
import { portalUploadKey, quarantineKey } from '../../core/names/object-keys.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { instantText } from '../../core/values/time-text.ts';
import { all, ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { plural } from '../../core/values/text.ts';
import { openHome, openReading, systemClock } from '../../homes/laptop.ts';
import type { HomeServices } from '../../homes/laptop.ts';
import { takeIn } from '../../steps/intake/take-in.ts';
import type { TakenFile, TakenIn } from '../../steps/intake/take-in.ts';
import { keptUpload } from '../../steps/read/keep-upload.ts';
import { countArgument, emailArgument, instantArgument, tellZones } from '../terminal/arguments.ts';
import { folderArgument, readConfig, whyNoFolder } from '../terminal/files.ts';
import { configOfRuns, tellWait } from '../terminal/home.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';

export interface IntakeOptions {
  readonly config?: string | undefined;
  readonly by: string;
  readonly exportedAt?: string | undefined;
  readonly exportedBy?: string | undefined;
  readonly countShown?: string | undefined;
  readonly home: string;
  readonly json: boolean;
}

/** In bytes. A larger file is neither an export nor a message. */
const largestFile = 300_000_000;

export async function intake(folder: string, options: IntakeOptions, terminal: Terminal): Promise<ExitCode> {
  tellZones(terminal, { '--exported-at': options.exportedAt });
  const asked = await askedOf(folder, options);
  if (asked.kind === 'refused') return refuse(terminal, asked.refusals);
  const { by, declared, names, config: given } = asked.value;
  const home = await openHome(options.home, { onWait: tellWait(terminal) });
  const reading = await openReading();
  try {
    const config = given ?? (await configOfRuns(home));
    if (config === null) return refuse(terminal, [noConfig(options.home)]);
    const dependencies = { ...home, ...reading, clock: systemClock, messageReader: messageReader() };
    const [done, unread]: [TakenIn[], Refusal[]] = [[], []];
    for (const name of names) {
      const file = await lyingFile(folder, name);
      if (file.kind === 'refused') unread.push(...file.refusals);
      else done.push(await takeIn(dependencies, { name, bytes: file.value }, { config, by, declared }));
    }
    return tell({ done, unread, home, compare: await comparing(home, done, options) }, options, terminal);
  } finally {
    await reading.scratch.close();
    home.close();
  }
}

interface Asked {
  readonly by: CanonicalLogin;
  readonly declared: Declared;
  readonly config: Config | null;
  /** The names of the files in the folder itself. */
  readonly names: readonly string[];
}

async function askedOf(folder: string, options: IntakeOptions): Promise<Result<Asked>> {
  const { exportedAt, exportedBy, countShown } = options;
  const names = await namesIn(folder);
  const read = all({
    by: emailArgument('--by', options.by),
    exportedAt: exportedAt === undefined ? ok(null) : instantArgument('--exported-at', exportedAt),
    exportedBy: exportedBy === undefined ? ok(null) : emailArgument('--exported-by', exportedBy),
    countShown: countShown === undefined ? ok(null) : countArgument('--count-shown', countShown),
    config: options.config === undefined ? ok(null) : await readConfig(options.config),
    home: await folderArgument('--home', options.home),
    names,
  });
  if (read.kind === 'refused') return read;
  const { by, config, names: found, ...said } = read.value;
  const early =
    said.exportedAt === null
      ? null
      : notYetTaken({ where: '--exported-at', at: said.exportedAt, typed: exportedAt }, systemClock.now());
  if (early !== null) return refused(early);
  const isDeclared = said.exportedAt !== null || said.exportedBy !== null || said.countShown !== null;
  const files = found.filter((name) => !/\.eml$/i.test(name));
  if (isDeclared && files.length > 1) {
    return refused({
      what: 'declared of more than one file',
      where: '--exported-at, --exported-by, --count-shown',
      found: `${plural(files.length, 'file')} in ${folder}`,
      expected: 'one export in the folder; messages say it themselves',
    });
  }
  const declared = { exportedAt: said.exportedAt, exportedBy: said.exportedBy, countShown: said.countShown };
  return ok({ by, declared, config, names: found });
}

/**
 * The files to take in. Left out are hidden files, which belong to programs, links, which lead elsewhere, and folders,
 * which may be anybody's.
 */
async function namesIn(folder: string): Promise<Result<readonly string[]>> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return ok(
      entries.flatMap((entry) => (entry.isFile() && !entry.name.startsWith('.') ? [entry.name] : [])).toSorted(),
    );
  } catch (error) {
    return refused({
      what: 'folder not readable',
      where: folder,
      found: whyNoFolder(error),
      expected: 'a folder with files',
    });
  }
}

/**
 * A file, read between two looks at it: one that changed meanwhile is still being written, and is left for the next
 * time.
 */
async function lyingFile(folder: string, name: string): Promise<Result<Uint8Array>> {
  const path = join(folder, name);
  const no = (found: string, expected: string): Result<never> =>
    refused({ what: 'file not taken in', where: path, found, expected });
  try {
    return await wholeFile(path, no);
  } catch (error) {
    // One file that cannot be read does not keep the others from being taken in: no right to it, gone meanwhile, or a
    // name that is no UTF-8.
    if (!(error instanceof Error && 'code' in error)) throw error;
    return no(`it cannot be read (${String(error.code)})`, 'a file that may be read, with a name in UTF-8');
  }
}

async function wholeFile(
  path: string,
  no: (found: string, expected: string) => Result<never>,
): Promise<Result<Uint8Array>> {
  const before = await lstat(path);
  if (!before.isFile()) return no('no file any more', 'a file');
  if (before.size > largestFile) return no(`${before.size} bytes`, `at most ${largestFile} bytes`);
  const bytes = await readFile(path);
  const after = await lstat(path);
  return bytes.length === before.size && after.size === before.size && after.mtimeMs === before.mtimeMs
    ? ok(bytes)
    : no('a file that is still being written', 'a whole file; call intake again');
}

function noConfig(home: string): Refusal {
  return {
    what: 'no configuration',
    where: `--home ${home}`,
    found: 'no accepted run, and no --config',
    expected: '--config review.json, or a home with a run',
  };
}

/**
 * The commands that compare what was taken in. `run` for each export, once for the same bytes under several names: it
 * is told the path again, and what was declared of the export. A list of leavers by itself is compared with the last
 * export, by `watch`.
 */
async function comparing(
  { objects }: HomeServices,
  done: readonly TakenIn[],
  { config = 'review.json', home }: IntakeOptions,
): Promise<readonly string[]> {
  const files = done.flatMap((one) => (one.kind === 'taken' ? one.files : []));
  const at = ({ sha256 }: TakenFile): string => objects.location(portalUploadKey(sha256, 'bytes'));
  const [list, another] = files.filter(({ kind }) => kind === 'leavers');
  const leavers = list === undefined || another !== undefined ? null : at(list);
  const commandOf = (name: string, told: Readonly<Record<string, string | null>>): string => {
    const args = Object.entries({ '--config': config, ...told, '--leavers': leavers, '--home': home });
    return `npx access-review ${[name, ...args.flatMap(([option, value]) => (value === null ? [] : [option, inShell(value)]))].join(' ')}`;
  };
  const commands = new Set<string>();
  for (const file of files.filter(({ kind }) => kind === 'export')) {
    const { exportedAt = null, exportedBy = null } = (await keptUpload(objects, file.sha256, 'export')) ?? {};
    commands.add(commandOf('run', { '--export': at(file), '--exported-at': exportedAt, '--exported-by': exportedBy }));
  }
  return commands.size === 0 && leavers !== null ? [commandOf('watch', {})] : [...commands];
}

/** Quoted for a shell: a sender may have written the text, and a person pastes the command. */
function inShell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

interface Told {
  readonly done: readonly TakenIn[];
  readonly unread: readonly Refusal[];
  readonly home: HomeServices;
  readonly compare: readonly string[];
}

function tell({ done, unread, home, compare }: Told, { json }: IntakeOptions, terminal: Terminal): ExitCode {
  const refusals = [...done.flatMap((one) => (one.kind === 'quarantined' ? one.refusals : [])), ...unread];
  if (json) terminal.out(JSON.stringify({ schema: 1, taken: done, unread, compare }, null, 2));
  else {
    for (const one of done) for (const line of linesOf(one, home)) terminal.out(line);
    if (done.length === 0) terminal.out('Nothing lies there to be taken in.');
    for (const command of compare) terminal.out(`To compare it: ${command}`);
  }
  return refusals.length === 0 ? exitCodes.done : refuse(terminal, refusals, Infinity);
}

function linesOf(one: TakenIn, { objects }: HomeServices): readonly string[] {
  if (one.kind === 'quarantined') {
    const since = one.since === null ? '' : ` since ${instantText(one.since)}`;
    return [`${one.name}: in quarantine${since}, ${objects.location(quarantineKey(one.sha256, 'refused.json'))}`];
  }
  return one.files.map(({ name, kind, rows, sha256, before }) => {
    const file = name === one.name ? name : `${one.name}, ${name}`;
    const as = kind === 'export' ? 'export' : 'list of leavers';
    if (before === null) return `${file}: taken as ${as}, ${plural(rows, 'row')}, upload ${sha256}`;
    return `${file}: came before, at ${instantText(before.at)} from ${before.by}; nothing was changed`;
  });
}
