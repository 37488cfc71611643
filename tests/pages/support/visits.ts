import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { openSite, type PageOptions, type Site, type User } from './site.ts';

/** A site for a test file, in a browser launched like this, and for each test a user and a key; the getters are for use inside tests. */
export function visitsForFile(launch?: PageOptions['launch']) {
  let site: Site | undefined;
  let user: User | undefined;
  let key = '';
  beforeAll(async () => {
    site = await openSite(launch);
  });
  afterAll(() => site?.close());
  beforeEach(async () => {
    key = crypto.randomUUID();
    user = await site!.newUser();
  });
  afterEach(() => user?.close());
  return {
    site: () => site!,
    user: () => user!,
    key: () => key,
    /** How many connections there were under the key, and are. */
    connections: (): { total: number; open: number } => {
      const { total, open } = site!.playground.stats(key);
      return { total, open };
    },
  };
}
