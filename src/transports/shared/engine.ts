import { fetchEventSource as engine } from '@microsoft/fetch-event-source';
import { noop } from '../../platform/callbacks';
import type { SseRequest } from '../../protocol/transport';

/**
 * The call of `@microsoft/fetch-event-source`. It is there to build the request: it merges headers and `RequestInit`,
 * and hands both to `exchange`, whose outcome is returned.
 *
 * The engine gets nothing back. It would otherwise retry by a timer of its own, parse the body in its own way, and
 * reach for `document` and `window` when it ends. The `fetch` that it is given never settles, so it stays where it
 * is and is collected as garbage.
 */
export const throughEngine = (
  url: string,
  init: SseRequest['init'],
  exchange: (url: string, init: RequestInit) => Promise<void>,
): Promise<void> =>
  new Promise((resolve, reject) => {
    engine(url, {
      ...init,
      openWhenHidden: true,
      // It would listen to it, and reach for `document` and `window` when it is aborted.
      signal: null,
      fetch: (_, init = {}) => {
        exchange(url, init).then(resolve, reject);
        return new Promise(noop);
      },
      onerror(error) {
        throw error;
      },
    }).catch(reject);
  });
