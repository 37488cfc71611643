// @ts-check
// Runs in Node, Bun and Deno: plays the scenarios, and prints the results as the last line.
import * as core from 'react-event-source/core';
import { play } from './scenarios.mjs';

const [base = '', double] = process.argv.slice(2);
if (double) await import('./double.mjs');
const results = await play(core, base);
if (double) {
  Reflect.deleteProperty(globalThis, 'TextDecoder');
  const { status, error } = await core.createRun({ url: `${base}/answer` }).start();
  results['without TextDecoder an error says so'] =
    status === 'failed' && error?.message.includes('TextDecoder') ? 'passed' : `${status} ${error}`;
}
console.log(JSON.stringify(results));
process.exit();
