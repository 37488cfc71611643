// @ts-check
// One check for each kind of user.
import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkBubbles } from './bubbles.mjs';
import { checkMarkup, checkPage } from './page.mjs';
import { freePort, startServer } from './server.mjs';
import { writeInputs } from './sdkTypes.mjs';
import { createWorkspace, run, serve } from './workspace.mjs';

/**
 * @typedef {{ root: string, tarball: string }} Context
 * @typedef {{ name: string, run: (context: Context) => Promise<string> }} Check `run` resolves to what was seen
 */

const recipes = fileURLToPath(new URL('../../docs/recipes/', import.meta.url));

/** @param {string} folder @param {string} name */
const bin = (folder, name) => join(folder, 'node_modules/.bin', name);

/** @param {string} version @returns {Check} */
const vite = (version) => ({
  name: `Vite, React ${version}`,
  async run({ root, tarball }) {
    const versions = { react: version, 'react-dom': version };
    const folder = await createWorkspace({ root, name: `vite-${version}`, app: 'vite', tarball, versions });
    await run(folder, [bin(folder, 'vite'), 'build', '--logLevel', 'warn']);
    const server = await startServer({ folder: join(folder, 'dist') });
    await checkPage(server.url, { react: version }).finally(server.close);
    return 'built, streamed in Chromium';
  },
});

/** Neither `eval` nor `blob:`, for page and Workers. */
const POLICY = "script-src 'self'; worker-src 'self'; connect-src 'self'";

/** What each bundler makes of a page with a Worker and a SharedWorker: into dist/. @type {Record<string, string[]>} */
const BUNDLERS = {
  Vite: ['vite', 'build', '--logLevel', 'warn'],
  webpack: ['webpack'],
  Rollup: ['rollup', '-c', '--silent'],
};

/** @param {keyof typeof BUNDLERS} name @returns {Check} */
const worker = (name) => ({
  name: `Worker and SharedWorker, ${name}`,
  async run({ root, tarball }) {
    const folder = await createWorkspace({ root, name: `worker-${name}`, app: 'bundlers', tarball });
    const [command = '', ...args] = BUNDLERS[name] ?? [];
    await run(folder, [bin(folder, command), ...args]);
    const html = join(folder, 'dist/index.html');
    if (!existsSync(html)) await copyFile(join(folder, 'index.html'), html);
    const server = await startServer({ folder: join(folder, 'dist'), policy: POLICY });
    await checkPage(server.url, { react: 'is not here' }).finally(server.close);
    return 'built, streamed in Chromium under a policy without eval and blob:';
  },
});

/**
 * @param {string} folder
 * @param {(port: number) => string[]} command
 * @param {Record<string, string[]>} pages what the markup of each page holds
 */
async function checkServer(folder, command, pages) {
  const port = await freePort();
  const stop = await serve(folder, command(port), port);
  const server = await startServer({ port });
  try {
    for (const [path, expected] of Object.entries(pages)) {
      await checkMarkup(server.url + path, 'connecting none', 'idle', ...expected);
      await checkPage(server.url + path, { react: '19' });
    }
  } finally {
    await server.close();
    await stop();
  }
}

/** @type {Check} */
const next = {
  name: 'Next.js App Router',
  async run({ root, tarball }) {
    const folder = await createWorkspace({ root, name: 'next', app: 'next', tarball });
    const said = await run(folder, [bin(folder, 'next'), 'build']);
    if (!/○ \/\n/.test(said) || !/ƒ \/live/.test(said)) throw new Error(`static and dynamic page:\n${said}`);
    const start = (/** @type {number} */ port) => [
      process.execPath,
      join(folder, 'node_modules/next/dist/bin/next'),
      'start',
      '--hostname',
      '127.0.0.1',
      '--port',
      String(port),
    ];
    await checkServer(folder, start, { '/': ['static'], '/live': ['dynamic'], '/worker': [] });
    return 'static and dynamic page rendered, hydrated, streamed in Chromium, and over a Worker';
  },
};

