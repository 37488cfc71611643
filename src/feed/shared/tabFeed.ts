import type { SseError } from '../../protocol/error';
import type { createFeed, Feed, FeedListener, FeedSource } from '../feed';
import type { FeedState } from '../feedState';
import { queueForLock } from './tabLock';
import { createTabLog } from './tabLog';
import { fromPosted, type Note, type State, type Told, toPosted, type Welcome } from './tabMessages';

/** What is handed in rather than imported, so that this file is all that is loaded later. */
interface Parts {
  readonly createFeed: typeof createFeed;
  readonly SseError: typeof SseError;
}

/** How long a leader may be silent after it was asked, in ms. */
const PATIENCE = 3000;

/**
 * The one connection of all tabs of the origin for `key`. The tab that holds the lock of that name leads: it connects,
 * and tells the others what it hears. When it goes away, the browser gives the lock to the next, which goes on after
 * the last id that it has seen; every tab drops what it has had.
 *
 * @see https://developer.mozilla.org/docs/Web/API/Web_Locks_API
 */
export function createTabFeed(
  key: string,
  source: () => FeedSource,
  listener: FeedListener,
  { createFeed, SseError }: Parts,
): Feed {
  // With the number of the protocol: after a deployment, tabs of two versions may be open.
  const name = `react-event-source 1 ${key}`;
  const self = Math.random();
  let state: FeedState = { status: 'idle', error: null, nextRetryAt: null };
  let attempt = 0;
  let lastEventId = '';
  let channel: BroadcastChannel | undefined;
  /** Gives up the lock, or the place in its queue. */
  let resign = (): void => {};
  /** The connection itself, while this tab leads. */
  let led: Feed | undefined;
  /** Whether this tab hears everything: its leader has told it where the stream is. */
  let isSynced = false;
  let patience: ReturnType<typeof setTimeout> | undefined;
  const events = new Set<string>();
  const log = createTabLog();

  const post = (note: Note): void => channel?.postMessage(note);

  const isLive = (): boolean => ['connecting', 'open', 'reconnecting'].includes(state.status);

  const follow = (next: FeedState): void => {
    state = next;
    listener.changed();
  };

  const deliver = (told: Told): void => {
    const { message, ownId } = told;
    if (!log.add(told)) return;
    attempt = 0;
    lastEventId = message.lastEventId;
    listener.message(message, ownId);
  };

  const postState = (news?: State['news'], welcome?: Welcome): void => {
    const { status, nextRetryAt, error } = state;
    const told = { status, nextRetryAt };
    post({ type: 'state', state: told, error: toPosted(error), attempt, lastEventId, news, welcome });
  };

  const lead = (): void => {
    const term = Math.random();
    const feed = createFeed(() => ({ ...source(), events: [...events, ...source().events] }), {
      changed() {
        if (led !== feed) return;
        attempt = feed.attempt;
        // What was open before is interrupted, not new.
        const wasOpen = state.status === 'open' || state.status === 'reconnecting';
        const { status } = feed.state;
        follow(wasOpen && status === 'connecting' ? { ...feed.state, status: 'reconnecting' } : feed.state);
        postState('changed');
      },
      message(message, ownId) {
        const told: Told = { type: 'message', message, ownId, term };
        post(told);
        deliver(told);
      },
      identified() {
        ({ lastEventId } = feed);
        listener.identified();
        postState();
      },
      opened: listener.opened,
      recall: listener.recall,
      failed(error, willRetry) {
        postState('failed');
        listener.failed(error, willRetry);
      },
      ended() {
        postState('ended');
        listener.ended();
      },
    });
    led = feed;
    isSynced = true;
    clearTimeout(patience);
    feed.resumeAfter(lastEventId);
    post({ type: 'lead' });
    // A feed that has ended stays so, whoever leads.
    if (isLive()) feed.open();
  };

  const claim = (steal = false): void => {
    resign();
    resign = queueForLock(name, { granted: lead, lost: () => (led ? rejoin() : lead()) }, steal);
  };

  const hello = (open: boolean): void => {
    const after = isSynced ? undefined : lastEventId;
    post({ type: 'hello', from: self, events: source().events, open, after });
  };

  /** Some browsers put a page to sleep without a word: whoever is looked at makes sure that somebody leads. */
  const inquire = (open: boolean): void => {
    hello(open);
    clearTimeout(patience);
    if (document.visibilityState === 'visible') patience = setTimeout(claim, PATIENCE, true);
  };

  const hearState = (note: State): void => {
    const { welcome, news } = note;
    if (welcome && (welcome.to !== self || isSynced)) return;
    const before = state.status;
    const { status } = note.state;
    attempt = note.attempt;
    if (news === 'changed' || before !== status) {
      follow({ ...note.state, error: note.error && fromPosted(note.error, SseError) });
    }
    if (status === 'open' && before !== status) listener.opened(undefined);
    if (news === 'failed' && state.error) listener.failed(state.error, status === 'reconnecting');
    if (news === 'ended') listener.ended();
    if (welcome) catchUp(welcome);
    if (!isSynced || note.lastEventId === lastEventId) return;
    ({ lastEventId } = note);
    listener.identified();
  };

  const catchUp = ({ events: all, missed, latest: newest }: Welcome): void => {
    isSynced = true;
    for (const event of all) events.add(event);
    if (missed) return missed.forEach(deliver);
    log.restart(newest);
    newest.forEach(listener.recall);
  };

  const hear = ({ data: note }: MessageEvent<Note>): void => {
    if (note.type === 'hello') {
      for (const event of note.events) events.add(event);
      if (!led) return;
      led.listen(note.events);
      if (note.open) led.open();
      const { from: to, after } = note;
      const welcome = { to, events: [...events], ...log.since(after) };
      return postState(undefined, after === undefined ? undefined : welcome);
    }
    clearTimeout(patience);
    if (note.type === 'message') {
      if (isSynced) deliver(note);
    } else if (led) {
      // The leader knows better than what another one left behind.
    } else if (note.type === 'lead') hello(isLive());
    else hearState(note);
  };

  const join = (): void => {
    if (channel) return;
    channel = new BroadcastChannel(name);
    channel.onmessage = hear;
    isSynced = false;
    if (state.status === 'open') follow({ ...state, status: 'reconnecting' });
    claim();
    inquire(isLive());
  };

  const leave = (): void => {
    const feed = led;
    led = undefined;
    clearTimeout(patience);
    feed?.close('closed');
    channel?.close();
    channel = undefined;
    resign();
  };

  const rejoin = (): void => {
    leave();
    join();
  };

  const look = (): void => {
    if (channel && !led) inquire(isLive());
  };

  /** A page that is put to sleep must not lead; one that wakes comes back. */
  const watch = (act: 'addEventListener' | 'removeEventListener'): void => {
    globalThis[act]('pagehide', leave);
    globalThis[act]('pageshow', join);
    document[act]('freeze', leave);
    document[act]('resume', join);
    document[act]('visibilitychange', look);
  };

  return {
    get state() {
      return state;
    },
    get attempt() {
      return attempt;
    },
    get lastEventId() {
      return lastEventId;
    },
    open() {
      if (!isLive()) follow({ status: 'connecting', error: null, nextRetryAt: null });
      watch('addEventListener');
      if (led) led.open();
      else if (channel) inquire(true);
      else join();
    },
    close() {
      watch('removeEventListener');
      leave();
      if (state.status !== 'closed') follow({ status: 'closed', error: null, nextRetryAt: null });
    },
    refuse() {},
    resumeAfter(id) {
      lastEventId = id;
    },
    listen(names) {
      const news = names.filter((event) => !events.has(event));
      if (!news.length) return;
      for (const event of news) events.add(event);
      hello(false);
      led?.listen(news);
    },
  };
}
