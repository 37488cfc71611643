import { describe, expect, it } from 'vitest';
import { createRun, jsonText, splitThink } from 'react-event-source/core';
import { createAnswerFold } from '../../src/answer/foldAnswer';
import { applyFormat } from '../../src/answer/applyFormat';
import type { Format } from '../../src/answer/format';

const message = (data: string) => ({ type: 'message', data, lastEventId: '' });

describe('applyFormat', () => {
  it('takes a plain function of the message', () => {
    const format: Format = (m) => (JSON.parse(m.data) as { token: string }).token;
    const fold = createAnswerFold();
    expect(applyFormat(fold, format, message('{"token":"A"}'))).toBeUndefined();
    expect(applyFormat(fold, format, message('{"other":1}'))).toBeUndefined();
    expect(fold.snapshot().text).toBe('A');
  });

  it('says which format met what, and keeps the text so far', () => {
    const token = (m: { data: string }) => (JSON.parse(m.data) as { token: string }).token;
    const fold = createAnswerFold();
    applyFormat(fold, token, message('{"token":"A"}'));
    const error = applyFormat(fold, token, message('{"token"'));
    expect(error).toMatchObject({ kind: 'format', isRetryable: false, body: '{"token"' });
    expect(error?.message).toMatch(/^token could not read the message "\{\\"token\\"": .*JSON/);
    expect(error?.cause).toBeInstanceOf(SyntaxError);
    expect(fold.snapshot().text).toBe('A');
  });

  it('quotes the first 200 characters', () => {
    const error = applyFormat(
      createAnswerFold(),
      (m) => JSON.parse(m.data) as string,
      message('x'.repeat(1000)),
    );
    expect(error?.message).toContain(`"${'x'.repeat(200)}…"`);
    expect(error?.message).not.toContain('x'.repeat(201));
    expect(error?.body).toHaveLength(1000);
  });

  it.each([[7], [{ token: 'A' }], [true], [[{ text: 'A' }]], [Promise.resolve('A')], [{ type: 'toString' }]])(
    'says what to return in place of %o',
    (made) => {
      const error = applyFormat(createAnswerFold(), () => made as never, message(''));
      expect(error?.kind).toBe('format');
      expect(error?.message).toContain(
        ': It must return text or changes such as `{ type: "text", delta }`, and not be async',
      );
    },
  );

  it.each([
    ['itself', (async (m: { data: string }) => JSON.parse(m.data)) as never],
    ['what it returns', (() => [Promise.reject(new Error('late'))]) as never],
    ['inside of another', splitThink((async () => Promise.reject(new Error('late'))) as never)],
    ['in jsonText', jsonText((async () => Promise.reject(new Error('late'))) as never)],
  ])('takes a rejection for heard where a format is asynchronous: %s', async (_, format: Format) => {
    const fetch = async () =>
      new Response('data: "{"\n\n', { headers: { 'content-type': 'text/event-stream' } });
    const { status, error } = await createRun({ url: 'http://test/', fetch, format }).start();
    expect([status, error?.kind]).toEqual(['failed', 'format']);
    expect(error?.message).toContain('and not be async');
  });

  it('survives what is thrown without being an error', () => {
    const error = applyFormat(
      createAnswerFold(),
      () => {
        throw 'no';
      },
      message('A'),
    );
    expect(error?.message).toBe('format could not read the message "A": no');
  });
});
