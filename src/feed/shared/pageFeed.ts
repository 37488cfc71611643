import { createRepeats } from '../../attempts/repeats';
import { SseError } from '../../protocol/error';
import { createFeed, type Feed, type FeedListener, type FeedSource } from '../feed';
import { closedFeed, type FeedState, idleFeed, isLive } from '../feedState';
import type { Sharing } from './sharing';
import { createNewest, type Newest } from './newest';
import type { createTabFeed } from './tabFeed';

/** One subscriber of a shared feed. */
interface Member {
  readonly source: () => FeedSource;
  readonly listener: FeedListener;
  /** The shared feed's state has changed. */
  follow(state: FeedState): void;
  /** Whether it still subscribes. */
  joined: boolean;
}

/** What all members share. */
interface Entry {
  readonly feed: Feed;
  /** The oldest first. Replaced, never changed, so that a member that joins during a message does not get it twice. */
  members: readonly Member[];
  readonly newest: Newest;
  linger?: ReturnType<typeof setTimeout> | undefined;
}

/** How long a connection without subscribers is kept, in ms, so that a change of route does not reconnect. */
const LINGER = 500;

const pool = new Map<string, Entry>();

/** Passes everything on to all members. */
function createBroadcast(entry: Entry): FeedListener {
  const toAll =
    <Name extends keyof FeedListener>(name: Name) =>
    (...args: Parameters<FeedListener[Name]>): void => {
      for (const member of entry.members) {
        if (member.joined) (member.listener[name] as (...all: typeof args) => void)(...args);
      }
    };
  const [messageToAll, replayToAll] = [toAll('onMessage'), toAll('onReplay')];
  return {
    onChange() {
      for (const member of entry.members) if (member.joined) member.follow(entry.feed.state);
    },
    onOpen: toAll('onOpen'),
    onMessage(message, ownId) {
      entry.newest.add(message);
      messageToAll(message, ownId);
    },
    onReplay(message) {
      entry.newest.add(message);
      replayToAll(message);
    },
    onId: toAll('onId'),
    onComment: toAll('onComment'),
    onError: toAll('onError'),
    onClose: toAll('onClose'),
  };
}

/** The feed of all members. The oldest one's options apply, and everybody's events are listened for. */
function createEntry(
  first: Member,
  create: (source: () => FeedSource, listener: FeedListener, newest: Newest) => Feed,
): Entry {
  let owner = first;
  const source = (): FeedSource => {
    // While the connection lingers, the last member's options apply.
    [owner = owner] = entry.members;
    return { ...owner.source(), events: [...new Set(entry.members.flatMap((each) => each.source().events))] };
  };
  const newest = createNewest();
  const entry: Entry = {
    get feed() {
      return feed;
    },
    members: [],
    newest,
  };
  const feed = create(source, createBroadcast(entry), newest);
  return entry;
}

/**
 * A subscription to the page's one connection for `key`. The first to open connects, the last to close disconnects after
 * a short while, and one that joins later gets the state and the newest messages at once.
 *
 * @param createAcrossTabs makes the feed where the connection is shared with other tabs
 */
export function createPageFeed(
  source: () => FeedSource,
  listener: FeedListener,
  { key }: Sharing,
  createAcrossTabs: typeof createTabFeed | undefined,
): Feed {
  let state = idleFeed;
  let entry: Entry | undefined;
  /** Those of the moment when this subscriber left. */
  let attempt = 0;
  let lastEventId = '';
  const member: Member = {
    source,
    listener,
    joined: false,
    follow(next) {
      if (next === state) return;
      state = next;
      listener.onChange();
    },
  };

  const join = (): Entry => {
    let joining = pool.get(key);
    if (!joining) {
      joining = createEntry(member, (all, broadcast, newest) =>
        createAcrossTabs
          ? createAcrossTabs(key, all, broadcast, { createFeed, createRepeats, SseError, newest })
          : createFeed(all, broadcast),
      );
      joining.feed.resumeAfter(lastEventId);
      pool.set(key, joining);
    }
    clearTimeout(joining.linger);
    joining.members = [...joining.members, member];
    member.joined = true;
    joining.feed.listen(source().events);
    return joining;
  };

  const leave = (left: Entry): void => {
    ({ attempt, lastEventId } = left.feed);
    member.joined = false;
    entry = undefined;
    left.members = left.members.filter((each) => each !== member);
    if (left.members.length) return;
    left.linger = setTimeout(() => {
      pool.delete(key);
      left.feed.close();
    }, LINGER);
  };

  return {
    get state() {
      return state;
    },
    get attempt() {
      return entry ? entry.feed.attempt : attempt;
    },
    get lastEventId() {
      return entry ? entry.feed.lastEventId : lastEventId;
    },
    open() {
      if (entry) return entry.feed.open();
      const { feed, newest } = (entry = join());
      if (!isLive(feed.state)) return feed.open();
      member.follow(feed.state);
      for (const message of newest.all()) listener.onReplay(message);
    },
    close(ended = closedFeed) {
      if (entry) leave(entry);
      if (ended.status !== state.status) member.follow(ended);
    },
    // The connection is shared: only its first subscriber decides where it begins.
    resumeAfter(id) {
      lastEventId = id;
    },
    listen: (events) => entry?.feed.listen(events),
  };
}
