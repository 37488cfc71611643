// @ts-check
// `npm run bench:typing`: types into the playground's chat while it streams at 1,000 tokens a second, and prints how
// long a key press waits and what is painted late. The static playground is measured, whose
// server runs in the page itself: the page does all the work there is.
import { chromium } from 'playwright';
import { chromiumArgs, findBrowser } from '../../scripts/find-browser.mjs';
import { serveStatic } from '../../scripts/serve-static.mjs';

const RATE = 1000;
const ANSWERS = 6;
/** Between two key presses, in ms. */
const EVERY = 50;

const { base, close } = await serveStatic();
const browser = await chromium.launch({ executablePath: await findBrowser(), args: chromiumArgs });
const page = await browser.newPage({ viewport: { width: 900, height: 700 } });
await page.goto(`${base}/iframe.html?id=chat--welcome&viewMode=story&args=rate:${RATE};delay:100`);
const message = page.getByRole('textbox', { name: 'Message' });
const connection = page.getByRole('status', { name: 'Connection' });

await message.waitFor();
await page.evaluate(() => {
  const seen = { delays: /** @type {number[]} */ ([]), paints: /** @type {number[]} */ ([]), long: 0 };
  Object.assign(globalThis, { seen });
  addEventListener('keydown', (event) => seen.delays.push(performance.now() - event.timeStamp), true);
  /** @type {(type: string, add: (entry: any) => void, more?: object) => void} */
  const observe = (type, add, more) =>
    new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({ type, ...more });
  observe('event', (entry) => seen.paints.push(entry.duration), { durationThreshold: 16 });
  observe('longtask', (entry) => (seen.long = Math.max(seen.long, entry.duration)));
});

for (let answer = 0; answer < ANSWERS; answer += 1) {
  await message.fill('What happens when an answer streams?');
  await message.press('Enter');
  await connection.getByText(/streaming/).waitFor();
  while (/streaming/.test((await connection.textContent()) ?? '')) {
    await page.keyboard.press('a');
    await page.waitForTimeout(EVERY);
  }
}
const seen = await page.evaluate(() => /** @type {any} */ (globalThis).seen);
await browser.close();
await close();

/** @type {(values: number[], part: number) => string} */
const at = (values, part) => {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);
};
const { delays, paints, long } = seen;
console.log(`${delays.length} key presses during ${ANSWERS} answers at ${RATE} tokens a second
input delay        median ${at(delays, 0.5)} ms, p95 ${at(delays, 0.95)} ms, longest ${at(delays, 1)} ms
until painted      p95 ${at(paints, 0.95)} ms, longest ${at(paints, 1)} ms (those of 16 ms and more)
longest task       ${long ? `${long} ms` : 'none of 50 ms'}`);
if (Number(at(delays, 0.95)) >= 50) throw new Error('typing waits for 50 ms and more');
