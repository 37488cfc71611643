import { useEffect, useReducer, useState } from 'react';
import type { ConnectionStatus } from 'react-event-source';

/** From when on a connection was in a state. */
export interface Stretch {
  readonly status: ConnectionStatus;
  readonly attempt: number;
  readonly at: number;
}

/** Something that happened at one moment. */
export interface Moment {
  readonly id: number;
  readonly kind: 'action' | 'error' | 'message' | 'open';
  readonly text: string;
  readonly at: number;
}

interface Timeline {
  readonly stretches: readonly Stretch[];
  readonly moments: readonly Moment[];
}

type Entry = { readonly stretch: Stretch } | { readonly moment: Omit<Moment, 'id'> };

const KEPT = 400;

function reduce({ stretches, moments }: Timeline, entry: Entry): Timeline {
  if ('stretch' in entry) return { moments, stretches: [...stretches.slice(-KEPT), entry.stretch] };
  const id = (moments.at(-1)?.id ?? 0) + 1;
  return { stretches, moments: [...moments.slice(-KEPT), { ...entry.moment, id }] };
}

/** What a connection went through, and a clock to draw it against. */
export function useTimeline({ status, attempt }: { status: ConnectionStatus; attempt: number }) {
  const [timeline, add] = useReducer(reduce, { stretches: [], moments: [] });
  const [now, setNow] = useState(() => Date.now());

  useEffect(() => {
    add({ stretch: { status, attempt, at: Date.now() } });
  }, [status, attempt]);

  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, []);

  const note = (kind: Moment['kind'], text: string): void => add({ moment: { kind, text, at: Date.now() } });
  return { ...timeline, now, note };
}
