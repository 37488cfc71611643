import assert from 'node:assert/strict';
import { freePort } from '../../../scripts/free-port.mjs';
import { hold, send } from '../../support/messages.ts';
import type { Tab } from '../drivers/driver.ts';
import type { Visit } from '../page/visit.tsx';
import { createLog } from './log.ts';
import { type Scenario, visitOf } from './part.ts';
import { eventually, listen, shut, type Site } from './site.ts';

const show = (visit: Omit<Visit, 'key'> & { key?: string }): Visit => ({
  key: crypto.randomUUID(),
  ...visit,
});

const messagesOf = (tab: Tab): Promise<string[]> =>
  tab.evaluate('window.visit?.messages ?? []') as Promise<string[]>;
/** Resolves when the page has these messages, in order and each once. */
const has = (tab: Tab, data: readonly string[]): Promise<unknown> =>
  eventually(`the messages ${data.join()}`, async () => {
    const messages = await messagesOf(tab);
    if (messages.length > data.length) assert.deepEqual(messages, data);
    return messages.join() === data.join();
  });
const isAt = (tab: Tab, path: string): Promise<unknown> =>
  eventually(`the page ${path}`, async () => (await tab.evaluate('location.pathname')) === path);
/** What the page stored of its callbacks, in whatever page of the origin one looks. */
const storedOf = (tab: Tab, { key }: Visit): Promise<string> =>
  tab.evaluate(`sessionStorage.getItem(${JSON.stringify(key)}) ?? ''`) as Promise<string>;

/** Leaves the page by a link. To the page that takes no time, however busy the machine is. */
async function leave(tab: Tab): Promise<void> {
  await tab.evaluate('void window.stopClock()');
  await tab.click('#away');
  await isAt(tab, '/elsewhere');
}

/** Goes back, and says whether the browser had kept the page. */
async function comeBack(tab: Tab): Promise<boolean> {
  await tab.back();
  await isAt(tab, '/visit');
  await eventually('the page', () => tab.evaluate('!!window.visit'));
  return (await tab.evaluate('window.isKept === true')) as boolean;
}

const LOADED_ANEW = 'the browser does not keep such a page: Back loads it anew';

/** Three trips into the back/forward cache, with two messages during each. */
const trips =
  (transport: 'native' | 'fetch'): Scenario['play'] =>
  async ({ site, user }) => {
    const log = createLog();
    const visit = show({ show: 'feed', url: site.answer(log.handler), transport });
    const tab = await user.newTab(visitOf(site, visit));
    await eventually('a connection', () => log.open() === 1);
    log.grow();
    await has(tab, log.ids);
    await tab.evaluate('window.isKept = true');
    let isKept = true;
    for (let trip = 1; trip <= 3 && isKept; trip++) {
      await leave(tab);
      log.grow(2);
      isKept = await comeBack(tab);
      await has(tab, log.ids);
      await eventually('one connection', () => log.open() === 1);
    }
    await tab.close();
    await eventually('no connection', () => log.open() === 0);
    return isKept ? undefined : LOADED_ANEW;
  };

/** A feed of another origin whose server restarts, and is not there in between. */
const restart: Scenario['play'] = async ({ site, user }) => {
  const log = createLog();
  const port = await freePort();
  let { server, url } = await listen(log.handler, port);
  try {
    const visit = show({
      show: 'feed',
      url: `${url}/feed`,
      transport: 'nativeWithParam',
      retry: { delay: 100 },
    });
    const tab = await user.newTab(visitOf(site, visit));
    await eventually('a connection', () => log.open() === 1);
    log.grow(2);
    await has(tab, log.ids);
    await shut(server);
    log.grow(2);
    await eventually('a failure', async () => (await storedOf(tab, visit)).includes('onError'));
    ({ server, url } = await listen(log.handler, port));
    await has(tab, log.ids);
    log.grow(2);
    await has(tab, log.ids);
  } finally {
    await shut(server);
  }
};

/** Cuts the streams of a page that was left. Chromium keeps them open for a page that it may come back to. */
async function drop(site: Site, key: string): Promise<void> {
  site.playground.control(key, { do: 'drop' });
  await site.waitFor(key, { open: 0 });
}

