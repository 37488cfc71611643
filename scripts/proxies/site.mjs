// @ts-check
// Our server, a page with the built library, and a browser.
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build, runnerImport } from 'vite';
import { chromiumArgs, findBrowser } from '../find-browser.mjs';

/** For what does not come at all, in ms: what comes may take its time on a busy machine. */
export const PATIENCE = 120_000;

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** The page's script, with the library as it is published. */
async function bundle() {
  const result = /** @type {import('vite').Rolldown.RolldownOutput} */ (
    await build({
      configFile: false,
      logLevel: 'error',
      define: { 'process.env.NODE_ENV': '"production"' },
      resolve: { alias: [{ find: /^react-event-source$/, replacement: at('../../dist/index.js') }] },
      build: {
        write: false,
        modulePreload: false,
        rolldownOptions: {
          input: at('page.mjs'),
          output: { entryFileNames: 'page.js', chunkFileNames: 'chunk-[name].js' },
        },
      },
    })
  );
  return new Map(result.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : '']));
}

const HTML =
  '<!doctype html><meta charset="utf-8"><title>page</title><script type="module" src="/page.js"></script>';

export async function openSite() {
  const [files, { module: server }, { module: certificate }, executablePath] = await Promise.all([
    bundle(),
    runnerImport(at('../../stories/server/index.ts')),
    runnerImport(at('../../tests/support/certificate.ts')),
    findBrowser(),
  ]);
  const { createPlayground } = /** @type {typeof import('../../stories/server/index.ts')} */ (server);
  const { throwawayCertificate } = /** @type {typeof import('../../tests/support/certificate.ts')} */ (
    certificate
  );
  const playground = createPlayground({ allowOrigins: '*' });
  const http = createServer((req, res) =>
    playground.handler(req, res, () => {
      const file = files.get(req.url ?? '');
      res.setHeader('content-type', file === undefined ? 'text/html' : 'text/javascript');
      res.end(file ?? HTML);
    }),
  );
  await new Promise((resolve) => http.listen(0, '127.0.0.1', () => resolve(undefined)));
  const browser = await chromium.launch({ executablePath, args: chromiumArgs });
  const { key, cert } = throwawayCertificate();
  return {
    playground,
    browser,
    port: /** @type {import('node:net').AddressInfo} */ (http.address()).port,
    pem: cert + key,
    /** @param {string} key @param {import('../../stories/server/index.ts').Wanted} wanted */
    async waitFor(key, wanted) {
      if (await playground.until(key, wanted, PATIENCE)) return;
      const { requests: _, ...numbers } = playground.stats(key);
      throw new Error(`the server waited for ${JSON.stringify(wanted)} and has ${JSON.stringify(numbers)}`);
    },
    async close() {
      await browser.close();
      http.close();
      http.closeAllConnections();
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof openSite>>} Site */
