import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { FaultsPage } from './faults/FaultsPage.tsx';

/** Everything that goes wrong between a server and a page, at the press of a button. */
const meta = {
  title: 'Faults',
  component: FaultsPage,
  args: { every: 300, transport: 'fetch', idle: 2500 },
  argTypes: {
    every: { control: { type: 'range', min: 50, max: 2000, step: 50 }, description: 'ms between two events' },
    transport: { control: 'inline-radio', options: ['native', 'fetch'] },
    idle: {
      control: { type: 'range', min: 500, max: 10_000, step: 500 },
      description: 'ms of silence allowed',
    },
  },
} satisfies Meta<typeof FaultsPage>;

export default meta;
type Story = StoryObj<typeof meta>;

function panel(canvasElement: HTMLElement) {
  const canvas = within(canvasElement);
  const status = canvas.getByRole('status', { name: 'Connection' });
  const history = canvas.getByRole('list', { name: 'What happened' });
  const became = (text: string | RegExp, timeout = 8000) =>
    waitFor(() => expect(status).toHaveTextContent(text), { timeout });
  return { canvas, became, history };
}

/** Try them all: what can be mended is mended, and no message is lost. */
export const Panel: Story = {
  args: { every: 100 },
  play: async ({ canvasElement }) => {
    const { canvas, became, history } = panel(canvasElement);
    await became('open');
    await userEvent.click(canvas.getByRole('button', { name: /^Drop/ }));
    await became('reconnecting');
    await became('open');

    await userEvent.click(canvas.getByRole('button', { name: /^500/ }));
    await waitFor(() => expect(history).toHaveTextContent(/http: Refused with 500/), { timeout: 5000 });
    await became('open');

    await userEvent.click(canvas.getByRole('button', { name: /^Garbage/ }));
    await waitFor(() => expect(history).toHaveTextContent(/decode:/));
    await became('open');
    await waitFor(() => expect(canvas.getByText(/, 0 missing/)).toBeVisible());
  },
};

/** What no retry mends ends the feed, in clear words. */
export const Final: Story = {
  args: { every: 100 },
  play: async ({ canvasElement }) => {
    const { canvas, became, history } = panel(canvasElement);
    await became('open');
    await userEvent.click(canvas.getByRole('button', { name: /^Wrong content type/ }));
    await became('failed');
    await expect(history).toHaveTextContent(/contentType: /);
    await userEvent.click(canvas.getByRole('button', { name: 'Go on' }));
    await became('open');
    await userEvent.click(canvas.getByRole('button', { name: /^No content/ }));
    await became('closed');
  },
};
