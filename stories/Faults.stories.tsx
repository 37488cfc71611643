import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { FaultsPage } from './faults/FaultsPage.tsx';

/** Everything that goes wrong between a server and a page, at the press of a button. */
const meta = {
  id: 'faults',
  title: 'When things go wrong/Faults',
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
  const timeline = canvas.getByRole('img', { name: /^The last 20 seconds/ });
  const became = (text: string) => waitFor(() => expect(status).toHaveTextContent(text));
  /** Was in that state, however shortly. */
  const went = (text: string) => waitFor(() => expect(timeline).toHaveTextContent(text));
  const happened = (text: RegExp) => waitFor(() => expect(history).toHaveTextContent(text));
  /** Presses a button, once what the last one did is done. */
  const press = async (name: string | RegExp) => {
    const button = await canvas.findByRole('button', { name });
    await waitFor(() => expect(button).toBeEnabled());
    await userEvent.click(button);
  };
  return { canvas, became, went, happened, press };
}

/** Try them all: what can be mended is mended, and no message is lost. */
export const Panel: Story = {
  args: { every: 100 },
  play: async ({ canvasElement }) => {
    const { canvas, became, went, happened, press } = panel(canvasElement);
    await became('open');
    await press(/^Drop/);
    await went('reconnecting');
    await became('open');

    await press(/^500/);
    await happened(/http: Refused with 500/);
    await became('open');

    await press(/^Garbage/);
    await happened(/decode:/);
    await became('open');
    await waitFor(() => expect(canvas.getByText(/, 0 missing/)).toBeVisible());
  },
};

/** What no retry mends ends the feed, in clear words. */
export const Final: Story = {
  args: { every: 100 },
  play: async ({ canvasElement }) => {
    const { became, happened, press } = panel(canvasElement);
    await became('open');
    await press(/^Wrong content type/);
    await became('failed');
    await happened(/contentType: /);
    await press('Go on');
    await became('open');
    await press(/^No content/);
    await became('closed');
  },
};
