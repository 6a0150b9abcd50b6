// The command `oscal`: a signed review as OSCAL assessment results.
import { assessmentResults } from '../../core/formats/oscal/assessment-results.ts';
import { plural, wholeJson } from '../../core/values/text.ts';
import { signedPeriod } from '../../steps/answer/signed-review.ts';
import { reviewing } from '../review/reviewing.ts';
import { periodArgument } from '../terminal/arguments.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';
import { toolVersion } from '../terminal/tool.ts';
import { handOut, outArgument } from './hand-out.ts';
import type { HandOutOptions } from './hand-out.ts';

export interface OscalOptions extends HandOutOptions {
  readonly review: string;
  readonly home: string;
  readonly json: boolean;
}

export async function oscal(options: OscalOptions, terminal: Terminal): Promise<ExitCode> {
  const period = periodArgument(options.review);
  if (period.kind === 'refused') return refuse(terminal, period.refusals);
  const out = await outArgument(options);
  if (out.kind === 'refused') return refuse(terminal, out.refusals);
  return reviewing({ home: options.home, terminal }, async (home) => {
    const signed = await signedPeriod({ ...home, tool: toolVersion() }, period.value);
    if (signed.kind === 'refused') return refuse(terminal, signed.refusals);
    const text = `${wholeJson(assessmentResults(signed.value), 2)}\n`;
    const lost = await handOut(() => only(text), options, terminal);
    if (lost !== null) return refuse(terminal, [lost]);
    if (options.out === undefined) return exitCodes.done;
    const findings = signed.value.report.findings.length;
    const counts = { schema: 1, review: period.value, out: options.out, findings };
    if (options.json) terminal.out(JSON.stringify(counts, null, 2));
    else terminal.out(`${options.out}: ${plural(findings, 'finding')} of the review ${period.value}.`);
    return exitCodes.done;
  });
}

async function* only(text: string): AsyncGenerator<string, void, void> {
  yield text;
}
