import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import type { BrowserContextOptions } from 'playwright';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { chromiumArgs, findTestBrowser } from './scripts/find-browser.mjs';
import { sourceAliases } from './scripts/source-aliases.mjs';
import { playgroundServer } from './stories/server/vite.ts';

/** React 18 under the same tests: every import of react and react-dom goes to the aliased packages. */
const react18 = [{ find: /^react(-dom)?(?=$|\/)/, replacement: 'react$1-18' }];

// Without a browser the node and jsdom projects must still run: the browser projects' globalSetup gives the error.
const executablePath = await findTestBrowser().catch(() => undefined);
/** A fresh object for each project: vitest writes a name into `instances`. */
const inChromium = (contextOptions: BrowserContextOptions = {}) => ({
  globalSetup: ['tests/support/require-browser.ts'],
  browser: {
    enabled: true,
    headless: true,
    screenshotFailures: false,
    provider: playwright({
      launchOptions: { ...(executablePath ? { executablePath } : {}), args: chromiumArgs },
      contextOptions,
    }),
    instances: [{ browser: 'chromium' as const }],
    api: { host: '127.0.0.1' },
  },
});

const jsdom = (name: string): TestProjectInlineConfiguration['test'] => ({
  name,
  environment: 'jsdom',
  include: ['tests/{react,testing,devtools}/**/*.test.tsx'],
  setupFiles: ['tests/support/close-connections.ts', 'tests/support/setup-dom.ts'],
});

const jsonReport = process.env['VITEST_JSON'];

export default defineConfig({
  plugins: [react()],
  resolve: { alias: sourceAliases },
  test: {
    passWithNoTests: true,
    // every core: by itself vitest leaves one out, which is half of a small machine
    maxWorkers: '100%',
    // One module graph for the files of a worker: to load React and the sources anew takes longer than most files.
    isolate: false,
    setupFiles: ['tests/support/quiet.ts'],
    // for what does not come at all: what comes may take its time on a busy machine
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    reporters: jsonReport ? ['default', ['json', { outputFile: jsonReport }]] : ['default'],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,tsx}'],
      reporter: ['text', 'json-summary', 'html'],
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          setupFiles: ['tests/support/close-connections.ts'],
          include: [
            'tests/{platform,protocol,attempts,answer,resume,run,feed,publish,text,transports,formats,worker,package,server,contract}/**/*.test.{ts,tsx}',
            'tests/react/**/*.test.ts',
          ],
          exclude: ['tests/package/{serverRendering,xhr}.test.{ts,tsx}'],
        },
      },
      // What is touched while modules load shows only where no other file uses them; and jsdom's network is its own only
      // where no other file has used Node's.
      {
        extends: true,
        test: {
          name: 'node-isolated',
          environment: 'node',
          include: ['tests/package/{serverRendering,xhr}.test.{ts,tsx}'],
          isolate: true,
        },
      },
      { extends: true, test: { ...jsdom('jsdom') } },
      {
        extends: true,
        resolve: { alias: react18 },
        test: {
          ...jsdom('jsdom-react18'),
          setupFiles: [
            'tests/support/use-react-18.ts',
            'tests/support/close-connections.ts',
            'tests/support/setup-dom.ts',
          ],
          env: { EXPECT_REACT: '18' },
        },
      },
      // groupOrder: one Chromium at a time, after the others: a page that waits for its turn is a slow page
      {
        extends: true,
        plugins: [playgroundServer()],
        test: {
          ...inChromium(),
          name: 'browser',
          include: ['tests/browser/**/*.test.tsx'],
          setupFiles: ['tests/support/setup-browser.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        plugins: [playgroundServer()],
        resolve: { alias: react18 },
        cacheDir: 'node_modules/.vite-react18',
        test: {
          ...inChromium(),
          name: 'browser-react18',
          include: ['tests/browser/**/*.test.tsx'],
          // What is parsed and what is left behind does not depend on React.
          exclude: ['tests/browser/{conformance,soak}*.test.tsx'],
          setupFiles: ['tests/support/setup-browser.ts'],
          env: { EXPECT_REACT: '18' },
          sequence: { groupOrder: 2 },
        },
      },
      // Several pages of one browser: launched by the tests themselves
      {
        extends: true,
        test: {
          name: 'pages',
          environment: 'node',
          include: ['tests/pages/**/*.test.ts'],
          globalSetup: ['tests/support/require-browser.ts'],
        },
      },
      {
        extends: true,
        plugins: [storybookTest({ configDir: fileURLToPath(new URL('./.storybook', import.meta.url)) })],
        // no colour half way from one to another when the contrasts are looked at
        test: { ...inChromium({ reducedMotion: 'reduce' }), name: 'stories', sequence: { groupOrder: 3 } },
      },
    ],
  },
});
