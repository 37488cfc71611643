import type { FeedType } from '../server/feedLog.ts';

/** How the playground's feed is to behave. */
export interface FeedKnobs {
  /** Ms from one event to the next. */
  readonly every: number;
  /** Only these types. */
  readonly types?: readonly FeedType[];
  /** The number of the last event. */
  readonly n?: number;
  /** The feed grows by the clock, whether somebody listens or not. */
  readonly live?: boolean;
  /** Steers this stream alone, see the server's `/control`. */
  readonly key?: string;
}

export function feedUrl({ every, types, n, live, key }: FeedKnobs): string {
  const query = new URLSearchParams({ every: String(every) });
  if (types) query.set('events', types.join(','));
  if (n !== undefined) query.set('n', String(n));
  if (live) query.set('live', '1');
  if (key) query.set('key', key);
  return `/feed?${query}`;
}
