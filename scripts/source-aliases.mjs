// @ts-check
import { fileURLToPath } from 'node:url';

const at = (/** @type {string} */ path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The package's own names lead to its source: tests and stories import as users do. Mirrors tsconfig "paths". */
export const sourceAliases = [
  { find: /^react-event-source$/, replacement: at('src/entries/index.ts') },
  { find: /^react-event-source\/core$/, replacement: at('src/entries/core.ts') },
  { find: /^react-event-source\/testing$/, replacement: at('src/testing/index.ts') },
  { find: /^react-event-source\/devtools$/, replacement: at('src/devtools/index.ts') },
  { find: /^react-event-source\/worker$/, replacement: at('src/entries/worker.ts') },
  { find: /^react-event-source\/worker-transport$/, replacement: at('src/entries/workerTransport.ts') },
];
