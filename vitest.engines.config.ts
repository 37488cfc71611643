import { defineConfig } from 'vitest/config';
import { sourceAliases } from './scripts/source-aliases.mjs';

/** What `npm run test:engines` runs: real engines, in processes that the tests start. */
export default defineConfig({
  resolve: { alias: sourceAliases },
  test: {
    include: ['tests/engines/**/*.test.ts'],
    environment: 'node',
    // One engine and one Chromium at a time.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    reporters: process.env['VITEST_JSON']
      ? ['default', ['json', { outputFile: process.env['VITEST_JSON'] }]]
      : ['default'],
  },
});
