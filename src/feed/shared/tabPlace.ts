import type { createRepeats } from '../../attempts/repeats';
import type { FeedListener, FeedSource, Resumed } from '../feed';
import { type FeedState, idleFeed } from '../feedState';
import type { Newest } from './newest';
import { createTabLog, type TabLog } from './tabLog';
import { type CatchUp, type MessageNote, type StateNote, toPosted } from './tabMessages';

/** Where a tab is in the feed. It outlives the tab's roles. */
export interface TabPlace {
  readonly source: () => FeedSource;
  readonly listener: FeedListener;
  readonly newest: Newest;
  readonly log: TabLog;
  /** What all tabs listen for, as far as this one knows. */
  readonly events: Set<string>;
  state: FeedState;
  attempt: number;
  lastEventId: string;
  change(next: FeedState): void;
  /** Delivers a message, unless it is a repeat. */
  deliver(note: MessageNote): void;
}

export function createTabPlace(
  source: () => FeedSource,
  listener: FeedListener,
  newest: Newest,
  create: typeof createRepeats,
): TabPlace {
  const place: TabPlace = {
    source,
    listener,
    newest,
    log: createTabLog(create),
    events: new Set(),
    state: idleFeed,
    attempt: 0,
    lastEventId: '',
    change(next) {
      place.state = next;
      listener.onChange();
    },
    deliver(note) {
      if (!place.log.add(note)) return;
      place.attempt = 0;
      place.lastEventId = note.message.lastEventId;
      listener.onMessage(note.message, note.ownId);
    },
  };
  return place;
}

/** The place as a leader posts it. */
export function toStateNote(
  { state, attempt, lastEventId }: TabPlace,
  event: StateNote['event'],
  more: { readonly resumed?: Resumed | null; readonly catchUp?: CatchUp } = {},
): StateNote {
  const { status, nextRetryAt, error } = state;
  return {
    type: 'state',
    state: { status, nextRetryAt },
    error: toPosted(error),
    attempt,
    lastEventId,
    event,
    resumed: more.resumed ?? null,
    catchUp: more.catchUp,
  };
}
