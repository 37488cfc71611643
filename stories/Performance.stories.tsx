import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { PerformancePage } from './performance/PerformancePage.tsx';

/** The same stream through each `throttle` and through a loop written by hand: what reaches the page, and what it costs. */
const meta = {
  id: 'performance',
  title: 'Speed/What a stream costs',
  component: PerformancePage,
  args: { tokens: 5000, rate: 0 },
  argTypes: {
    tokens: { control: { type: 'range', min: 500, max: 50_000, step: 500 } },
    rate: {
      control: { type: 'range', min: 0, max: 10_000, step: 250 },
      description: 'a second; 0: no limit',
    },
  },
} satisfies Meta<typeof PerformancePage>;

export default meta;
type Story = StoryObj<typeof meta>;

const IN_WORKER = "throttle: 'auto', in a Worker";

/** Renders stay few however many tokens come. */
export const SideBySide: Story = {
  args: { tokens: 2000, rate: 2000 },
  play: async ({ args, canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Run all' }));
    await waitFor(() => expect(canvas.getByRole('button', { name: 'Run all' })).toBeEnabled());
    const measured = (mode: string) => {
      const cells = within(canvas.getByRole('rowheader', { name: mode }).closest('tr')!).getAllByRole('cell');
      const [tokensPerSecond, framesPerSecond, , renders] = cells.map(({ textContent }) =>
        Number.parseFloat(textContent.replaceAll(',', '')),
      ) as [number, number, number, number];
      // the pause at the end is measured, too
      const seconds = args.tokens / tokensPerSecond + 0.25;
      return { renders, seconds, frames: framesPerSecond * seconds };
    };
    const auto = measured("throttle: 'auto'");
    await expect(auto.renders).toBeGreaterThan(2);
    await expect(auto.renders).toBeLessThan(auto.frames + 10);
    // A build of plain files has none.
    if (canvas.queryByRole('rowheader', { name: IN_WORKER })) {
      const inWorker = measured(IN_WORKER);
      await expect(inWorker.renders).toBeGreaterThan(2);
      await expect(inWorker.renders).toBeLessThan(inWorker.frames + 10);
    }
    const every100 = measured('throttle: 100');
    await expect(every100.renders).toBeLessThan(10 * every100.seconds + 10);
    await expect(measured('naive useState loop').renders).toBeGreaterThan(2);
  },
};
