import { describe, expect, it } from 'vitest';
import { parseRetryAfter, providerMessage } from '../../src/transports/shared/httpError';

const json = (value: unknown): string => JSON.stringify(value);

describe('providerMessage', () => {
  it.each([
    [
      'an object with a message',
      json({ error: { message: 'words', type: 'invalid_request_error', code: null } }),
    ],
    [
      'the same, spread over lines',
      '{\n  "error": {\n    "code": 400,\n    "message": "words",\n    "details": [{ "message": "other" }]\n  }\n}\n',
    ],
    [
      'an object with a type beside it',
      json({ type: 'error', error: { type: 'overloaded_error', message: 'words' }, request_id: 'r' }),
    ],
    ['an error that is a string', json({ code: 'invalid-argument', error: 'words' })],
    ['a message', json({ id: 'i', message: 'words' })],
    ['a message with a status', json({ status: 400, code: 'invalid_param', message: 'words' })],
    ['a detail', json({ detail: 'words' })],
    ['details of a validation', json({ detail: [{ loc: ['body'], msg: 'words', type: 'missing' }] })],
    ['a msg', json({ code: 4000, msg: 'words' })],
    ['an error_msg', json({ error_code: 17, error_msg: 'words' })],
    ['a list', json([{ error: { code: 429, message: 'words' } }])],
    ['an empty error beside the message', json({ error: null, message: 'words' })],
    [
      'the words of the gateway before those it passes on',
      json({ error: { message: 'words', code: 429, metadata: { raw: 'other' } } }),
    ],
    ['a string', json('words')],
    ['a string with spaces around it', json({ error: ' words\n' })],
    ['plain text', ' words\n'],
  ])('finds the words in %s', (_, body) => expect(providerMessage(body)).toBe('words'));

  it.each(['x'.repeat(300), 'use <b>, not [i]'])('takes a short text as it is: %.20s', (body) =>
    expect(providerMessage(body)).toBe(body),
  );

  it.each([
    ['nothing', ''],
    ['a page', '<!doctype html><title>502</title>'],
    ['codes only', json({ status: 500, code: 3 })],
    ['a number', '500'],
    ['JSON that was cut off', '{"error":{"mess'],
    ['a long text', 'x'.repeat(301)],
  ])('finds none in %s', (_, body) => expect(providerMessage(body)).toBeUndefined());
});

describe('parseRetryAfter', () => {
  const now = Date.UTC(2026, 0, 1);
  it.each([
    ['retry-after', '1', 1000],
    ['retry-after', ' 1.5 ', 1500],
    ['retry-after', '0', 0],
    ['retry-after', '12.25', 12_250],
    ['retry-after', '1x', undefined],
    ['retry-after', 'Thu, 01 Jan 2026 00:00:07 GMT', 7000],
    ['retry-after', 'Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['retry-after', '-1', undefined],
    ['retry-after', 'soon', undefined],
    ['retry-after', '', undefined],
    ['retry-after-ms', '250', 250],
    ['x-other', '1', undefined],
  ])('%s: %s', (name, value, ms) => expect(parseRetryAfter(new Headers({ [name]: value }), now)).toBe(ms));

  it('takes the finer one of two', () => {
    expect(parseRetryAfter(new Headers({ 'retry-after': '1', 'retry-after-ms': '900' }))).toBe(900);
  });

  it.each([
    ['an hour before the device’s', 'Wed, 31 Dec 2025 23:00:00 GMT', 'Wed, 31 Dec 2025 23:00:07 GMT', 7000],
    ['an hour after the device’s', 'Thu, 01 Jan 2026 01:00:00 GMT', 'Thu, 01 Jan 2026 01:00:07 GMT', 7000],
    ['not to be read', 'now', 'Thu, 01 Jan 2026 00:00:07 GMT', 7000],
    [
      'later than the time that it names',
      'Thu, 01 Jan 2026 00:00:09 GMT',
      'Thu, 01 Jan 2026 00:00:07 GMT',
      0,
    ],
  ])('compares a date with the server’s clock, which is %s', (_, date, value, ms) => {
    expect(parseRetryAfter(new Headers({ date, 'retry-after': value }), now)).toBe(ms);
  });
});
