import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonText, plainText } from 'react-event-source/core';
import { growing } from './support/growing';
import { myBackend } from './support/myBackend';
import { named, play, sse } from './support/play';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('a format of one’s own', () => {
  it('is what the guide says', () => {
    expect(read('../../docs/writing-a-format.md')).toContain(
      '```ts\n' + read('support/myBackend.ts') + '```',
    );
  });

  it('is wrapped for servers that send the whole text so far, as the guide says', () => {
    expect(read('../../docs/writing-a-format.md')).toContain('```ts\n' + read('support/growing.ts') + '```');
    const texts = ['Hel', 'Hello', 'Hello', 'Hello, wor', 'Hello, world'];
    const plain = play(growing(plainText()), sse(...texts, '', '[DONE]'));
    expect(plain).toMatchObject({ status: 'done', answer: { text: 'Hello, world', done: true } });
    expect(plain.snapshots.map(({ text }) => text).slice(0, -2)).toEqual(texts);
    const fields = texts.map((text) => ({ text }));
    const json = play(
      growing(jsonText('text')),
      named(['ping', 'x'], ...fields.map((each) => ['message', each] as const)),
    );
    expect(json).toMatchObject({ status: 'done', answer: { text: 'Hello, world' } });
    // Corrections, too.
    expect(play(growing(plainText()), sse('The cta', 'The cat')).answer.text).toBe('The cat');
    const failed = play(growing(plainText()), sse('A') + named(['error', 'Boom']));
    expect(failed).toMatchObject({ status: 'failed', answer: { text: 'A', error: { message: 'Boom' } } });
    expect({ ...growing(myBackend) }).toMatchObject({ formatName: 'myBackend', endsOnClose: false });
  });

  it('reads text and the end', () => {
    expect(
      play(myBackend, sse({ token: 'A' }, { other: 1 }, { token: '' }, { token: 'B' }, { end: 'stop' })),
    ).toMatchObject({
      status: 'done',
      answer: { text: 'AB', finishReason: 'stop', done: true },
    });
  });

  it('reads errors, and knows when the end is missing', () => {
    const start = sse({ token: 'A' });
    expect(play(myBackend, start + sse({ problem: 'no' }))).toMatchObject({
      status: 'failed',
      answer: { text: 'A', error: { message: 'no' } },
    });
    expect(play(myBackend, start).status).toBe('incomplete');
    expect(play(myBackend, start + sse('{"tok')).error?.message).toContain('myBackend could not read');
  });
});
