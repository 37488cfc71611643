import { describe, expect, it } from 'vitest';
import { mistralConversations } from '../../src/formats/mistralConversations';
import { play, recording, sse } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'mistralConversations',
  format: mistralConversations(),
  answer: 'mistral-conversations/answer.sse',
  has: ['text', 'reasoning', 'toolCalls'],
  error: ['mistral-conversations/error.sse', 'the model failed'],
  unknown: sse({ type: 'message.output.something-new' }, { type: 'tool.execution.paused', id: 'x' }),
  foreign: foreign.chat,
});

const read = (...events: object[]) => play(mistralConversations(), sse(...events)).answer;

describe('mistralConversations', () => {
  it('has the conversation’s id, connectors with their results, and sources', () => {
    const { answer } = play(mistralConversations(), recording('mistral-conversations/answer.sse'));
    expect(answer).toMatchObject({ id: 'conv_1', model: 'mistral-medium', usage: { total_tokens: 9 } });
    expect(answer.sources).toMatchObject([{ url: 'https://a.test', title: 'A' }]);
    expect(answer.parts.filter(({ type }) => /^tool/.test(type))).toMatchObject([
      { type: 'toolCall', name: 'web_search', arguments: '{"query":"北京"}', server: true, done: true },
      { type: 'toolResult', id: 'x1', value: { hits: 1 } },
      { type: 'toolCall', name: 'weather', server: false },
    ]);
  });

  it('reads a call that waits for a yes or no', () => {
    const call = { type: 'function.call.delta', id: 'f', name: 'pay', tool_call_id: 'w' };
    expect(
      read({ ...call, arguments: '{"sum":' }, { ...call, arguments: '9}', confirmation_status: 'pending' })
        .approvals,
    ).toMatchObject([{ id: 'w', name: 'pay', arguments: '{"sum":9}' }]);
  });

  it('reads pictures, files and pages in the content, and who takes over', () => {
    const output = (content: object) => ({ type: 'message.output.delta', id: 'm', content });
    const { files, sources, parts } = read(
      output({ type: 'image_url', image_url: { url: 'https://a.test/a.png' } }),
      output({ type: 'tool_file', tool: 'image_generation', file_id: 'f1', file_type: 'image/png' }),
      output({ type: 'document_url', document_url: 'https://a.test/a.pdf', document_name: 'A' }),
      { type: 'agent.handoff.started', id: 'h', previous_agent_name: 'one' },
    );
    expect(files).toMatchObject([
      { mediaType: 'image/*', url: 'https://a.test/a.png' },
      { mediaType: 'image/png', metadata: { file_id: 'f1' } },
    ]);
    expect(sources).toMatchObject([{ url: 'https://a.test/a.pdf', title: 'A' }]);
    expect(parts.at(-1)).toMatchObject({
      type: 'data',
      name: 'handoff',
      value: { previous_agent_name: 'one' },
    });
  });
});
