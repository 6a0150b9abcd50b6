// What a command may say and how it ends: stdout for results, stderr for progress and refusals, one exit code each.
import { visible, visibleLine } from '../../core/values/text.ts';
import { refusalText } from '../../core/values/result.ts';
import type { Refusal } from '../../core/values/result.ts';
import { hindrance } from './hindered.ts';

/** Contract, section 1. */
export const exitCodes = { done: 0, unexpected: 1, refused: 2, failOn: 3, held: 4 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The only way to stdout and stderr: no text of somebody else steers the terminal that shows it. */
export interface Terminal {
  /** A text and a line break; invisible characters are written as escapes. */
  out(text: string): void;
  /** The same to stderr, without the line break. */
  err(text: string): void;
  /** A table for programs, with its own line ends: as it is into a file or a pipe, in escapes onto a terminal. */
  table(text: string): void;
  /**
   * A document for programs that outgrows memory, a piece at a time as fast as the reader takes it; in escapes onto a
   * terminal. Ends early when the reader left.
   */
  stream(pieces: AsyncIterable<string>): Promise<void>;
  /** Draws over the last line of stderr; only for a terminal. */
  redraw(text: string): void;
  /** Whether stderr is a terminal, so that a line may be drawn over. */
  readonly interactive: boolean;
}

export function processTerminal(): Terminal {
  process.stdout.on('error', resultLost);
  process.stderr.on('error', unlessReaderLeft);
  return terminalOn(process);
}

interface Stream {
  /** Absent where the stream is no terminal. */
  readonly isTTY?: boolean;
  /** @param done called when the text is taken, with an error when it cannot be */
  write(text: string, done?: (error?: Error | null) => void): unknown;
}

export function terminalOn({ stdout, stderr }: { readonly stdout: Stream; readonly stderr: Stream }): Terminal {
  return {
    out: (text) => void stdout.write(`${visible(text)}\n`),
    err: (text) => void stderr.write(visible(text)),
    table: (text) => void stdout.write(stdout.isTTY === true ? visible(text.replaceAll('\r\n', '\n')) : text),
    stream: (pieces) => streamTo(stdout, pieces),
    redraw: (text) => void stderr.write(`\r\u001B[K${visibleLine(text)}`),
    interactive: stderr.isTTY === true,
  };
}

async function streamTo(stdout: Stream, pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) {
    const text = stdout.isTTY === true ? visible(piece) : piece;
    const left = await new Promise<boolean>((resolve) => {
      stdout.write(text, (error) => resolve(error !== null && error !== undefined));
    });
    if (left) return;
  }
}

/** A pager that was closed, or `head`, must not end a run half-way nor change its exit code. */
function unlessReaderLeft(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
}

/**
 * The disk did not take the whole result. The command has done its work all the same, but it ends as refused, so that
 * nobody takes the result for whole.
 */
function resultLost(error: Error): void {
  const hindered = hindrance(error);
  if (hindered === null) return unlessReaderLeft(error);
  process.stderr.write(`${refusalText({ ...hindered, where: 'the file that the result goes into (>)' })}\n`);
  process.once('exit', () => (process.exitCode = exitCodes.refused));
}

/** At most this many refusals are printed: the first ones tell what to mend. */
const mostRefusals = 20;

/** @param most how many are printed; those that are left are counted */
export function refuse(terminal: Terminal, refusals: readonly Refusal[], most = mostRefusals): ExitCode {
  tellRefusals(terminal, refusals, most);
  return exitCodes.refused;
}

/** What would be refused otherwise, or later; as many as `refuse` prints. */
export function tellRefusals(
  terminal: Pick<Terminal, 'err'>,
  refusals: readonly Refusal[],
  most: number = mostRefusals,
): void {
  for (const refusal of refusals.slice(0, most)) terminal.err(`${visibleLine(refusalText(refusal))}\n`);
  const left = refusals.length - most;
  if (left > 0) terminal.err(`and ${left} more.\n`);
}
