// What every page has: it runs a contender once and observes what a user would feel.

export interface Job {
  readonly url: string;
  /** How many components stream. */
  readonly copies: number;
  /** Each copy has a stream of its own. */
  readonly distinct: boolean;
  /** How long to wait for the end, in ms. */
  readonly timeout: number;
}

/** What a contender tells about itself while it runs. */
export const probe = {
  renders: 0,
  /** Messages that a callback saw. */
  seen: 0,
  notes: {} as Record<string, number>,
  rendered(): void {
    this.renders++;
  },
  /** One copy shows the end of its stream. */
  done(): void {
    if (--left === 0) finish('done');
  },
};

let left = 0;
let finish: (how: 'done' | 'timeout') => void = () => {};

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

/** The longest task, the longest time between two frames, and how long each key press waited. */
function observe(): () => { longest: number; frameGap: number; inputs: number[] } {
  let longest = 0;
  let frameGap = 0;
  const inputs: number[] = [];
  const note = (entries: PerformanceEntryList): void => {
    for (const { duration } of entries) longest = Math.max(longest, duration);
  };
  const tasks = new PerformanceObserver((list) => note(list.getEntries()));
  tasks.observe({ type: 'longtask' });
  const onKey = ({ timeStamp }: Event): unknown => inputs.push(performance.now() - timeStamp);
  addEventListener('keydown', onKey, { capture: true, passive: true });
  let last = performance.now();
  let watching = true;
  const watch = (): void => {
    const now = performance.now();
    frameGap = Math.max(frameGap, now - last);
    last = now;
    if (watching) requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);
  return () => {
    watching = false;
    note(tasks.takeRecords());
    tasks.disconnect();
    removeEventListener('keydown', onKey, { capture: true });
    return { longest, frameGap, inputs };
  };
}

/** When what is shown last changed. */
function watchOutput(root: HTMLElement): () => number {
  let changed = 0;
  const observer = new MutationObserver(() => {
    changed = performance.now();
  });
  observer.observe(root, { subtree: true, childList: true, characterData: true });
  return () => changed;
}

const lastByte = (url: string): number =>
  (performance.getEntriesByName(new URL(url, location.href).href) as PerformanceResourceTiming[]).at(-1)
    ?.responseEnd ?? 0;

async function run(start: (job: Job, root: HTMLElement) => void, job: Job): Promise<object> {
  const errors: string[] = [];
  addEventListener('error', (event) => errors.push(event.message));
  addEventListener('unhandledrejection', (event) => errors.push(String(event.reason)));
  const root = document.querySelector<HTMLElement>('#root')!;
  document.querySelector<HTMLElement>('#input')!.focus();
  await frame();
  await frame();
  left = job.copies;
  const ended = new Promise<string>((resolve) => {
    finish = resolve;
  });
  const stopObserving = observe();
  const lastChange = watchOutput(root);
  const begun = performance.now();
  const timer = setTimeout(() => finish('timeout'), job.timeout);
  start(job, root);
  const status = await ended;
  const wall = performance.now() - begun;
  clearTimeout(timer);
  // The frame that shows the last text belongs to the work.
  await frame();
  await frame();
  const { renders, seen, notes } = probe;
  const shownAfter = Math.max(0, lastChange() - (lastByte(job.url) || Infinity));
  return { status, error: errors[0], wall, renders, seen, shownAfter, ...stopObserving(), ...notes };
}

/** Makes the page ready to run: `bench.run(job)`, then `bench.shown()`. */
export function register(start: (job: Job, root: HTMLElement) => void): void {
  Object.assign(globalThis, {
    bench: {
      run: (job: Job) => run(start, job),
      shown: () => [...document.querySelectorAll('.out')].map(({ textContent }) => textContent),
    },
  });
}

/** The address of one copy's stream. */
export const streamOf = ({ url, distinct }: Job, copy: number): string =>
  distinct ? `${url}&copy=${copy}` : url;
