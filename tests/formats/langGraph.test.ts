import { describe, expect, it } from 'vitest';
import { langGraph } from '../../src/formats/langGraph';
import { named, play, recording } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'langGraph',
  format: langGraph(),
  answer: 'langgraph/messages.sse',
  has: ['text', 'reasoning'],
  error: ['langgraph/error.sse', 'the graph failed'],
  unknown: named(
    ['debug|sub:1', { type: 'checkpoint' }],
    ['custom', 7],
    ['updates', { node: {} }],
    ['feedback', null],
  ),
  foreign: foreign.chat,
});

describeFormat({
  name: 'langGraph',
  format: langGraph(),
  answer: 'langgraph/messages-tuple.sse',
  has: ['text', 'reasoning'],
  unknown: '',
  foreign: foreign.anthropic,
});

describe('langGraph', () => {
  it('replaces each message by its snapshots and keeps the order of messages', () => {
    const ai = (id: string, content: string) => ({ type: 'ai', id, content });
    const partial = (id: string, content: string) => ['messages/partial', [ai(id, content)]] as const;
    const { answer } = play(
      langGraph(),
      named(partial('1', 'A'), partial('2', 'X'), partial('1', 'AB'), partial('2', 'XY'), [
        'messages/complete',
        [ai('2', 'XYZ')],
      ]),
    );
    expect(answer.text).toBe('ABXYZ');
    expect(answer.parts).toHaveLength(2);
  });

  it('shows the calls that the graph makes in parts only', () => {
    const { answer } = play(langGraph(), recording('langgraph/messages-tuple.sse'));
    expect(answer.toolCalls).toEqual([]);
    expect(answer.parts.at(-1)).toMatchObject({
      type: 'toolCall',
      name: 'weather',
      arguments: '{"city":"北京"}',
      server: true,
    });
  });

  it('leaves the messages of humans and tools out', () => {
    const wire = named([
      'messages/partial',
      [
        { type: 'human', id: 'h', content: 'Hi' },
        { type: 'tool', id: 't', content: '26' },
      ],
    ]);
    expect(play(langGraph(), wire).answer.parts).toEqual([]);
  });
});
