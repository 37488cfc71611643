import { fc } from './property.ts';
import type { Retry, WhenBusy } from 'react-event-source/core';

/** What the user of a run does. */
export type Verb =
  | { readonly do: 'start'; readonly whenBusy?: WhenBusy | undefined; readonly ownUrl: boolean }
  | { readonly do: 'stop' | 'reset' | 'unmount' | 'mount' };
/** The options of one render. */
export interface Render {
  readonly method: 'GET' | 'POST';
  readonly retry: Retry | undefined;
  readonly whenBusy: WhenBusy | undefined;
  readonly endsOnClose: boolean;
  readonly throttle: number | 'message';
}
export type Callback = 'onOpen' | 'onMessage' | 'onError' | 'onFinish';
/** What the server does on one of the newest connections, open or not. `text` may carry an id. */
type ServerAct =
  'open' | 'text' | 'text with id' | 'reason' | 'done' | 'error' | 'unreadable' | 'end' | 'cut';

/** One step of a sequence. */
export type Step =
  | Verb
  | { readonly do: 'render'; readonly options: Render }
  /** The verb is called inside the next call of the callback. */
  | { readonly do: 'arm'; readonly callback: Callback; readonly verb: Verb }
  | { readonly do: 'serve'; readonly act: ServerAct; readonly age: number }
  | { readonly do: 'wait'; readonly ms: number };

const whenBusy = fc.constantFrom<(WhenBusy | undefined)[]>(undefined, 'replace', 'queue', 'ignore');
const start = fc.record({ do: fc.constant('start' as const), whenBusy, ownUrl: fc.boolean() });
const simple = (verb: 'stop' | 'reset' | 'unmount' | 'mount') => fc.constant({ do: verb });
const verb: fc.Arbitrary<Verb> = fc.oneof(
  { weight: 5, arbitrary: start },
  { weight: 2, arbitrary: simple('stop') },
  { weight: 1, arbitrary: simple('reset') },
  { weight: 1, arbitrary: simple('unmount') },
  { weight: 2, arbitrary: simple('mount') },
);
const render: fc.Arbitrary<Render> = fc.record({
  method: fc.constantFrom('GET', 'POST'),
  retry: fc.constantFrom<(Retry | undefined)[]>(undefined, false, 1, { limit: 2, delay: 200, jitter: false }),
  whenBusy,
  endsOnClose: fc.boolean(),
  throttle: fc.constantFrom<(number | 'message')[]>('message', 'message', 50, 600_000),
});
const acts: readonly ServerAct[] = [
  ...(['open', 'text', 'text', 'text with id', 'text with id', 'cut'] as const),
  ...(['reason', 'done', 'done', 'error', 'unreadable', 'end'] as const),
];

/** Sequences of what the user, the page and the server do. They begin with a start over an open connection. */
export const runSequences: fc.Arbitrary<Step[]> = fc
  .tuple(
    render,
    fc.array(
      fc.oneof<fc.MaybeWeightedArbitrary<Step>[]>(
        { weight: 4, arbitrary: verb },
        { weight: 2, arbitrary: fc.record({ do: fc.constant('render' as const), options: render }) },
        {
          weight: 2,
          arbitrary: fc.record({
            do: fc.constant('arm' as const),
            callback: fc.constantFrom<Callback[]>('onOpen', 'onMessage', 'onError', 'onFinish'),
            verb,
          }),
        },
        {
          weight: 8,
          arbitrary: fc.record({
            do: fc.constant('serve' as const),
            act: fc.constantFrom(...acts),
            age: fc.constantFrom(0, 0, 0, 0, 1, 2),
          }),
        },
        {
          weight: 5,
          arbitrary: fc.record({
            do: fc.constant('wait' as const),
            ms: fc.constantFrom(0, 0, 0, 100, 200, 1000, 5000),
          }),
        },
      ),
      { maxLength: 40, size: 'max' },
    ),
  )
  .map(([options, steps]) => [
    { do: 'render', options },
    { do: 'start', ownUrl: false },
    { do: 'wait', ms: 0 },
    { do: 'serve', act: 'open', age: 0 },
    ...steps,
  ]);
