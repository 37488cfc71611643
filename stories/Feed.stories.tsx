import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { feedUrl } from './feed/feedUrl.ts';
import { LiveFeed } from './feed/LiveFeed.tsx';

interface FeedArgs {
  readonly every: number;
  readonly history: number;
}

/** Lasting subscriptions: `useEventSource` over the browser's own `EventSource`. */
const meta = {
  title: 'Feed',
  args: { every: 700, history: 50 },
  argTypes: {
    every: { control: { type: 'range', min: 20, max: 3000, step: 20 }, description: 'ms between two events' },
    history: { control: { type: 'range', min: 5, max: 500, step: 5 }, description: 'messages that are kept' },
  },
  render: ({ every, history }) => <LiveFeed url={feedUrl({ every })} history={history} />,
} satisfies Meta<FeedArgs>;

export default meta;
type Story = StoryObj<typeof meta>;

const status = (canvasElement: HTMLElement): string =>
  within(canvasElement).getByRole('status', { name: 'Connection' }).textContent;
const lastId = (canvasElement: HTMLElement): number =>
  Number(within(canvasElement).getByTestId('last-event-id').textContent);

/** Every event type of a feed; filter, pause and go on. It goes on where it was. */
export const Live: Story = {
  args: { every: 60 },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const list = within(canvas.getByRole('list', { name: 'Messages' }));
    await waitFor(() => expect(status(canvasElement)).toContain('openreadyState 1'));
    await waitFor(() => expect(list.getAllByRole('listitem').length).toBeGreaterThan(5));

    await userEvent.click(canvas.getByRole('button', { name: 'Pause' }));
    await expect(status(canvasElement)).toContain('closedreadyState 2');
    const paused = lastId(canvasElement);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect(lastId(canvasElement)).toBe(paused);

    await userEvent.click(canvas.getByRole('button', { name: 'Go on' }));
    await waitFor(() => expect(status(canvasElement)).toContain('open'));
    await waitFor(() => expect(lastId(canvasElement)).toBeGreaterThan(paused + 2));
    const ids = list.getAllByRole('listitem').map((item) => Number.parseInt(item.textContent, 10));
    await expect(ids.every((id, index) => index === 0 || ids[index - 1] === id + 1)).toBe(true);

    await userEvent.click(canvas.getByRole('button', { name: 'log' }));
    await expect(canvas.getByRole('button', { name: 'log' })).toHaveAttribute('aria-pressed', 'false');
    await waitFor(() => expect(status(canvasElement)).toContain('open'));
    await userEvent.click(canvas.getByRole('button', { name: 'Pause' }));
  },
};
