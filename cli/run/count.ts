// The command `count`: one person types the number of users that the page shows, another confirms it, before a run uses it.
import { basename } from 'node:path';
import type { Config } from '../../core/config/config.ts';
import { pictureOf } from '../../core/inputs/count-picture.ts';
import type { ReadPicture } from '../../core/inputs/count-picture.ts';
import type { CountSaid } from '../../core/inputs/custody.ts';
import { instantText } from '../../core/values/time-text.ts';
import { all, ok } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { openHome, openReading, systemClock } from '../../homes/laptop.ts';
import type { HomeServices } from '../../homes/laptop.ts';
import { attachPicture, typeCount } from '../../steps/read/custody/keep-count.ts';
import type { SaidCount } from '../../steps/read/custody/keep-count.ts';
import { readableExport } from '../../steps/read/ingest-export.ts';
import { confirmCount } from '../../steps/run/confirm-count.ts';
import { countArgument, emailArgument, instantArgument, tellZones } from '../terminal/arguments.ts';
import { folderArgument, readConfig, readInput } from '../terminal/files.ts';
import type { InputFile } from '../terminal/files.ts';
import { configOfRuns, tellWait } from '../terminal/home.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';

/** As commander parses them. */
export interface CountOptions {
  readonly export: string;
  readonly shown: string;
  readonly by: string;
  readonly confirm: boolean;
  readonly picture?: string | undefined;
  readonly config?: string | undefined;
  readonly asOf?: string | undefined;
  readonly home: string;
  readonly json: boolean;
}

export async function count(options: CountOptions, terminal: Terminal): Promise<ExitCode> {
  tellZones(terminal, { '--as-of': options.asOf });
  const asked = await askedOf(options);
  if (asked.kind === 'refused') return refuse(terminal, asked.refusals);
  const home = await openHome(options.home, { onWait: tellWait(terminal) });
  const reading = await openReading();
  try {
    const { file, config, ...counted } = asked.value;
    const readable = await readableExport(reading, file, config ?? (await configOfRuns(home)));
    if (readable.kind === 'refused') return refuse(terminal, readable.refusals);
    const said = await record(home, counted, options);
    if (said.kind === 'refused') return refuse(terminal, said.refusals);
    terminal.out(
      options.json ? JSON.stringify({ schema: 1, ...said.value }, null, 2) : told(basename(options.export), said.value),
    );
    return exitCodes.done;
  } finally {
    await reading.scratch.close();
    home.close();
  }
}

interface AskedCount extends Counted {
  readonly file: InputFile;
  readonly config: Config | null;
}

interface Counted extends SaidCount {
  readonly picture: ReadPicture | null;
}

/** Checks all options before anything is recorded. */
async function askedOf({
  export: path,
  shown,
  by,
  asOf,
  home,
  picture,
  config,
}: CountOptions): Promise<Result<AskedCount>> {
  const read = all({
    file: await readInput('--export', path),
    shown: countArgument('--shown', shown),
    by: emailArgument('--by', by),
    at: asOf === undefined ? ok(systemClock.now()) : instantArgument('--as-of', asOf),
    home: await folderArgument('--home', home),
    picture: picture === undefined ? ok(null) : await pictureIn(picture),
    config: config === undefined ? ok(null) : await readConfig(config),
  });
  if (read.kind === 'refused') return read;
  const { file, at, ...rest } = read.value;
  return ok({
    file,
    config: rest.config,
    exportSha256: file.sha256,
    shown: rest.shown,
    by: rest.by,
    at,
    assurance: 'asserted',
    picture: rest.picture,
  });
}

async function pictureIn(path: string): Promise<Result<ReadPicture>> {
  const file = await readInput('--picture', path);
  return file.kind === 'refused' ? file : pictureOf(file.value);
}

async function record(
  home: HomeServices,
  { picture, ...said }: Counted,
  { confirm }: Pick<CountOptions, 'confirm'>,
): Promise<Result<CountSaid>> {
  const kept = confirm ? await confirmCount(home, said) : await typeCount(home.objects, said);
  if (kept.kind === 'refused' || picture === null) return kept;
  return attachPicture(home.objects, { exportSha256: said.exportSha256, picture, by: said.by, at: said.at });
}

function told(file: string, { exportSha256, shown, typed, confirmed, picture }: CountSaid): string {
  return [
    `${file}, SHA-256 ${exportSha256}`,
    `${shown} users, typed by ${typed.by ?? 'somebody'}, ${instantText(typed.at)}`,
    confirmed === null
      ? 'Not confirmed: a second person looks at the page and types the number with --confirm'
      : `Confirmed by ${confirmed.by}, ${instantText(confirmed.at)}`,
    picture === null ? 'No picture of the page is attached' : `Picture ${picture.name}, SHA-256 ${picture.sha256}`,
  ].join('\n');
}
