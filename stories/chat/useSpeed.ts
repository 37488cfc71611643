import { useEffect, useRef, useState } from 'react';
import type { Speed } from './conversation.ts';

const NONE: Speed = { tokens: 0, perSecond: 0 };

/** Counts messages as they come, and tells four times a second: a number that changes with each token is unreadable. */
export function useSpeed(isRunning: boolean) {
  const counted = useRef({ tokens: 0, first: 0, last: 0 });
  const [speed, setSpeed] = useState(NONE);

  const measure = (): Speed => {
    const { tokens, first, last } = counted.current;
    return { tokens, perSecond: last > first ? ((tokens - 1) * 1000) / (last - first) : 0 };
  };

  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => {
      const { tokens, first, last } = counted.current;
      setSpeed({ tokens, perSecond: last > first ? ((tokens - 1) * 1000) / (last - first) : 0 });
    }, 250);
    return () => clearInterval(timer);
  }, [isRunning]);

  return {
    speed,
    measure,
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
