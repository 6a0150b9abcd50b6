import { defineConfig } from 'vitest/config';
import { engine } from './test/support/suite/engine.ts';
import { LongestFirst } from './test/support/suite/longest-first.ts';

// CI reads the counts of the last run from this file; on a terminal the default reporter is enough.
const onCi = process.env['CI'] === 'true';

// Lambda handlers read their environment when they are loaded, so each file of tests loads them anew.
const handlers = 'test/lambdas/**/*.test.ts';

export default defineConfig({
  test: {
    globalSetup: 'test/support/suite/suite.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A busy machine draws a page late, and what is awaited is that it comes, not when.
    expect: { poll: { timeout: 30_000 } },
    // One more than a small machine has processors: whoever waits for a browser or a service leaves its own to another.
    maxWorkers: 3,
    execArgv: [...engine],
    sequence: { sequencer: LongestFirst },
    // Names of tests are sentences: none is cut.
    taskTitleValueFormatTruncate: 0,
    reporters: onCi ? ['default', ['json', { outputFile: '.test-results.json' }]] : ['default'],
    projects: [
      // To load the modules again for each file takes as long as most of the tests.
      { extends: true, test: { name: 'house', include: ['test/**/*.test.ts'], exclude: [handlers], isolate: false } },
      { extends: true, test: { name: 'handlers', include: [handlers], isolate: true } },
    ],
  },
});
