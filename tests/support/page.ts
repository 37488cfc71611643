import { afterEach, beforeEach, vi } from 'vitest';
import { createConnection, SseError } from 'react-event-source/core';
import { createWire } from './wire.ts';

/** For the tests of a file: time is theirs, retries come as soon as they may, and so do the events of the page. */
export function stubPage(): (type: string, details?: object) => void {
  let page: EventTarget;
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0);
    page = new EventTarget();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
  return (type, details = {}) => void page.dispatchEvent(Object.assign(new Event(type), details));
}

export const broken = (): SseError => new SseError('network', 'broken');

/** A feed whose first attempt is open. */
export async function openFeed(options: object = {}, wire = createWire()) {
  const onError = vi.fn<(error: SseError, willRetry: boolean) => void>();
  const connection = createConnection({
    url: 'http://test/',
    transport: wire.transport,
    onError,
    ...options,
  });
  connection.open();
  const { sink } = await wire.attempt(1);
  sink.open();
  return { wire, connection, sink, onError };
}
