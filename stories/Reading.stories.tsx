import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { ReadAloud as ReadAloudPage } from './reading/ReadAloud.tsx';
import { SmoothText as SmoothTextPage } from './reading/SmoothText.tsx';

/** What an answer is made for: to be read at an even pace, and to be heard. */
const meta = {
  id: 'reading',
  title: 'Answers/For readers and listeners',
  component: SmoothTextPage,
  args: { size: 150, every: 550 },
  argTypes: {
    size: { control: { type: 'range', min: 10, max: 400, step: 10 }, description: 'characters in a lump' },
    every: { control: { type: 'range', min: 50, max: 1000, step: 50 }, description: 'ms between two lumps' },
  },
} satisfies Meta<typeof SmoothTextPage>;

export default meta;
type Story = StoryObj<typeof meta>;

/** The same answer as it arrives, and smoothed. Both are whole at the end. */
export const SmoothText: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Ask' }));
    await canvas.findByText('done');
    const smoothed = within(canvas.getByRole('region', { name: 'With useSmoothText' }));
    await waitFor(() => expect(smoothed.getByText(/all of it is there\.$/)).toBeVisible());
    await expect(smoothed.getAllByRole('row')).toHaveLength(3);
  },
};

/** What a screen reader says of an answer with a list, code and a table. */
export const ReadAloud: Story = {
  render: () => <ReadAloudPage />,
  parameters: { controls: { disable: true } },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Ask' }));
    await canvas.findByText(/End of the answer\.$/, { selector: 'li' });
    const heard = canvas.getByRole('list', { name: 'Announcements' });
    await expect(heard).toHaveTextContent(/^Why text comes in lumps/);
    await expect(heard.textContent.match(/Code block, ts\.|Table, 2 rows\./g)).toHaveLength(2);
  },
};
