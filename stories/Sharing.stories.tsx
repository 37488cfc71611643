import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { SharedTabs } from './sharing/SharedTabs.tsx';

/** `share: 'browser'`: one connection for all tabs of the origin. */
const meta = {
  id: 'sharing',
  title: 'Feeds/Shared by tabs',
  component: SharedTabs,
  args: { every: 300 },
  argTypes: {
    every: { control: { type: 'range', min: 20, max: 3000, step: 20 }, description: 'ms between two events' },
  },
} satisfies Meta<typeof SharedTabs>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Open a few tabs, see who leads, and kill the leader: another goes on after the last number. */
export const Tabs: Story = {
  args: { every: 60 },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const isOpen = (): Promise<void> =>
      waitFor(() => expect(canvas.getByRole('status', { name: 'Connection' }).textContent).toContain('open'));
    await isOpen();
    await canvas.findByText('leads');
    const messages = within(canvas.getByRole('list', { name: 'Messages' }));
    await waitFor(() => expect(messages.getAllByRole('listitem').length).toBeGreaterThan(3));

    await userEvent.click(canvas.getByRole('button', { name: /^Kill the leader/ }));
    await expect(canvas.queryByRole('list', { name: 'Tabs' })).toBeNull();
    await userEvent.click(canvas.getByRole('button', { name: 'Come back' }));
    await isOpen();
    await canvas.findByText('leads');
    await userEvent.click(canvas.getByRole('button', { name: 'Pause' }));
  },
};
