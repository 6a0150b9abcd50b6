// Options of the engine for the workers of the suite, and for processes beside them that compute as much.

/**
 * There are as many workers as processors, so a thread in which the engine compiles or collects takes time from another
 * worker. Without such threads, and with rarer collections, a worker needs a fifth less, and a synthesis with its rules
 * two fifths. The old space may grow to a gigabyte before it is collected, because most of it is modules, which stay.
 * Commands and functions are too short to gain from this.
 */
export const engine: readonly string[] = [
  '--single-threaded',
  '--min-semi-space-size=16',
  '--max-semi-space-size=32',
  '--initial-old-space-size=1000',
];
