/** What a run did to the page. Times are ms. */
export interface Measurement {
  readonly duration: number;
  readonly framesPerSecond: number;
  readonly slowestFrame: number;
  readonly renders: number;
  readonly longTasks: number;
  readonly inputDelay: number;
}

/** A task of its own, at once: what waits longer would have kept a key press waiting. */
function probe(report: (delay: number) => void): void {
  const { port1, port2 } = new MessageChannel();
  const posted = performance.now();
  port1.onmessage = () => {
    report(performance.now() - posted);
    port1.close();
  };
  port2.postMessage(null);
}

/** Watches frames, long tasks and the wait for the main thread, until `stop`. */
export function createMeter() {
  const begun = performance.now();
  const frames: number[] = [];
  const seen = { renders: 0, longTasks: 0, inputDelay: 0 };
  let frame = requestAnimationFrame(function next(time) {
    frames.push(time);
    frame = requestAnimationFrame(next);
  });
  const timer = setInterval(() => probe((delay) => (seen.inputDelay = Math.max(seen.inputDelay, delay))), 20);
  const observer = new PerformanceObserver((list) => (seen.longTasks += list.getEntries().length));
  // not every browser tells of long tasks
  if (PerformanceObserver.supportedEntryTypes.includes('longtask')) observer.observe({ type: 'longtask' });

  return {
    rendered: (): void => void (seen.renders += 1),
    stop(): Measurement {
      cancelAnimationFrame(frame);
      clearInterval(timer);
      seen.longTasks += observer.takeRecords().length;
      observer.disconnect();
      const duration = performance.now() - begun;
      const gaps = frames.slice(1).map((time, index) => time - (frames[index] ?? time));
      return {
        ...seen,
        duration,
        framesPerSecond: (frames.length * 1000) / duration,
        slowestFrame: Math.max(0, ...gaps),
      };
    },
  };
}

/** See {@link createMeter}. */
export type Meter = ReturnType<typeof createMeter>;
