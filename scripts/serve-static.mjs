// @ts-check
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';

/** Serves the static playground as plain files, under a sub-path, on a free port. */
export async function serveStatic() {
  const folder = fileURLToPath(new URL('../storybook-static/', import.meta.url));
  const server = await preview({
    configFile: false,
    logLevel: 'silent',
    appType: 'mpa',
    base: '/some/where/',
    build: { outDir: folder },
    preview: { host: '127.0.0.1', port: 0 },
  });
  const base = (server.resolvedUrls?.local[0] ?? '').replace(/\/$/, '');
  return { folder, base, close: () => server.close() };
}
