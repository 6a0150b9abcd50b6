// The command `doctor`: tries credentials, permissions and app settings of each directory, and changes nothing.
import { failing } from '../adapters/directories/reading/check.ts';
import type { Check } from '../adapters/directories/reading/check.ts';
import type { DirectoryConfig } from '../core/config/directories/products.ts';
import { openDirectories } from '../homes/laptop-directories.ts';
import { readConfig } from './terminal/files.ts';
import { systemClock } from '../homes/laptop.ts';
import { exitCodes, refuse } from './terminal/terminal.ts';
import type { ExitCode, Terminal } from './terminal/terminal.ts';

export interface DoctorOptions {
  readonly config: string;
  readonly json: boolean;
}

/** Exit 0 when every check passes, 2 when one fails or the configuration is refused. */
export async function doctor(options: DoctorOptions, terminal: Terminal): Promise<ExitCode> {
  const config = await readConfig(options.config);
  if (config.kind === 'refused') return refuse(terminal, config.refusals);
  const results: { directory: string; checks: readonly Check[] }[] = [];
  for (const directory of config.value.directories)
    results.push({ directory: directory.id, checks: await checksOfDirectory(directory) });
  const failed = results.flatMap(({ checks }) => checks).filter((check) => !check.ok).length;
  if (options.json) terminal.out(JSON.stringify({ schema: 1, ok: failed === 0, directories: results }, null, 2));
  else {
    for (const { directory, checks } of results) {
      terminal.out(directory);
      for (const check of checks) terminal.out(checkText(check));
    }
    terminal.out(
      failed === 0
        ? 'Everything that a run needs is there.'
        : `${failed} of the checks failed: a run would be held or refused, or report it.`,
    );
  }
  return failed === 0 ? exitCodes.done : exitCodes.refused;
}

async function checksOfDirectory(directory: DirectoryConfig): Promise<readonly Check[]> {
  const [notes, clocks]: [string[], string[]] = [[], []];
  const opened = await openDirectories([directory], {
    clock: systemClock,
    note: (text) => void notes.push(text),
    onClock: (why) => void clocks.push(why),
  });
  if (opened.kind === 'refused')
    return opened.refusals.map(({ where, found, expected }) => ({
      check: `credentials (${where})`,
      ok: false,
      detail: `found ${found}`,
      remedy: `set ${expected}`,
    }));
  const choices = notes.map((detail) => ({ check: 'choice of credentials', ok: true, detail, remedy: null }));
  const checks = await checksOf(opened.value);
  // Known once calls were answered.
  return [...choices, ...checks, ...clocks.map((why) => failing('clock', why, rightClock))];
}

const rightClock = 'Set the clock of this machine by a time server.';

async function checksOf(directories: readonly { check(): Promise<readonly Check[]> }[]): Promise<readonly Check[]> {
  return (await Promise.all(directories.map((directory) => directory.check()))).flat();
}

function checkText({ check, ok, detail, remedy }: Check): string {
  return `  ${ok ? 'ok    ' : 'FAILED'} ${check}: ${detail}${remedy === null ? '' : `\n         what to do: ${remedy}`}`;
}