/** Leaving the page while something streams: nothing is stored and nothing shown. */
const leaving =
  (visit: Omit<Visit, 'key' | 'url'>): Scenario['play'] =>
  async ({ site, user }) => {
    const key = crypto.randomUUID();
    site.playground.script(key, [send({ id: '1', data: 'one' }), hold]);
    const all = show({ ...visit, key, url: `/raw/${key}/stream` });
    const tab = await user.newTab(visitOf(site, all));
    await has(tab, ['one']);
    await leave(tab);
    await drop(site, key);
    assert.equal(await storedOf(tab, all), '');
  };

export const pageFaults: readonly Scenario[] = [
  {
    name: 'back from the back/forward cache three times, native: nothing is lost, one connection',
    play: trips('native'),
  },
  {
    name: 'back from the back/forward cache three times, fetch: nothing is lost, one connection',
    play: trips('fetch'),
  },
  {
    name: 'back from the back/forward cache, a GET with one retry goes on, however long it was away',
    async play({ site, user }) {
      const key = crypto.randomUUID();
      site.playground.script(key, {
        perRequest: [
          [send({ id: '1', data: 'one' }), hold],
          [send({ id: '2', data: 'two' }), { end: true }],
        ],
      });
      const visit = show({ key, show: 'run', method: 'GET', url: `/raw/${key}/stream`, retry: 1 });
      const tab = await user.newTab(visitOf(site, visit));
      await has(tab, ['one']);
      await tab.evaluate('window.isKept = true');
      await leave(tab);
      await drop(site, key);
      if (!(await comeBack(tab))) return LOADED_ANEW;
      await has(tab, ['one', 'two']);
      await eventually('the end', async () => (await tab.evaluate('window.visit.status')) === 'done');
      assert.deepEqual((await storedOf(tab, visit)).trim().split(' ').slice(-2), ['onFinish', 'done']);
      return undefined;
    },
  },
  {
    name: 'a feed of another origin, native with lastEventIdParam, loses nothing when its server restarts',
    play: restart,
  },
  { name: 'leaving the page during a POST stores and shows no failure', play: leaving({ show: 'run' }) },
  {
    name: 'leaving the page during a GET stores and shows no failure',
    play: leaving({ show: 'run', method: 'GET' }),
  },
  {
    name: 'leaving the page with a feed over EventSource stores no failure',
    play: leaving({ show: 'feed' }),
  },
  {
    name: 'leaving the page with a feed over fetch stores no failure',
    play: leaving({ show: 'feed', transport: 'fetch' }),
  },
  {
    name: 'a link with the attribute download ends no answer',
    async play({ site, user }) {
      const key = crypto.randomUUID();
      site.playground.script(key, [send('one'), { until: 1 }, send('two'), { end: true }]);
      const visit = show({ key, show: 'run', url: `/raw/${key}/stream` });
      const tab = await user.newTab(visitOf(site, visit));
      await has(tab, ['one']);
      await tab.click('#download');
      await eventually('the download', () => site.hasExported(key));
      site.playground.control(key, { do: 'release', to: 1 });
      await has(tab, ['one', 'two']);
      await eventually('the end', async () => (await tab.evaluate('window.visit.status')) === 'done');
    },
  },
  {
    name: 'a click on a download link: a feed over fetch loses nothing',
    async play({ site, user }) {
      const log = createLog();
      const visit = show({
        show: 'feed',
        url: site.answer(log.handler),
        transport: 'fetch',
        retry: { delay: 100 },
      });
      const tab = await user.newTab(visitOf(site, visit));
      await eventually('a connection', () => log.open() === 1);
      log.grow(3);
      await has(tab, log.ids);
      await tab.click('#export');
      await eventually('the download', () => site.hasExported(visit.key));
      log.grow(3);
      await has(tab, log.ids);
      await eventually('one connection', () => log.open() === 1);
      const total = log.requests();
      return total > 1 ? 'the browser ends the fetches of a page for a download' : undefined;
    },
  },
];
