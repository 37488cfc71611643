// @vitest-environment jsdom
import {
  AssistantRuntimeProvider,
  ComposerPrimitive,
  MessagePrimitive,
  ThreadPrimitive,
} from '@assistant-ui/react';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { StrictMode } from 'react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { useSseRuntime } from '../../docs/recipes/assistantUi.ts';
import type { Step } from '../../stories/server/index.ts';
import { serverForFile } from '../server/support.ts';
import { hold, send } from '../support/messages.ts';

const server = serverForFile();

// What jsdom does not have, and the package needs.
beforeAll(() => {
  class Observer {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  }
  vi.stubGlobal('ResizeObserver', Observer);
  vi.stubGlobal('IntersectionObserver', Observer);
  Object.assign(Element.prototype, { scrollTo(): void {} });
  return () => vi.unstubAllGlobals();
});
afterEach(cleanup);

const Message = () => (
  <MessagePrimitive.Root>
    <MessagePrimitive.Parts />
  </MessagePrimitive.Root>
);

function Chat({ url }: { url: string }) {
  return (
    <AssistantRuntimeProvider runtime={useSseRuntime(url)}>
      <ThreadPrimitive.Root>
        <ThreadPrimitive.Messages components={{ Message }} />
        <ComposerPrimitive.Root>
          <ComposerPrimitive.Input aria-label="Question" />
          <ComposerPrimitive.Send>Send</ComposerPrimitive.Send>
          <ComposerPrimitive.Cancel>Stop</ComposerPrimitive.Cancel>
        </ComposerPrimitive.Root>
      </ThreadPrimitive.Root>
    </AssistantRuntimeProvider>
  );
}

/** A chat whose server answers each request with the next of these lists of steps. */
function open(...perRequest: readonly (readonly Step[])[]) {
  const key = crypto.randomUUID();
  render(<Chat url={server().script(key, { perRequest })} />, { wrapper: StrictMode });
  return {
    key,
    ask: async (question: string): Promise<void> => {
      fireEvent.change(screen.getByLabelText('Question'), { target: { value: question } });
      const button = screen.getByText<HTMLButtonElement>('Send');
      await vi.waitFor(() => expect(button.disabled).toBe(false), { timeout: 30_000 });
      fireEvent.click(button);
    },
  };
}
const shown = (text: string) => screen.findByText(text, undefined, { timeout: 30_000 });

test('assistant-ui: an answer grows in the thread, and the next request has the conversation', async () => {
  const { key, ask } = open(
    [send('Hello, '), { until: 1 }, send('assistant'), { end: true }],
    [send('Again'), { end: true }],
  );
  await ask('Who?');
  await shown('Hello,');
  server().control(key, { do: 'release', to: 1 });
  await shown('Hello, assistant');
  await ask('And?');
  await shown('Again');
  const bodies = server()
    .requests(key)
    .map(({ body }) => JSON.parse(body) as unknown);
  expect(bodies.at(-1)).toEqual({
    messages: [
      { role: 'user', content: 'Who?' },
      { role: 'assistant', content: 'Hello, assistant' },
      { role: 'user', content: 'And?' },
    ],
  });
});

test('assistant-ui: its button for stopping closes the connection, and what has come stays', async () => {
  const { key, ask } = open([send('Half'), hold]);
  await ask('Who?');
  await shown('Half');
  fireEvent.click(screen.getByText('Stop'));
  expect(await server().waitFor(key, { closed: 1 })).toMatchObject({ open: 0, total: 1 });
  await shown('Half');
});
