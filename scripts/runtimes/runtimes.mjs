// @ts-check
// Where each runtime is had from, and how it plays the scenarios.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { freePort } from '../consumers/server.mjs';
import { run, serve } from '../consumers/workspace.mjs';

/**
 * @typedef {{ folder: string, base: string }} Context
 * @typedef {{ name: string, packages: string[], play: (context: Context) => Promise<Record<string, string>> }} Runtime
 */

/** @param {string} said @returns {Record<string, string>} */
const lastLine = (said) => JSON.parse(said.trim().split('\n').at(-1) ?? '');

/** The binary of a platform's package, such as `@deno/linux-x64-glibc`. @param {string} folder @param {string} scope @param {RegExp} name @param {string} file */
async function binary(folder, scope, name, file) {
  const scoped = join(folder, 'node_modules', scope);
  const found = (await readdir(scoped)).filter((each) => name.test(each)).toSorted()[0];
  if (!found) throw new Error('there is no build for this platform');
  return join(scoped, found, file);
}

/** @param {string} name @param {string[]} packages @param {(folder: string) => string[] | Promise<string[]>} command @param {string[]} [words] @returns {Runtime} */
const program = (name, packages, command, words = []) => ({
  name,
  packages,
  async play({ folder, base }) {
    return lastLine(await run(folder, [...(await command(folder)), 'main.mjs', base, ...words]));
  },
});

const node22 = `node-${process.platform}-${process.arch}`;

/** An old date, at which `fetch` knew no `cache`. */
const config = (/** @type {number} */ port) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "out/worker.js")],
  compatibilityDate = "2024-09-01",
);
`;

/** @type {Runtime} */
const workerd = {
  name: 'workerd (Cloudflare Workers)',
  packages: ['workerd'],
  async play({ folder, base }) {
    await build({
      root: folder,
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: 'out',
        minify: false,
        // One module: the configuration names no other.
        rolldownOptions: { output: { codeSplitting: false } },
        lib: { entry: join(folder, 'worker.mjs'), formats: ['es'], fileName: () => 'worker.js' },
      },
    });
    const port = await freePort();
    await writeFile(join(folder, 'config.capnp'), config(port));
    const file = await binary(folder, '@cloudflare', /^workerd-/, 'bin/workerd');
    const stop = await serve(folder, [file, 'serve', 'config.capnp'], port);
    try {
      const response = await fetch(`http://127.0.0.1:${port}/?base=${encodeURIComponent(base)}`);
      return /** @type {Record<string, string>} */ (await response.json());
    } finally {
      await stop();
    }
  },
};

/** @type {Runtime[]} */
export const runtimes = [
  program(`Node ${process.versions.node.split('.')[0]}`, [], () => [process.execPath]),
  program('Node 22', [`${node22}@22`], (folder) => [join(folder, 'node_modules', node22, 'bin/node')]),
  program('Bun', ['bun'], async (folder) => [await binary(folder, '@oven', /^bun-/, 'bin/bun')]),
  program('Deno', ['deno'], async (folder) => [
    await binary(folder, '@deno', /./, 'deno'),
    'run',
    '--allow-all',
    '--no-lock',
    '--node-modules-dir=manual',
  ]),
  workerd,
  program('React Native (a double in Node)', [], () => [process.execPath], ['double']),
];
