// A page is reloaded, its tab killed or its connection cut, at points chosen by a fixed seed: the answer goes on.
// `npm run test:resume -- --points 200` does so at many more points of ten recordings, and prints what it took.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright';
import { createRun } from 'react-event-source/core';
import * as library from 'react-event-source/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { formatFor } from '../../scripts/recordings/families.mjs';
import { findRecordings } from '../../scripts/recordings/find.mjs';
import { randomFrom } from '../support/random.ts';
import { recordedMessages, withIds } from '../support/recordedMessages.ts';
import { type Model, openAnswerSite } from './support/answerSite.ts';
import { crash } from './support/crash.ts';

const POINTS = Number(process.env['RESUME_POINTS'] ?? 4);
const RECORDINGS = Number(process.env['RESUME_RECORDINGS'] ?? 3);
const SEED = Number(process.env['RESUME_SEED'] ?? 1);
const REPORT = process.env['RESUME_REPORT'];

/** Text, reasoning, tool calls, Chinese, Japanese, emoji, and an error. */
const files = [
  'openai-chat/answer.sse',
  'anthropic/answer.sse',
  'ui-message-stream/error-then-finish.sse',
  'openai-responses/answer.sse',
  'gemini-interactions/answer.sse',
  'cohere/answer.sse',
  'ag-ui/answer.sse',
  'mastra/answer.sse',
  'mistral-conversations/answer.sse',
  'openai-chat/zh-cjk-emoji-split.sse',
].slice(0, RECORDINGS);

const folder = fileURLToPath(new URL('../fixtures/recordings', import.meta.url));
const recordings = findRecordings(folder)
  .filter(({ file }) => files.includes(file.replaceAll('\\', '/')))
  .map(({ file, family, name, bytes }) => ({
    file,
    family,
    name,
    messages: recordedMessages(bytes.toString()),
  }));
type Recording = (typeof recordings)[number];

let site: Awaited<ReturnType<typeof openAnswerSite>>;
let user: BrowserContext;
/** What was done and seen, for the report. */
const tally = {
  disturbed: 0,
  posts: 0,
  /** At how many steps two tabs were compared. */
  compared: 0,
  /** In ms: from mounting until the answer so far was shown, and from `stop()` until the model knew. */
  shown: [] as number[],
  stopped: [] as number[],
};
beforeAll(async () => {
  site = await openAnswerSite();
});
afterAll(() => {
  if (REPORT)
    writeFileSync(
      REPORT,
      JSON.stringify({ seed: SEED, points: POINTS, recordings: recordings.length, ...tally }),
    );
  return site.close();
});
beforeEach(async () => {
  user = await site.newUser();
});
afterEach(() => user.close());

/** An answer that one test asks for, and the address of the page that asks. */
function begin({ family, name, messages }: Recording): { key: string; address: string; model: Model } {
  const key = crypto.randomUUID();
  const model = site.addModel(key, messages);
  return { key, address: `${site.url}/?${new URLSearchParams({ key, family, name })}`, model };
}

const isMounted = (page: Page) => page.waitForFunction(() => !!window.answer?.status());

async function open(page: Page, address: string): Promise<void> {
  if (page.url() === 'about:blank') await page.goto(address);
  else await page.evaluate((url) => window.answer.visit(url), address);
  await isMounted(page);
}

/** An answer was disturbed, and ended as it should. */
function note({ asked }: Model): void {
  tally.disturbed += 1;
  tally.posts += asked.filter((each) => each.startsWith('POST')).length;
}

const start = (page: Page) => page.evaluate(() => window.answer.start());
const outcome = (page: Page) => page.evaluate(() => window.answer.outcome());
/** Resolves when the page shows the answer up to that message. */
const isAt = (page: Page, count: number) =>
  page.waitForFunction((id) => window.answer.at() === id, String(count));
const isOver = (page: Page) => page.waitForFunction(() => window.answer.isOver());

/** How many messages come before a finish reason or an end: behind it nothing waits for long. */
async function lengthBeforeEnd({ messages, family, name }: Recording): Promise<number> {
  const ends: number[] = [];
  const run = createRun({
    url: site.url,
    format: formatFor(library, family, name) ?? undefined,
    throttle: 'message',
    fetch: async () =>
      new Response(withIds(messages).join(''), {
        headers: { 'content-type': 'text/event-stream' },
      }),
  });
  run.subscribe(() => {
    const { status, finishReason, lastEventId } = run.getSnapshot();
    if (lastEventId && (status !== 'streaming' || finishReason !== null)) ends.push(Number(lastEventId));
  });
  await run.start();
  return Math.min(...ends) - 1;
}

/** The answer that nobody disturbed. */
async function undisturbed(page: Page, recording: Recording): Promise<string> {
  const { address, model } = begin(recording);
  await open(page, address);
  await start(page);
  model.release(Infinity);
  await isOver(page);
  expect(model.asked).toEqual(['POST /chat/KEY']);
  return (await outcome(page)) ?? '';
}

