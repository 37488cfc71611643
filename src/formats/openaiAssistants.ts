import type { Answer } from '../answer/answer';
import type { Delta, Format } from '../answer/format';
import { type Deltas, jsonFormat } from './shared/jsonFormat';
import { readError } from './shared/readError';

interface Annotation {
  file_citation?: { file_id?: string; quote?: string };
  file_path?: { file_id?: string };
  start_index?: number;
  end_index?: number;
}

interface Content {
  index?: number;
  text?: { value?: string; annotations?: Annotation[] };
  refusal?: string;
  image_file?: { file_id?: string };
  image_url?: { url?: string };
}

interface Call {
  index?: number;
  id?: string;
  type?: string;
  function?: { name?: string; arguments?: string; output?: string | null };
  code_interpreter?: { input?: string; outputs?: unknown[] };
  file_search?: object;
}

interface Event {
  id?: string;
  object?: string;
  thread_id?: string;
  model?: string;
  status?: string;
  delta?: { content?: Content[]; step_details?: { tool_calls?: Call[] } };
  usage?: object | null;
  last_error?: object | null;
  incomplete_details?: object | null;
}

/**
 * OpenAI's Assistants, version 2. Code interpreter and file search are in `parts` only. The last part's `metadata` has
 * the `thread_id`, and `id` is that of the run: both are needed to send the results of calls.
 */
export const openaiAssistants = (): Format =>
  jsonFormat<Event>({
    formatName: 'openaiAssistants',
    types: /^thread\./,
    knows: ({ object }, { type }) => /^thread\b/.test(object ?? type),
    read(event, _, answer): Deltas {
      const { id, object, delta, status, last_error: error } = event;
      if (delta)
        return [
          ...(delta.content ?? []).flatMap((each) => readContent(each, `${id}.${each.index}`)),
          ...(delta.step_details?.tool_calls ?? []).flatMap((each) =>
            readCall(each, `${id}.${each.index}`, answer),
          ),
        ];
      if (object !== 'thread.run') return [];
      const start: Delta = { type: 'meta', id, model: event.model };
      if (/^(queued|in_progress|cancelling)$/.test(status!)) return [start];
      const { thread_id, usage, incomplete_details: detail } = event;
      return [
        start,
        { type: 'metadata', value: { thread_id } },
        { type: 'meta', finishReason: status, usage, detail },
        error ? readError(error) : { type: 'done' },
      ];
    },
  });

function readContent({ text, refusal, image_file: image, image_url }: Content, key: string): Deltas {
  const url = image_url?.url;
  const sources = (text?.annotations ?? []).map((each): Delta => {
    const { file_id: document, quote } = each.file_citation ?? { ...each.file_path, quote: '' };
    return { type: 'source', document, quote, start: each.start_index, end: each.end_index };
  });
  return [
    { type: 'text', key, delta: text?.value },
    ...sources,
    { type: 'refusal', key, delta: refusal },
    (url || image) && { type: 'file', key, mediaType: 'image/*', url },
    image && { type: 'metadata', key, value: image },
  ];
}

function readCall(call: Call, key: string, { parts }: Answer): Deltas {
  const { id, type, function: called, code_interpreter: code } = call;
  const value = code?.outputs?.length ? code.outputs : called?.output;
  const before = parts.find((part) => part.key === key) as { id?: string } | undefined;
  return [
    {
      type: 'toolCall',
      key,
      id,
      // It comes again with every piece.
      name: called?.name ?? (before ? '' : type),
      delta: called?.arguments ?? code?.input,
      server: type !== 'function',
    },
    value && { type: 'toolResult', key, id: id ?? before?.id ?? '', value },
  ];
}
