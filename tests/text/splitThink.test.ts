import { describe, expect, it } from 'vitest';
import { dashscope, openaiChat, plainText, splitThink } from '../../src/entries/common';
import { createAnswerFold } from '../../src/answer/foldAnswer';
import { charactersRead } from './support/charactersRead';
import { named, play, recording, sse } from '../formats/support/play';

const tokens = (text: string, size: number): string[] => {
  const characters = Array.from(text);
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, i) =>
    characters.slice(i * size, (i + 1) * size).join(''),
  );
};
const chat = (list: readonly string[]): string =>
  sse(...list.map((content) => ({ choices: [{ delta: { content } }] })), '[DONE]');

describe('splitThink', () => {
  it.each([
    ['<think>\nHm, 北京.</think>Ja.', 'Ja.', '\nHm, 北京.'],
    ['<think>A</think> <think>B</think>C', ' C', 'AB'],
    ['\n<think>A</think>B', '\nB', 'A'],
    ['Wrap it in `<think>` tags, then `</think>`.', 'Wrap it in `<think>` tags, then `</think>`.', ''],
    ['A<think>B</think>C', 'A<think>B</think>C', ''],
    ['<think>A</think>B<think>C</think>D', 'B<think>C</think>D', 'A'],
    ['no tags, a < b, </think> and <thinking>', 'no tags, a < b, </think> and <thinking>', ''],
    ['<think></think>A', 'A', ''],
    ['<think>never closed <', '', 'never closed <'],
    ['text that ends in <thi', 'text that ends in <thi', ''],
    ['<think>A</</think>B', 'B', 'A</'],
    ['<<think>A</think>B', '<<think>A</think>B', ''],
    ['<think>a <think> b</think>c', 'c', 'a <think> b'],
  ])('splits %j, cut at any character', (text, wanted, reasoning) => {
    for (let size = 1; size <= text.length; size++) {
      const { answer } = play(splitThink(openaiChat()), chat(tokens(text, size)));
      expect(answer).toMatchObject({ text: wanted, reasoning });
    }
  });

  it.each([
    ['A</think>B', 'B', 'A'],
    ['<think>A</think>B', 'B', 'A'],
    ['\n<think>\nA</think>B', 'B', '\n\nA'],
    ['A mentions <think></think>B', 'B', 'A mentions <think>'],
    ['A</think>B</think>', 'B</think>', 'A'],
  ])('begins %j as reasoning where the template has opened it', (text, wanted, reasoning) => {
    for (let size = 1; size <= text.length; size++) {
      const { answer } = play(splitThink(openaiChat(), { opened: true }), chat(tokens(text, size)));
      expect(answer).toMatchObject({ text: wanted, reasoning });
    }
  });

  it.each([
    ['A</think>B', 'B', 'A'],
    ['A</think>B</think>C', 'B</think>C', 'A'],
    ['<think>A</think>B</think>C', 'B</think>C', 'A'],
    ['No thought at all', 'No thought at all', ''],
    ['Cut off </thin', 'Cut off </thin', ''],
  ])('finds a thought in %j that only its end shows', (text, wanted, reasoning) => {
    for (let size = 1; size <= text.length; size++) {
      const { answer } = play(splitThink(openaiChat(), { opened: 'auto' }), chat(tokens(text, size)));
      expect(answer).toMatchObject({ text: wanted, reasoning });
    }
  });

  it.each([
    ['a thought', '<think>'],
    ['a text', 'Answer: '],
  ])('reads what is new in %s, and not again what there was', (_, start) => {
    const format = splitThink((message) => message.data);
    const fold = createAnswerFold();
    const write = (data: string): void =>
      fold.apply(format({ type: 'message', data, lastEventId: '' }, fold.current));
    write(`${start}begun`);
    const deltas = Array.from({ length: 500 }, () => ['a < b', ' => c', '</', 'thin', '<think', ' ']).flat();
    expect(charactersRead(() => deltas.forEach(write))).toBeLessThan(100 * deltas.join('').length);
    expect(fold.snapshot().text + fold.snapshot().reasoning).toContain(deltas.join(''));
  });

  it('puts the parts in their order, with what comes between', () => {
    const wire = sse(
      { choices: [{ delta: { content: '<think>A</think>B' } }] },
      {
        choices: [
          { delta: { tool_calls: [{ index: 0, id: 'c', function: { name: 'f', arguments: '{}' } }] } },
        ],
      },
      { choices: [{ delta: { content: 'C' } }] },
    );
    const { answer } = play(splitThink(openaiChat()), wire);
    expect(
      answer.parts.map((part) => (part.type === 'toolCall' ? part.name : 'text' in part && part.text)),
    ).toEqual(['A', 'B', 'f', 'C']);
  });

  it('leaves finished parts as they are', () => {
    const { snapshots } = play(splitThink(openaiChat()), chat(['<think>A', 'B</think>', 'C', 'D']));
    expect(snapshots[3]!.parts[0]).toBe(snapshots[1]!.parts[0]);
    expect(snapshots[3]!.parts).toHaveLength(2);
  });

  it('takes other tags', () => {
    expect(play(splitThink(plainText(), { tag: 'reason' }), sse('<reason>A</reason>B')).answer).toMatchObject(
      { text: 'B', reasoning: 'A' },
    );
  });

  it('splits snapshots of the whole text', () => {
    const whole = (content: string) => named(['result', { output: { choices: [{ message: { content } }] } }]);
    const { answer } = play(
      splitThink(dashscope()),
      whole('<think>A') + whole('<think>AB</think>C') + whole('<think>AB</think>CD'),
    );
    expect(answer).toMatchObject({ text: 'CD', reasoning: 'AB' });
  });

  it('is the format that it wraps otherwise', () => {
    const format = splitThink(openaiChat());
    expect({ ...format }).toMatchObject({ formatName: 'openaiChat', endsOnClose: false, framing: 'events' });
    expect(play(format, recording('openai-chat/answer.sse')).answer).toMatchObject({
      reasoning: 'Wo ist 北京?',
      toolCalls: [{ id: 'call_1' }, {}],
      done: true,
    });
    expect({ ...splitThink(() => 'A') }).toMatchObject({ endsOnClose: true });
  });
});
