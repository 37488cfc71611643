import { describe, expect, it } from 'vitest';
import { uiMessageStream } from '../../src/formats/uiMessageStream';
import { play, recording, sse } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'uiMessageStream',
  format: uiMessageStream(),
  answer: 'ui-message-stream/answer.sse',
  has: ['text', 'reasoning'],
  error: ['ui-message-stream/error-then-finish.sse', 'upstream failed'],
  unknown: sse({ type: 'tool-approval-request', approvalId: 'a' }, { type: 'future' }),
  foreign: foreign.anthropic,
});

describeFormat({
  name: 'uiMessageStream',
  format: uiMessageStream(),
  answer: 'ui-message-stream/answer.sse',
  has: ['text'],
  unknown: '',
  foreign: foreign.cohere,
});

describe('uiMessageStream', () => {
  it('rolls the step back', () => {
    const { answer, snapshots } = play(uiMessageStream(), recording('ui-message-stream/reset-step.sse'));
    expect(answer.text).toBe('right answer');
    expect(answer.parts).toHaveLength(1);
    expect(snapshots.map(({ text }) => text)).toContain('wrong draft');
  });

  it('rolls back no further than to the beginning of the step', () => {
    const text = (delta: string) => [
      { type: 'text-start', id: '0' },
      { type: 'text-delta', id: '0', delta },
    ];
    const call = { type: 'tool-input-available', toolCallId: 'c', toolName: 'f', input: {} };
    const wire = sse(
      { type: 'start-step' },
      ...text('A'),
      { type: 'finish-step' },
      { type: 'start-step' },
      ...text('B'),
      call,
      { type: 'reset-step' },
      ...text('C'),
    );
    const { answer, snapshots } = play(uiMessageStream(), wire);
    expect(answer).toMatchObject({ text: 'AC', toolCalls: [] });
    expect(answer.parts).toHaveLength(2);
    expect(answer.parts[0]).toBe(snapshots[2]!.parts[0]);
  });

  it('opens new parts in a new step, also under the old ids', () => {
    const { answer } = play(
      uiMessageStream(),
      sse(
        { type: 'start-step' },
        { type: 'text-delta', id: '0', delta: 'A' },
        { type: 'start-step' },
        { type: 'text-delta', id: '0', delta: 'B' },
      ),
    );
    expect(answer.parts).toMatchObject([{ text: 'A' }, { text: 'B' }]);
  });

  it('is stopped, with the reason that the server gives, when the server aborts', () => {
    expect(play(uiMessageStream(), recording('ui-message-stream/abort.sse'))).toMatchObject({
      status: 'stopped',
      answer: { text: 'half of', finishReason: 'abort', detail: 'user' },
    });
  });

  it('takes the finish reason that still follows an error', () => {
    expect(
      play(uiMessageStream(), recording('ui-message-stream/error-then-finish.sse')).answer,
    ).toMatchObject({ finishReason: 'error', done: false });
  });

  it('keeps tools that the provider runs itself out of toolCalls', () => {
    const wire = sse({
      type: 'tool-input-available',
      toolCallId: 'c',
      toolName: 'f',
      input: { a: 1 },
      providerExecuted: true,
    });
    expect(play(uiMessageStream(), wire).answer).toMatchObject({
      toolCalls: [],
      parts: [{ name: 'f', server: true, arguments: '{"a":1}', done: true }],
    });
  });
});
