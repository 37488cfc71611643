import { describe, expect, it } from 'vitest';
import { gemini } from '../../src/formats/gemini';
import { geminiPartialArgs } from '../../src/formats/shared/geminiPartialArgs';
import { play, recording, sse } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'gemini',
  format: gemini(),
  answer: 'gemini/answer.sse',
  has: ['text', 'reasoning', 'toolCalls'],
  error: ['gemini/error.sse', 'The model is overloaded.'],
  unknown: sse({
    usageMetadata: {},
    candidates: [{ content: { parts: [{ executableCode: {} }, { inlineData: {} }] } }],
  }),
  foreign: foreign.chat,
});

const chunk = (text: string, more: object = {}) => ({
  candidates: [{ content: { parts: [{ text }] }, ...more }],
});

describe('gemini', () => {
  it('does not end at the first finish reason: older servers repeat it', () => {
    const { answer } = play(
      gemini(),
      sse(chunk('A', { finishReason: 'STOP' }), chunk('B', { finishReason: 'STOP' })),
    );
    expect(answer).toMatchObject({ text: 'AB', finishReason: 'STOP' });
  });

  it('says why a prompt was blocked, in an answer without text', () => {
    const promptFeedback = { blockReason: 'SAFETY', blockReasonMessage: 'Not this' };
    expect(play(gemini(), sse({ promptFeedback }))).toMatchObject({
      status: 'done',
      answer: { text: '', error: null, finishReason: null, detail: promptFeedback },
    });
    expect(play(gemini(), sse({ promptFeedback: { safetyRatings: [] }, ...chunk('A') })).status).toBe(
      'incomplete',
    );
  });

  it('takes the first candidate by its index', () => {
    const wire = sse({
      candidates: [
        { index: 1, content: { parts: [{ text: 'B' }] } },
        { index: 0, content: { parts: [{ text: 'A' }] } },
      ],
    });
    expect(play(gemini(), wire).answer.text).toBe('A');
  });

  it('survives a candidate without content', () => {
    expect(play(gemini(), sse({ candidates: [{ finishReason: 'RECITATION' }] }))).toMatchObject({
      status: 'done',
      error: undefined,
    });
  });

  describe('arguments that come piece by piece', () => {
    const wire = recording('gemini/partial-arguments.sse');

    it('are put together', () => {
      const { answer, snapshots } = play(gemini({ partialArgs: geminiPartialArgs }), wire);
      expect(answer.toolCalls.map((call) => JSON.parse(call.arguments) as unknown)).toEqual([
        { place: { names: ['北京'] }, nights: 2, late: true, note: null },
        {},
      ]);
      expect(snapshots[1]!.toolCalls[0]!.arguments).toBe('{"place":{"names":["北"]}}');
      expect(answer.parts).toMatchObject([{ done: true }, { done: true }]);
    });

    it('are an error without what puts them together', () => {
      expect(play(gemini(), wire)).toMatchObject({ status: 'failed', error: { kind: 'format' } });
    });

    it('reach no prototype', () => {
      for (const jsonPath of [
        '$.__proto__.polluted',
        '$.constructor.prototype.polluted',
        '$.a.__proto__.polluted',
      ]) {
        geminiPartialArgs('', [{ jsonPath, stringValue: 'yes' }]);
      }
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    });
  });
});
