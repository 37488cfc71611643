// @ts-check
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import typescript from '@rollup/plugin-typescript';
import preserveDirectives from 'rollup-preserve-directives';
import dts from 'rollup-plugin-dts';
import { defineConfig } from 'rollup';
import { platformTypes } from './scripts/platform-types.mjs';

const pkg = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8'));
const external = [...Object.keys(pkg.peerDependencies), ...Object.keys(pkg.dependencies)].map(
  (name) => new RegExp(`^${name}(/|$)`),
);

/** One entry per "exports" subpath. */
const input = Object.fromEntries(
  Object.entries({
    index: 'src/entries/index.ts',
    core: 'src/entries/core.ts',
    testing: 'src/testing/index.ts',
    devtools: 'src/devtools/index.ts',
    worker: 'src/entries/worker.ts',
    'worker-transport': 'src/entries/workerTransport.ts',
  }).filter(([, file]) => existsSync(new URL(file, import.meta.url))),
);

/**
 * The parser is part of the package, with its licence: as a dependency it would ask every user for a newer Node than
 * the package needs, and yarn 1 would refuse to install it.
 */
const parserLicence = {
  name: 'licence',
  generateBundle() {
    const source = readFileSync(
      new URL('./node_modules/eventsource-parser/LICENSE', import.meta.url),
      'utf8',
    );
    this.emitFile({ type: 'asset', fileName: 'eventsource-parser.LICENSE.txt', source });
  },
};

const entryNames = new Map(
  Object.entries(input).map(([name, file]) => [fileURLToPath(new URL(file, import.meta.url)), name]),
);

/** The plugin for TypeScript reports type errors as warnings: every warning ends the build. */
const failOnWarning = (/** @type {import('rollup').RollupLog} */ w) => {
  throw new Error(`rollup warning made an error: ${w.code ?? ''} ${w.message}`);
};

export default defineConfig([
  {
    input,
    external,
    onwarn: failOnWarning,
    plugins: [
      { name: 'clean', buildStart: () => rmSync('dist', { recursive: true, force: true }) },
      nodeResolve(),
      typescript({ tsconfig: './tsconfig.build.json' }),
      preserveDirectives(),
      parserLicence,
    ],
    output: {
      dir: 'dist',
      format: 'es',
      sourcemap: true,
      // A file for each module: bundlers leave out whole files more reliably than parts of one, and what is loaded on
      // use keeps nothing else alive. npm packs no folder named node_modules.
      preserveModules: true,
      preserveModulesRoot: 'src',
      entryFileNames: ({ name, facadeModuleId }) =>
        `${entryNames.get(facadeModuleId ?? '') ?? `modules/${name.replace(/^.*node_modules\//, '')}`}.js`,
    },
  },
  {
    input,
    external,
    onwarn: failOnWarning,
    plugins: [dts({ tsconfig: './tsconfig.build.json' }), platformTypes],
    output: { dir: 'dist', format: 'es', chunkFileNames: 'chunks/[name]-[hash].d.ts' },
  },
]);
