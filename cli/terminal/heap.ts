// How far the heap of a large command may grow before garbage is collected.

/**
 * From `from` bytes of memory on, the heap may grow by `percent` of what is in use. Little in a run of 100,000
 * accounts; much while its report is drawn, because most of what a page leaves behind is garbage soon; and little again
 * where the machine may run out of memory. A run of 10,000 accounts without its PDF stays below the first step.
 */
const growths = [
  { from: 150e6, percent: 50 },
  { from: 450e6, whenDrawing: 300e6, percent: 120 },
  { from: 1000e6, percent: 40 },
] as const;

let isDrawing = false;

/** Called by a run that is about to draw its report, so that more growth is allowed before the drawing begins. */
export function growWhenDrawing(): void {
  isDrawing = true;
}

const looksEveryMs = 50;

const asTheEngineLikes = 0;

/**
 * Makes the engine collect earlier once the process has become large: by itself it waits until the heap is twice or
 * four times what is in use. Not from the start, because with such a flag the engine does not take compiled code from
 * Node and from the compile cache, which costs a small command more than it saves.
 */
export function growSlowly(): void {
  let reached = 0;
  const looking = setInterval(() => {
    const next = growths[reached];
    if (next === undefined) return clearInterval(looking);
    const from = isDrawing && 'whenDrawing' in next ? next.whenDrawing : next.from;
    if (process.memoryUsage.rss() < from) return;
    reached += 1;
    growBy(next.percent);
  }, looksEveryMs);
  looking.unref();
  // Set back at the end: Node writes the compile cache then, and the next command starts without these flags.
  process.once('exit', () => reached > 0 && growBy(asTheEngineLikes));
}

function growBy(percent: number): void {
  // Loaded when it is needed: a small command never asks.
  process.getBuiltinModule('node:v8').setFlagsFromString(`--heap-growing-percent=${percent}`);
}
