import type { Answer } from '../../answer/answer';

/** An answer of Chat Completions, as the message that the next request has to have for it. */
export interface OpenaiChatInput {
  role: 'assistant';
  content: string | null;
  refusal?: string;
  tool_calls?: {
    id: string;
    type: 'function';
    function: { name: string; arguments: string };
    extra_content?: unknown;
  }[];
  audio?: { id: string };
  /** What the model thought, under the name under which the server sent it. */
  [reasoning: string]: unknown;
}

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
    const { field, id, extra_content, index: _, from: __, logprobs: ___, ...rest } = part.metadata ?? {};
    const kept: Record<string, unknown> = rest;
    if (part.type === 'reasoning') {
      // The signature came apart from the text that it signs.
      const details = kept['reasoning_details'] as { text?: string }[] | undefined;
      if (details)
        kept['reasoning_details'] = details.map((each) =>
          each.text === undefined ? each : { ...each, text: part.text },
        );
      Object.assign(message, field ? { [field as string]: reasoning } : {}, kept);
    }
    if (part.type === 'file' && id) message.audio = { id: id as string };
    if (part.type === 'toolCall') {
      const { name, arguments: args } = part;
      calls.push({
        id: part.id,
        type: 'function',
        function: { name, arguments: args },
        ...(extra_content ? { extra_content } : {}),
      });
    }
  }
  if (calls.length) message.tool_calls = calls;
  return message as object as Message;
}
