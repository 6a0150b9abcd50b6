// The command `ocsf`: what changed with the findings of a run, a line of JSON each.
import { plural, wholeJson } from '../../core/values/text.ts';
import { runEvents } from '../../steps/answer/run-events.ts';
import type { RunEvents } from '../../steps/answer/run-events.ts';
import { reviewing } from '../review/reviewing.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';
import { toolVersion } from '../terminal/tool.ts';
import { handOut, outArgument } from './hand-out.ts';
import type { HandOutOptions } from './hand-out.ts';

export interface OcsfOptions extends HandOutOptions {
  readonly run?: string | undefined;
  readonly home: string;
  readonly json: boolean;
}

export async function ocsf(options: OcsfOptions, terminal: Terminal): Promise<ExitCode> {
  const { json, out } = options;
  if (json && out === undefined)
    return refuse(terminal, [
      { what: 'two documents on stdout', where: '--json', found: 'no --out', expected: '--out FILE, or no --json' },
    ]);
  const writable = await outArgument(options);
  if (writable.kind === 'refused') return refuse(terminal, writable.refusals);
  return reviewing({ home: options.home, terminal }, async (home) => {
    const opened = await runEvents(home, options.run ?? null, toolVersion());
    if (opened.kind === 'refused') return refuse(terminal, opened.refusals);
    const { record, events } = opened.value;
    let count = 0;
    const lost = await handOut(() => lines(events(), () => (count += 1)), options, terminal);
    if (lost !== null) return refuse(terminal, [lost]);
    if (out === undefined) return exitCodes.done;
    if (json) terminal.out(JSON.stringify({ schema: 1, run: record.id, out, events: count }, null, 2));
    else terminal.out(`${out}: ${plural(count, 'event')} of the run ${record.id}.`);
    return exitCodes.done;
  });
}

async function* lines(events: ReturnType<RunEvents['events']>, count: () => void): AsyncGenerator<string, void, void> {
  for await (const event of events) {
    count();
    yield `${wholeJson(event)}\n`;
  }
}
