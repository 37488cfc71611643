import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { FormatsPage } from './formats/FormatsPage.tsx';
import { RECORDINGS } from './formats/recordings.ts';

/** One answer shape for every provider: recorded streams, replayed by the server event by event. */
const meta = {
  id: 'formats',
  title: 'Answers/Formats of the providers',
  component: FormatsPage,
  args: { every: 120, recording: 'anthropic/answer' },
  argTypes: {
    every: { control: { type: 'range', min: 0, max: 1000, step: 10 }, description: 'ms between two events' },
    recording: { control: 'select', options: RECORDINGS.map(({ id }) => id) },
  },
} satisfies Meta<typeof FormatsPage>;

export default meta;
type Story = StoryObj<typeof meta>;

async function replay(canvasElement: HTMLElement, id: string) {
  const canvas = within(canvasElement);
  await userEvent.selectOptions(canvas.getByRole('combobox', { name: 'Recording' }), id);
  await userEvent.click(canvas.getByRole('button', { name: 'Replay' }));
  const state = canvas.getByRole('region', { name: 'State' });
  await waitFor(() => expect(state).toHaveTextContent(/status(done|failed|incomplete)/));
  return state;
}

/** Text, tool calls whose arguments grow, usage, and the provider's own finish reason. */
export const Replay: Story = {
  args: { every: 15 },
  play: async ({ canvasElement }) => {
    const state = await replay(canvasElement, 'anthropic/answer');
    await expect(state).toHaveTextContent(/statusdone/);
    await expect(state).toHaveTextContent(/input_tokens/);
  },
};

/** One recording of each family becomes an answer, or an error in the provider's own words. */
export const EachFamily: Story = {
  args: { every: 0 },
  play: async ({ canvasElement }) => {
    const families = new Map(RECORDINGS.map(({ family, id }) => [family, id]));
    for (const id of families.values()) await replay(canvasElement, id);
  },
};
