import { defineConfig } from 'vitest/config';
import { sourceAliases } from './scripts/source-aliases.mjs';

/** The tests that mutants are tried against: those of Node, which need neither a browser nor React. */
export default defineConfig({
  resolve: { alias: sourceAliases },
  test: {
    setupFiles: ['tests/support/quiet.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: [
            'tests/{platform,protocol,attempts,answer,run,feed,publish,text,transports,formats}/**/*.test.ts',
          ],
          // Long ones, which find nothing that the others do not, and one that reads its own source, which is changed.
          exclude: [
            'tests/transports/{faults,http2,cycles}.test.ts',
            'tests/attempts/simulation.test.ts',
            'tests/formats/ownFormat.test.ts',
          ],
        },
      },
    ],
  },
});
