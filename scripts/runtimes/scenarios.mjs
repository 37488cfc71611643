// @ts-check
// What each runtime is asked to do with the packed `/core`. Nothing here but the platform's own.

/** @typedef {typeof import('react-event-source/core')} Core */

/** @param {unknown} seen @param {unknown} expected */
function same(seen, expected) {
  const [left, right] = [JSON.stringify(seen), JSON.stringify(expected)];
  if (left !== right) throw new Error(`expected ${right}, got ${left}`);
}

/** @type {Record<string, (core: Core, base: string) => Promise<void>>} */
export const scenarios = {
  'an answer': async ({ createRun }, base) => {
    const { status, text } = await createRun({ url: `${base}/answer` }).start();
    same([status, text], ['done', 'Hello you']);
  },
  'a POST': async ({ createRun }, base) => {
    const { status, text } = await createRun({ url: `${base}/post`, body: { question: 'Héllo' } }).start();
    same([status, text], ['done', 'Héllo']);
  },
  'a feed with resume': async ({ createConnection, fetchEventSource }, base) => {
    /** @type {string[]} */
    const seen = [];
    await new Promise((resolve, reject) => {
      const feed = createConnection({
        url: `${base}/feed`,
        events: ['message'],
        transport: fetchEventSource(),
        onMessage({ data }) {
          seen.push(data);
          if (data !== '3') return;
          feed.close();
          resolve(undefined);
        },
        onError: (error, willRetry) => willRetry || reject(error),
      });
      feed.open();
    });
    same(seen, ['1', '2', '3']);
  },
  stop: async ({ createRun }, base) => {
    const key = Math.random();
    const run = createRun({ url: `${base}/hold?${key}`, onMessage: () => run.stop() });
    const { status, text } = await run.start();
    same([status, text], ['stopped', 'some']);
    same(await (await fetch(`${base}/closed?${key}`)).text(), 'closed');
  },
  'an error with its words': async ({ createRun }, base) => {
    const { status, error } = await createRun({ url: `${base}/error` }).start();
    same([status, error?.kind, error?.status, error?.message], ['failed', 'http', 400, 'No such model']);
  },
  'a timeout': async ({ createRun }, base) => {
    const options = { url: `${base}/hold?${Math.random()}`, timeout: { idle: 200 }, retry: false };
    const { status, error } = await createRun(options).start();
    same([status, error?.kind], ['failed', 'timeout']);
  },
  'an iterator': async ({ messages }, base) => {
    const key = Math.random();
    const seen = [];
    for await (const { data } of messages({ url: `${base}/endless?${key}` })) {
      seen.push(data);
      if (seen.length === 3) break;
    }
    same(seen, ['1', '2', '3']);
    same(await (await fetch(`${base}/closed?${key}`)).text(), 'closed');
  },
};

/**
 * @param {Core} core
 * @param {string} base
 * @returns {Promise<Record<string, string>>} by scenario: `passed`, or what went wrong
 */
export async function play(core, base) {
  /** @type {Record<string, string>} */
  const results = {};
  for (const [name, scenario] of Object.entries(scenarios)) {
    results[name] = await scenario(core, base).then(
      () => 'passed',
      (error) => String(error),
    );
  }
  return results;
}
