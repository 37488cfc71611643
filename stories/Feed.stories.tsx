import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { feedUrl } from './feed/feedUrl.ts';
import { Job } from './feed/Job.tsx';
import { LiveFeed } from './feed/LiveFeed.tsx';
import { LogTail } from './feed/LogTail.tsx';
import { Notifications } from './feed/Notifications.tsx';
import { Prices } from './feed/Prices.tsx';

interface FeedArgs {
  readonly every: number;
  readonly history: number;
  readonly transport: 'native' | 'fetch';
}

/** Lasting subscriptions: `useEventSource` over the browser's own `EventSource`. */
const meta = {
  id: 'feed',
  title: 'Feeds/Live feeds',
  args: { every: 700, history: 50, transport: 'native' },
  argTypes: {
    every: { control: { type: 'range', min: 20, max: 3000, step: 20 }, description: 'ms between two events' },
    history: { control: { type: 'range', min: 5, max: 500, step: 5 }, description: 'messages that are kept' },
    transport: { control: 'inline-radio', options: ['native', 'fetch'] },
  },
  render: (args) => <LiveFeed {...args} />,
} satisfies Meta<FeedArgs>;

export default meta;
type Story = StoryObj<typeof meta>;

const status = (canvasElement: HTMLElement): string =>
  within(canvasElement).getByRole('status', { name: 'Connection' }).textContent;
const lastId = (canvasElement: HTMLElement): number =>
  Number(within(canvasElement).getByTestId('last-event-id').textContent);

const numbers = (items: readonly HTMLElement[]): number[] =>
  items.map((item) => Number.parseInt(item.textContent, 10));
const isUnbroken = (ids: readonly number[]): boolean =>
  ids.every((id, index) => index === 0 || ids[index - 1] === id + 1);

/** Every event type of a feed; filter, pause and go on. It goes on where it was. */
export const Live: Story = {
  args: { every: 60 },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const list = within(canvas.getByRole('list', { name: 'Messages' }));
    await waitFor(() => expect(status(canvasElement)).toContain('openreadyState 1'));
    await waitFor(() => expect(list.getAllByRole('listitem').length).toBeGreaterThan(5));

    await userEvent.click(canvas.getByRole('button', { name: 'Pause' }));
    await waitFor(() => expect(status(canvasElement)).toContain('closedreadyState 2'));
    const paused = lastId(canvasElement);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect(lastId(canvasElement)).toBe(paused);

    await userEvent.click(canvas.getByRole('button', { name: 'Go on' }));
    await waitFor(() => expect(status(canvasElement)).toContain('open'));
    await waitFor(() => expect(lastId(canvasElement)).toBeGreaterThan(paused + 2));
    await expect(isUnbroken(numbers(list.getAllByRole('listitem')))).toBe(true);

    await userEvent.click(canvas.getByRole('button', { name: 'log' }));
    await expect(canvas.getByRole('button', { name: 'log' })).toHaveAttribute('aria-pressed', 'false');
    await waitFor(() => expect(status(canvasElement)).toContain('open'));
    await userEvent.click(canvas.getByRole('button', { name: 'Pause' }));
  },
};

/** The server goes away and comes back: the countdown runs, and not one message is missing afterwards. */
export const Reconnect: Story = {
  args: { every: 60, transport: 'fetch', history: 500 },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const list = within(canvas.getByRole('list', { name: 'Messages' }));
    await waitFor(() => expect(list.getAllByRole('listitem').length).toBeGreaterThan(5));
    await userEvent.click(canvas.getByRole('button', { name: 'Restart server' }));
    const error = (): string => canvas.queryByRole('alert')?.textContent ?? '';
    await waitFor(() =>
      expect(`${status(canvasElement)} ${error()}`).toMatch(/reconnecting.*next in.*network/),
    );
    const before = lastId(canvasElement);
    await waitFor(() => expect(status(canvasElement)).toContain('open'));
    await waitFor(() => expect(lastId(canvasElement)).toBeGreaterThan(before + 5));
    await expect(isUnbroken(numbers(list.getAllByRole('listitem')))).toBe(true);
    await userEvent.click(canvas.getByRole('button', { name: 'Pause' }));
  },
};

