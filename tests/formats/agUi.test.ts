import { describe, expect, it } from 'vitest';
import { agUi } from '../../src/formats/agUi';
import { play, recording, sse } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'agUi',
  format: agUi(),
  answer: 'ag-ui/answer.sse',
  has: ['text', 'reasoning', 'toolCalls'],
  error: ['ag-ui/run-error.sse', 'upstream failed'],
  unknown: sse({ type: 'ACTIVITY_SNAPSHOT' }, { type: 'CUSTOM', value: 1 }),
  foreign: foreign.cohere,
});

describe('agUi', () => {
  it('reads chunks, also those that leave out the id of what they continue', () => {
    expect(play(agUi(), recording('ag-ui/reasoning-chunk-events.sse')).answer).toMatchObject({
      text: 'Hello',
      reasoning: '想一想',
    });
    const chunk = (type: string, more: object) => ({ type: `${type}_CHUNK`, ...more });
    const wire = sse(
      chunk('TEXT_MESSAGE', { messageId: 'm', delta: 'A' }),
      chunk('TEXT_MESSAGE', { delta: 'B' }),
      chunk('TOOL_CALL', { toolCallId: 'c', toolCallName: 'f', delta: '{' }),
      chunk('TOOL_CALL', { delta: '}' }),
    );
    const { answer } = play(agUi(), wire);
    expect(answer.parts).toMatchObject([
      { key: 'm', text: 'AB' },
      { key: 'c', id: 'c', arguments: '{}' },
    ]);
    expect(answer.parts).toHaveLength(2);
  });

  it('reads the older names of reasoning', () => {
    expect(play(agUi(), sse({ type: 'THINKING_TEXT_MESSAGE_CONTENT', delta: 'Hm' })).answer.reasoning).toBe(
      'Hm',
    );
  });
});
