// What the engine is told in the workers of the suite, and in what computes as much beside them.

/**
 * With as many of them as processors, what the engine compiles and collects beside one it takes from another: by itself,
 * and collecting less often, a worker needs a fifth less, and a synthesis with its rules two fifths. What is kept may come
 * to a gigabyte in each before it is looked through: most of it is modules, which stay. Commands and
 * functions are too short to gain.
 */
export const engine: readonly string[] = [
  '--single-threaded',
  '--min-semi-space-size=16',
  '--max-semi-space-size=32',
  '--initial-old-space-size=1000',
];
