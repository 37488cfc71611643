import type { Answer } from '../../answer/answer';
import { argumentsOf } from './argumentsOf';

/** An answer of Anthropic's Messages, as the message that the next request has to have for it. */
export interface AnthropicInput {
  role: 'assistant';
  content: { type: string; [name: string]: unknown }[];
}

/**
 * The message that the next request has to have for this answer: blocks in their order, with signatures and citations.
 * Its type is the one that the place asks for, such as the SDK's `MessageParam`.
 */
export function anthropicInput<Message extends { role: string } = AnthropicInput>({
  parts,
}: Pick<Answer, 'parts'>): Message {
  const content = parts.flatMap((part): AnthropicInput['content'] => {
    const { signature, block } = part.metadata ?? {};
    switch (part.type) {
      case 'text': {
        const citations = parts.flatMap(({ type, metadata }) =>
          type === 'source' && metadata?.['block'] === part.key ? [metadata?.['citation']] : [],
        );
        return [{ type: 'text', text: part.text, ...(citations[0] ? { citations } : {}) }];
      }
      case 'reasoning':
        return [
          (block as { type: string } | undefined) ?? { type: 'thinking', thinking: part.text, signature },
        ];
      case 'toolCall': {
        const { id, name, arguments: args } = part;
        return [{ type: 'tool_use', id, name, input: argumentsOf(args), ...(block as object) }];
      }
      case 'toolResult':
        return [{ ...(block as { type: string }), tool_use_id: part.id }];
      case 'data':
        return [part.value as { type: string }];
    }
    return [];
  });
  return { role: 'assistant', content } satisfies AnthropicInput as object as Message;
}
