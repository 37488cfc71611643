import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { ChatPage } from './chat/ChatPage.tsx';
import { chatUrl, type ChatKnobs } from './chat/chatUrl.ts';

interface ChatArgs extends ChatKnobs {
  readonly think: boolean;
  readonly tools: boolean;
}

/**
 * A chat over `POST /v1/chat/completions`: `useSseStream` with `openaiChat()` makes the answer, `useTextBlocks`
 * keeps long Markdown cheap.
 */
const meta = {
  title: 'Chat',
  args: { rate: 60, delay: 400, fault: 'none', think: false, tools: false },
  argTypes: {
    rate: { control: { type: 'range', min: 5, max: 1000, step: 5 }, description: 'tokens a second' },
    delay: { control: { type: 'range', min: 0, max: 5000, step: 100 }, description: 'ms before the first' },
    fault: {
      control: 'select',
      options: ['none', 'overloaded', 'drop', 'busy', 'down'],
      description: 'what the first request meets',
    },
    think: { description: 'the model thinks first' },
    tools: { description: 'the model may call a tool' },
  },
  render: ({ think, tools, ...knobs }) => (
    <ChatPage
      key={JSON.stringify([think, tools])}
      url={(request) => chatUrl(knobs, request)}
      initialSettings={{ reasoning: think, tools }}
    />
  ),
} satisfies Meta<ChatArgs>;

export default meta;
type Story = StoryObj<typeof meta>;

const QUESTION = 'How does an answer reach me?';

async function ask(canvasElement: HTMLElement, question = QUESTION) {
  const canvas = within(canvasElement);
  await userEvent.type(canvas.getByRole('textbox', { name: 'Message' }), `${question}{Enter}`);
  return canvas;
}

const status = (canvasElement: HTMLElement): string =>
  within(canvasElement).getByRole('status', { name: 'Connection' }).textContent;

/** An answer streams in and is complete. */
export const Answer: Story = {
  args: { rate: 1000, delay: 50 },
  play: async ({ canvasElement }) => {
    const canvas = await ask(canvasElement);
    await waitFor(() => expect(status(canvasElement)).toContain('streamingreadyState 1 OPEN'));
    await waitFor(() => expect(status(canvasElement)).toContain('done'), { timeout: 10_000 });
    await expect(canvas.getByRole('article', { name: 'Answer' })).toHaveTextContent(
      /never say done before the server did/,
    );
    await expect(canvas.getByRole('status', { name: 'Answer status' })).toHaveTextContent(
      /complete: \d+ words/,
    );
    await expect(canvas.getByText(/\d+ tokens · \d+ \/ s/)).toBeVisible();
  },
};

/** Stop keeps the text so far; regenerate asks again. */
export const StopAndRegenerate: Story = {
  args: { rate: 200, delay: 50 },
  play: async ({ canvasElement }) => {
    const canvas = await ask(canvasElement);
    await waitFor(() =>
      expect(canvas.getByRole('article', { name: 'Answer' })).toHaveTextContent(/You asked/),
    );
    await userEvent.click(canvas.getByRole('button', { name: 'Stop' }));
    await waitFor(() => expect(status(canvasElement)).toContain('stopped'));
    const kept = canvas.getByRole('article', { name: 'Answer' }).textContent;
    await expect(kept).toContain('You asked');
    await userEvent.click(canvas.getByRole('button', { name: 'Regenerate' }));
    await waitFor(() => expect(status(canvasElement)).toContain('streaming'));
    await userEvent.keyboard('{Escape}');
    await userEvent.type(canvas.getByRole('textbox', { name: 'Message' }), '{Escape}');
    await waitFor(() => expect(status(canvasElement)).toContain('stopped'));
    await expect(canvas.getAllByRole('article', { name: 'Answer' })).toHaveLength(1);
  },
};

/** The model is overloaded in the middle: its words are shown, the text is kept, one button tries again. */
export const ErrorAndRetry: Story = {
  args: { rate: 1000, delay: 50, fault: 'overloaded' },
  play: async ({ canvasElement }) => {
    const canvas = await ask(canvasElement);
    await waitFor(() => expect(canvas.getByRole('alert')).toHaveTextContent(/The model is overloaded/));
    await expect(status(canvasElement)).toContain('failed');
    await expect(canvas.getByRole('article', { name: 'Answer' })).toHaveTextContent(/You asked/);
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(status(canvasElement)).toContain('done'), { timeout: 10_000 });
    await expect(canvas.queryByRole('alert')).toBeNull();
  },
};
