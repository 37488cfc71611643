import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAt, LOCKED, logOf, mount, openSite, type Site } from './support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

describe.each(['native', 'fetch'] as const)(
  'where the page’s policy forbids the connection, over %s',
  (transport) => {
    test('each error names connect-src', async () => {
      const user = await site.newUser();
      const page = await user.newTab(LOCKED);
      await mount(page, { url: `/feed?key=${crypto.randomUUID()}`, share: false, transport });
      await isAt(page, 'failed');
      const { errors } = await logOf(page);
      await user.close();
      expect(errors).toMatchObject([
        { kind: 'network', willRetry: true },
        { kind: 'network', willRetry: false },
      ]);
      for (const { message } of errors) expect(message).toContain('check `connect-src`');
    });
    test('an error of another cause does not', async () => {
      const user = await site.newUser();
      const page = await user.newTab();
      // A page for the native source, which reconnects for ever where there is no server.
      const url = transport === 'native' ? '/no-stream' : 'http://127.0.0.1:9/';
      await mount(page, { url, share: false, transport });
      await isAt(page, 'failed');
      const { errors } = await logOf(page);
      await user.close();
      expect(errors.map(({ kind }) => kind)).toEqual(['network', 'network']);
      for (const { message } of errors) expect(message).not.toContain('connect-src');
    });
  },
);
