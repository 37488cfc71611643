import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  keyOf,
  type RequestOptions,
  resolveHeaders,
  resolveInit,
  resolveUrl,
  withLastEventId,
} from '../../src/protocol/request';

afterEach(() => void vi.unstubAllGlobals());

describe('the address', () => {
  test.each([
    ['http://a/b', 'http://a/b'],
    [new URL('http://a/b?c'), 'http://a/b?c'],
    ['HTTP://A', 'HTTP://A'],
  ])('%s is %s', (url, expected) => expect(resolveUrl(url)).toBe(expected));
  test('is relative to the page’s base, else to its address', () => {
    vi.stubGlobal('location', { href: 'http://page/x/y' });
    expect(resolveUrl('z')).toBe('http://page/x/z');
    vi.stubGlobal('document', { baseURI: 'http://base/a/' });
    expect(resolveUrl('z')).toBe('http://base/a/z');
  });
  test.each([
    ['', 'The url is empty. Pass one, or `null` to stay disconnected.'],
    ['/feed', '"/feed" is not a valid URL. Outside a page it must be absolute.'],
  ])('"%s" is refused with a word of help', (url, message) => {
    expect(() => resolveUrl(url)).toThrow(
      expect.objectContaining({ kind: 'network', isRetryable: false, message }),
    );
  });
  test('that is misspelt in a page is refused', () => {
    vi.stubGlobal('location', { href: 'http://page/' });
    expect(() => resolveUrl('http://a b')).toThrow('"http://a b" is not a valid URL. Check its spelling.');
  });
  test.each([
    ['http://a/', 'p', '1', 'http://a/?p=1'],
    ['http://a/?p=0&q=2#h', 'p', 'é&', 'http://a/?p=%C3%A9%26&q=2#h'],
    ['http://a/', undefined, '1', 'http://a/'],
    ['http://a/', 'p', '', 'http://a/'],
  ])('%s with parameter %s and id "%s" is %s', (url, param, id, expected) => {
    expect(withLastEventId(url, param, id)).toBe(expected);
  });
});

test.each([
  ['localhost:3000/feed', 'put `http://` before it'],
  ['ws://host/feed', 'Use `http:` or `https:`'],
  ['ftp://host/feed', 'Use `http:` or `https:`'],
  ['javascript:alert(1)', 'Use `http:` or `https:`'],
  ['file:///feed', 'pass an absolute url'],
])('"%s" is refused, and the error says what to do', (url, words) => {
  expect(() => resolveUrl(url)).toThrow(
    expect.objectContaining({ isRetryable: false, message: expect.stringContaining(words) }),
  );
});

describe('headers', () => {
  test.each([
    [undefined, {}],
    [{ A: '1', b: undefined }, { a: '1' }],
    [[['A', '1']] as [string, string][], { a: '1' }],
    [new Headers({ A: '1' }), { a: '1' }],
  ])('%j become a plain object', (headers, expected) => expect(resolveHeaders(headers)).toEqual(expected));
  test.each([{ 'a b': '1' }, { a: 'x\ny' }, { a: '€' }])('%j are refused', (headers) => {
    const message = 'A header has a name or value that HTTP does not allow. Check `headers`.';
    expect(() => resolveHeaders(headers)).toThrow(expect.objectContaining({ message, isRetryable: false }));
  });
});

describe('the body', () => {
  const sent = async (body: RequestOptions['body'], more: RequestOptions = {}) => {
    const { method, headers, body: resolved } = await resolveInit({ body, ...more });
    return [method, headers?.['content-type'], resolved];
  };
  test.each([
    [{ a: 1 }, '{"a":1}'],
    [[1, 2], '[1,2]'],
    [7, '7'],
    [false, 'false'],
    [() => ({ a: 1 }), '{"a":1}'],
    [async () => [1], '[1]'],
  ])('%j is sent as JSON', async (body, text) => {
    expect(await sent(body)).toEqual(['POST', 'application/json', text]);
  });
  test.each([
    'text',
    new URLSearchParams({ a: '1' }),
    new FormData(),
    new Blob(['x']),
    new Uint8Array(2),
    new ArrayBuffer(2),
    new ReadableStream(),
  ])('a body that fetch knows goes as it is: %s', async (body) =>
    expect(await sent(body)).toEqual(['POST', undefined, body]),
  );
  test('keeps the content type that the caller gave', async () => {
    expect(await sent({}, { headers: { 'Content-Type': 'application/x' } })).toEqual([
      'POST',
      'application/x',
      '{}',
    ]);
  });
  test.each([undefined, null, () => undefined])('that is none makes a GET: %s', async (body) => {
    expect(await sent(body)).toEqual(['GET', undefined, undefined]);
  });
  test('that is a stream can be sent', async () => {
    expect(await resolveInit({ body: new ReadableStream() })).toMatchObject({ duplex: 'half' });
  });
  test('goes with the method that was asked for, in capitals', async () => {
    expect(await sent('x', { method: 'put' })).toEqual(['PUT', undefined, 'x']);
  });
  test.each(['GET', 'get', 'HEAD'])('has no place in a %s', async (method) => {
    const message = `A ${method.toUpperCase()} request cannot have a body. Leave out \`method\` to POST it, or the body.`;
    await expect(sent('x', { method })).rejects.toMatchObject({
      kind: 'network',
      isRetryable: false,
      message,
    });
  });
  test('that JSON cannot hold is refused with a word of help', async () => {
    const message =
      'The body cannot be sent as JSON. Pass plain data without cycles, BigInt, files, Map or Set, or a string.';
    await expect(sent({ a: 1n })).rejects.toMatchObject({ kind: 'network', isRetryable: false, message });
  });
});

test.each([new Map([['a', 1]]), new Set([1]), { a: { b: new Map() } }])(
  'a body that holds a Map or a Set is refused: %j',
  async (body) => {
    await expect(resolveInit({ body })).rejects.toMatchObject({
      isRetryable: false,
      message: expect.stringContaining('Map or Set'),
    });
  },
);

test.each([
  { file: new File(['x'], 'x') },
  { form: new FormData() },
  [new Blob(['x'])],
  { later: Promise.resolve(1) },
])('a body that holds what JSON would send as {} is refused: %o', async (body) => {
  await expect(resolveInit({ body })).rejects.toMatchObject({
    isRetryable: false,
    cause: { message: expect.stringContaining('promise has no JSON') },
  });
});

describe('keys', () => {
  test('are equal for equal values', () => {
    expect(keyOf({ a: [1, new Headers({ b: 'c' }), new URLSearchParams({ d: 'e' })] })).toBe(
      '{"a":[1,[["b","c"]],[["d","e"]]]}',
    );
    expect(keyOf([() => 1, () => 2])).toBe('["function","function"]');
    expect(keyOf(1n)).toBe('');
  });
});
