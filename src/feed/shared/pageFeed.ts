import { noop } from '../../platform/callbacks';
import { SseError } from '../../protocol/error';
import { createFeed, type Feed, type FeedListener, type FeedSource } from '../feed';
import { type FeedState, feedReducer, idleFeed } from '../feedState';
import type { SseMessage } from '../../protocol/message';
import { CLOSED, readyStateOf } from '../../protocol/readyState';

/** One subscriber of a shared feed. */
interface Member {
  readonly source: () => FeedSource;
  readonly listener: FeedListener;
  /** The shared feed's state is another one. */
  follow(state: FeedState): void;
  /** Whether it still subscribes. */
  joined: boolean;
}

/** What all members share. */
interface Entry {
  feed: Feed;
  /** The oldest first. Replaced, never changed: one that comes while a message is told does not hear it twice. */
  members: readonly Member[];
  /** The newest message of each type, the newest last. */
  readonly latest: Map<string, SseMessage>;
  linger?: ReturnType<typeof setTimeout> | undefined;
}

/** How long a connection without subscribers is kept, in ms: a change of route does not reconnect. */
const LINGER = 500;

const pool = new Map<string, Entry>();

/** Stands for a feed whose code is on its way. */
const loading: Feed = {
  state: /* @__PURE__ */ feedReducer(idleFeed, { type: 'connect' }),
  attempt: 0,
  lastEventId: '',
  open: noop,
  close: noop,
  refuse: noop,
  resumeAfter: noop,
  listen: noop,
};

/** Whether this environment can share one connection between tabs. */
export const canShareTabs = (): boolean =>
  !!(globalThis.document && globalThis.BroadcastChannel && globalThis.navigator.locks);

/**
 * The feed of all members: the oldest says how it is kept alive, and all of them which events are wanted.
 *
 * @param tabs names the feed among the tabs of the browser
 */
function createEntry(first: Member, lastEventId: string, tabs: string | undefined): Entry {
  let owner = first;
  const source = (): FeedSource => {
    // The last member's word holds while the connection lingers.
    [owner = owner] = entry.members;
    return { ...owner.source(), events: [...new Set(entry.members.flatMap((each) => each.source().events))] };
  };
  const tell =
    <Name extends keyof FeedListener>(name: Name) =>
    (...args: Parameters<FeedListener[Name]>): void => {
      for (const member of entry.members) {
        if (member.joined) (member.listener[name] as (...all: typeof args) => void)(...args);
      }
    };
  const remember =
    (name: 'message' | 'recall', told = tell(name)) =>
    (message: SseMessage, ownId = false): void => {
      entry.latest.delete(message.type);
      entry.latest.set(message.type, message);
      told(message, ownId);
    };
  const listener: FeedListener = {
    changed() {
      for (const member of entry.members) if (member.joined) member.follow(entry.feed.state);
    },
    opened: tell('opened'),
    message: remember('message'),
    recall: remember('recall'),
    identified: tell('identified'),
    failed: tell('failed'),
    ended: tell('ended'),
  };
  const entry: Entry = { feed: loading, members: [], latest: new Map() };
  const adopt = (feed: Feed): void => {
    entry.feed = feed;
    feed.resumeAfter(lastEventId);
  };
  if (tabs === undefined) adopt(createFeed(source, listener));
  else {
    // By itself only what shares between tabs pays for it.
    void import('./tabFeed')
      .then(
        ({ createTabFeed }) => createTabFeed(tabs, source, listener, { createFeed, SseError }),
        // A chunk that cannot be had is no reason to have no feed.
        () => createFeed(source, listener),
      )
      .then((feed) => {
        adopt(feed);
        if (entry.members.length) feed.open();
      });
  }
  return entry;
}

/**
 * A subscription to the one connection of the page for `key`: the first to open connects, the last to close
 * disconnects after a short while, and one that comes later is told the state and the newest message at once.
 */
export function createSharedFeed(
  source: () => FeedSource,
  listener: FeedListener,
  { key, acrossTabs }: { key: string; acrossTabs: boolean },
): Feed {
  let state = idleFeed;
  let entry: Entry | undefined;
  /** Where this subscriber was when it left. */
  let attempt = 0;
  let lastEventId = '';
  const member: Member = {
    source,
    listener,
    joined: false,
    follow(next) {
      state = next;
      listener.changed();
    },
  };

  const join = (): Entry => {
    let joining = pool.get(key);
    if (!joining) {
      joining = createEntry(member, lastEventId, acrossTabs ? key : undefined);
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
      left.feed.close('closed');
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
      const { feed, latest } = (entry = join());
      if (readyStateOf(feed.state.status) === CLOSED) return feed.open();
      member.follow(feed.state);
      for (const message of latest.values()) listener.recall(message);
    },
    close(status) {
      if (entry) leave(entry);
      member.follow(feedReducer(state, { type: status === 'idle' ? 'disconnected' : 'closed' }));
    },
    refuse: (error) => member.follow(feedReducer(state, { type: 'refused', error })),
    // The connection is not this subscriber's alone: only its first is told.
    resumeAfter(id) {
      lastEventId = id;
    },
    listen: (events) => entry?.feed.listen(events),
  };
}
