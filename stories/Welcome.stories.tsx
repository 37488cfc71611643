import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { WelcomePage } from './welcome/WelcomePage.tsx';

const meta = {
  title: 'Welcome',
  component: WelcomePage,
  parameters: { controls: { disable: true } },
} satisfies Meta<typeof WelcomePage>;

export default meta;

type Story = StoryObj<typeof meta>;

/** What the library is: its two hooks, each at work, and where to go from here. */
export const Welcome: Story = {};

/** The same, tried out: for the tests, so that a visitor finds everything running. */
export const TriedOut: Story = {
  tags: ['!dev'],
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const answer = within(canvas.getByRole('region', { name: 'An answer' }));
    await waitFor(() => expect(answer.getByRole('group', { name: 'Text' })).toHaveTextContent(/You asked/));
    await userEvent.click(answer.getByRole('button', { name: 'Stop' }));
    await answer.findByText('stopped');
    await userEvent.click(answer.getByRole('button', { name: 'Ask again' }));
    await answer.findByText('streaming');
    const feed = within(canvas.getByRole('region', { name: 'A feed' }));
    await waitFor(() => expect(feed.getAllByRole('listitem')).toHaveLength(4));
    await userEvent.click(feed.getByRole('button', { name: 'Pause' }));
    await feed.findByText('closed');
  },
};
