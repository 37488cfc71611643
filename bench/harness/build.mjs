// @ts-check
// One script for each page that is measured: a contender in a view, as production code.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { contenderOf } from '../contenders.mjs';
import { workloadOf } from '../workloads.mjs';

const folder = fileURLToPath(new URL('..', import.meta.url));
const at = (/** @type {string} */ name) => join(folder, 'node_modules', name);

/** @type {import('esbuild').BuildOptions} */
export const shared = {
  bundle: true,
  minify: true,
  platform: 'browser',
  target: 'es2022',
  jsx: 'automatic',
  legalComments: 'none',
  logLevel: 'error',
  absWorkingDir: folder,
  // The built package, as its users get it; the paths of the type checker lead to the source.
  tsconfigRaw: {},
  alias: {
    'react-event-source': fileURLToPath(new URL('../../dist/index.js', import.meta.url)),
    'react-event-source/worker-transport': fileURLToPath(
      new URL('../../dist/worker-transport.js', import.meta.url),
    ),
    react: at('react'),
    'react-dom': at('react-dom'),
  },
  define: { 'process.env.NODE_ENV': '"production"' },
};

/**
 * The name of the page on which a contender does a workload.
 *
 * @param {string} workload
 * @param {string} contender
 */
export function pageOf(workload, contender) {
  const { kind, page, view } = contenderOf(contender);
  return kind === 'floor' ? `floor-${page}` : `${page}-${view ?? workloadOf(workload).view}`;
}

/** @param {string} workload @param {string} contender */
function sourceOf(workload, contender) {
  const { kind, page, view } = contenderOf(contender);
  if (kind === 'floor') return `import './pages/floors/${page}';`;
  return `import * as contender from './pages/contenders/${page}';
    import { mount } from './pages/views/${view ?? workloadOf(workload).view}';
    mount(contender);`;
}

/**
 * @param {Iterable<readonly [workload: string, contender: string]>} pairs
 * @param {string} target
 */
export async function buildPages(pairs, target) {
  const sources = new Map([...pairs].map((pair) => [pageOf(...pair), sourceOf(...pair)]));
  const builds = [...sources].map(([name, contents]) =>
    build({
      ...shared,
      format: 'iife',
      stdin: { contents, resolveDir: folder, loader: 'ts' },
      outfile: join(target, `${name}.js`),
    }),
  );
  const worker = build({
    ...shared,
    format: 'iife',
    entryPoints: [fileURLToPath(new URL('../../dist/worker.js', import.meta.url))],
    outfile: join(target, 'sse.worker.js'),
  });
  await Promise.all([...builds, worker]);
}
