import type { Answer, Channel } from '../answer/answer';
import type { Change, Delta, Format } from '../answer/format';
import { type Deltas, jsonFormat } from './shared/jsonFormat';
import { openaiResponsesInput } from './shared/openaiResponsesInput';
import { readError } from './shared/readError';

interface Annotation {
  url?: string;
  title?: string;
  filename?: string;
  file_id?: string;
  quote?: string;
  start_index?: number;
  end_index?: number;
}

interface Content {
  type?: string;
  text?: string;
  refusal?: string;
  annotations?: Annotation[] | null;
}

interface Item {
  type: string;
  call_id?: string;
  id?: string;
  name?: string;
  arguments?: string | object;
  input?: string;
  code?: string | null;
  action?: { sources?: Annotation[] | null };
  operation?: object;
  environment?: { type?: string } | null;
  execution?: string;
  content?: Content[] | null;
  summary?: Content[] | null;
  /** What a tool gave back: each has a name of its own for it. */
  output?: unknown;
  outputs?: { url?: string }[] | null;
  results?: (Annotation & { text?: string })[] | null;
  result?: string | null;
  output_format?: string;
  error?: unknown;
}

interface Event {
  type?: string;
  output_index?: number;
  item_id?: string;
  content_index?: number;
  summary_index?: number;
  annotation_index?: number;
  delta?: string;
  text?: string;
  refusal?: string;
  arguments?: string;
  input?: string;
  code?: string;
  item?: Item;
  annotation?: Annotation;
  partial_image_b64?: string;
  output_format?: string;
  response?: {
    id?: string;
    model?: string;
    status?: string;
    usage?: object | null;
    error?: unknown;
    incomplete_details?: object | null;
    output?: Item[];
  } | null;
}

/**
 * OpenAI's Responses, and what speaks them: Azure, xAI, DeepSeek, OpenRouter, Bedrock, …. Calls of built-in tools
 * are in `parts` only. What is keyed is keyed by `output_index`, since item ids change under some proxies.
 * `openaiResponses.toInput(answer)` are the items that the next request has to have for this answer.
 */
export const openaiResponses = /* @__PURE__ */ Object.assign(
  function openaiResponses(): Format {
    return jsonFormat<Event>({
      formatName: 'openaiResponses',
      types: /^response\./,
      knows: ({ type }) => /^response\.|^(error|keepalive)$/.test(type!),
      read: (event, _, answer) => readEvent(event, answer),
    });
  },
  { toInput: openaiResponsesInput },
);

function readEvent(event: Event, { parts }: Answer): Change {
  const { type = '', response, item, delta, annotation } = event;
  const key = event.output_index ?? event.item_id ?? item?.id;
  const [, name = '', phase] = type.split('.');
  const error = response?.error ?? (type === 'error' && event);
  if (response) {
    const { id, model, usage, status, output = [], incomplete_details: detail } = response;
    const isOver = error || /complete|failed|cancel/.test(name);
    return [
      // Some send items only here.
      ...output.flatMap((each, i) => (isOver && !hasCome(parts, each, i) ? readItem(each, i, true) : [])),
      { type: 'meta', id, model, usage, detail, finishReason: isOver ? status : '' },
      error || name === 'failed' ? readError(error) : isOver && { type: 'done' },
    ];
  }
  if (error) return readError(error);
  if (item) return readItem(item, key, phase === 'done');
  const summary = event.summary_index;
  const part = partKey(key, summary ?? event.content_index, summary !== undefined);
  if (annotation) return toSource(annotation, `${part}.${event.annotation_index}`);
  if (event.partial_image_b64) return image(event.partial_image_b64, event.output_format, key);
  const channel =
    name === 'output_text' ? 'text' : (/^re(fusal|asoning)/.exec(name)?.[0] as Channel | undefined);
  const value = event.text ?? event.refusal;
  if (channel && phase === 'done' && value) return { type: 'replace', channel, key: part, value };
  if (/(arguments|input|code)$/.test(name))
    return { type: 'toolCall', key, delta, value: event.arguments ?? event.input ?? event.code };
  if (phase !== 'delta') return undefined;
  return channel && { type: channel, key: part, delta };
}

