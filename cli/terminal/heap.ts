// How far the heap of a large command grows before what nobody needs any more is collected.

/**
 * From so many bytes of memory on, by so many per cent of what is in use: little for 100,000 accounts, which come to twice
 * of that; much where their report is drawn, since little of what each page leaves behind lasts; and little again where
 * the machine's memory may not suffice. A run of 10,000 accounts without its PDF stays below the first.
 */
const growths = [
  { from: 150e6, percent: 50 },
  { from: 450e6, whenDrawing: 300e6, percent: 120 },
  { from: 1000e6, percent: 40 },
] as const;

let isDrawing = false;

/** Of a run that is about to draw its report: the last collection before the drawing decides when the first one of it comes. */
export function growWhenDrawing(): void {
  isDrawing = true;
}

const looksEveryMs = 50;

const asTheEngineLikes = 0;

/**
 * Once the process is a large one, the collector comes before the heap has grown by much: by itself it waits until what is
 * in use is twice or four times as much. Not before: under any flag of this kind the engine takes none of the code that
 * Node and the compile cache hold ready, and compiles it again, which costs a small command more than it saves.
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
  // What Node keeps of this command for the next one is of use under the flags that it begins with.
  process.once('exit', () => reached > 0 && growBy(asTheEngineLikes));
}

function growBy(percent: number): void {
  // Loaded when it is needed: a small command never asks.
  process.getBuiltinModule('node:v8').setFlagsFromString(`--heap-growing-percent=${percent}`);
}