/** @type {Check} */
const reactRouter = {
  name: 'React Router, framework mode',
  async run({ root, tarball }) {
    const folder = await createWorkspace({ root, name: 'react-router', app: 'react-router', tarball });
    await run(folder, [bin(folder, 'react-router'), 'build']);
    const script = join(folder, 'node_modules/@react-router/serve/bin.js');
    await checkServer(folder, () => [process.execPath, script, 'build/server/index.js'], { '/': ['loaded'] });
    return 'rendered on the server, hydrated, streamed in Chromium';
  },
};

/** @type {Check} */
const jest = {
  name: 'Jest, jsdom',
  async run({ root, tarball }) {
    const folder = await createWorkspace({ root, name: 'jest', app: 'jest', tarball });
    const server = await startServer();
    const said = await run(folder, [bin(folder, 'jest'), '--ci'], { SSE_URL: server.url }).finally(
      server.close,
    );
    if (/console\.(error|warn)/.test(said)) throw new Error(said);
    return /Tests: +(.*)/.exec(said)?.[1] ?? 'passed';
  },
};

/** @type {Check} */
const node = {
  name: `Node ${process.versions.node}, import and require`,
  async run({ root, tarball }) {
    const folder = await createWorkspace({ root, name: 'node', app: 'node', tarball });
    const server = await startServer();
    try {
      for (const file of ['import.mjs', 'require.cjs']) {
        const said = await run(folder, [process.execPath, file], { SSE_URL: server.url });
        if (said.trim() !== 'ok') throw new Error(`${file}: ${said}`);
      }
    } finally {
      await server.close();
    }
    return 'rendered to a string, streamed from a feed and an answer, no warning';
  },
};

/** What each version checks. 5.4 knows no `require` of an ES module; the schemas' own types take the most time. */
const CONFIGS = {
  5.4: ['tsconfig.json', 'tsconfig.core.json', 'tsconfig.nodenext.json', 'tsconfig.schemas.json'],
  5.9: ['tsconfig.json', 'tsconfig.core.json', 'tsconfig.commonjs.json'],
  6: ['tsconfig.json', 'tsconfig.core.json', 'tsconfig.commonjs.json'],
  7: ['tsconfig.json', 'tsconfig.core.json', 'tsconfig.commonjs.json', 'tsconfig.schemas.json'],
};

/** @type {Check} */
const types = {
  name: 'TypeScript 5.4, 5.9, 6, 7, strict',
  async run({ root, tarball }) {
    const folder = await createWorkspace({ root, name: 'types', app: 'types', tarball });
    for (const [version, configs] of Object.entries(CONFIGS)) {
      const compiler = join(folder, `node_modules/typescript-${version}/bin/tsc`);
      for (const config of configs) await run(folder, [process.execPath, compiler, '-p', config]);
    }
    return 'bundler and nodenext, zod and valibot, /core without the DOM library; skipLibCheck false';
  },
};

/** @type {Check} */
const sdks = {
  name: 'toInput, request types of the SDKs',
  async run({ root, tarball }) {
    const folder = await createWorkspace({ root, name: 'sdks', app: 'sdks', tarball });
    const counts = await writeInputs(folder);
    await run(folder, [bin(folder, 'tsc'), '-p', '.']);
    const counted = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
    return `${counted.join(', ')} answers are what openai, @anthropic-ai/sdk and @google/genai send`;
  },
};

/** Here, and not among the tests: with it come 209 packages of 330 MB. @type {Check} */
const bubbles = {
  name: 'Ant Design X, recipe',
  async run({ root, tarball }) {
    const folder = await createWorkspace({ root, name: 'ant-design-x', app: 'ant-design-x', tarball });
    await copyFile(join(recipes, 'antDesignX.ts'), join(folder, 'antDesignX.ts'));
    await run(folder, [bin(folder, 'tsc'), '-p', '.']);
    await run(folder, [bin(folder, 'vite'), 'build', '--logLevel', 'error']);
    await checkBubbles(join(folder, 'dist'));
    return 'type-checked and built; an answer streamed into Bubble.List in Chromium, stopped, and failed';
  },
};

export const checks = [
  next,
  reactRouter,
  jest,
  types,
  sdks,
  bubbles,
  vite('19.3.1'),
  vite('18.3.1'),
  ...Object.keys(BUNDLERS).map(worker),
  node,
];
