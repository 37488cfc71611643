import type { Transport } from '../protocol/transport';
import type { ConnectionOptions } from './connectionOptions';

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
  `${url}\n${shareKey}\n${transport.key}`;
