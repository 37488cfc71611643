import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { Queue } from './reading/Queue.tsx';
import { Timings } from './reading/Timings.tsx';

/** Several questions at once, and how long each answer took. */
const meta = {
  id: 'waiting',
  title: 'Answers/Queue and timings',
  component: Timings,
  args: { delay: 400, rate: 60 },
  argTypes: {
    delay: {
      control: { type: 'range', min: 0, max: 5000, step: 100 },
      description: 'ms before the first token',
    },
    rate: { control: { type: 'range', min: 10, max: 500, step: 10 }, description: 'tokens a second' },
  },
} satisfies Meta<typeof Timings>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Three questions at once are answered one after the other. */
export const InTurn: Story = {
  render: ({ rate }) => <Queue rate={rate} />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Ask three' }));
    const list = canvas.getByRole('list', { name: 'Questions' });
    await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(3));
    await waitFor(() => expect(list.textContent.match(/\?done/g)).toHaveLength(3));
    await expect(canvas.getByRole('status')).toHaveTextContent('done, 0 waiting');
  },
};

/** The phases of each answer, from the request to the last word. */
export const HowLong: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Ask' }));
    const answer = await within(canvas.getByRole('list', { name: 'Answers' })).findByRole('listitem');
    await expect(answer).toHaveTextContent(/^done/);
    await expect(answer).toHaveTextContent(/Waiting for the first text[\d,]+ ms/);
  },
};
