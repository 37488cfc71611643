import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, end, launch, limited, type Tab, type User } from './driver.ts';

interface Reply {
  readonly id?: number;
  readonly type: string;
  readonly result?: Record<string, unknown>;
  readonly error?: string;
  readonly message?: string;
}

type Send = <Result = Record<string, unknown>>(method: string, params?: object) => Promise<Result>;

/** Speaks WebDriver BiDi over a socket. */
async function connect(url: string): Promise<{ send: Send; close: () => void }> {
  const socket = new WebSocket(url);
  await limited(
    'Connecting to Firefox',
    new Promise<void>((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onerror = () => reject(new Error(`No connection to ${url}`));
    }),
  );
  let last = 0;
  const waiting = new Map<number, (reply: Reply) => void>();
  socket.onmessage = ({ data }) => {
    const reply = JSON.parse(String(data)) as Reply;
    if (reply.id !== undefined) waiting.get(reply.id)?.(reply);
  };
  const send: Send = async (method, params = {}) => {
    const id = ++last;
    const replied = new Promise<Reply>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const { type, result, error, message } = await limited(method, replied);
    waiting.delete(id);
    if (type === 'error') throw new Error(`${method}: ${error}: ${message}`);
    return result as never;
  };
  return { send, close: () => socket.close() };
}

interface Evaluated {
  readonly type: string;
  readonly result?: { value?: string; sharedId?: string };
  readonly exceptionDetails?: { text: string };
}

const ENTER = '\uE007';

function createTab(send: Send, context: string): Tab {
  const evaluate = async (expression: string): Promise<Evaluated['result']> => {
    const { result, exceptionDetails } = await send<Evaluated>('script.evaluate', {
      expression,
      target: { context },
      awaitPromise: false,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result;
  };
  const click = async (selector: string): Promise<void> => {
    const found = await evaluate(`document.querySelector(${JSON.stringify(selector)})`);
    if (!found?.sharedId) throw new Error(`There is no ${selector}`);
    const origin = { type: 'element', element: { sharedId: found.sharedId } };
    const actions = [
      { type: 'pointerMove', x: 0, y: 0, origin },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    await send('input.performActions', { context, actions: [{ type: 'pointer', id: 'mouse', actions }] });
  };
  return {
    click,
    goto: async (url) => void (await send('browsingContext.navigate', { context, url, wait: 'complete' })),
    async evaluate(expression) {
      const result = await evaluate(`JSON.stringify(${expression})`);
      return result?.value === undefined ? undefined : JSON.parse(result.value);
    },
    async type(selector, text) {
      await click(selector);
      const actions = Array.from(text.replaceAll('\n', ENTER)).flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ]);
      await send('input.performActions', { context, actions: [{ type: 'key', id: 'keys', actions }] });
    },
    back: async () => void (await send('browsingContext.traverseHistory', { context, delta: -1 })),
    close: async () => void (await send('browsingContext.close', { context })),
  };
}

/** Firefox, without a window. */
export async function launchFirefox(executablePath: string): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'react-event-source-firefox-'));
  const { child, found } = await launch(
    executablePath,
    ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile],
    /WebDriver BiDi listening on (ws:\/\/\S+)/,
    { ...process.env, HOME: profile },
  );
  const { send, close } = await connect(`${found}/session`);
  const { capabilities } = await send<{ capabilities: { browserVersion: string } }>('session.new', {
    capabilities: {},
  });
  return {
    name: 'Firefox',
    version: capabilities.browserVersion,
    async newUser(): Promise<User> {
      const { userContext } = await send<{ userContext: string }>('browser.createUserContext');
      return {
        async newTab(url) {
          // A window of its own: a tab would hide the one before it.
          const { context } = await send<{ context: string }>('browsingContext.create', {
            type: 'window',
            userContext,
          });
          const tab = createTab(send, context);
          await tab.goto(url);
          return tab;
        },
        close: async () => void (await send('browser.removeUserContext', { userContext })),
      };
    },
    async close() {
      close();
      await end(child);
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
