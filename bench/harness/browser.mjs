// @ts-check
// Chromium, driven over the DevTools protocol alone. A test runner's client would listen to the network, and Chromium
// then reports every chunk to it: it would slow down what is measured.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumArgs, findBrowser } from '../../scripts/find-browser.mjs';
import { createPipe } from './pipe.mjs';

const FLAGS = [
  ...chromiumArgs,
  '--headless',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--disable-extensions',
  '--disable-default-apps',
  '--ignore-certificate-errors',
  '--window-size=1280,800',
  '--remote-debugging-pipe',
];

const within = (/** @type {number} */ ms, /** @type {Promise<unknown>} */ promise) =>
  Promise.race([promise, new Promise((resolve) => setTimeout(resolve, ms))]);

/** @typedef {Awaited<ReturnType<typeof launchBrowser>>} Browser */
/** @typedef {Awaited<ReturnType<Browser['openPage']>>} Page */

export async function launchBrowser() {
  const profile = mkdtempSync(join(tmpdir(), 'react-event-source-bench-'));
  const child = spawn(await findBrowser(), [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const [, , , input, output] = child.stdio;
  const pipe = createPipe(
    /** @type {import('node:stream').Writable} */ (input),
    /** @type {import('node:stream').Readable} */ (output),
  );
  const gone = new Promise((resolve) => child.once('exit', resolve));
  void gone.then(() => pipe.close());

  const kill = () => {
    try {
      if (child.pid) process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
    } catch {
      // it has ended by itself
    }
  };

  const { product } = await pipe.send('Browser.getVersion');

  /** A new tab at that address, once its script says that it is ready. @param {string} address */
  async function openPage(address) {
    const { targetId } = await pipe.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await pipe.send('Target.attachToTarget', { targetId, flatten: true });
    const send = (/** @type {string} */ method, /** @type {object} */ params = {}, timeout = 30_000) =>
      pipe.send(method, params, { sessionId, timeout });
    const evaluate = async (/** @type {string} */ expression, timeout = 30_000) => {
      const call = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await send('Runtime.evaluate', call, timeout);
      if (!exceptionDetails) return result.value;
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    };
    await send('Page.navigate', { url: address });
    for (let tries = 0; !(await evaluate('"bench" in window').catch(() => false)); tries++) {
      if (tries > 200) throw new Error(`${address} did not become ready`);
      await within(25, gone);
    }
    return {
      send,
      evaluate,
      close: () => pipe.send('Target.closeTarget', { targetId }, { timeout: 5000 }),
    };
  }

  return {
    version: String(product),
    openPage,
    async close() {
      await pipe.send('Browser.close', {}, { timeout: 3000 }).catch(() => {});
      await within(3000, gone);
      kill();
      await within(1000, gone);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