/** Whether something of an item has come already. */
function hasCome(parts: Answer['parts'], { id, call_id }: Item, index: number): boolean {
  return parts.some((part) => {
    const { id: own } = { id: '', ...part };
    const kept = part.metadata?.['item'] as Item | undefined;
    return [`${part.key}`.split('.')[0], own, kept?.id].some(
      (name) => !!name && [`${index}`, id, call_id].includes(name),
    );
  });
}

const partKey = (key: string | number | undefined, index = 0, isSummary = false): string =>
  `${key}.${isSummary ? 's' : ''}${index}`;

const image = (data: string, format = 'png', key?: string | number): Delta => ({
  type: 'file',
  key,
  mediaType: `image/${format}`,
  data,
});

const toSource = (annotation: Annotation, key?: string): Delta => ({
  type: 'source',
  key,
  url: annotation.url,
  title: annotation.title ?? annotation.filename,
  document: annotation.file_id,
  quote: annotation.quote,
  start: annotation.start_index,
  end: annotation.end_index,
});

/** An item of the output: as it begins, and once more when it is whole. */
function readItem(item: Item, key: string | number | undefined, done: boolean): Deltas {
  const { type, content, summary } = item;
  const texts = [
    ...(summary ?? []).map((part, i) => ({ ...part, key: partKey(key, i, true) })),
    ...(content ?? []).map((part, i) => ({ ...part, key: partKey(key, i) })),
  ];
  const deltas: Delta[] = done
    ? texts.map(({ text, refusal, key: part }) => ({
        type: 'replace',
        channel: type === 'reasoning' ? type : refusal ? 'refusal' : 'text',
        key: part,
        value: text ?? refusal ?? '',
      }))
    : [];
  if (/_call$/.test(type)) deltas.push(readCall(item, key, done));
  else if (/approval_request$/.test(type))
    deltas.push({
      type: 'approval',
      key,
      id: item.id!,
      name: item.name!,
      arguments: item.arguments as string,
    });
  else if (done && !deltas.length)
    deltas.push(
      type === 'reasoning'
        ? { type: 'replace', channel: type, key: partKey(key, 0, true), value: '' }
        : { type: 'data', key, name: type, value: item },
    );
  if (!done) return deltas;
  // The item as it is: what the provider wants back.
  deltas.push({ type: 'metadata', key: (deltas[0] as { key?: string }).key, value: { item } });
  for (const part of texts)
    deltas.push(...(part.annotations ?? []).map((each, i) => toSource(each, `${part.key}.${i}`)));
  return [...deltas, ...readResult(item, key)];
}

/** Tools that the application runs, beside functions. */
const isLocal = ({ type, environment, execution }: Item): boolean =>
  /^(function|custom|local_shell|apply_patch|computer)/.test(type) ||
  (type === 'shell_call' && environment?.type === 'local') ||
  execution === 'client';

function readCall(item: Item, key: string | number | undefined, done: boolean): Delta {
  const given = item.arguments ?? item.input ?? item.code ?? item.action ?? item.operation;
  return {
    type: 'toolCall',
    key,
    id: item.call_id ?? item.id,
    name: item.name ?? item.type,
    value: typeof given === 'object' ? JSON.stringify(given) : given,
    done,
    server: !isLocal(item),
  };
}

function readResult(item: Item, key: string | number | undefined): Deltas {
  const { type, result, outputs, results, action } = item;
  const value = item.output ?? outputs ?? results ?? item.error;
  const id = item.call_id ?? item.id ?? '';
  return [
    !!value && { type: 'toolResult', key, id, value, isError: !!item.error },
    type === 'image_generation_call' && result && image(result, item.output_format, key),
    ...(outputs ?? []).map(({ url }) => url && ({ type: 'file', mediaType: 'image/*', url } as const)),
    ...(action?.sources ?? []).filter(({ url }) => url).map((source) => toSource(source)),
    ...(results ?? []).map((found) => toSource({ quote: found.text!, ...found })),
  ];
}
