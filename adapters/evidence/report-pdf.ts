// Reads a report back from its PDF, so that what is printed can be held against the data that travels inside.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ReportReader } from '../../core/ports/proof.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { pdfContentsSchema } from './pdf-contents.ts';
import { objectDifference } from './object-difference.ts';
import type { Attached } from './pdf-contents.ts';

/** A report of 100,000 accounts has some 3,600 pages and takes half a minute. */
const usualTimeLimitInMs = 300_000;

/** A report of 100,000 accounts with its snapshots takes less than half of it. */
const usualMemoryLimitInBytes = 3_000_000_000;
const memoryIsReadEveryMs = 100;

export interface ReadingLimits {
  readonly timeLimitInMs?: number;
  readonly memoryLimitInBytes?: number;
}

export interface ReadingOptions extends ReadingLimits {
  /** Where the program of the thread lies, for a bundle, which holds one program alone. */
  readonly thread?: URL;
  /** By default a thread for each file, so that none can leave anything to the next. */
  readonly begin?: (thread: URL) => Worker;
}

/**
 * A reader that runs PDF.js in a thread of its own: on a damaged file PDF.js can throw where nobody catches, and a
 * hostile file can keep it busy for ever, or unpack from a few bytes to more than the machine holds. Each ends the
 * thread, and the file is refused.
 *
 * @example
 * const opened = await reportReader().open(bytes, 'report.pdf');
 * if (opened.kind === 'ok') opened.value.attachments.get('evidence/manifest.json');
 */
export function reportReader(options: ReadingOptions = {}): ReportReader {
  const { timeLimitInMs = usualTimeLimitInMs, memoryLimitInBytes = usualMemoryLimitInBytes } = options;
  const { thread = new URL('./read-pdf.ts', import.meta.url), begin = ownThread } = options;
  return {
    open: async (pdf, fileName) => {
      const time = AbortSignal.timeout(timeLimitInMs);
      const memory = memoryGuard(memoryLimitInBytes);
      const worker = begin(thread);
      const endListening = endAsError(worker);
      try {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a window has an origin, a thread has none
        worker.postMessage(pdf);
        const [answer]: unknown[] = await once(worker, 'message', { signal: AbortSignal.any([time, memory.signal]) });
        const { attached, info, pages, foreign } = pdfContentsSchema.parse(answer);
        const attachments = byName(attached, fileName);
        if (attachments.kind === 'refused') return attachments;
        const otherObject = foreign === null ? null : foreignObject(foreign);
        return ok({ attachments: attachments.value, info, pages, foreign: otherObject });
      } catch (error) {
        if (memory.signal.aborted) return refused(tooMuch('memory', `${memoryLimitInBytes / 1_000_000} MB`, fileName));
        if (time.aborted) return refused(tooMuch('time', `${timeLimitInMs / 1000} seconds`, fileName));
        return refused(unreadable(error, fileName));
      } finally {
        memory.end();
        endListening();
        await worker.terminate();
      }
    },
    difference: (pdf, drawn) => objectDifference(pdf, drawn),
  };
}

function ownThread(program: URL): Worker {
  const worker = new Worker(program);
  // An error after the answer, or while the thread is ended, no longer matters; without a listener it would be thrown.
  worker.on('error', () => undefined);
  return worker;
}

/**
 * A thread that ends without an error tells nobody that no answer is to come: its end is told as one.
 *
 * @returns what ends the listening
 */
function endAsError(worker: Worker): () => void {
  const tell = (code: number): void => {
    worker.emit('error', new Error(`the thread that reads it ended without an answer, with ${code}`));
  };
  worker.once('exit', tell);
  return () => worker.off('exit', tell);
}

/** A thread's own limits (`resourceLimits`) do not count what streams are unpacked into, so the process is watched. */
function memoryGuard(limitInBytes: number): { readonly signal: AbortSignal; end(): void } {
  const before = process.memoryUsage.rss();
  const guard = new AbortController();
  const timer = setInterval(() => {
    if (process.memoryUsage.rss() - before > limitInBytes) guard.abort();
  }, memoryIsReadEveryMs);
  return { signal: guard.signal, end: () => clearInterval(timer) };
}

const expected = 'a PDF as this product writes it';

function tooMuch(what: 'memory' | 'time', limit: string, where: string): Refusal {
  return { what: `the file takes too much ${what} to read`, where, found: `not done with ${limit}`, expected };
}

function foreignObject({ where, found }: { readonly where: string; readonly found: string }): Refusal {
  const what = 'the report holds what no version of this product writes';
  return { what, where, found, expected: 'only what a report is made of' };
}

function unreadable(error: unknown, where: string): Refusal {
  return { what: 'the file cannot be read as a PDF', where, found: messageOf(error), expected };
}

/** An error of PDF.js that crossed from thread to thread is no `Error` any more, and keeps its message. */
function messageOf(error: unknown): string {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  const said = String(hasMessage ? error.message : error).replace(/\.$/, '');
  // What is rejected where nobody catches comes wrapped in advice to the programmer.
  const [, message = said] = /rejected with the reason "(.*?)\.?"$/s.exec(said) ?? [];
  return message === '' ? 'damage without a name' : message;
}

function byName(attached: readonly Attached[], fileName: string): Result<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const { rawFilename: name, content } of attached) {
    if (files.has(name)) {
      return refused({
        what: 'two files are attached under one name',
        where: fileName,
        found: JSON.stringify(name),
        expected: 'each file of the evidence once',
      });
    }
    files.set(name, content);
  }
  return ok(files);
}
