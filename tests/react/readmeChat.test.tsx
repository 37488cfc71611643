import { act, fireEvent, render, screen } from '@testing-library/react';
import { StrictMode } from 'react';
import { expect, test } from 'vitest';
import { SseProvider } from 'react-event-source';
import { createTestServer } from 'react-event-source/testing';
import { Chat } from '../../stories/examples/Chat.tsx';
import { content, reason } from '../support/chunks.ts';

/** The chat of the README on a page, and what a user does there. */
function openChat() {
  const server = createTestServer();
  const { container } = render(
    <StrictMode>
      <SseProvider fetch={server.fetch}>
        <Chat />
      </SseProvider>
    </StrictMode>,
  );
  const input = screen.getByLabelText<HTMLInputElement>('Question');
  return {
    /** Types a question and presses Enter. */
    async ask(question: string): Promise<void> {
      fireEvent.change(input, { target: { value: question } });
      await act(async () => fireEvent.submit(input.form!));
    },
    /** What the server sends for the request of that number, from 0. */
    async send(request: number, ...data: readonly string[]): Promise<void> {
      await act(async () => {
        for (const each of data) server.streams[request]!.send({ data: each });
      });
    },
    stop: () => act(async () => screen.getByText('Stop').click()),
    /** The conversation as the page shows it. */
    shown: () => [...container.querySelectorAll('p')].map(({ textContent }) => textContent),
    /** The conversations that the server was sent. */
    sent: () =>
      server.streams.map((stream) => {
        const { messages } = stream.json() as { messages: { content: string }[] };
        return messages.map((message) => message.content);
      }),
  };
}

test('the chat of the README, asked again while the server still holds the first connection, keeps both answers', async () => {
  const chat = openChat();
  await chat.ask('first?');
  await chat.send(0, content('first!'), reason, '[DONE]');
  await screen.findByText('Ask');
  await chat.ask('second?');
  await chat.send(1, content('second!'), reason, '[DONE]');
  await expect
    .poll(chat.shown)
    .toEqual(['user: first?', 'assistant: first!', 'user: second?', 'assistant: second!']);
  expect(chat.sent()).toEqual([['first?'], ['first?', 'first!', 'second?']]);
});

test('the chat of the README, where Enter is pressed while an answer streams, sends nothing and loses nothing', async () => {
  const chat = openChat();
  await chat.ask('first?');
  await chat.send(0, content('fir'));
  await chat.ask('too soon?');
  await chat.send(0, content('st!'), reason, '[DONE]');
  expect(chat.sent()).toEqual([['first?']]);
  await expect.poll(chat.shown).toEqual(['user: first?', 'assistant: first!']);
});

test('the chat of the README, stopped and asked again, keeps what had come', async () => {
  const chat = openChat();
  await chat.ask('first?');
  await chat.send(0, content('half'));
  await screen.findByText('assistant: half');
  await chat.stop();
  await chat.send(0, content(' an answer'));
  await chat.ask('second?');
  await chat.send(1, content('whole'), reason, '[DONE]');
  expect(chat.sent()).toEqual([['first?'], ['first?', 'half', 'second?']]);
  await expect
    .poll(chat.shown)
    .toEqual(['user: first?', 'assistant: half', 'user: second?', 'assistant: whole']);
});
