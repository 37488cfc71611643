import { resolveUrl } from '../protocol/request';
import type { Transport } from '../protocol/transport';
import type { ConnectionOptions } from './connectionOptions';
import type { FeedSource } from './feed';

/** What distinguishes one feed from another. */
interface Identity {
  readonly url?: ConnectionOptions['url'];
  readonly shareKey?: string | undefined;
  readonly transport: Transport;
}

/**
 * Names a feed: another url, `shareKey` or transport (with the headers of another user, for example) is another feed,
 * of which nothing is known yet. Another transport without a key reaches the same feed in another way.
 */
export const feedKeyOf = ({ url, shareKey, transport }: Identity): string =>
  `${String(url)}\n${shareKey}\n${transport.key}`;

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
