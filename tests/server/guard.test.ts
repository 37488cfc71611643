import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { serverForFile } from './support.ts';

const server = serverForFile();

/** fetch forbids these headers, so the requests are made by hand. */
function ask(url: string, headers: Record<string, string>, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const req = request(url, { method, headers }, (res) => {
        let text = '';
        res.on('data', (chunk) => (text += String(chunk)));
        res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, text }));
      });
      req.on('error', reject).end();
    },
  );
}
const echo = (headers: Record<string, string>) => ask(`${server().url}/echo`, headers);

describe('without leave for others', () => {
  test.each(['127.0.0.1', 'localhost:1', 'LOCALHOST', '[::1]:6006'])(
    'the host %s is answered',
    async (host) => {
      expect((await echo({ host })).status).toBe(200);
    },
  );

  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80', '127.0.0.2', '10.0.0.1'])(
    'the host %s is refused',
    async (host) => {
      const { status, headers, text } = await echo({ host });
      expect([status, headers['content-type']]).toEqual([403, 'text/plain; charset=utf-8']);
      expect(text).toMatch(/^Refused: /);
    },
  );

  test('only its own origin is answered', async () => {
    expect((await echo({ origin: server().url })).status).toBe(200);
    const foreign = [
      'https://evil.example',
      'null',
      'http://127.0.0.1:1',
      server().url.replace('http', 'https'),
    ];
    for (const origin of foreign) {
      const { status, headers } = await echo({ origin });
      expect([origin, status, headers['access-control-allow-origin']]).toEqual([origin, 403, undefined]);
    }
  });

  test('a request that another site’s page makes without an Origin is refused', async () => {
    expect((await echo({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await echo({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  test('a preflight of another origin is refused', async () => {
    const { status } = await ask(`${server().url}/feed`, { origin: 'https://a.example' }, 'OPTIONS');
    expect(status).toBe(403);
  });
});

describe('with a list of origins', () => {
  const listed = serverForFile({ allowOrigins: ['https://a.example'], allowHeaders: ['x-one'] });

  test('a listed origin is answered, with credentials; another is not', async () => {
    const { status, headers } = await ask(`${listed().url}/echo`, { origin: 'https://a.example' });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://a.example',
      'access-control-allow-credentials': 'true',
      vary: 'origin',
    });
    expect((await ask(`${listed().url}/echo`, { origin: 'https://b.example' })).status).toBe(403);
  });

  test('a preflight is granted only the headers that are allowed', async () => {
    const asked = { origin: 'https://a.example', 'access-control-request-headers': 'x-two' };
    const { status, headers } = await ask(`${listed().url}/feed`, asked, 'OPTIONS');
    expect([status, headers['access-control-allow-headers']]).toEqual([204, 'x-one']);
  });
});

describe('with leave for all', () => {
  const all = serverForFile({ allowOrigins: '*' });

  test('every origin gets the wildcard, and a preflight what it asks for', async () => {
    const asked = { origin: 'https://b.example', 'access-control-request-headers': 'last-event-id' };
    const { status, headers } = await ask(`${all().url}/feed`, asked, 'OPTIONS');
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'last-event-id',
    });
    expect(headers['access-control-allow-credentials']).toBeUndefined();
  });

  test('a foreign host is refused all the same', async () => {
    expect((await ask(`${all().url}/echo`, { host: 'evil.example' })).status).toBe(403);
  });
});

test('an unknown path is a 404', async () => {
  expect((await ask(`${server().url}/feeds`, {})).status).toBe(404);
});
