import type { createFeed, Feed, FeedListener, Resumed } from '../feed';
import { isLive } from '../feedState';
import type { TabLink } from './tabLink';
import type { HelloNote, MessageNote, Note } from './tabMessages';
import { type TabPlace, toStateNote } from './tabPlace';

/** This tab holds the connection. */
export interface Leading {
  readonly name: 'leading';
  open(): void;
  listen(events: readonly string[]): void;
  receive(note: Note): void;
  leave(): void;
}

/** Delivers what the connection reports in this tab, and posts it to the followers. */
function createPostingListener(place: TabPlace, link: TabLink, leader: () => Feed): FeedListener {
  const { listener, log } = place;
  let connection: number;
  let index: number;
  const connect = (): void => {
    connection = Math.random();
    index = 0;
    log.connect(connection);
  };
  connect();
  return {
    onChange() {
      const { state } = leader();
      place.attempt = leader().attempt;
      // A feed that was open before is interrupted, not new.
      const wasOpen = place.state.status === 'open' || place.state.status === 'reconnecting';
      place.change(wasOpen && state.status === 'connecting' ? { ...state, status: 'reconnecting' } : state);
      // That it opened or ended is posted below, with what belongs to it.
      if (isLive(state) && state.status !== 'open') link.post(toStateNote(place, 'change'));
    },
    onOpen(response, resumed) {
      connect();
      link.post(toStateNote(place, 'open', { resumed }));
      listener.onOpen(response, resumed);
    },
    onMessage(message, ownId) {
      const note: MessageNote = { type: 'message', message, ownId, connection, index: index++ };
      link.post(note);
      place.deliver(note);
    },
    onReplay: listener.onReplay,
    onId() {
      place.lastEventId = leader().lastEventId;
      listener.onId();
      // After its message: a follower that had the id alone when this tab dies would resume behind a message it never got.
      queueMicrotask(() => link.post(toStateNote(place, undefined)));
    },
    onComment(text) {
      link.post({ type: 'comment', text });
      listener.onComment(text);
    },
    onError(error, willRetry) {
      link.post(toStateNote(place, willRetry ? 'error' : 'end'));
      listener.onError(error, willRetry);
    },
    onClose() {
      if (!place.state.error) link.post(toStateNote(place, 'end'));
      listener.onClose();
    },
  };
}

/** Connects for all tabs. If this tab is alone, its link posts nothing. */
export function lead(place: TabPlace, link: TabLink, create: typeof createFeed): Leading {
  const { source, events, log, newest } = place;
  const inherited = isLive(place.state);
  let hasLeft = false;
  const listener = createPostingListener(place, link, () => feed);
  const feed: Feed = create(() => ({ ...source(), events: [...new Set([...events, ...source().events])] }), {
    ...listener,
    onChange() {
      if (!hasLeft) listener.onChange();
    },
  });

  /** A tab came, or asks for something. */
  const answer = ({ from: to, events: wanted, open, after }: HelloNote): void => {
    feed.listen(wanted);
    if (open) feed.open();
    if (after === undefined) return link.post(toStateNote(place, undefined));
    const missed = log.since(after.positions);
    // Where the log does not go back far enough, the tab has missed something.
    const outcome = missed ? 'continued' : 'gap';
    const resumed: Resumed | null = after.positions.length
      ? { lastEventId: after.lastEventId, outcome }
      : null;
    const catchUp = { to, events: [...events], positions: log.positions(), missed, newest: newest.all() };
    link.post(toStateNote(place, undefined, { resumed, catchUp }));
  };

  feed.resumeAfter(place.lastEventId);
  link.post({ type: 'lead' });
  // A feed that has ended stays closed, whoever leads.
  if (inherited) feed.open();
  return {
    name: 'leading',
    open: feed.open,
    listen: feed.listen,
    receive(note) {
      // What a former leader posted is out of date.
      if (note.type === 'hello') answer(note);
    },
    leave() {
      hasLeft = true;
      feed.close();
      link.leave();
    },
  };
}
