import { freePort } from '../../../scripts/free-port.mjs';
import { type Browser, end, launch, limited, start, type Tab, type User } from './driver.ts';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const ENTER = '\uE007';

type Send = <Result = unknown>(method: string, path: string, body?: object) => Promise<Result>;

/** Commands of a session go one at a time, and to the window that was chosen last. */
function createSession(send: Send, session: string) {
  let last: Promise<unknown> = Promise.resolve();
  let current = '';
  return <T>(window: string, command: (at: Send) => Promise<T>): Promise<T> => {
    const next = last.then(async () => {
      if (current !== window) await send('POST', `/session/${session}/window`, { handle: window });
      current = window;
      return command((method, path, body) => send(method, `/session/${session}${path}`, body));
    });
    last = next.catch(() => {});
    return next;
  };
}

function createTab(inWindow: ReturnType<typeof createSession>, window: string): Tab {
  const find = async (at: Send, selector: string): Promise<string> => {
    const found = await at<Record<string, string>>('POST', '/element', {
      using: 'css selector',
      value: selector,
    });
    return found[ELEMENT]!;
  };
  return {
    goto: async (url) => void (await inWindow(window, (at) => at('POST', '/url', { url }))),
    async evaluate(expression) {
      const script = `return JSON.stringify(${expression})`;
      const text = await inWindow(window, (at) =>
        at<string | null>('POST', '/execute/sync', { script, args: [] }),
      );
      return typeof text === 'string' ? JSON.parse(text) : undefined;
    },
    async click(selector) {
      await inWindow(window, async (at) => at('POST', `/element/${await find(at, selector)}/click`, {}));
    },
    async type(selector, text) {
      await inWindow(window, async (at) =>
        at('POST', `/element/${await find(at, selector)}/value`, { text: text.replaceAll('\n', ENTER) }),
      );
    },
    back: async () => void (await inWindow(window, (at) => at('POST', '/back', {}))),
    close: async () => void (await inWindow(window, (at) => at('DELETE', '/window'))),
  };
}

/** A driver has one session, and a session one profile: each user is a process of its own. */
async function newUser(binary: string, env: NodeJS.ProcessEnv): Promise<User & { version: string }> {
  const port = await freePort();
  const child = start('WebKitWebDriver', ['--host=127.0.0.1', `--port=${port}`], env);
  const send: Send = async (method, path, body) => {
    const asked = fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    }).then(async (response) => {
      const { value } = (await response.json()) as { value: { error: string; message: string } };
      if (!response.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
      return value;
    });
    return (await limited(`${method} ${path}`, asked)) as never;
  };
  try {
    while (!(await send('GET', '/status').catch(() => null))) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error('WebKitWebDriver ended');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const options = { binary, args: ['--automation'] };
    const { sessionId, capabilities } = await send<Session>('POST', '/session', {
      capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } },
    });
    const inWindow = createSession(send, sessionId);
    // The session ends with its first window: pages are opened from it.
    const first = await send<string>('GET', `/session/${sessionId}/window`);
    return {
      version: capabilities.browserVersion,
      async newTab(url) {
        const { handle } = await inWindow(first, (at) =>
          at<{ handle: string }>('POST', '/window/new', { type: 'window' }),
        );
        const tab = createTab(inWindow, handle);
        await tab.goto(url);
        return tab;
      },
      async close() {
        await limited('Ending the session', send('DELETE', `/session/${sessionId}`), 5000).catch(() => {});
        await end(child);
      },
    };
  } catch (error) {
    await end(child);
    throw error;
  }
}

interface Session {
  readonly sessionId: string;
  readonly capabilities: { readonly browserVersion: string };
}

/** WebKitGTK in MiniBrowser, on a screen of its own that nobody sees. */
export async function launchWebKit(miniBrowser: string): Promise<Browser> {
  const { child: screen, found: display } = await launch(
    'Xvfb',
    ['-displayfd', '1', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'],
    // In a line of its own: where other displays are taken, it says so first.
    /^(\d+)\n/m,
  );
  const env = {
    ...process.env,
    DISPLAY: `:${display}`,
    // Without a graphics card, and where the sandbox cannot be had: as root, in a container.
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    ...(process.getuid?.() === 0 && { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' }),
  };
  try {
    const first = await newUser(miniBrowser, env);
    await first.close();
    return {
      name: 'WebKitGTK',
      version: first.version,
      newUser: () => newUser(miniBrowser, env),
      close: () => end(screen),
    };
  } catch (error) {
    await end(screen);
    throw error;
  }
}
