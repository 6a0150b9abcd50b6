// Progress on stderr: a bar that redraws itself on a terminal, one plain line a stage otherwise.
import type { Progress } from '../../core/ports.ts';
import type { Terminal } from './terminal.ts';

const barWidth = 24;
/** Redrawing more often costs more than the work it shows. */
const drawEvery = 500;

export interface CommandProgress extends Progress {
  /** Says something by the way, such as why it waits. */
  note(text: string): void;
  /** Ends the line of the last stage. */
  end(): void;
}

export const silentProgress: CommandProgress = { stage() {}, advance() {}, note() {}, end() {} };

export function progressOn(terminal: Terminal): CommandProgress {
  let current: { label: string; total: number | null; done: number } | null = null;
  const finish = (): void => {
    if (current === null) return;
    const count = current.total ?? current.done;
    const counted = count > 0 ? ` ${count.toLocaleString('en-US')}` : '';
    terminal.err(`${terminal.interactive ? '\r\u001B[K' : ''}${current.label}${counted}\n`);
    current = null;
  };
  return {
    stage(label, total) {
      finish();
      current = { label, total, done: 0 };
      if (terminal.interactive) terminal.err(line(current));
    },
    advance(units) {
      if (current === null) return;
      const before = Math.floor(current.done / drawEvery);
      current.done += units;
      if (terminal.interactive && Math.floor(current.done / drawEvery) > before) terminal.err(line(current));
    },
    note(text) {
      terminal.err(`${terminal.interactive ? '\r\u001B[K' : ''}${text}\n`);
      if (terminal.interactive && current !== null) terminal.err(line(current));
    },
    end: finish,
  };
}

function line({
  label,
  total,
  done,
}: {
  readonly label: string;
  readonly total: number | null;
  readonly done: number;
}): string {
  if (total === null || total === 0) return `\r\u001B[K${label} ${done === 0 ? '' : done.toLocaleString('en-US')}`;
  const filled = Math.min(barWidth, Math.round((done / total) * barWidth));
  return `\r\u001B[K${label} [${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}] ${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`;
}
