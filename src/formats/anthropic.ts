import type { Answer } from '../answer/answer';
import type { Change, Delta, Format } from '../answer/format';
import { anthropicInput } from './shared/anthropicInput';
import { type Deltas, jsonFormat } from './shared/jsonFormat';
import { readError } from './shared/readError';

interface Citation {
  url?: string;
  title?: string;
  document_title?: string;
  cited_text?: string;
  start_char_index?: number;
  end_char_index?: number;
}

interface Block {
  type?: string;
  text?: string;
  thinking?: string;
  signature?: string;
  data?: string;
  partial_json?: string;
  id?: string;
  name?: string;
  input?: object;
  tool_use_id?: string;
  content?: unknown;
  is_error?: boolean;
  citation?: Citation;
  citations?: Citation[] | null;
}

interface Event {
  type?: string;
  index?: number;
  message?: { id?: string; model?: string; usage?: object | null; content?: Block[] | null };
  content_block?: Block;
  delta?: Block & { stop_reason?: string | null; stop_details?: object | null };
  usage?: object | null;
  completion?: string;
  stop_reason?: string | null;
}

/**
 * Anthropic's Messages, and its legacy Completions. Tools that Anthropic runs itself are in `parts` only.
 * `anthropic.toInput(answer)` is the message that the next request has to have for this answer.
 */
export const anthropic = /* @__PURE__ */ Object.assign(
  function anthropic(): Format {
    return jsonFormat<Event>({
      formatName: 'anthropic',
      types: /^(message|content_block|completion)/,
      knows: ({ type }) => /^(message|content_block)_|^(ping|error|completion)$/.test(type!),
      read: (event, _, answer) => readEvent(event, answer),
    });
  },
  { toInput: anthropicInput },
);

function readEvent(event: Event, { id: before, parts, error }: Answer): Change {
  if (error) return undefined;
  const { type = '', index: key, message, delta, usage } = event;
  const block = event.content_block ?? delta;
  switch (type) {
    case 'message_start':
      // A gateway began anew inside the first: the two do not make one answer.
      if (before && message?.id !== before)
        return readError('A second message began before the first had ended');
      return [
        { type: 'meta', id: message?.id, model: message?.model, usage: message?.usage },
        // Some gateways have the answer at once.
        ...(message?.content ?? []).flatMap((each, i) => readBlock(each, i, true)),
      ];
    case 'message_delta':
      return { type: 'meta', finishReason: delta?.stop_reason, detail: delta?.stop_details, usage };
    case 'content_block_start':
    case 'content_block_delta':
      // Some servers repeat the input of a block's start in its deltas.
      if (delta && parts.some((part) => part.key === key && part.type === 'toolCall' && part.done))
        return undefined;
      return block && readBlock(block, key, !delta);
    case 'content_block_stop':
      return { type: 'toolCall', key, done: true };
    case 'message_stop':
      return { type: 'done' };
    case 'completion':
      return [
        { type: 'text', delta: event.completion },
        { type: 'meta', finishReason: event.stop_reason },
      ];
    case 'error':
      return readError(event);
  }
  return undefined;
}

/** What a citation says of its place, whatever kind it is. */
const toSource = (citation: Citation): Delta => ({
  type: 'source',
  url: citation.url,
  title: citation.title ?? citation.document_title,
  quote: citation.cited_text,
  start: citation.start_char_index,
  end: citation.end_char_index,
});

/** A block as it begins, or what is added to it. */
function readBlock(block: Block, key: number | undefined, isStart: boolean): Deltas {
  const { type = '', text, thinking, signature, name, partial_json, content, citation } = block;
  const metadata = (value: Record<string, unknown>): Delta => ({ type: 'metadata', key, value });
  if (name || partial_json) return readCall(block, key);
  if (block.tool_use_id) {
    const { tool_use_id: id, is_error, ...value } = block;
    const isError = is_error ?? /_error$/.test((content as Block | null)?.type ?? '');
    return [{ type: 'toolResult', key, id, value: content, isError }, metadata({ block: value })];
  }
  const cited = (citation ? [citation] : (block.citations ?? [])).flatMap((each): Delta[] => [
    toSource(each),
    { type: 'metadata', value: { block: key, citation: each } },
  ]);
  if (/^(text|thinking|signature|citations)/.test(type) || !isStart)
    return [
      { type: 'reasoning', key, delta: thinking },
      { type: 'text', key, delta: text },
      signature && metadata({ signature }),
      type === 'compaction_delta' && {
        type: 'data',
        key,
        name: 'compaction',
        value: { type: 'compaction', content },
      },
      ...cited,
    ];
  return type === 'redacted_thinking'
    ? [{ type: 'replace', channel: 'reasoning', key, value: '' }, metadata({ block })]
    : [{ type: 'data', key, name: type, value: block }];
}

function readCall(
  { type = '', id, name, input, partial_json, ...more }: Block,
  key: number | undefined,
): Deltas {
  // A block that is not streamed starts with its whole input.
  const value = Object.keys(input ?? {}).length ? JSON.stringify(input) : undefined;
  const server = /_tool_use$/.test(type);
  return [
    { type: 'toolCall', key, id, name, value, delta: partial_json, server },
    value && { type: 'toolCall', key, done: true },
    server && { type: 'metadata', key, value: { block: { type, ...more } } },
  ];
}
