// @ts-check
// What is done through each proxy. Each case returns what the user saw; what must hold for every proxy throws.
import { setTimeout as wait } from 'node:timers/promises';

/**
 * @typedef {import('./visitor.mjs').Visitor} Visitor
 * @typedef {import('./site.mjs').Site} Site
 * @typedef {'native' | 'fetch' | 'answer'} By
 * @typedef {{ site: Site, visitor: Visitor, path: string, by: By, reload: () => Promise<void> }} Given
 */

/** Long enough for a message to come through, where nothing holds it back. Nothing fails where it is too short. */
const A_WHILE = 1000;
const STREAM = { 'content-type': 'text/event-stream' };
/** What the recipes send. */
const HEADERS = { ...STREAM, 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' };

const HOLD = { hold: /** @type {const} */ (true) };
const DESTROY = { destroy: /** @type {const} */ (true) };

const message = (/** @type {number} */ id) => ({ text: `id: ${id}\ndata: ${id}\n\n` });
/** A piece of an answer whose format has an end mark. */
const chunk = (/** @type {string} */ content) => ({
  text: `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`,
});
const text = (/** @type {import('./page.mjs').Log} */ log) => log.messages.join('') || log.text;

const isOver = (/** @type {string | undefined} */ status = '') =>
  ['done', 'failed', 'incomplete'].includes(status);
/** How an answer ended. @param {import('./page.mjs').Log} log */
const ending = ({ statuses, errors: [error] }) =>
  `\`${statuses.at(-1)}\`${error ? `, \`${error.kind}\`` : ''}`;

/** @param {boolean} holds @param {string} what @param {unknown} seen */
function must(holds, what, seen) {
  if (!holds) throw new Error(`${what}: ${JSON.stringify(seen)}`);
}

/** Three messages, the next one sent when the one before was seen. @param {Record<string, string>} headers */
const streams =
  (headers = HEADERS) =>
  async (/** @type {Given} */ { visitor, path, by }) => {
    const script = [
      { headers },
      message(1),
      { until: 1 },
      message(2),
      { until: 2 },
      message(3),
      { until: 3 },
    ];
    const { key, release, requests } = await visitor.stream({
      path,
      by,
      script: [...script, { end: true }],
    });
    for (const [count, seen] of ['1', '12', '123'].entries()) {
      await visitor.until(key, (log) => text(log) === seen, `message ${count + 1}`);
      if (count < 2 || by === 'answer') release(count + 1);
    }
    if (by === 'answer') await visitor.until(key, (log) => log.statuses.at(-1) === 'done', 'the end');
    const { encoding } = await visitor.log(key);
    must(requests().length === 1, 'one request', requests().length);
    return `each message as it was sent${encoding ? `, ${encoding}` : ''}`;
  };

/**
 * A message is sent, then, after a while, the end.
 *
 * @param {Record<string, string>} headers
 * @param {boolean} [comesOpen] whether the headers come through
 */
const isHeld =
  (headers = STREAM, comesOpen = false) =>
  async (/** @type {Given} */ { site, visitor, path, by }) => {
    const script = [{ headers }, message(1), { until: 1 }, message(2), { end: true }];
    const perRequest = [script, [{ headers }, { hold: true }]];
    const { key, release } = await visitor.stream({ path, by, script: { perRequest } });
    await site.waitFor(key, { requests: 1 });
    const open = by === 'answer' ? 'streaming' : 'open';
    const status = comesOpen ? open : 'connecting';
    await visitor.until(key, ({ statuses }) => statuses.at(-1) === status, status);
    await wait(A_WHILE);
    const early = await visitor.log(key);
    must(text(early) === '' && early.statuses.at(-1) === status, 'nothing has come', early);
    release(1);
    await visitor.until(key, (log) => text(log).startsWith('12'), 'all messages');
    return `${status} until the end, then all messages at once`;
  };

/**
 * Beats at a quarter of the proxy's timeout, for longer than it. If beats do not keep a connection, none is kept. One
 * that is lost may be this machine's fault, which was too busy to beat: it proves nothing.
 */
async function beats(/** @type {Given} */ { site, visitor, path, by }) {
  const script = [{ headers: HEADERS }, message(1), { hold: true }];
  for (let tries = 0; tries < 5; tries++) {
    const { key } = await visitor.stream({ path, by, script });
    const isLost = () => site.playground.stats(key).closed > 0;
    await site.waitFor(key, { requests: 1 });
    for (let beat = 0; beat < 7; beat++) {
      await wait(500);
      site.playground.control(key, { do: 'write', text: ':\n\n' });
    }
    site.playground.control(key, { do: 'write', text: 'id: 2\ndata: 2\n\n' });
    const log = await visitor.until(key, (now) => text(now) === '12' || isLost(), 'the second message');
    if (text(log) === '12' && !isLost()) return 'stays open';
  }
  throw new Error('no beat kept the connection');
}

/** A feed comes back after what it has, an answer fails. @param {'silence' | 'reload'} cause */
const isCut =
  (cause) =>
  async (/** @type {Given} */ { site, visitor, path, by, reload }) => {
    const isAnswer = by === 'answer';
    const perRequest = [
      [{ headers: HEADERS }, isAnswer ? chunk('1') : message(1), HOLD],
      [{ headers: HEADERS }, message(2), HOLD],
    ];
    const { key, requests } = await visitor.stream({ path, by, script: { perRequest }, isMarked: isAnswer });
    await visitor.until(key, (log) => text(log).startsWith('1'), 'the first message');
    if (cause === 'reload') await reload();
    if (isAnswer) {
      const log = await visitor.until(key, ({ statuses }) => isOver(statuses.at(-1)), 'an end');
      must(log.errors.length === 1 && log.text === '1', 'one error, and the text so far', log);
      return `${ending(log)}; the text so far is kept`;
    }
    await visitor.until(key, (log) => text(log).startsWith('12'), 'the second message');
    await site.waitFor(key, { requests: 2 });
    must(requests()[1]?.headers['last-event-id'] === '1', 'Last-Event-ID', requests()[1]?.headers);
    return 'comes back after the last message, nothing is lost';
  };

/** The stream goes on although the proxy was reloaded. */
async function outlivesReload(/** @type {Given} */ { visitor, path, by, reload }) {
  const script = [{ headers: HEADERS }, message(1), { until: 1 }, message(2), { hold: true }];
  const { key, release, requests } = await visitor.stream({ path, by, script });
  await visitor.until(key, (log) => text(log) === '1', 'the first message');
  await reload();
  release(1);
  await visitor.until(key, (log) => text(log) === '12', 'the second message');
  must(requests().length === 1, 'one request', requests().length);
  return 'goes on: the old process serves it to its end';
}

/** The response is an error of the proxy. @param {import('../../stories/server/index.ts').Script} script */
const refuses =
  (script = []) =>
  async (/** @type {Given} */ { visitor, path, by }) => {
    const { key } = await visitor.stream({ path, by, script });
    const { errors } = await visitor.until(key, ({ statuses }) => statuses.at(-1) === 'failed', 'failure');
    const [error] = errors;
    if (by === 'native') {
      must(error?.kind === 'network', 'a network error', error);
      return '`network`: the browser does not say why';
    }
    must(error?.kind === 'http' && !!error.body?.includes(String(error.status)), 'status and body', error);
    return `\`http\`, status ${error?.status}, with the proxy's page as \`body\``;
  };

/** The backend dies in the middle of an answer. @param {boolean} isMarked whether the format has an end mark */
const isHalf =
  (isMarked) =>
  async (/** @type {Given} */ { visitor, path, by }) => {
    const script = [{ headers: HEADERS }, isMarked ? chunk('1') : message(1), { until: 1 }, DESTROY];
    const { key, release } = await visitor.stream({ path, by, script, isMarked });
    await visitor.until(key, (log) => text(log) === '1', 'the first message');
    release(1);
    const log = await visitor.until(key, ({ statuses }) => isOver(statuses.at(-1)), 'an end');
    if (isMarked) must(log.statuses.at(-1) !== 'done', 'not done', log);
    return ending(log);
  };

export { beats, HEADERS, isCut, isHalf, isHeld, message, must, outlivesReload, refuses, STREAM, streams };
