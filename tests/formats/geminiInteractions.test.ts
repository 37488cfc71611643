import { describe, expect, it } from 'vitest';
import { geminiInteractions } from '../../src/formats/geminiInteractions';
import { play, recording, sse } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'geminiInteractions',
  format: geminiInteractions(),
  answer: 'gemini-interactions/answer.sse',
  has: ['text', 'reasoning', 'toolCalls'],
  error: ['gemini-interactions/error.sse', 'the model failed'],
  unknown: sse(
    { event_type: 'interaction.status_update', status: 'in_progress' },
    { event_type: 'step.delta', index: 0, delta: { type: 'something_new' } },
  ),
  foreign: foreign.chat,
});

const start = (index: number, step: object) => ({ event_type: 'step.start', index, step });
const delta = (index: number, given: object) => ({ event_type: 'step.delta', index, delta: given });
const read = (...events: object[]) => play(geminiInteractions(), sse(...events)).answer;

describe('geminiInteractions', () => {
  it('keeps what Google runs out of the calls, with its results, sources and signatures', () => {
    const { answer } = play(geminiInteractions(), recording('gemini-interactions/answer.sse'));
    expect(answer).toMatchObject({ id: 'i1', model: 'gemini-3-flash', finishReason: 'requires_action' });
    expect(answer.parts.map(({ type }) => type)).toEqual([
      'reasoning',
      'toolCall',
      'toolResult',
      'text',
      'source',
      'toolCall',
    ]);
    expect(answer.parts[0]).toMatchObject({ metadata: { signature: 'sig' } });
    expect(answer.parts[1]).toMatchObject({
      name: 'google_search',
      arguments: '{"queries":["北京"]}',
      server: true,
    });
    expect(answer.sources).toMatchObject([{ url: 'https://a.test', title: 'A', start: 0, end: 5 }]);
  });

  it('reads images, and the tools of an MCP server', () => {
    const { files, parts, toolCalls } = read(
      start(0, { type: 'mcp_server_tool_call', id: 'c', name: 'roll', arguments: { d: 6 } }),
      start(1, { type: 'mcp_server_tool_result', call_id: 'c', result: { n: 4 }, is_error: false }),
      start(2, { type: 'model_output' }),
      delta(2, { type: 'image', mime_type: 'image/png', data: 'iVBOR' }),
    );
    expect(files).toMatchObject([{ mediaType: 'image/png', data: 'iVBOR' }]);
    expect(parts[0]).toMatchObject({ name: 'roll', server: true, arguments: '{"d":6}' });
    expect(parts[1]).toMatchObject({ type: 'toolResult', id: 'c', value: { n: 4 } });
    expect(toolCalls).toEqual([]);
  });

  it('reads steps that come whole', () => {
    expect(
      read(
        start(0, { type: 'thought', summary: [{ type: 'text', text: 'Hm' }], signature: 's' }),
        start(1, { type: 'model_output', content: [{ type: 'text', text: 'Hi' }] }),
        start(2, { type: 'function_call', id: 'f', name: 'go', arguments: { a: 1 } }),
      ),
    ).toMatchObject({
      reasoning: 'Hm',
      text: 'Hi',
      toolCalls: [{ id: 'f', name: 'go', arguments: '{"a":1}' }],
    });
  });

  it('is an error when the interaction failed', () => {
    const wire = sse({
      event_type: 'interaction.completed',
      interaction: { status: 'failed', error: { message: 'no' } },
    });
    expect(play(geminiInteractions(), wire)).toMatchObject({
      status: 'failed',
      answer: { finishReason: 'failed', error: { message: 'no' } },
    });
  });
});
