// Progress on stderr: a bar that redraws itself on a terminal, one plain line a stage otherwise.
import { grouped, visibleLine } from '../../core/values/text.ts';
import type { Progress } from '../../core/ports/world.ts';
import type { Terminal } from './terminal.ts';

const barWidth = 24;
/** How many steps pass between two drawings: to draw more often costs more than the work itself. */
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
  const whole = (text: string): void => {
    if (terminal.interactive) terminal.redraw(text);
    terminal.err(terminal.interactive ? '\n' : `${visibleLine(text)}\n`);
  };
  const finish = (): void => {
    if (current === null) return;
    const count = current.total ?? current.done;
    const counted = count > 0 ? ` ${grouped(count)}` : '';
    whole(`${current.label}${counted}`);
    current = null;
  };
  return {
    stage(label, total) {
      finish();
      current = { label, total, done: 0 };
      if (terminal.interactive) terminal.redraw(line(current));
    },
    advance(units) {
      if (current === null) return;
      const before = Math.floor(current.done / drawEvery);
      current.done += units;
      if (terminal.interactive && Math.floor(current.done / drawEvery) > before) terminal.redraw(line(current));
    },
    note(text) {
      whole(text);
      if (terminal.interactive && current !== null) terminal.redraw(line(current));
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
  if (total === null || total === 0) return `${label} ${done === 0 ? '' : grouped(done)}`;
  const filled = Math.min(barWidth, Math.round((done / total) * barWidth));
  return `${label} [${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}] ${grouped(done)} of ${grouped(total)}`;
}
