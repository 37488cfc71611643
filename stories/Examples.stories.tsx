import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { Answer } from './examples/Answer.tsx';
import { Chat } from './examples/Chat.tsx';
import { Prices } from './examples/Prices.tsx';

/** The examples of the README, to the letter. */
const meta = {
  id: 'examples',
  title: 'Examples/From the README',
  parameters: { layout: 'padded' },
} satisfies Meta;

export default meta;
type Story = StoryObj;

export const ReadmeAnswer: Story = {
  render: () => <Answer />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Ask' }));
    await waitFor(() => expect(canvas.getByRole('main')).toHaveTextContent(/# You asked/));
    await expect(canvas.getByRole('status')).toHaveTextContent('streaming');
    await userEvent.click(canvas.getByRole('button', { name: 'Stop' }));
    await waitFor(() => expect(canvas.getByRole('status')).toHaveTextContent('stopped'));
    await expect(canvas.getByRole('main')).toHaveTextContent(/# You asked/);
  },
};

export const ReadmeChat: Story = {
  render: () => <Chat />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.type(canvas.getByRole('textbox', { name: 'Question' }), 'Why is the sky blue?{Enter}');
    await waitFor(() => expect(canvas.getByRole('main')).toHaveTextContent(/user: Why is the sky blue\?/));
    await waitFor(() => expect(canvas.getByRole('main')).toHaveTextContent(/assistant: # You asked/));
    await userEvent.click(canvas.getByRole('button', { name: 'Stop' }));
    await waitFor(() => expect(canvas.getByRole('button', { name: 'Ask' })).toBeVisible());
    await expect(canvas.getByRole('main')).toHaveTextContent(/assistant: # You asked/);
  },
};

export const ReadmePrices: Story = {
  render: () => <Prices />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(canvas.getByRole('status')).toHaveTextContent('open'));
    await waitFor(() => expect(canvas.getAllByRole('listitem').length).toBeGreaterThan(0));
    await expect(canvas.getAllByRole('listitem')[0]).toHaveTextContent(/^[A-Z]{3} \d+\.\d\d$/);
    await userEvent.click(canvas.getByRole('button', { name: 'Pause' }));
    await waitFor(() => expect(canvas.getByRole('status')).toHaveTextContent('closed'));
  },
};
