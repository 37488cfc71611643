// @ts-check
// What goes over the wire: one string for each event.

const event = (/** @type {unknown} */ data) => `data: ${JSON.stringify(data)}\n\n`;

const chunk = (/** @type {object} */ delta, /** @type {string | null} */ finishReason) =>
  event({
    id: 'chatcmpl-9fXk2LmQz7Rb4TnVw8YcJd3HsGpA',
    object: 'chat.completion.chunk',
    created: 1760000000,
    model: 'model-1',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
  });

/** @type {Record<string, (tokens: readonly string[]) => string[]>} */
const encoders = {
  /** Chat Completions: about 180 bytes around each token. */
  openai: (tokens) => [
    ...tokens.map((content) => chunk({ content }, null)),
    chunk({}, 'stop'),
    'data: [DONE]\n\n',
  ],
  /** The AI SDK's own stream. */
  uiMessages: (tokens) => [
    ...[{ type: 'start' }, { type: 'start-step' }, { type: 'text-start', id: 't' }].map(event),
    ...tokens.map((delta) => event({ type: 'text-delta', id: 't', delta })),
    ...[{ type: 'text-end', id: 't' }, { type: 'finish-step' }, { type: 'finish' }].map(event),
    'data: [DONE]\n\n',
  ],
};

/** The last event of a feed. */
const FEED_END = 'end';

/** @param {number} count events of a feed, the last of which says so */
const encodeFeed = (count) =>
  Array.from({ length: count }, (_, i) =>
    i === count - 1 ? `data: ${FEED_END}\n\n` : event({ n: i, price: 100 + (i % 997) / 100 }),
  );

/**
 * @param {string} wire the name of an encoding
 * @param {number} count
 * @param {(count: number) => string[]} makeTokens
 */
export function encode(wire, count, makeTokens) {
  if (wire === 'feed') return encodeFeed(count);
  const encoder = encoders[wire];
  if (!encoder) throw new Error(`no such wire format: ${wire}`);
  return encoder(makeTokens(count));
}
