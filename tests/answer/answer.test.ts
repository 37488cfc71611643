import { describe, expect, it } from 'vitest';
import { type Answer, emptyAnswer } from '../../src/answer/answer';
import { createAnswerFold } from '../../src/answer/foldAnswer';
import type { Change } from '../../src/answer/format';

/** Folds each change as a message of its own, with a snapshot after it. */
function fold(...changes: Change[]): { answer: Answer; snapshots: Answer[] } {
  const answers = createAnswerFold();
  const snapshots = changes.map((change) => {
    answers.apply(change);
    return answers.snapshot();
  });
  return { answer: answers.snapshot(), snapshots };
}

const call = (key: string | number | undefined, more: object) =>
  ({ type: 'toolCall', key, ...more }) as const;

describe('the reducer of answers', () => {
  it('starts empty', () => expect(createAnswerFold().snapshot()).toBe(emptyAnswer));

  it('appends text to the newest part, and opens one after another channel', () => {
    const { answer } = fold('A', { type: 'text', delta: 'B' }, { type: 'reasoning', delta: 'R' }, 'C', {
      type: 'refusal',
      delta: 'no',
    });
    expect(answer).toMatchObject({ text: 'ABC', reasoning: 'R', refusal: 'no' });
    expect(answer.parts.map((part) => 'text' in part && part.text)).toEqual(['AB', 'R', 'C', 'no']);
  });

  it('keeps parts with keys apart, also where they come interleaved', () => {
    const text = (key: number, delta: string) => ({ type: 'text', key, delta }) as const;
    const { answer } = fold([text(0, 'A'), text(1, 'X'), text(0, 'B'), text(1, 'Y')]);
    expect(answer.parts).toMatchObject([{ text: 'AB' }, { text: 'XY' }]);
  });

  it.each([
    null,
    undefined,
    '',
    [],
    [null, false, '', undefined],
    { type: 'text', delta: null },
    { type: 'meta' },
  ] satisfies Change[])('changes nothing for %j', (change) => {
    const answers = createAnswerFold();
    answers.apply('A');
    const before = answers.snapshot();
    answers.apply(change);
    expect(answers.snapshot()).toBe(before);
  });

  it('replaces a channel, or one part of it, and keeps what is equal', () => {
    const replace = (value: string, key?: string) =>
      ({ type: 'replace', channel: 'text', value, key }) as const;
    expect(fold('A', { type: 'reasoning', delta: 'R' }, 'B', replace('C')).answer).toMatchObject({
      text: 'C',
      reasoning: 'R',
    });
    const between = fold('A', { type: 'reasoning', delta: 'R' }, 'B', replace('AB'), replace('D'));
    expect(between.snapshots[3]).toBe(between.snapshots[2]);
    expect(between.answer.parts).toMatchObject([
      { type: 'reasoning', text: 'R' },
      { type: 'text', text: 'D' },
    ]);
    const parts = fold(replace('A', 'a'), replace('B', 'b'), replace('C', 'a'));
    expect(parts.answer.text).toBe('CB');
    expect(parts.answer.parts[1]).toBe(parts.snapshots[1]!.parts[1]);
    const same = fold('A', replace('A'));
    expect(same.snapshots[1]).toBe(same.snapshots[0]);
  });

  it('takes a call whose id and name are repeated for one, and equal calls with two ids for two', () => {
    const same = call(0, { id: 'a', name: 'f', delta: '{' });
    expect(fold(same, same).answer.toolCalls).toEqual([{ id: 'a', name: 'f', arguments: '{{' }]);
    const two = fold(call(0, { id: 'a', name: 'f' }), call(0, { id: 'b', name: 'f' }));
    expect(two.answer.toolCalls.map(({ id }) => id)).toEqual(['a', 'b']);
    const named = fold(call(0, { name: 'f' }), call(1, { name: 'g' }));
    expect(named.answer.toolCalls.map(({ name }) => name)).toEqual(['f', 'g']);
  });

  it('collects the arguments of a call under its key', () => {
    const { answer } = fold(
      call(0, { id: 'a', name: 'f', delta: '{' }),
      call(1, { id: 'b', name: 'g' }),
      call(0, { delta: '}' }),
      call(1, { value: '{}', done: true }),
    );
    expect(answer.toolCalls).toEqual([
      { id: 'a', name: 'f', arguments: '{}' },
      { id: 'b', name: 'g', arguments: '{}' },
    ]);
    expect(answer.parts).toMatchObject([{ done: false }, { done: true, server: false }]);
  });

  it.each([
    ['no key', undefined],
    ['the same key', 0],
  ])('opens a call for a name with another id: %s', (_, key) => {
    const { answer } = fold(
      call(key, { id: 'a', name: 'f', delta: '{' }),
      call(key, { delta: '}' }),
      call(key, { id: 'b', name: 'f', delta: '[]' }),
    );
    expect(answer.toolCalls.map((each) => each.arguments)).toEqual(['{}', '[]']);
  });

  it('lets no empty id or name overwrite, and never opens a call to end it', () => {
    expect(
      fold(call(0, { id: 'a', name: 'f' }), call(0, { id: '', name: null })).answer.toolCalls,
    ).toMatchObject([{ id: 'a', name: 'f' }]);
    expect(fold(call(0, { done: true })).answer.parts).toEqual([]);
  });

  it("keeps the provider's own calls out of toolCalls", () => {
    expect(fold(call(0, { id: 'a', name: 'f', server: true })).answer).toMatchObject({
      toolCalls: [],
      parts: [{ server: true }],
    });
  });

  it('rolls back to the last step, but not finish reason and usage', () => {
    const { answer, snapshots } = fold(
      ['A', call(0, { name: 'f' })] as never,
      { type: 'step' },
      ['B', call(1, { name: 'g' }), { type: 'meta', usage: { n: 1 } }] as never,
      { type: 'resetStep' },
      'C',
    );
    expect(answer).toMatchObject({ text: 'AC', usage: { n: 1 }, toolCalls: [{ name: 'f' }] });
    expect(answer.parts[0]).toBe(snapshots[0]!.parts[0]);
    expect(fold('A', { type: 'resetStep' }, 'B').answer.text).toBe('B');
  });

  it('merges usage by name', () => {
    const usage = (value: object | null) => ({ type: 'meta', usage: value }) as const;
    expect(fold(usage({ a: 1, b: null }), usage({ a: null, b: 2 }), usage(null)).answer.usage).toEqual({
      a: 1,
      b: 2,
    });
  });

  it.each([{ type: 'done' } as const, { type: 'error', error: { message: 'no' } } as const])(
    'takes only meta after $type',
    (end) => {
      const { answer } = fold(
        'A',
        end,
        'B',
        call(0, { name: 'f' }),
        { type: 'done' },
        { type: 'error', error: { message: 'late' } },
        { type: 'meta', finishReason: 'stop' },
      );
      expect(answer).toMatchObject({
        text: 'A',
        parts: [{ text: 'A' }],
        finishReason: 'stop',
        done: end.type === 'done',
      });
      expect(answer.error?.message).toBe(end.type === 'done' ? undefined : 'no');
    },
  );

  it.each([7, { type: 'unheard of' }, { type: 'text', delta: {} }, { token: 'A' }])(
    'throws for what is no change: %j',
    (change) => {
      expect(() => createAnswerFold().apply(change as never)).toThrow(TypeError);
    },
  );

  it('never changes a snapshot, nor a part in it', () => {
    const answers = createAnswerFold();
    answers.apply(['A' as never, call(0, { name: 'f', delta: '{' })]);
    const before = answers.snapshot();
    const copy = structuredClone(before);
    answers.apply([
      call(0, { delta: '}' }),
      { type: 'replace', channel: 'text', value: 'B' },
      { type: 'meta', finishReason: 'stop' },
      { type: 'done' },
    ]);
    answers.snapshot();
    expect(before).toEqual(copy);
  });

  it('keeps the identity of parts and calls that did not change', () => {
    const { snapshots } = fold(
      { type: 'reasoning', delta: 'R' },
      call(0, { name: 'f' }),
      call(1, { name: 'g' }),
      call(1, { delta: '{' }),
      'A',
    );
    const [, , before, grown, after] = snapshots as [Answer, Answer, Answer, Answer, Answer];
    expect(grown.parts[0]).toBe(before.parts[0]);
    expect(grown.parts[1]).toBe(before.parts[1]);
    expect(grown.parts[2]).not.toBe(before.parts[2]);
    expect(grown.toolCalls[0]).toBe(before.toolCalls[0]);
    expect(after.toolCalls).toBe(grown.toolCalls);
  });

  it('copies once for a snapshot, however many messages came between', () => {
    const answers = createAnswerFold();
    answers.apply('A');
    answers.snapshot();
    answers.apply('B');
    const [draft, part] = [answers.current, answers.current.parts[0]];
    for (let i = 0; i < 100; i++) answers.apply('C');
    expect(answers.current).toBe(draft);
    expect(answers.current.parts[0]).toBe(part);
    expect(answers.snapshot().text).toBe(`AB${'C'.repeat(100)}`);
  });

  it('keeps sources, files, results, approvals and data in their order, and lists them', () => {
    const { answer, snapshots } = fold(
      [
        { type: 'text', delta: 'A' },
        { type: 'source', key: 0, url: 'https://a.test', title: 'A' },
      ],
      { type: 'file', mediaType: 'image/png', data: 'AAAA' },
      { type: 'approval', id: 'y', name: 'pay', arguments: '{}' },
      { type: 'data', name: 'state', value: { n: 1 } },
      { type: 'source', key: 0, quote: 'Quoted', title: null },
    );
    expect(answer.parts.map(({ type }) => type)).toEqual(['text', 'source', 'file', 'approval', 'data']);
    expect(answer.sources).toEqual([
      { type: 'source', key: 0, url: 'https://a.test', title: 'A', quote: 'Quoted' },
    ]);
    expect(answer.files).toEqual([{ type: 'file', mediaType: 'image/png', data: 'AAAA' }]);
    expect(answer.approvals).toMatchObject([{ id: 'y', name: 'pay', arguments: '{}' }]);
    expect(answer.files).toBe(snapshots[1]!.files);
    expect(snapshots[3]!.sources).toBe(snapshots[0]!.sources);
  });

  it('takes a call that has its result out of toolCalls, and an approval that has one out of approvals', () => {
    const { answer, snapshots } = fold(
      [call(0, { id: 'a', name: 'f' }), call(1, { id: 'b', name: 'g' })],
      { type: 'approval', id: 'y', name: 'pay', arguments: '' },
      [
        { type: 'toolResult', id: 'a', value: 1 },
        { type: 'toolResult', id: 'y', value: 2 },
      ],
    );
    expect(snapshots[1]!.approvals).toHaveLength(1);
    expect(answer).toMatchObject({ toolCalls: [{ id: 'b' }], approvals: [] });
    expect(answer.toolCalls[0]).toBe(snapshots[0]!.toolCalls[1]);
  });

  it('merges metadata into the newest part, or the newest with a key', () => {
    const { answer } = fold(
      { type: 'reasoning', key: 'r', delta: 'R' },
      'A',
      { type: 'metadata', value: { logprobs: [1] } },
      { type: 'metadata', key: 'r', value: { signature: 's' } },
      { type: 'metadata', key: 'r', value: { more: 1 } },
      { type: 'metadata', key: 'none', value: { lost: 1 } },
    );
    expect(answer.parts).toMatchObject([
      { type: 'reasoning', metadata: { signature: 's', more: 1 } },
      { type: 'text', metadata: { logprobs: [1] } },
    ]);
  });

  it('keeps id, model and detail, also when a step is taken back', () => {
    const { answer } = fold(
      { type: 'meta', id: 'r1', model: 'm' },
      { type: 'step' },
      [
        { type: 'source', url: 'u' },
        { type: 'meta', id: '', model: null, detail: { reason: 'x' } },
      ],
      { type: 'resetStep' },
    );
    expect(answer).toMatchObject({ id: 'r1', model: 'm', detail: { reason: 'x' }, sources: [], parts: [] });
  });

  it('is stopped where `done` says so', () => {
    const { answer } = fold('A', { type: 'done', reason: 'stopped', message: 'by the user' });
    expect(answer).toMatchObject({
      done: true,
      stopped: true,
      detail: 'by the user',
      finishReason: 'by the user',
    });
  });
});
