import { resolveUrl } from '../../protocol/request';
import type { ConnectionOptions } from '../connectionOptions';
import type { FeedSource } from '../feed';

const ids = new WeakMap<object, number>();
let lastId = 0;

function idOf(reference: object): number {
  let id = ids.get(reference);
  if (!id) ids.set(reference, (id = ++lastId));
  return id;
}

/** Whether this environment can share one connection between tabs. */
const canShareTabs = (): boolean =>
  !!(globalThis.document && globalThis.BroadcastChannel && globalThis.navigator.locks);

/** How a connection is shared: all subscriptions with the same `key` have one. */
export interface Sharing {
  readonly key: string;
  /** The part of the key that is compared by value. */
  readonly request: string;
  readonly acrossTabs: boolean;
}

/**
 * How a subscription shares its connection; `undefined` where it does not. What a transport holds by reference, such as
 * a `fetch` function that signs for a user, is compared by identity. That works in one page only: between tabs,
 * `shareKey` has to say what is the same.
 */
export function sharingOf(
  { share, shareKey }: Pick<ConnectionOptions, 'share' | 'shareKey'>,
  { url, withCredentials, transport }: FeedSource,
): Sharing | undefined {
  const isNamed = shareKey !== undefined;
  if (!share || (!isNamed && (transport.key === undefined || transport.dynamic))) return undefined;
  const references = isNamed ? [] : (transport.references ?? []).map(idOf);
  const acrossTabs = share === 'browser' && !references.length && canShareTabs();
  try {
    const request = JSON.stringify([
      acrossTabs,
      new URL(resolveUrl(url)).href,
      withCredentials,
      transport.key,
      shareKey,
    ]);
    return { key: [request, ...references].join(' '), request, acrossTabs };
  } catch {
    // An invalid url is reported when it is opened.
    return undefined;
  }
}
