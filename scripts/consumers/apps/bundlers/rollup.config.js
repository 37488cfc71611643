import { nodeResolve } from '@rollup/plugin-node-resolve';

// Rollup leaves `new URL(…)` as it is: the Worker's file is an entry of its own, beside the page's.
export default {
  input: ['main.js', 'sse.worker.js'],
  plugins: [nodeResolve({ browser: true })],
  output: { dir: 'dist', format: 'es' },
};
