// The command `ocsf`: what changed with the findings of a run, a line of JSON each.
import { eventsOf } from '../../core/formats/ocsf/compliance-finding.ts';
import { plural, wholeJson } from '../../core/values/text.ts';
import { chosenRun } from '../../steps/answer/chosen-run.ts';
import { openRun } from '../../steps/answer/open-run.ts';
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
    const chosen = await chosenRun(home, options.run ?? null);
    if (chosen.kind === 'refused') return refuse(terminal, chosen.refusals);
    const { id: run, period, asOf } = chosen.value;
    const { reconciled } = await openRun(home, chosen.value);
    const by = { run, period, asOf, tool: toolVersion() };
    const events = eventsOf(reconciled.assessment.findings, by);
    const lost = await handOut(() => lines(events), options, terminal);
    if (lost !== null) return refuse(terminal, [lost]);
    if (out === undefined) return exitCodes.done;
    if (json) terminal.out(JSON.stringify({ schema: 1, run, out, events: events.length }, null, 2));
    else terminal.out(`${out}: ${plural(events.length, 'event')} of the run ${run}.`);
    return exitCodes.done;
  });
}

async function* lines(events: readonly object[]): AsyncGenerator<string, void, void> {
  for (const event of events) yield `${wholeJson(event)}\n`;
}
