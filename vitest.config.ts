import { defineConfig } from 'vitest/config';

// CI reads the counts of the last run from this file; on a terminal the default reporter is enough.
const onCi = process.env['CI'] === 'true';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/suite.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    reporters: onCi ? ['default', ['json', { outputFile: '.test-results.json' }]] : ['default'],
  },
});
