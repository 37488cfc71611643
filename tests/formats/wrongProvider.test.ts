import { describe, expect, it } from 'vitest';
import * as library from '../../src/entries/common';
import { formatFor } from '../../scripts/recordings/families.mjs';
import { play, recording } from './support/play';

const answers: Record<string, string> = {
  'openai-chat': 'openai-chat/answer.sse',
  'openai-responses': 'openai-responses/answer.sse',
  anthropic: 'anthropic/answer.sse',
  gemini: 'gemini/answer.sse',
  'ui-message-stream': 'ui-message-stream/answer.sse',
  'ag-ui': 'ag-ui/answer.sse',
  cohere: 'cohere/answer.sse',
  dify: 'dify/chatflow.sse',
  'coze-chat': 'coze/chat.sse',
  dashscope: 'qwen-dashscope/native-cumulative.sse',
  langgraph: 'langgraph/messages.sse',
  replicate: 'replicate/text.sse',
  tgi: 'huggingface/tgi-generate-stream.sse',
  'gemini-interactions': 'gemini-interactions/answer.sse',
  'mistral-conversations': 'mistral-conversations/answer.sse',
  'openai-assistants': 'openai-assistants/answer.sse',
  'openai-transcription': 'openai-transcription/answer.sse',
  'ai-sdk-data-stream': 'ai-sdk-data-stream/answer.ndjson',
  mastra: 'mastra/answer.sse',
  watsonx: 'watsonx/answer.sse',
  a2a: 'a2a/answer.sse',
  langserve: 'langserve/answer.sse',
};
const families = Object.keys(answers);
const foreign = families.flatMap((mine) =>
  // What comes in lines is no event stream.
  families
    .filter((other) => other !== mine && answers[other]!.endsWith('.sse'))
    .map((other) => [mine, other] as const),
);
const playForeign = (mine: string, other: string) => {
  const format = formatFor(library, mine, '')!;
  return { format, ...play(format, recording(answers[other]!)) };
};

describe('the stream of another provider', () => {
  it.each(foreign)('given to the format of %s: %s', (mine, other) => {
    const { answer, error, format } = playForeign(mine, other);
    expect(error?.kind).toBe('format');
    expect(error?.message).toContain(format.formatName);
    expect(answer).toMatchObject({ text: '', done: false });
  });
});
