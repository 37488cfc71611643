import { useEffect, useRef, useState } from 'react';
import type { Speed } from './conversation.ts';

const NONE: Speed = { tokens: 0, perSecond: 0 };

interface Counted {
  readonly tokens: number;
  /** When the first and the last of them came, in ms. */
  readonly first: number;
  readonly last: number;
}

/** Tokens that came in one piece have no pace. */
function speedOf({ tokens, first, last }: Counted): Speed {
  const took = last - first;
  return { tokens, perSecond: took > 100 ? ((tokens - 1) * 1000) / took : 0 };
}

/** Counts messages as they come, and tells four times a second: a number that changes with each token is unreadable. */
export function useSpeed(isRunning: boolean) {
  const counted = useRef({ tokens: 0, first: 0, last: 0 });
  const [speed, setSpeed] = useState(NONE);

  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setSpeed(speedOf(counted.current)), 250);
    return () => clearInterval(timer);
  }, [isRunning]);

  return {
    speed,
    measure: () => speedOf(counted.current),
    reset(): void {
      counted.current = { tokens: 0, first: 0, last: 0 };
      setSpeed(NONE);
    },
    count(): void {
      const now = performance.now();
      counted.current.first ||= now;
      counted.current.last = now;
      counted.current.tokens += 1;
    },
  };
}
