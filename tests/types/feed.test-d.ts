import { createConnection } from 'react-event-source/core';
import {
  json,
  type MessageOf,
  SseError,
  type SseMessage,
  type StandardSchema,
  useEventSource,
  type UseEventSourceOptions,
  type UseEventSourceResult,
} from 'react-event-source';
import { describe, expectTypeOf, test } from 'vitest';

interface Price {
  amount: number;
}
declare const news: StandardSchema<{ title: string }>;
/** What zod and valibot infer: input and output differ, and both are told. */
declare const when: {
  '~standard': {
    version: 1;
    vendor: 'any';
    validate: (value: unknown) => { value: Date } | { issues: readonly { message: string }[] };
    types?: { input: string; output: Date } | undefined;
  };
};
const length = (data: string): number => data.length;

describe('events', () => {
  test('without them, messages are named "message" and hold text', () => {
    const { lastMessage, messages } = useEventSource('/feed');
    expectTypeOf(lastMessage).toEqualTypeOf<SseMessage<'message'> | null>();
    expectTypeOf(messages).toEqualTypeOf<readonly SseMessage<'message'>[]>();
  });

  test('a list of names gives one message type for each', () => {
    const { lastMessage } = useEventSource('/feed', { events: ['price', 'news'] });
    expectTypeOf(lastMessage).toEqualTypeOf<SseMessage<'price'> | SseMessage<'news'> | null>();
  });

  test('a map gives the data that its decoders and schemas make', () => {
    const { lastMessage } = useEventSource('/feed', {
      events: { price: json<Price>(), news, when, length },
      onMessage(message) {
        if (message.type === 'price') expectTypeOf(message.data).toEqualTypeOf<Price>();
        else if (message.type === 'news') expectTypeOf(message.data).toEqualTypeOf<{ title: string }>();
        else if (message.type === 'when') expectTypeOf(message.data).toEqualTypeOf<Date>();
        else {
          expectTypeOf(message.type).toEqualTypeOf<'length'>();
          expectTypeOf(message.data).toEqualTypeOf<number>();
        }
      },
    });
    expectTypeOf(lastMessage?.type).toEqualTypeOf<'price' | 'news' | 'when' | 'length' | undefined>();
  });

  test('a decoder written inline needs no annotation', () => {
    const { lastMessage, state } = useEventSource('/feed', {
      events: { n: (data) => Number(data), text: true, plain: undefined, price: json<Price>() },
      initialState: 0,
      reducer: (sum, message) => (message.type === 'n' ? sum + message.data : sum),
      onMessage(message) {
        if (message.type === 'n') expectTypeOf(message.data).toEqualTypeOf<number>();
      },
    });
    expectTypeOf(state).toEqualTypeOf<number>();
    if (lastMessage?.type === 'n') expectTypeOf(lastMessage.data).toEqualTypeOf<number>();
    else if (lastMessage?.type === 'price') expectTypeOf(lastMessage.data).toEqualTypeOf<Price>();
    else expectTypeOf(lastMessage!.data).toEqualTypeOf<string>();
  });

  test('a decoder written inline, alone and in createConnection', () => {
    const { lastMessage } = useEventSource('/feed', { events: { n: (data) => Number(data) } });
    expectTypeOf(lastMessage).toEqualTypeOf<SseMessage<'n', number> | null>();
    const feed = createConnection({ url: '/feed', events: { n: (data) => data.length, all: true } });
    expectTypeOf(feed.getSnapshot().lastMessage).toEqualTypeOf<
      SseMessage<'n', number> | SseMessage<'all'> | null
    >();
  });

  test('a decoder may end the feed, beside json() without a type', () => {
    const { lastMessage } = useEventSource('/feed', {
      events: {
        message: json(),
        FatalError: (words) => {
          throw new SseError('server', words);
        },
      },
    });
    expectTypeOf(lastMessage).toEqualTypeOf<
      SseMessage<'message', unknown> | SseMessage<'FatalError', never> | null
    >();
  });

  test("'*' gives messages of any type", () => {
    const { lastMessage } = useEventSource('/feed', { events: '*' });
    expectTypeOf(lastMessage).toEqualTypeOf<SseMessage | null>();
  });

  test('a map made elsewhere keeps its types', () => {
    const events = { price: json<Price>(), length };
    const { lastMessage } = useEventSource('/feed', { events });
    expectTypeOf(lastMessage).toEqualTypeOf<
      SseMessage<'price', Price> | SseMessage<'length', number> | null
    >();
    expectTypeOf<MessageOf<typeof events>>().toEqualTypeOf<NonNullable<typeof lastMessage>>();
  });
});

