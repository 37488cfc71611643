import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { watchShifts } from './components/watchShifts.ts';
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

const nextFrame = () => new Promise(requestAnimationFrame);

/** Replays a recording to its end. Nothing on the page moves while it streams in. */
async function replay(canvasElement: HTMLElement, id: string) {
  const canvas = within(canvasElement);
  await userEvent.selectOptions(canvas.getByRole('combobox', { name: 'Recording' }), id);
  // what another choice moves is shown in the next frame, and counts no more in the one after
  await nextFrame();
  await nextFrame();
  const shifts = watchShifts();
  await userEvent.click(canvas.getByRole('button', { name: 'Replay' }));
  const state = canvas.getByRole('region', { name: 'State' });
  await waitFor(() => expect(state).toHaveTextContent(/status(done|failed|incomplete)/));
  await expect(shifts()).toBeLessThan(0.02);
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

/** Numbered sources, an image, a result, and a call that waits for a yes or no. */
export const SourcesAndApproval: Story = {
  args: { every: 15 },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const answer = canvas.getByRole('region', { name: 'Answer' });
    await replay(canvasElement, 'ui-message-stream/sources-file-approval');
    const sources = await within(answer).findByRole('list', { name: 'Sources' });
    await expect(within(sources).getByRole('link', { name: 'The first report' })).toBeVisible();
    await expect(sources).toHaveTextContent(/The second report/);
    await expect(answer).toHaveTextContent(/with both of them\. 1 \[2\]/);
    await expect(within(answer).getByRole('img', { name: 'From the answer' })).toBeVisible();
    await expect(canvas.getByRole('region', { name: 'Tool call forecast' })).toHaveTextContent(/clear/);
    const approval = canvas.getByRole('region', { name: 'Approval of send_mail' });
    // a recording has nobody to send the decision to: the chat's stories do that
    await expect(approval).toHaveTextContent(/waits for a yes or no/);
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

const onAPhone = { viewport: { value: 'mobile2' } };
export const ReplayPhone: Story = { ...Replay, globals: onAPhone };
export const SourcesPhone: Story = { ...SourcesAndApproval, globals: onAPhone };
