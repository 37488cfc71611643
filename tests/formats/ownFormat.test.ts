import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { myBackend } from './support/myBackend';
import { play, sse } from './support/play';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('a format of one’s own', () => {
  it('is what the guide says', () => {
    expect(read('../../docs/writing-a-format.md')).toContain(
      '```ts\n' + read('support/myBackend.ts') + '```',
    );
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