describe('reducer', () => {
  test('the state is that of initialState and reducer, without naming it', () => {
    const events = { price: json<Price>(), length };
    const { state } = useEventSource('/feed', {
      events,
      initialState: 0,
      reducer: (sum, { type, data }) => sum + (type === 'price' ? data.amount : data),
    });
    expectTypeOf(state).toEqualTypeOf<number>();
  });

  test('the order of the two does not matter, and null is a state', () => {
    const { state } = useEventSource('/feed', {
      reducer: (last: Price | null, message) => (message.data ? { amount: 1 } : last),
      initialState: null,
    });
    expectTypeOf(state).toEqualTypeOf<Price | null>();
  });

  test('an empty list needs its type once', () => {
    const { state } = useEventSource('/feed', {
      initialState: [] as string[],
      reducer: (list, message) => [...list, message.data],
    });
    expectTypeOf(state).toEqualTypeOf<string[]>();
  });

  test('without one there is no state', () => {
    expectTypeOf(useEventSource('/feed').state).toEqualTypeOf<undefined>();
  });

  test('createConnection infers the same', () => {
    const connection = createConnection({
      url: 'http://host/',
      events: ['a'],
      initialState: 0,
      reducer: (n) => n + 1,
    });
    expectTypeOf(connection.getSnapshot().state).toEqualTypeOf<number>();
    expectTypeOf(connection.getSnapshot().lastMessage).toEqualTypeOf<SseMessage<'a'> | null>();
  });
});

describe('the result', () => {
  test('error narrows by status', () => {
    const feed = useEventSource('/feed');
    if (feed.status === 'failed') expectTypeOf(feed.error).toEqualTypeOf<SseError>();
    else if (feed.status === 'open' || feed.status === 'reconnecting') {
      expectTypeOf(feed.error).toEqualTypeOf<SseError | null>();
    } else {
      expectTypeOf(feed.status).toEqualTypeOf<'idle' | 'connecting' | 'closed'>();
      expectTypeOf(feed.error).toEqualTypeOf<null>();
    }
  });

  test('the verbs go to event handlers as they are', () => {
    const { open, close } = useEventSource('/feed');
    expectTypeOf(open).toExtend<(event: MouseEvent) => void>();
    expectTypeOf(close).toExtend<(event: MouseEvent) => void>();
  });
});

describe('wrappers', () => {
  test('a hook of your own passes options through', () => {
    const usePrices = (options?: Omit<UseEventSourceOptions<{ price: () => Price }>, 'events'>) =>
      useEventSource('/prices', { ...options, events: { price: json<Price>() } });
    expectTypeOf(usePrices().lastMessage).toEqualTypeOf<SseMessage<'price', Price> | null>();
  });

  test('a generic one, too', () => {
    const useFeed = <const Events extends readonly string[], State>(
      options: UseEventSourceOptions<Events, State>,
    ): UseEventSourceResult<MessageOf<Events>, State> => useEventSource('/feed', options);
    const { state, lastMessage } = useFeed({ events: ['a'], initialState: 1 });
    expectTypeOf(state).toEqualTypeOf<number>();
    expectTypeOf(lastMessage).toEqualTypeOf<SseMessage<'a'> | null>();
  });

  test('the options are an interface that can be extended', () => {
    interface Mine extends UseEventSourceOptions<readonly ['price']> {
      mine: true;
    }
    expectTypeOf<Mine['onMessage']>().toEqualTypeOf<((message: SseMessage<'price'>) => void) | undefined>();
  });
});
