// What the engine is told in the workers of the suite, and in what computes as much beside them.

/**
 * With as many of them as processors, what the engine compiles and collects beside one it takes from another: by itself,
 * and collecting less often, a worker needs a seventh less, and a synthesis with its rules two fifths. Commands and
 * functions are too short to gain.
 */
export const engine: readonly string[] = ['--single-threaded', '--min-semi-space-size=16', '--max-semi-space-size=32'];
