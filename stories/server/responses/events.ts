import { tokenise } from '../chat/tokenise.ts';
import type { OutputItem } from './output.ts';

/** An event of the stream, without its number. */
export interface ResponseEvent {
  readonly type: string;
  readonly [name: string]: unknown;
}

interface Annotation {
  readonly end_index: number;
}
interface Content {
  readonly text: string;
  readonly annotations: readonly Annotation[];
}

/** What an item looks like as it begins. */
const EMPTY: Readonly<Record<string, object>> = {
  reasoning: { summary: [], encrypted_content: '' },
  message: { status: 'in_progress', content: [] },
  web_search_call: { status: 'in_progress' },
  image_generation_call: { status: 'in_progress', result: null },
  mcp_call: { arguments: '', output: null },
};

/** The text of a message in tokens, and each citation behind the words that it stands for. */
function* textOf(place: object, { text, annotations }: Content): Generator<ResponseEvent> {
  yield {
    type: 'response.content_part.added',
    ...place,
    part: { type: 'output_text', text: '', annotations: [] },
  };
  let at = 0;
  let cited = 0;
  for (const delta of tokenise(text)) {
    yield { type: 'response.output_text.delta', ...place, delta };
    at += delta.length;
    for (; annotations[cited] && annotations[cited]!.end_index <= at; cited += 1)
      yield {
        type: 'response.output_text.annotation.added',
        ...place,
        annotation_index: cited,
        annotation: annotations[cited],
      };
  }
  yield { type: 'response.output_text.done', ...place, text };
  yield { type: 'response.content_part.done', ...place, part: { type: 'output_text', text, annotations } };
}

function* thoughtsOf(place: object, text: string): Generator<ResponseEvent> {
  const at = { ...place, summary_index: 0 };
  yield { type: 'response.reasoning_summary_part.added', ...at, part: { type: 'summary_text', text: '' } };
  for (const delta of tokenise(text)) yield { type: 'response.reasoning_summary_text.delta', ...at, delta };
  yield { type: 'response.reasoning_summary_text.done', ...at, text };
  yield { type: 'response.reasoning_summary_part.done', ...at, part: { type: 'summary_text', text } };
}

/** What stands between the beginning and the end of an item. */
function* within(item: OutputItem, place: object): Generator<ResponseEvent> {
  switch (item.type) {
    case 'reasoning':
      return yield* thoughtsOf(place, item.summary?.[0]?.text ?? '');
    case 'message':
      return yield* textOf({ ...place, content_index: 0 }, (item.content as [Content])[0]);
    case 'web_search_call':
      for (const phase of ['in_progress', 'searching', 'completed'])
        yield { type: `response.web_search_call.${phase}`, ...place };
      return;
    case 'image_generation_call':
      for (const phase of ['in_progress', 'generating'])
        yield { type: `response.image_generation_call.${phase}`, ...place };
      return;
    case 'mcp_call':
      yield { type: 'response.mcp_call.in_progress', ...place };
      for (const delta of tokenise(item.arguments ?? ''))
        yield { type: 'response.mcp_call_arguments.delta', ...place, delta };
      yield { type: 'response.mcp_call_arguments.done', ...place, arguments: item.arguments };
      yield { type: 'response.mcp_call.completed', ...place };
  }
}

/** The events of a whole response. */
export function* eventsOf(
  output: readonly OutputItem[],
  { id, model, inputTokens }: { id: string; model: string; inputTokens: number },
): Generator<ResponseEvent> {
  const head = { id, object: 'response', model, status: 'in_progress', output: [] };
  yield { type: 'response.created', response: head };
  let tokens = 0;
  for (const [output_index, item] of output.entries()) {
    const place = { item_id: item.id, output_index };
    yield { type: 'response.output_item.added', output_index, item: { ...item, ...EMPTY[item.type] } };
    for (const event of within(item, place)) {
      if (event.type.endsWith('.delta')) tokens += 1;
      yield event;
    }
    yield { type: 'response.output_item.done', output_index, item };
  }
  const usage = { input_tokens: inputTokens, output_tokens: tokens, total_tokens: inputTokens + tokens };
  yield { type: 'response.completed', response: { ...head, status: 'completed', output, usage } };
}