/** Each price is folded into the line of its symbol, outside rendering. */
export const LivePrices: Story = {
  args: { every: 40 },
  render: ({ every }) => <Prices url={feedUrl({ every, types: ['price'] })} />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(canvas.getAllByRole('article')).toHaveLength(4));
    const first = canvas.getByRole('article', { name: 'AAA' });
    const before = first.textContent;
    await waitFor(() => expect(first.textContent).not.toBe(before));
    await expect(first).toHaveTextContent(/AAA\d+\.\d\d/);
  },
};

/** A hundred thousand lines as fast as they come. Scroll up: it stops following; at the end it follows again. */
export const LogOf100000Lines: Story = {
  args: { every: 0, history: 100_000 },
  render: ({ every, history }) => (
    <LogTail url={`${feedUrl({ every, types: ['log'], n: history * 5 })}&then=hold`} lines={history} />
  ),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(canvas.getByText('100,000 lines')).toBeVisible());
    const log = canvas.getByRole('region', { name: 'Log lines' });
    await waitFor(() => expect(log).toHaveTextContent(/step 499998 took/));
    await expect(log.querySelectorAll('p').length).toBeLessThan(120);
    log.scrollTop = 0;
    await waitFor(() => expect(log).toHaveTextContent(/step 2 took/));
    await expect(canvas.getByRole('button', { name: 'Follow' })).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'debug' }));
    await waitFor(() => expect(canvas.queryByText('100,000 lines')).toBeNull());
    await userEvent.click(canvas.getByRole('button', { name: 'Follow' }));
    await waitFor(() => expect(canvas.queryByRole('button', { name: 'Follow' })).toBeNull());
    await userEvent.click(canvas.getByRole('button', { name: 'Pause' }));
  },
};

/** A job started by POST: the feed moves its bar, over a cut too. It is cancelled, and the page is left. */
export const JobProgress: Story = {
  args: { every: 300 },
  render: ({ every }) => <Job every={every} />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const press = async (name: string) => {
      const button = await canvas.findByRole('button', { name });
      await waitFor(() => expect(button).toBeEnabled());
      await userEvent.click(button);
    };
    const done = (): number => Number(canvas.getByRole('progressbar').getAttribute('value'));
    await press('Start');
    await waitFor(() => expect(done()).toBeGreaterThan(1));
    // watched from before the cut: the first retry may come at once
    const interrupted = waitFor(() => expect(status(canvasElement)).toContain('reconnecting'));
    await press('Cut the connection');
    await interrupted;
    const before = done();
    await waitFor(() => expect(done()).toBeGreaterThan(before));
    await press('Cancel');
    await canvas.findByText('Cancelled.');
    await press('Start again');
    await canvas.findByText('Working…');
    await press('Leave the page');
    await canvas.findByText('The server has 0 clients.');
    await press('Go back');
    await press('Cancel');
    await canvas.findByText('Cancelled.');
  },
};

/** Two event types, each with its decoder. What is dismissed does not come back. */
export const LiveNotifications: Story = {
  args: { every: 1000 },
  render: ({ every }) => <Notifications url={feedUrl({ every, types: ['notification', 'news'] })} />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await canvas.findAllByRole('listitem');
    const newest = canvas.getAllByRole('listitem')[0]!;
    const dismissed = newest.textContent;
    await userEvent.click(within(newest).getByRole('button', { name: /Dismiss/ }));
    await waitFor(() => expect(newest).not.toBeInTheDocument());
    await canvas.findAllByRole('listitem');
    const shown = canvas.getAllByRole('listitem').map(({ textContent }) => textContent);
    await expect(shown).not.toContain(dismissed);
  },
};
