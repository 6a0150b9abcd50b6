// What a command may say and how it ends: stdout for results, stderr for progress and refusals, one exit code each.
import { refusalText } from '../../core/values/result.ts';
import type { Refusal } from '../../core/values/result.ts';

/** Contract, section 1. */
export const exitCodes = { done: 0, unexpected: 1, refused: 2, failOn: 3, held: 4 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether stderr is a terminal, so that a line may be drawn over. */
  readonly interactive: boolean;
}

export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', unlessReaderLeft);
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(text),
    interactive: process.stderr.isTTY,
  };
}

/** A pager that was closed, or `head`, must not end a run half-way nor change its exit code. */
function unlessReaderLeft(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
}

/** At most this many refusals are printed: the first ones tell what to mend. */
const mostRefusals = 20;

export function refuse(terminal: Terminal, refusals: readonly Refusal[]): ExitCode {
  for (const refusal of refusals.slice(0, mostRefusals)) terminal.err(`${refusalText(refusal)}\n`);
  const left = refusals.length - mostRefusals;
  if (left > 0) terminal.err(`and ${left} more.\n`);
  return exitCodes.refused;
}
