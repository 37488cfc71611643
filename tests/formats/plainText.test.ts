import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/formats/plainText';
import { play, recording, sse } from './support/play';

describe('plainText', () => {
  it('takes data as it is, without one leading space, with line breaks, up to [DONE]', () => {
    for (const size of [1, 13, Infinity]) {
      const { answer, status } = play(plainText(), recording('plain-text/done-sentinel.sse'), size);
      expect(answer.text).toBe('Hello world你好\nsecond line');
      expect(status).toBe('done');
    }
  });

  it('compares the sentinel with the whole data only', () => {
    expect(play(plainText(), sse('[DONE] ', 'x[DONE]', '[DONE]', 'late')).answer.text).toBe('[DONE] x[DONE]');
  });

  it('ends with other words, or with none', () => {
    expect(play(plainText({ end: 'bye' }), sse('[DONE]', 'bye', 'late')).answer.text).toBe('[DONE]');
    expect(play(plainText({ end: null }), sse('A', '[DONE]', 'B')).answer.text).toBe('A[DONE]B');
  });

  it('ends on close', () => {
    expect(play(plainText(), sse('A')).status).toBe('done');
    expect(plainText().formatName).toBe('plainText');
  });
});
