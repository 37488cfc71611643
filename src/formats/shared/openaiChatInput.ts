import type { Answer } from '../../answer/answer';

/** An answer of Chat Completions, as the message that the next request has to have for it. */
export interface OpenaiChatInput {
  role: 'assistant';
  content: string | null;
  refusal?: string;
  tool_calls?: (
    | { id: string; type: 'function'; function: { name: string; arguments: string }; extra_content?: unknown }
    | { id: string; type: 'custom'; custom: { name: string; input: string }; extra_content?: unknown }
  )[];
  audio?: { id: string };
  /** What the model thought, under the name under which the server sent it. */
  [reasoning: string]: unknown;
}

const KEPT = ['thinking_blocks', 'reasoning_opaque'];

/**
 * The message that the next request has to have for this answer: what the model thought, said and called. Its type is
 * the one that the place asks for, such as the SDK's `ChatCompletionMessageParam`.
 */
export function openaiChatInput<Message extends { role: string } = OpenaiChatInput>({
  parts,
  text,
  reasoning,
  refusal,
}: Pick<Answer, 'parts' | 'text' | 'reasoning' | 'refusal'>): Message {
  const message: OpenaiChatInput = { role: 'assistant', content: text || null };
  const calls: NonNullable<OpenaiChatInput['tool_calls']> = [];
  if (refusal) message.refusal = refusal;
  for (const part of parts) {
    const kept = part.metadata ?? {};
    if (part.type === 'reasoning') {
      if (kept['field']) message[kept['field'] as string] = reasoning;
      for (const name of KEPT) if (kept[name]) message[name] = kept[name];
      // Some servers send the text of what they signed only beside it.
      const details = kept['reasoning_details'] as { text?: string }[] | undefined;
      if (details)
        message['reasoning_details'] = details.map((each) =>
          each.text === '' ? { ...each, text: reasoning } : each,
        );
    }
    if (part.type === 'file' && kept['id']) message.audio = { id: kept['id'] as string };
    if (part.type === 'toolCall') {
      const { id, name, arguments: args } = part;
      const call = kept['custom']
        ? { id, type: 'custom' as const, custom: { name, input: args } }
        : { id, type: 'function' as const, function: { name, arguments: args } };
      const { extra_content } = kept;
      calls.push(extra_content ? { ...call, extra_content } : call);
    }
  }
  if (calls.length) message.tool_calls = calls;
  return message as object as Message;
}
