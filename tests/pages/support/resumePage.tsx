// The page of the tests of answers that survive: `/?key=…&recording=…` has a component with that answer.
import { StrictMode, useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import * as library from 'react-event-source';
import { byLocation, useSseStream, type UseSseStreamResult } from 'react-event-source';
import { formatFor } from '../../../scripts/recordings/families.mjs';
import { outcomeOf } from '../../support/outcome.ts';

const ask = (name: string): string => new URLSearchParams(location.search).get(name) ?? '';

/** What the component shows; none is mounted before. */
let answer: UseSseStreamResult | undefined;
/** The answer as it was handed out at its end; what its connection says later is no part of it. */
let final: string | undefined;
let mountedAt = 0;
/** How long it took from mounting until each number of messages was shown, in ms. */
const shown = new Map<string, number>();

function Answer({ id }: { id: string }) {
  const result = useSseStream(`/chat/${id}`, {
    method: 'POST',
    body: {},
    format: formatFor(library, ask('family'), ask('name')) ?? undefined,
    resume: byLocation(),
    resumeKey: id,
    resumeStorage: localStorage,
    retry: { limit: 5, delay: 1, jitter: false },
    onFinish: (end) => void (final = outcomeOf(end)),
  });
  useEffect(() => {
    answer = result;
    window.answer = page;
    if (!shown.has(result.lastEventId)) shown.set(result.lastEventId, performance.now() - mountedAt);
  });
  return <p>{result.text}</p>;
}

let root: Root;
const page = {
  mount(): void {
    mountedAt = performance.now();
    root = createRoot(document.body.appendChild(document.createElement('div')));
    root.render(
      <StrictMode>
        <Answer id={ask('key')} />
      </StrictMode>,
    );
  },
  unmount(): void {
    root.unmount();
    answer = undefined;
  },
  /** Goes to the address of another answer, without loading the page anew. */
  visit(address: string): void {
    page.unmount();
    final = undefined;
    shown.clear();
    history.pushState(null, '', address);
    page.mount();
  },
  start: (): void => void answer?.start(),
  stop: (): void => answer?.stop(),
  status: () => answer?.status,
  /** The number of the newest message. */
  at: () => answer?.lastEventId,
  isOver: () => final !== undefined,
  outcome: () => final ?? (answer && outcomeOf(answer)),
  shownAfter: (id: string): number => shown.get(id) ?? Number.NaN,
};

declare global {
  interface Window {
    /** What this page is told to do, and what it has to say. */
    answer: typeof page;
  }
}
page.mount();
