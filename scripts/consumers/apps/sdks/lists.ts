// An answer goes into the SDK's own list as it is.
import type Anthropic from '@anthropic-ai/sdk';
import type { Content } from '@google/genai';
import type OpenAI from 'openai';
import {
  type Answer,
  anthropic,
  gemini,
  openaiChat,
  type OpenaiChatInput,
  openaiResponses,
} from 'react-event-source/core';

export function next(answer: Answer) {
  const messages: Anthropic.MessageParam[] = [];
  messages.push(anthropic.toInput(answer));
  const chat: OpenAI.ChatCompletionMessageParam[] = [];
  chat.push(openaiChat.toInput(answer));
  const input: OpenAI.Responses.ResponseInputItem[] = openaiResponses.toInput(answer);
  input.push(...openaiResponses.toInput<OpenAI.Responses.ResponseInputItem>(answer));
  for (const { id } of answer.approvals)
    input.push({ type: 'mcp_approval_response', approval_request_id: id, approve: true });
  const contents: Content[] = [];
  contents.push(gemini.toInput(answer));
  return { messages, chat, input, contents };
}

/** Not only where the place asks for it: the message itself is one of the SDK's. */
export const message = (answer: Answer): OpenAI.ChatCompletionAssistantMessageParam =>
  openaiChat.toInput<OpenaiChatInput>(answer);
