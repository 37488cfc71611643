import type { SseError } from '../../protocol/error';
import { isLive } from '../feedState';
import type { TabLink } from './tabLink';
import { type CatchUp, fromPosted, type Note, type StateNote } from './tabMessages';
import type { TabPlace } from './tabPlace';

/** Another tab holds the connection, or is about to. */
export interface Following {
  readonly name: 'following';
  /** Asks whether some tab leads. `open` asks it to connect where the feed has ended or waits for a retry. */
  checkLeader(open: boolean): void;
  /** Tells the leader which events are wanted. */
  listen(): void;
  receive(note: Note): void;
  /** Stops following; the link stays. */
  stop(): void;
  leave(): void;
}

/** How long a leader may take to answer, in ms. */
const ANSWER_TIMEOUT = 3000;

/** @param self identifies this tab in answers that are for it alone */
export function follow(place: TabPlace, link: TabLink, self: number, Type: typeof SseError): Following {
  const { source, listener, events, log } = place;
  /** Whether the leader has said where the stream is, so that this tab misses nothing from now on. */
  let isSynced = false;
  let isOver = false;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const hello = (open: boolean): void => {
    const after = isSynced ? undefined : { positions: log.positions(), lastEventId: place.lastEventId };
    link.post({ type: 'hello', from: self, events: source().events, open, after });
  };

  const catchUp = ({ events: all, missed, newest, positions }: CatchUp): void => {
    isSynced = true;
    for (const event of all) events.add(event);
    if (missed) return missed.forEach((note) => place.deliver(note));
    log.restart(positions);
    newest.forEach(listener.onReplay);
  };

  /** Calls the listener for what has just happened. */
  const report = ({ event, resumed }: StateNote, wasOpen: boolean): void => {
    const { state } = place;
    const { status, error } = state;
    if (status === 'open' && !wasOpen) listener.onOpen(undefined, resumed);
    if (event === 'error' && error) listener.onError(error, true);
    if (event !== 'end') return;
    if (error) listener.onError(error, false);
    // Unless the subscriber opened it again.
    if (place.state === state) listener.onClose();
  };

  const followState = (note: StateNote): void => {
    if (note.catchUp && (note.catchUp.to !== self || isSynced)) return;
    const before = place.state.status;
    place.attempt = note.attempt;
    if (note.event === 'change' || before !== note.state.status)
      place.change({ ...note.state, error: note.error && fromPosted(note.error, Type) });
    report(note, before === 'open');
    // A callback may have closed the feed.
    if (isOver) return;
    if (note.catchUp) catchUp(note.catchUp);
    if (!isSynced || note.lastEventId === place.lastEventId) return;
    place.lastEventId = note.lastEventId;
    listener.onId();
  };

  const stop = (): void => {
    isOver = true;
    clearTimeout(silence);
  };

  const checkLeader = (open: boolean): void => {
    hello(open);
    // Without a channel, this tab has become the leader by now.
    if (isOver) return;
    clearTimeout(silence);
    if (document.visibilityState === 'visible') silence = setTimeout(link.steal, ANSWER_TIMEOUT);
  };

  /** The last leader may have died while it posted a message, so that only some tabs have it. */
  const followAnother = (): void => {
    isSynced = false;
    checkLeader(isLive(place.state));
  };

  return {
    name: 'following',
    checkLeader,
    listen: () => hello(false),
    receive(note) {
      if (note.type === 'hello') return;
      clearTimeout(silence);
      if (note.type === 'lead') followAnother();
      else if (note.type === 'state') followState(note);
      else if (!isSynced) return;
      else if (note.type === 'message') place.deliver(note);
      else listener.onComment(note.text);
    },
    stop,
    leave() {
      stop();
      link.leave();
    },
  };
}
