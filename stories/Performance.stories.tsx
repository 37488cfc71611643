import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { PerformancePage } from './performance/PerformancePage.tsx';

/** The same stream through each `throttle` and through a loop written by hand: what reaches the page, and what it costs. */
const meta = {
  title: 'Performance',
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

/** Renders stay few however many tokens come. */
export const SideBySide: Story = {
  args: { tokens: 2000, rate: 2000 },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Run all' }));
    await waitFor(() => expect(canvas.getByRole('button', { name: 'Run all' })).toBeEnabled(), {
      timeout: 14_000,
    });
    const rendersOf = (mode: string): number => {
      const cells = within(canvas.getByRole('rowheader', { name: mode }).closest('tr')!).getAllByRole('cell');
      return Number(cells[3]?.textContent.replace(',', ''));
    };
    await expect(rendersOf("throttle: 'auto'")).toBeGreaterThan(2);
    await expect(rendersOf("throttle: 'auto'")).toBeLessThan(150);
    await expect(rendersOf('throttle: 100')).toBeLessThan(30);
    await expect(rendersOf('naive useState loop')).toBeGreaterThan(2);
  },
};
