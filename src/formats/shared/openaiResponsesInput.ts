import type { Answer } from '../../answer/answer';

/** An item of the input of OpenAI's Responses. */
export interface OpenaiResponsesItem {
  type: string;
  [name: string]: unknown;
}

/**
 * The items that the next request has to have for this answer, as the server sent them: reasoning with its encrypted
 * content, messages and calls. Where it sent no whole items, they are made of the text and the calls. Their type is the
 * one that the place asks for, such as the SDK's `ResponseInputItem`.
 */
export function openaiResponsesInput<Item extends object = OpenaiResponsesItem>({
  parts,
  text,
  toolCalls,
}: Pick<Answer, 'parts' | 'text' | 'toolCalls'>): Item[] {
  const items = parts.flatMap(
    ({ metadata }) => (metadata?.['item'] as OpenaiResponsesItem | undefined) ?? [],
  );
  if (items[0]) return items as object[] as Item[];
  const calls = toolCalls.map(({ id, name, arguments: args }) => ({
    type: 'function_call',
    call_id: id,
    name,
    arguments: args,
  }));
  const message = { type: 'message', role: 'assistant', content: text };
  return [...(text ? [message] : []), ...calls] as object[] as Item[];
}
