// Reads reports back as the program does, but in a thread that stays: a thread of its own compiles anew for each file what
// reads it, which takes four times as long as the reading.
import { Worker } from 'node:worker_threads';
import { reportReader } from '../../../adapters/evidence/report-pdf.ts';

let kept: WarmThread | null = null;

export const warmReader = reportReader({
  begin: (program) => {
    // It answers one after the other: whoever comes meanwhile has a thread of their own.
    if (kept?.isIdle === false) return new WarmThread(program);
    kept ??= new WarmThread(program);
    kept.isIdle = false;
    return kept;
  },
});

class WarmThread extends Worker {
  isIdle = true;
  #answered = false;

  constructor(program: URL) {
    super(program);
    this.on('message', () => (this.#answered = true));
    this.on('error', () => undefined);
    // Over what it read before, perhaps: nobody is answered by it any more.
    this.on('exit', () => {
      if (kept === this) kept = null;
    });
    // It ends with the process of the tests.
    this.unref();
  }

  /** What is called when a file was read: one that gave no answer is no longer good for another. */
  override async terminate(): Promise<number> {
    if (kept === this && this.#answered) {
      this.#answered = false;
      this.isIdle = true;
      return 0;
    }
    if (kept === this) kept = null;
    return super.terminate();
  }
}
