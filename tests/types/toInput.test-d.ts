import {
  type Answer,
  anthropic,
  type AnthropicInput,
  gemini,
  type GeminiInput,
  openaiChat,
  type OpenaiChatInput,
  openaiResponses,
  type OpenaiResponsesItem,
} from 'react-event-source';
import { describe, expectTypeOf, test } from 'vitest';

declare const answer: Answer;

// The shape of the SDKs' own request types: unions of exact objects, to which nothing looser can be assigned.
type MessageParam =
  | { role: 'user'; content: string }
  | { role: 'assistant'; content: ({ type: 'text'; text: string } | { type: 'tool_use'; id: string })[] };
type ChatParam = { role: 'user'; content: string } | { role: 'assistant'; content?: string | null };
type InputItem =
  | { type: 'function_call'; call_id: string; name: string; arguments: string }
  | { type: 'reasoning'; id: string; summary: { type: 'summary_text'; text: string }[] };
interface Content {
  role?: string;
  parts?: { text?: string }[];
}

describe('toInput', () => {
  test('has the type of the SDK’s list that it is put into', () => {
    const messages: MessageParam[] = [];
    messages.push(anthropic.toInput(answer));
    const chat: ChatParam[] = [];
    chat.push(openaiChat.toInput(answer));
    const contents: Content[] = [];
    contents.push(gemini.toInput(answer));
    const items: InputItem[] = openaiResponses.toInput(answer);
    items.push(...openaiResponses.toInput<InputItem>(answer));
    expectTypeOf(openaiResponses.toInput<InputItem>(answer)).toEqualTypeOf<InputItem[]>();
  });

  test('has a type of its own elsewhere', () => {
    const message = anthropic.toInput(answer);
    expectTypeOf(message).toEqualTypeOf<AnthropicInput>();
    const chat = openaiChat.toInput(answer);
    expectTypeOf(chat).toEqualTypeOf<OpenaiChatInput>();
    const content = gemini.toInput(answer);
    expectTypeOf(content).toEqualTypeOf<GeminiInput>();
    const items = openaiResponses.toInput(answer);
    expectTypeOf(items).toEqualTypeOf<OpenaiResponsesItem[]>();
  });
});
