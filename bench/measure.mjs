// @ts-check
// One contender does one workload once, in a fresh tab.
import { contenderOf } from './contenders.mjs';
import { pageOf } from './harness/build.mjs';
import { workloadOf } from './workloads.mjs';

/**
 * Times in ms, memory in bytes. `right`: what is shown at the end, and what was called back, is what was sent.
 *
 * @typedef {object} Result
 * @property {string} status 'done', 'timeout' or 'broken'
 * @property {boolean} right
 * @property {string} [error]
 * @property {number} [wall]
 * @property {number} [task] what the main thread did, as the time of its thread and not of the clock
 * @property {number} [script]
 * @property {number} [layout]
 * @property {number} [longest] the longest task; 0 where none took 50 ms
 * @property {number} [frameGap]
 * @property {number[]} [inputs] how long each key press waited
 * @property {number} [renders]
 * @property {number} [seen] messages that callbacks saw, of all copies
 * @property {number} [shownAfter] from the last byte to the last change of what is shown
 * @property {number} [connections]
 * @property {number} [heap] what the page holds after a collection, more than before the stream
 * @property {number} [alone] how long the transition took without a stream
 * @property {number} [during] and with one
 */

/** @typedef {{ plain: string, http2?: string | undefined }} Origins */

/** A key is pressed that often, in ms. */
const TYPING = 100;
/** What is asked to let go of memory gets that many ms: the last exchange with the server, among others. */
const SETTLE = 1500;

/** @param {import('./harness/browser.mjs').Page} page @returns {Promise<Record<string, number>>} */
async function readMetrics(page) {
  const { metrics } = await page.send('Performance.getMetrics');
  return Object.fromEntries(
    metrics.map((/** @type {{ name: string, value: number }} */ { name, value }) => [name, value * 1000]),
  );
}

/** @param {import('./harness/browser.mjs').Page} page */
async function readHeap(page) {
  await page.send('HeapProfiler.collectGarbage');
  return (await page.send('Runtime.getHeapUsage')).usedSize;
}

/** @param {import('./harness/browser.mjs').Page} page */
function typeInto(page) {
  const key = { key: 'a', code: 'KeyA', text: 'a', windowsVirtualKeyCode: 65 };
  const ignore = () => {};
  const timer = setInterval(() => {
    page.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key }).catch(ignore);
    page.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key, text: '' }).catch(ignore);
  }, TYPING);
  return () => clearInterval(timer);
}

const textOf = async (/** @type {string} */ address) => (await fetch(address)).text();

/**
 * @param {import('./harness/browser.mjs').Browser} browser
 * @param {Origins} origins
 * @param {{ workload: string, contender: string, id: string }} what
 * @returns {Promise<Result>}
 */
export async function measure(browser, origins, { workload, contender, id }) {
  const { view, count, rate, copies = 1, distinct = false, slowdown = 1, timeout } = workloadOf(workload);
  const { wire = 'openai', callbacks } = contenderOf(contender);
  const feed = view === 'feed';
  const origin = distinct ? origins.http2 : origins.plain;
  const query = `count=${count}&rate=${rate}&wire=${feed ? 'feed' : wire}${copies > 1 && feed ? '&stay' : ''}`;
  const job = { url: `/stream/${id}?${query}`, copies, distinct, timeout };

  const page = await browser.openPage(`${origin}/page/${pageOf(workload, contender)}`);
  await page.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  await page.send('Performance.enable', { timeDomain: 'threadTicks' });
  if (slowdown > 1) await page.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const heapBefore = await readHeap(page);
  const before = await readMetrics(page);
  const stopTyping = typeInto(page);
  const run = page.evaluate(`bench.run(${JSON.stringify(job)})`, timeout + 10_000);
  const result = await run.finally(stopTyping);
  const after = await readMetrics(page);
  if (workload === 'memory') await new Promise((resolve) => setTimeout(resolve, SETTLE));
  const heap = (await readHeap(page)) - heapBefore;

  /** @type {string[]} */
  const shown = await page.evaluate('bench.shown()');
  const connections = Number(await textOf(`${origins.plain}/connections/${id}`));
  const expected = feed ? 'end' : await textOf(`${origins.plain}/text/${count}`);
  await page.close();
  const whole = view === 'transition' || shown.every((text) => text === expected);
  const called = !feed || !callbacks || result.seen === count * copies;
  const spent = (/** @type {string} */ name) => (after[name] ?? 0) - (before[name] ?? 0);
  return {
    ...result,
    right: result.status === 'done' && whole && called && shown.length === copies,
    task: spent('TaskDuration'),
    script: spent('ScriptDuration'),
    layout: spent('LayoutDuration'),
    heap,
    connections,
  };
}
