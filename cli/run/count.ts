// The command `count`: one person types the number of users that the page shows, another confirms it, before a run uses it.
import { basename } from 'node:path';
import { pictureOf } from '../../core/inputs/count-picture.ts';
import type { ReadPicture } from '../../core/inputs/count-picture.ts';
import type { CountSaid } from '../../core/inputs/custody.ts';
import { instantText } from '../../core/values/time-text.ts';
import { all, ok } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { openHome, systemClock } from '../../homes/laptop.ts';
import type { HomeServices } from '../../homes/laptop.ts';
import { attachPicture, typeCount } from '../../steps/read/custody/keep-count.ts';
import type { SaidCount } from '../../steps/read/custody/keep-count.ts';
import { confirmCount } from '../../steps/run/confirm-count.ts';
import { countArgument, emailArgument, instantArgument, tellZones } from '../terminal/arguments.ts';
import { folderArgument, readInput } from '../terminal/files.ts';
import { tellWait } from '../terminal/home.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';

/** As commander parses them. */
export interface CountOptions {
  readonly export: string;
  readonly shown: string;
  readonly by: string;
  readonly confirm: boolean;
  readonly picture?: string | undefined;
  readonly asOf?: string | undefined;
  readonly home: string;
  readonly json: boolean;
}

export async function count(options: CountOptions, terminal: Terminal): Promise<ExitCode> {
  tellZones(terminal, { '--as-of': options.asOf });
  const asked = await askedOf(options);
  if (asked.kind === 'refused') return refuse(terminal, asked.refusals);
  const home = await openHome(options.home, { onWait: tellWait(terminal) });
  try {
    const said = await record(home, asked.value, options);
    if (said.kind === 'refused') return refuse(terminal, said.refusals);
    terminal.out(
      options.json ? JSON.stringify({ schema: 1, ...said.value }, null, 2) : told(basename(options.export), said.value),
    );
    return exitCodes.done;
  } finally {
    home.close();
  }
}

interface AskedCount extends SaidCount {
  readonly picture: ReadPicture | null;
}

/** Checks all options before anything is recorded. */
async function askedOf({ export: path, shown, by, asOf, home, picture }: CountOptions): Promise<Result<AskedCount>> {
  const read = all({
    file: await readInput('--export', path),
    shown: countArgument('--shown', shown),
    by: emailArgument('--by', by),
    at: asOf === undefined ? ok(systemClock.now()) : instantArgument('--as-of', asOf),
    home: await folderArgument('--home', home),
    picture: picture === undefined ? ok(null) : await pictureIn(picture),
  });
  if (read.kind === 'refused') return read;
  const { file, at, ...rest } = read.value;
  return ok({
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
  { picture, ...said }: AskedCount,
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
