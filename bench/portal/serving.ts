// `serve` in a process of its own, which tells its CPU time and its memory whenever it is asked.
import { serve } from '../../cli/serve/serve.ts';
import { growSlowly } from '../../cli/terminal/heap.ts';
import type { Terminal } from '../../cli/terminal/terminal.ts';

export interface Told {
  readonly cpuMs: number;
  readonly peakMb: number;
}

const [home = ''] = process.argv.slice(2);

function tell(message: unknown): void {
  process.send?.(message);
}

const terminal: Terminal = {
  out(text) {
    const [address] = /http:\S+?(?=,)/.exec(text) ?? [];
    if (address !== undefined) tell({ address });
  },
  err: (text) => void process.stderr.write(text),
  table: () => undefined,
  stream: async () => undefined,
  redraw: () => undefined,
  interactive: false,
};

growSlowly();
const stop = new AbortController();
process.on('disconnect', () => stop.abort());
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  const told: Told = { cpuMs: (user + system) / 1000, peakMb: process.resourceUsage().maxRSS / 1024 };
  tell(told);
});
await serve({ home, port: '0' }, terminal, stop.signal);
