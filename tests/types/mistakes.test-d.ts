import { anthropic, json, useEventSource, useSseStream } from 'react-event-source';

/** Mistakes that TypeScript reports where they are written: an unused `@ts-expect-error` is an error. */
export function useMistakes(): void {
  // @ts-expect-error an option that does not exist
  useEventSource('/x', { event: ['a'] });
  // @ts-expect-error a name alone
  useEventSource('/x', { events: 'price' });
  // @ts-expect-error what is no decoder
  useEventSource('/x', { events: { price: 3 } });
  // @ts-expect-error an event that was not asked for
  useEventSource('/x', { events: ['a'], onMessage: (m) => m.type === 'b' });
  // @ts-expect-error a field that the data does not have
  void useEventSource('/x', { events: { price: json<{ amount: number }>() } }).lastMessage?.data.amnt;
  // @ts-expect-error a reducer and an initial state that do not fit
  useEventSource('/x', { reducer: (n: string) => n, initialState: 0 });
  // @ts-expect-error the error of a result that may have gone well
  void useEventSource('/x').error.kind;
  // @ts-expect-error a format that was not called
  useSseStream('/x', { format: anthropic });
  // @ts-expect-error a header that is no text
  useSseStream('/x', { headers: { a: 3 } });
  // @ts-expect-error a word where a number or options are expected
  useSseStream('/x', { retry: 'yes' });
}
