import type { SseError } from '../../protocol/error';
import type { createFeed, Feed, FeedListener, FeedSource, Resumed } from '../feed';
import type { FeedState } from '../feedState';
import type { Newest } from './newest';
import { joinTabs, type TabLink } from './tabLink';
import { createTabLog } from './tabLog';
import {
  type CatchUp,
  fromPosted,
  type MessageNote,
  type Note,
  type StateNote,
  toPosted,
} from './tabMessages';

/** What is handed in rather than imported, so that these files are all that is loaded later. */
interface Parts {
  readonly createFeed: typeof createFeed;
  readonly SseError: typeof SseError;
  readonly newest: Newest;
}

/** This tab takes no part: its page sleeps, or nobody subscribes. */
interface Left {
  readonly name: 'left';
}
/** Another tab holds the connection, or is about to. */
interface Following {
  readonly name: 'following';
  readonly link: TabLink;
  /** Whether this tab receives everything: its leader has said where the stream is. */
  isSynced: boolean;
  /** Runs until the leader answers. */
  silence: ReturnType<typeof setTimeout> | undefined;
}
/** This tab holds the connection. */
interface Leading {
  readonly name: 'leading';
  readonly link: TabLink;
  readonly feed: Feed;
}

const LEFT: Left = { name: 'left' };

/** How long a leader may take to answer, in ms. */
const ANSWER_TIMEOUT = 3000;

/**
 * The one connection of all tabs of the origin for `key`. The tab that holds the lock of that name leads: it connects,
 * and posts to the others what it receives. When it goes away, the browser gives the lock to the next, which resumes
 * after the last id that it has seen; every tab drops what it has had. Without locks or channels, the tab leads alone.
 */
