import type { createRepeats } from '../../attempts/repeats';
import type { SseError } from '../../protocol/error';
import type { createFeed, Feed, FeedListener, FeedSource } from '../feed';
import { closedFeed, feedReducer, isLive } from '../feedState';
import type { Newest } from './newest';
import { type Following, follow } from './tabFollowing';
import { lead, type Leading } from './tabLeading';
import { joinTabs, type TabLink } from './tabLink';
import type { Note } from './tabMessages';
import { createTabPlace } from './tabPlace';

/** What is handed in rather than imported, so that it is not loaded twice. */
interface Parts {
  readonly createFeed: typeof createFeed;
  readonly createRepeats: typeof createRepeats;
  readonly SseError: typeof SseError;
  readonly newest: Newest;
}

/** This tab takes no part: its page sleeps, or it has no subscriber. */
interface Left {
  readonly name: 'left';
}

const LEFT: Left = { name: 'left' };

/**
 * The one connection of all tabs of the origin for `key`. The tab that holds the lock of that name leads: it connects,
 * and posts to the others what it receives. When it goes away, the browser gives the lock to the next tab, which resumes
 * after the last id that it has seen; every tab drops repeats. Without locks or channels, the tab leads alone.
 */
export function createTabFeed(
  key: string,
  source: () => FeedSource,
  listener: FeedListener,
  { createFeed, createRepeats, SseError, newest }: Parts,
): Feed {
  // With the protocol's version: after a deployment, tabs of two versions may be open.
  const name = `react-event-source 2 ${key}`;
  const self = Math.random();
  const place = createTabPlace(source, listener, newest, createRepeats);
  let role: Left | Following | Leading = LEFT;

  const receive = (note: Note): void => {
    if (note.type === 'hello') for (const event of note.events) place.events.add(event);
    if (role.name !== 'left') role.receive(note);
  };

  const becomeLeader = (link: TabLink): void => {
    if (role.name !== 'following') return;
    role.stop();
    role = lead(place, link, createFeed);
  };

  const join = (): void => {
    if (role.name !== 'left') return;
    const link: TabLink = joinTabs(name, {
      onNote: receive,
      onLead: () => becomeLeader(link),
      onReplaced() {
        leave();
        join();
      },
      onUnavailable: () => becomeLeader(link),
    });
    const following = follow(place, link, self, SseError);
    role = following;
    if (place.state.status === 'open') place.change({ ...place.state, status: 'reconnecting' });
    following.checkLeader(isLive(place.state));
  };

  const leave = (): void => {
    const left = role;
    role = LEFT;
    if (left.name !== 'left') left.leave();
  };

  /** Some browsers put a page to sleep without an event: a tab that becomes visible makes sure that some tab leads. */
  const onVisibility = (): void => {
    if (role.name === 'following') role.checkLeader(isLive(place.state));
  };
  /** A page that is put to sleep must not lead; one that wakes up joins again. */
  const watchPage = (act: 'addEventListener' | 'removeEventListener'): void => {
    globalThis[act]('pagehide', leave);
    globalThis[act]('pageshow', join);
    document[act]('freeze', leave);
    document[act]('resume', join);
    document[act]('visibilitychange', onVisibility);
  };

  return {
    get state() {
      return place.state;
    },
    get attempt() {
      return place.attempt;
    },
    get lastEventId() {
      return place.lastEventId;
    },
    open() {
      const next = feedReducer(place.state, { type: 'connect' });
      if (next !== place.state) place.change(next);
      watchPage('addEventListener');
      if (role.name === 'leading') role.open();
      else if (role.name === 'following') role.checkLeader(true);
      else join();
    },
    close() {
      watchPage('removeEventListener');
      leave();
      if (place.state.status !== 'closed') place.change(closedFeed);
    },
    resumeAfter(id) {
      place.lastEventId = id;
    },
    listen(names) {
      const added = names.filter((event) => !place.events.has(event));
      if (!added.length) return;
      for (const event of added) place.events.add(event);
      if (role.name !== 'left') role.listen(added);
    },
  };
}
