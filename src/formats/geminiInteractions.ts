import type { Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';
import { readError } from './shared/readError';

interface Annotation {
  type?: string;
  url?: string;
  document_uri?: string;
  title?: string;
  name?: string;
  file_name?: string;
  start_index?: number;
  end_index?: number;
}

/** A step as it begins, or what is added to it. */
interface Step {
  type?: string;
  text?: string;
  content?: Step | Step[];
  summary?: Step[];
  signature?: string;
  annotations?: Annotation[];
  mime_type?: string;
  data?: string;
  uri?: string;
  id?: string;
  name?: string;
  arguments?: object | string;
  call_id?: string;
  result?: unknown;
  is_error?: boolean;
  error?: object;
}

interface Event {
  event_type?: string;
  index?: number;
  step?: Step;
  delta?: Step;
  interaction?: { id?: string; model?: string; status?: string; usage?: object };
  error?: object;
}

const EVENTS = /^(interaction|step|error)\b/;

/** Gemini's Interactions. Tools that Google runs itself are in `parts` only. `id` is the next `previous_interaction_id`. */
export const geminiInteractions = (): Format =>
  jsonFormat<Event>({
    formatName: 'geminiInteractions',
    types: EVENTS,
    knows: ({ event_type }) => EVENTS.test(event_type!),
    read({ event_type = '', index: key = 0, interaction = {}, ...event }): Delta | Delta[] | undefined {
      const step = event.step ?? event.delta;
      if (step) return readStep(step, key);
      if (event_type === 'step.stop') return { type: 'toolCall', key, done: true };
      if (event_type === 'error') return readError(event);
      const { id, model, status, usage } = interaction;
      if (event_type !== 'interaction.completed') return { type: 'meta', id, model };
      return [
        { type: 'meta', id, model, finishReason: status, usage },
        status === 'failed' ? readError(interaction) : { type: 'done' },
      ];
    },
  });

function readStep(step: Step, key: number): Delta[] {
  const { type = '', signature, call_id, mime_type: mediaType } = step;
  const { arguments: args } = step;
  const [, tool] = /^(.*?)(?:_tool)?_call$/.exec(type) ?? [];
  const deltas: Delta[] = [];
  if (type === 'model_output' || type === 'thought_summary' || type === 'thought')
    for (const each of [step.content ?? step.summary ?? []].flat())
      deltas.push(
        ...(type === 'model_output'
          ? readStep(each, key)
          : [{ type: 'reasoning', key, delta: each.text } as const]),
      );
  if (step.error) deltas.push(readError(step));
  if (type === 'text') deltas.push({ type, key, delta: step.text });
  if (mediaType) deltas.push({ type: 'file', mediaType, data: step.data, url: step.uri });
  if (tool || type === 'arguments_delta') {
    const server = !!tool && tool !== 'function';
    // The arguments of a function begin as an empty object, and come as text.
    const value = Object.keys(Object(args) as object)[0] ? JSON.stringify(args) : undefined;
    const written = typeof args === 'string' ? { delta: args } : { value };
    deltas.push({ type: 'toolCall', key, id: step.id, name: step.name ?? tool, server, ...written });
  }
  if (/_result$/.test(type))
    deltas.push({ type: 'toolResult', key, id: call_id!, value: step.result, isError: step.is_error });
  for (const {
    title,
    name,
    file_name,
    url,
    document_uri: document,
    start_index,
    end_index,
  } of step.annotations ?? [])
    deltas.push({
      type: 'source',
      url,
      title: title ?? name ?? file_name,
      document,
      start: start_index,
      end: end_index,
    });
  if (signature) deltas.push({ type: 'metadata', key, value: { signature } });
  return deltas;
}
