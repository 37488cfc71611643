import { createFeed, type Feed, type FeedListener, type FeedSource } from './feed';
import { type FeedState, feedReducer, idleFeed } from './feedState';
import type { SseMessage } from './message';

/** Makes the one feed behind all members. */
export type CreateFeed = (source: () => FeedSource, listener: FeedListener) => Feed;

/** One subscriber of a shared feed. */
interface Member {
  readonly source: () => FeedSource;
  readonly listener: FeedListener;
  /** The shared feed's state is another one. */
  follow(state: FeedState): void;
}

interface Entry {
  readonly feed: Feed;
  readonly members: Set<Member>;
  /** The newest message of each type, the newest last. */
  readonly latest: Map<string, SseMessage>;
  linger?: ReturnType<typeof setTimeout> | undefined;
}

/** How long a connection without subscribers is kept, in ms: a change of route does not reconnect. */
const LINGER = 500;

const pool = new Map<string, Entry>();

const isLive = ({ status }: FeedState): boolean =>
  status === 'connecting' || status === 'open' || status === 'reconnecting';

/** The feed of all members: the oldest says how it is kept alive, and all of them which events are wanted. */
function createEntry(first: Member, create: CreateFeed): Entry {
  const members = new Set<Member>();
  const latest = new Map<string, SseMessage>();
  let owner = first;
  const feed = create(
    () => {
      // The oldest member; the last one's word holds while the connection lingers.
      [owner = owner] = members;
      const events = [...members].flatMap((member) => member.source().events);
      return { ...owner.source(), events: [...new Set(events)] };
    },
    {
      changed() {
        for (const member of members) member.follow(feed.state);
      },
      opened(response) {
        for (const { listener } of members) listener.opened(response);
      },
      message(message, ownId) {
        latest.delete(message.type);
        latest.set(message.type, message);
        for (const { listener } of members) listener.message(message, ownId);
      },
      recall(message) {
        latest.set(message.type, message);
        for (const { listener } of members) listener.recall(message);
      },
      identified() {
        for (const { listener } of members) listener.identified();
      },
      failed(error, willRetry) {
        for (const { listener } of members) listener.failed(error, willRetry);
      },
      ended() {
        for (const { listener } of members) listener.ended();
      },
    },
  );
  return { feed, members, latest };
}

/**
 * A subscription to the one connection of the page for `key`: the first to open connects, the last to close
 * disconnects after a short while, and one that comes later is told the state and the newest message at once.
 */
export function createSharedFeed(
  key: string,
  source: () => FeedSource,
  listener: FeedListener,
  create: CreateFeed = createFeed,
): Feed {
  let state = idleFeed;
  let entry: Entry | undefined;
  const member: Member = {
    source,
    listener,
    follow(next) {
      state = next;
      listener.changed();
    },
  };

  const join = (): Entry => {
    let joined = pool.get(key);
    if (!joined) pool.set(key, (joined = createEntry(member, create)));
    clearTimeout(joined.linger);
    joined.members.add(member);
    joined.feed.listen(source().events);
    return joined;
  };

  const leave = (left: Entry): void => {
    left.members.delete(member);
    if (left.members.size) return;
    left.linger = setTimeout(() => {
      pool.delete(key);
      left.feed.close('closed');
    }, LINGER);
  };

  return {
    get state() {
      return state;
    },
    get attempt() {
      return entry?.feed.attempt ?? 0;
    },
    get lastEventId() {
      return entry?.feed.lastEventId ?? '';
    },
    open() {
      const joining = !entry;
      const { feed, latest } = (entry ??= join());
      if (!isLive(feed.state)) return feed.open();
      if (!joining) return;
      member.follow(feed.state);
      for (const message of latest.values()) listener.recall(message);
    },
    close(status) {
      if (entry) leave(entry);
      entry = undefined;
      member.follow(feedReducer(state, { type: status === 'idle' ? 'disconnected' : 'closed' }));
    },
    refuse: (error) => member.follow(feedReducer(state, { type: 'refused', error })),
    // The connection is not this subscriber's alone: another url is another one.
    resumeAfter() {},
    listen: (events) => entry?.feed.listen(events),
  };
}
