import { describe, expect, it } from 'vitest';
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

  it.each([[7], [{ token: 'A' }], [true]])('takes %j for no change', (made) => {
    expect(applyFormat(createAnswerFold(), () => made as never, message(''))?.kind).toBe('format');
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
