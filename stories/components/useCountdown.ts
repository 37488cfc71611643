import { useEffect, useState } from 'react';

/** Seconds until a point in time, `null` without one; ticks only while there is something to count. */
export function useCountdown(until: number | null): number | null {
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (until === null) return;
    const tick = (): void => setNow(Date.now());
    tick();
    const timer = setInterval(tick, 100);
    return () => clearInterval(timer);
  }, [until]);
  return until === null || now === 0 ? null : Math.max(0, until - now) / 1000;
}