export function createTabFeed(
  key: string,
  source: () => FeedSource,
  listener: FeedListener,
  { createFeed, SseError, newest }: Parts,
): Feed {
  // With the number of the protocol: after a deployment, tabs of two versions may be open.
  const name = `react-event-source 2 ${key}`;
  const self = Math.random();
  const log = createTabLog();
  const events = new Set<string>();
  let role: Left | Following | Leading = LEFT;
  let state: FeedState = { status: 'idle', error: null, nextRetryAt: null };
  let attempt = 0;
  let lastEventId = '';

  const isLive = (): boolean => ['connecting', 'open', 'reconnecting'].includes(state.status);
  const post = (note: Note): void => {
    if (role.name !== 'left') role.link.post(note);
  };
  const change = (next: FeedState): void => {
    state = next;
    listener.onChange();
  };
  const deliver = (note: MessageNote): void => {
    if (!log.add(note)) return;
    attempt = 0;
    ({ lastEventId } = note.message);
    listener.onMessage(note.message, note.ownId);
  };
  const postState = (event: StateNote['event'], resumed: Resumed | null = null, catchUp?: CatchUp): void => {
    const { status, nextRetryAt, error } = state;
    const posted = { status, nextRetryAt };
    post({
      type: 'state',
      state: posted,
      error: toPosted(error),
      attempt,
      lastEventId,
      event,
      resumed,
      catchUp,
    });
  };

  /** What the connection of this tab reports while it leads: it is told here and posted to the others. */
  const createLeaderListener = (leader: () => Feed): FeedListener => {
    let position = { connection: Math.random(), index: 0 };
    return {
      ...listener,
      onChange() {
        if (role.name !== 'leading') return;
        const next = leader().state;
        ({ attempt } = leader());
        // What was open before is interrupted, not new.
        const wasOpen = state.status === 'open' || state.status === 'reconnecting';
        change(wasOpen && next.status === 'connecting' ? { ...next, status: 'reconnecting' } : next);
        // Openings and ends are posted with what belongs to them.
        if (isLive() && state.status !== 'open') postState('change');
      },
      onOpen(response, resumed) {
        position = { connection: Math.random(), index: 0 };
        postState('open', resumed);
        listener.onOpen(response, resumed);
      },
      onMessage(message, ownId) {
        const note: MessageNote = { type: 'message', message, ownId, ...position };
        position = { ...position, index: position.index + 1 };
        post(note);
        deliver(note);
      },
      onId() {
        ({ lastEventId } = leader());
        listener.onId();
        postState(undefined);
      },
      onComment(text) {
        post({ type: 'comment', text });
        listener.onComment(text);
      },
      onError(error, willRetry) {
        postState(willRetry ? 'error' : 'end');
        listener.onError(error, willRetry);
      },
      onClose() {
        if (!state.error) postState('end');
        listener.onClose();
      },
    };
  };

  const lead = (link: TabLink): void => {
    if (role.name !== 'following') return;
    clearTimeout(role.silence);
    const feed: Feed = createFeed(
      () => ({ ...source(), events: [...new Set([...events, ...source().events])] }),
      createLeaderListener(() => feed),
    );
    role = { name: 'leading', link, feed };
    feed.resumeAfter(lastEventId);
    post({ type: 'lead' });
    // A feed that has ended stays so, whoever leads.
    if (isLive()) feed.open();
  };

  const hello = (open: boolean): void => {
    const isSynced = role.name !== 'following' || role.isSynced;
    const after = isSynced ? undefined : log.position();
    post({ type: 'hello', from: self, events: source().events, open, after });
  };

  /** Some browsers put a page to sleep without telling it: a visible tab makes sure that some tab leads. */
  const checkLeader = (open: boolean): void => {
    hello(open);
    if (role.name !== 'following') return;
    clearTimeout(role.silence);
    if (document.visibilityState !== 'visible') return;
    role.silence = setTimeout(role.link.steal, ANSWER_TIMEOUT);
  };

  /** As leader: a tab came, or asks for something. */
  const answer = (feed: Feed, note: Note & { type: 'hello' }): void => {
    feed.listen(note.events);
    if (note.open) feed.open();
    const { from: to, after } = note;
    if (after === undefined) return postState(undefined);
    const missed = log.since(after);
    // To a tab whose messages are not remembered, something is missing.
    const outcome = missed ? 'continued' : 'gap';
    const resumed: Resumed | null = after && { lastEventId, outcome };
    postState(undefined, resumed, { to, events: [...events], missed, newest: newest.all() });
  };

  const catchUpWith = (follower: Following, { events: all, missed, newest: latest }: CatchUp): void => {
    follower.isSynced = true;
    for (const event of all) events.add(event);
    if (missed) return missed.forEach(deliver);
    log.restart();
    latest.forEach(listener.onReplay);
  };

  /** As follower: where the feed stands now. */
  const followState = (follower: Following, note: StateNote): void => {
    const { catchUp, event } = note;
    if (catchUp && (catchUp.to !== self || follower.isSynced)) return;
    const before = state.status;
    const { status } = note.state;
    ({ attempt } = note);
    if (event === 'change' || before !== status) {
      change({ ...note.state, error: note.error && fromPosted(note.error, SseError) });
    }
    const { error } = state;
    const current = state;
    if (status === 'open' && before !== status) listener.onOpen(undefined, note.resumed);
    if (event === 'error' && error) listener.onError(error, true);
    if (event === 'end') {
      if (error) listener.onError(error, false);
      // Unless the subscriber opened it again.
      if (state === current) listener.onClose();
    }
    // A callback may have closed the feed.
    if (role !== follower) return;
    if (catchUp) catchUpWith(follower, catchUp);
    if (!follower.isSynced || note.lastEventId === lastEventId) return;
    ({ lastEventId } = note);
    listener.onId();
  };

  const receive = (note: Note): void => {
    if (note.type === 'hello') {
      for (const event of note.events) events.add(event);
      if (role.name === 'leading') answer(role.feed, note);
      return;
    }
    // A leader knows better than what another one left behind.
    if (role.name !== 'following') return;
    clearTimeout(role.silence);
    if (note.type === 'lead') hello(isLive());
    else if (note.type === 'state') followState(role, note);
    else if (!role.isSynced) return;
    else if (note.type === 'message') deliver(note);
    else listener.onComment(note.text);
  };

  const join = (): void => {
    if (role.name !== 'left') return;
    const link: TabLink = joinTabs(name, {
      onNote: receive,
      onLead: () => lead(link),
      onReplaced() {
        leave();
        join();
      },
      onUnavailable: () => lead(link),
    });
    role = { name: 'following', link, isSynced: false, silence: undefined };
    if (state.status === 'open') change({ ...state, status: 'reconnecting' });
    checkLeader(isLive());
  };

  const leave = (): void => {
    const left = role;
    role = LEFT;
    if (left.name === 'left') return;
    if (left.name === 'leading') left.feed.close();
    else clearTimeout(left.silence);
    left.link.leave();
  };

  const onVisibility = (): void => {
    if (role.name === 'following') checkLeader(isLive());
  };
  /** A page that is put to sleep must not lead; one that wakes comes back. */
  const watchPage = (act: 'addEventListener' | 'removeEventListener'): void => {
    globalThis[act]('pagehide', leave);
    globalThis[act]('pageshow', join);
    document[act]('freeze', leave);
    document[act]('resume', join);
    document[act]('visibilitychange', onVisibility);
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
      if (!isLive()) change({ status: 'connecting', error: null, nextRetryAt: null });
      watchPage('addEventListener');
      if (role.name === 'leading') role.feed.open();
      else if (role.name === 'following') checkLeader(true);
      else join();
    },
    close() {
      watchPage('removeEventListener');
      leave();
      if (state.status !== 'closed') change({ status: 'closed', error: null, nextRetryAt: null });
    },
    resumeAfter(id) {
      lastEventId = id;
    },
    listen(names) {
      const added = names.filter((event) => !events.has(event));
      if (!added.length) return;
      for (const event of added) events.add(event);
      hello(false);
      if (role.name === 'leading') role.feed.listen(added);
    },
  };
}
