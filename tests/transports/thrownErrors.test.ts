import { describe, expect, test, vi } from 'vitest';
import { createRun, type FetchLike } from 'react-event-source/core';

const words = { error: { message: 'Log in' } };
const init = { status: 401, statusText: 'Unauthorized', headers: { 'content-type': 'application/json' } };

/** What ky throws: the response, unread. */
const kyError = (): Error =>
  Object.assign(new Error('Request failed with status code 401 Unauthorized: GET http://test/'), {
    name: 'HTTPError',
    response: new Response(JSON.stringify(words), init),
    request: {},
    options: {},
  });

/** What ofetch throws: getters, and a response that has been read, with its data in `_data`. */
async function ofetchError(): Promise<Error> {
  const response = new Response(JSON.stringify(words), init);
  Object.assign(response, { _data: await response.json() });
  const error = new Error('[GET] "http://test/": 401 Unauthorized');
  error.name = 'FetchError';
  const getters = {
    request: () => 'http://test/',
    response: () => response,
    data: () => words,
    status: () => 401,
    statusCode: () => 401,
    statusText: () => 'Unauthorized',
    statusMessage: () => 'Unauthorized',
  };
  for (const [name, get] of Object.entries(getters)) Object.defineProperty(error, name, { get });
  return error;
}

/** What axios throws: a response of its own, whose headers are an object that can be iterated. */
function axiosError(data: unknown = words): Error {
  class AxiosHeaders {
    'content-type' = 'application/json';
    'retry-after' = '2';
    get(name: string): unknown {
      return (this as unknown as Record<string, unknown>)[name];
    }
    [Symbol.iterator]() {
      return Object.entries(this)[Symbol.iterator]();
    }
  }
  return Object.assign(new Error('Request failed with status code 401'), {
    name: 'AxiosError',
    code: 'ERR_BAD_REQUEST',
    config: {},
    request: {},
    status: 401,
    response: {
      data,
      status: 401,
      statusText: 'Unauthorized',
      headers: new AxiosHeaders(),
      config: {},
      request: {},
    },
  });
}

async function over(thrown: unknown) {
  const fetch = vi.fn<FetchLike>(() => Promise.reject(thrown as Error));
  const { error } = await createRun({ url: 'http://test/', fetch, retry: { limit: 3, delay: 0 } }).start();
  return { error, requests: fetch.mock.calls.length };
}

describe('an HTTP error that is thrown in place of a response has its status and words, as of', () => {
  test.each([
    ['ky', kyError],
    ['ofetch', ofetchError],
    ['axios', () => axiosError()],
    ['axios, with text', () => axiosError(JSON.stringify(words))],
    ['a wrapper with a status of its own', () => Object.assign(new Error('Log in'), { status: 401 })],
    ['a wrapper that calls it statusCode', () => ({ statusCode: 401, message: 'Log in' })],
    ['a wrapper with data', () => ({ status: 401, data: words })],
    ['a wrapper with a body', () => ({ status: 401, body: JSON.stringify(words) })],
    ['a wrapper with the error as its cause', () => new Error('No answer', { cause: kyError() })],
    ['a wrapper that throws the response', () => new Response(JSON.stringify(words), init)],
  ])('%s', async (_, make) => {
    const thrown = await make();
    const { error, requests } = await over(thrown);
    expect(error).toMatchObject({ kind: 'http', status: 401, message: 'Log in', isRetryable: false });
    expect(error?.cause).toBe(thrown);
    expect(requests).toBe(1);
  });
  test('axios, with the headers', async () => {
    const { error } = await over(axiosError());
    expect([error?.retryAfter, error?.headers?.get('content-type')]).toEqual([2000, 'application/json']);
  });
  test('a client whose words are a stream: its own message is told', async () => {
    const { error } = await over(axiosError(new ReadableStream()));
    expect(error).toMatchObject({ status: 401, message: 'Request failed with status code 401', body: '' });
  });
});

test.each([
  ['a status that is none of HTTP', { status: 'failed' }],
  ['a status of success', { status: 200 }],
  ['an error of the network', new TypeError('fetch failed')],
])('%s is an error of the network', async (_, thrown) => {
  const fetch: FetchLike = () => Promise.reject(thrown as Error);
  const { error } = await createRun({ url: 'http://test/', fetch, retry: false }).start();
  expect(error).toMatchObject({ kind: 'network', cause: thrown });
});