/** What happens to a page that has the answer up to a message; gives the page that goes on. */
const disturbances = {
  async 'the page is reloaded'(page: Page): Promise<Page> {
    await page.reload();
    return page;
  },
  async 'the tab is killed'(page: Page): Promise<Page> {
    const address = page.url();
    await crash(page);
    await page.close();
    const next = await user.newPage();
    await next.goto(address);
    return next;
  },
};

describe.each(recordings)('$file', (recording) => {
  test.each(Object.entries(disturbances))(
    '%s: the answer goes on, and ends as if nothing had been',
    async (_, disturb) => {
      const random = randomFrom(SEED);
      const length = await lengthBeforeEnd(recording);
      expect(length).toBeGreaterThan(1);
      let page = await user.newPage();
      const whole = await undisturbed(page, recording);
      for (let point = 0; point < POINTS; point++) {
        const { address, model } = begin(recording);
        const count = 1 + random(length);
        await open(page, address);
        await start(page);
        model.release(count);
        await isAt(page, count);
        const soFar = await outcome(page);
        page = await disturb(page);
        await isMounted(page);
        await isAt(page, count);
        expect([count, await outcome(page)]).toEqual([count, soFar]);
        tally.shown.push(await page.evaluate((id) => window.answer.shownAfter(id), String(count)));
        model.release(Infinity);
        await isOver(page);
        expect([count, await outcome(page)]).toEqual([count, whole]);
        expect(model.asked).toEqual(['POST /chat/KEY', 'GET /answers/ID']);
        expect(model.stoppedAt).toBeUndefined();
        note(model);
      }
    },
  );

  test('the connection is cut: the answer goes on, and ends as if nothing had been', async () => {
    const random = randomFrom(SEED + 1);
    const length = await lengthBeforeEnd(recording);
    const size = Buffer.byteLength(withIds(recording.messages.slice(0, length)).join(''));
    const page = await user.newPage();
    const whole = await undisturbed(page, recording);
    for (let point = 0; point < POINTS; point++) {
      const { address, model } = begin(recording);
      model.cutAt = 1 + random(size);
      await open(page, address);
      await start(page);
      model.release(Infinity);
      await isOver(page);
      expect([model.cutAt, await outcome(page)]).toEqual([model.cutAt, whole]);
      expect(model.asked).toEqual(['POST /chat/KEY', 'GET /answers/ID']);
      note(model);
    }
  });

  test('two tabs agree at each step, also when one of them unmounts and mounts again', async () => {
    const random = randomFrom(SEED + 2);
    const length = await lengthBeforeEnd(recording);
    const [first, second] = [await user.newPage(), await user.newPage()];
    const whole = await undisturbed(first, recording);
    const { address, model } = begin(recording);
    await open(first, address);
    await start(first);
    model.release(1);
    await isAt(first, 1);
    await open(second, address);
    const steps = new Set(Array.from({ length: POINTS }, () => 1 + random(length)));
    for (const count of [...steps].sort((a, b) => a - b)) {
      model.release(count);
      await Promise.all([isAt(first, count), isAt(second, count)]);
      expect([count, await outcome(second)]).toEqual([count, await outcome(first)]);
      await second.evaluate(() => {
        window.answer.unmount();
        window.answer.mount();
      });
      await isAt(second, count);
      expect([count, await outcome(second)]).toEqual([count, await outcome(first)]);
      tally.compared += 2;
    }
    model.release(Infinity);
    await Promise.all([isOver(first), isOver(second)]);
    expect([await outcome(first), await outcome(second)]).toEqual([whole, whole]);
    expect(model.asked.filter((each) => each !== 'GET /answers/ID')).toEqual(['POST /chat/KEY']);
    expect(model.stoppedAt).toBeUndefined();
  });

  test('stop() reaches the model, from the tab that asked and from one that joined', async () => {
    for (const isJoined of [false, true]) {
      const { address, model } = begin(recording);
      const [first, second] = [await user.newPage(), await user.newPage()];
      await open(first, address);
      await start(first);
      model.release(1);
      await isAt(first, 1);
      await open(second, address);
      await isAt(second, 1);
      const stoppedAt = performance.now();
      await (isJoined ? second : first).evaluate(() => window.answer.stop());
      await expect.poll(() => model.stoppedAt).toBeDefined();
      tally.stopped.push(model.stoppedAt! - stoppedAt);
      await isOver(first);
      await isOver(second);
      expect(model.asked.filter((each) => each.startsWith('DELETE'))).toEqual(['DELETE /answers/ID']);
      // Nobody joins an answer that was stopped.
      await first.reload();
      await isMounted(first);
      expect(await first.evaluate(() => window.answer.status())).toBe('idle');
      await Promise.all([first.close(), second.close()]);
    }
  });
});
