import { noop } from '../../platform/callbacks';
import type { Transport } from '../../protocol/transport';
import { createFeed, type Feed, type FeedListener, type FeedSource } from '../feed';
import { isLive } from '../feedState';
import type { Sharing } from './sharing';

/** Subscribes to the one connection of the page, or of all tabs. */
type Join = (source: () => FeedSource, listener: FeedListener, sharing: Sharing) => Feed;

/** Until the code has been loaded. As a native source, it is not lost while the page is in the back/forward cache. */
const noAttempt: Transport = Object.assign(() => noop, { platform: 'EventSource' as const });

const loaded = new Map<boolean, Join>();

/** Loads the code of sharing. If a chunk cannot be loaded, only the page shares, or the subscription connects by itself. */
export async function loadSharing(acrossTabs: boolean): Promise<Join> {
  const tabs = acrossTabs ? import('./tabFeed').catch(noop) : undefined;
  let join: Join = createFeed;
  try {
    const page = await import('./pageFeed');
    const createTabFeed = (await tabs)?.createTabFeed;
    join = (...subscription) => page.createPageFeed(...subscription, createTabFeed);
    loaded.set(acrossTabs, join);
  } catch {
    // Without sharing.
  }
  return join;
}

/**
 * A subscription to a shared feed. The code of sharing is loaded on first use: the first subscription of a page is
 * `connecting` meanwhile.
 *
 * @param subscriber holds the returned feed until the loaded one takes its place
 */
export function createSharedFeed(
  source: () => FeedSource,
  listener: FeedListener,
  sharing: Sharing,
  subscriber: { feed: Feed },
): Feed {
  const join = loaded.get(sharing.acrossTabs);
  if (join) return join(source, listener, sharing);
  const waiting = createFeed(
    () => ({ ...source(), transport: noAttempt, timeout: undefined, retry: undefined }),
    listener,
  );
  void loadSharing(sharing.acrossTabs).then((create) => {
    const { state, lastEventId } = waiting;
    // Silently: the loaded feed goes on in its place.
    waiting.close(state);
    const feed = create(source, listener, sharing);
    feed.resumeAfter(lastEventId);
    if (subscriber.feed === waiting) subscriber.feed = feed;
    if (isLive(state)) feed.open();
    else feed.close(state);
  });
  return waiting;
}
