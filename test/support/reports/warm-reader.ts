// Reads reports back as the program does, but in one thread that stays. A thread for each file would compile the reader
// each time, which takes four times as long as the reading.
import { Worker } from 'node:worker_threads';
import { reportReader } from '../../../adapters/evidence/report-pdf.ts';

let kept: WarmThread | null = null;

export const warmReader = reportReader({
  begin: (program) => {
    // The thread reads one file at a time: a second one meanwhile gets a thread of its own.
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
    // The thread ends, perhaps by what it read before: no further file goes to it, which nobody would answer.
    for (const end of ['error', 'exit']) {
      this.on(end, () => {
        if (kept === this) kept = null;
      });
    }
    // It ends with the process of the tests.
    this.unref();
  }

  /** Called when a file was read. The thread stays for the next one, unless it gave no answer. */
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
