import { describe, expect, it } from 'vitest';
import { mastra } from '../../src/formats/mastra';
import { play, recording, sse } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'mastra',
  format: mastra(),
  answer: 'mastra/answer.sse',
  has: ['text', 'reasoning', 'toolCalls'],
  error: ['mastra/error.sse', 'the model failed'],
  unknown: sse({ type: 'something-new', runId: 'r1', from: 'AGENT', payload: {} }),
  foreign: foreign.chat,
});

const read = (...chunks: (readonly [type: string, payload: object])[]) =>
  play(mastra(), sse(...chunks.map(([type, payload]) => ({ type, runId: 'r', from: 'AGENT', payload }))));

describe('mastra', () => {
  it('has the sources, and takes what Mastra has run out of the calls', () => {
    const { answer } = play(mastra(), recording('mastra/answer.sse'));
    expect(answer.id).toBe('r1');
    expect(answer.sources).toMatchObject([{ url: 'https://a.test', title: 'A' }]);
    expect(answer.parts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'reasoning', metadata: { signature: 'sig' } }),
        expect.objectContaining({ type: 'toolResult', id: 'k1', value: { found: 1 } }),
      ]),
    );
  });

  it('asks before a tool runs, and no more once its result has come', () => {
    const ask = ['tool-call-approval', { toolCallId: 'p', toolName: 'pay', args: { sum: 9 } }] as const;
    const { answer } = read(ask);
    expect(answer.approvals).toMatchObject([{ id: 'p', name: 'pay', arguments: '{"sum":9}' }]);
    expect(answer.toolCalls).toEqual([]);
    expect(read(ask, ['tool-error', { toolCallId: 'p', error: 'no' }]).answer).toMatchObject({
      approvals: [],
      parts: [{}, {}, { type: 'toolResult', value: 'no', isError: true }],
    });
    expect(
      read(['tool-call-suspended', { toolCallId: 'p', toolName: 'pay', suspendPayload: { ask: 1 } }]).answer
        .approvals,
    ).toMatchObject([{ arguments: '{"ask":1}' }]);
  });

  it('is stopped by a tripwire, which says why', () => {
    expect(read(['tripwire', { tripwireReason: 'spam' }])).toMatchObject({
      status: 'stopped',
      answer: { detail: 'spam' },
    });
    expect(read(['abort', {}]).status).toBe('stopped');
  });

  it('reads files and data parts', () => {
    const { files, parts } = read(['file', { base64: 'AA==', mimeType: 'image/png' }]).answer;
    expect(files).toMatchObject([{ mediaType: 'image/png', data: 'AA==' }]);
    expect(parts).toHaveLength(1);
    expect(read(['redacted-reasoning', { id: 'r', data: 'x' }]).answer.parts).toMatchObject([
      { type: 'data', name: 'redacted-reasoning', value: 'x' },
    ]);
  });
});
