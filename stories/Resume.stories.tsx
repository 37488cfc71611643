import type { Meta, StoryObj } from '@storybook/react-vite';
import { openaiChat } from 'react-event-source';
import { byLocation, createRun } from 'react-event-source/core';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { answersUrl, BODY } from './resume/answersUrl.ts';
import { RoutesPage } from './resume/RoutesPage.tsx';
import { SurvivesPage } from './resume/SurvivesPage.tsx';

/** `resume`: an answer goes on after a reload, in a second tab and after a cut connection, without a second POST. */
const meta = {
  id: 'resume',
  title: 'Answers/Answers that survive',
  component: SurvivesPage,
  args: {
    conversation: 'playground',
    rate: 60,
    // a server inside of the page does not outlive it
    reloads: import.meta.env.PROD ? 'component' : 'page',
  },
  argTypes: {
    conversation: { table: { disable: true } },
    rate: { control: { type: 'range', min: 5, max: 500, step: 5 }, description: 'tokens a second' },
    reloads: { control: 'select', options: ['page', 'component'], description: 'what the button reloads' },
  },
} satisfies Meta<typeof SurvivesPage>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Ask, then reload the page in the middle, open a second tab, cut the connection, and stop. */
export const Survives: Story = {};

const lettersOf = (article: HTMLElement): number => article.textContent.length;

/** Resolves when an answer has grown since. */
const grows = async (article: HTMLElement): Promise<void> => {
  const before = lettersOf(article);
  await waitFor(() => expect(lettersOf(article)).toBeGreaterThan(before));
};

/** The same, step by step: one POST, and the answer goes on after each of them. */
export const StepByStep: Story = {
  args: { conversation: crypto.randomUUID(), reloads: 'component' },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const press = (name: string): Promise<void> => userEvent.click(canvas.getByRole('button', { name }));
    const answer = (tab: string) => canvas.getByRole('article', { name: `Answer in the ${tab} tab` });
    const requests = (): string[] =>
      within(canvas.getByRole('list', { name: 'Requests' }))
        .queryAllByRole('listitem')
        .map(({ textContent }) => textContent);

    await press('Ask');
    await waitFor(() => expect(answer('first')).toHaveTextContent(/You asked/));
    const before = answer('first');
    const letters = lettersOf(before);
    await press('Reload the page');
    await waitFor(() => expect(lettersOf(answer('first'))).toBeGreaterThan(letters));
    await expect(before.isConnected).toBe(false);
    await waitFor(() => expect(requests()).toEqual(['POST /answers', expect.stringMatching(/^GET/)]));

    await press('Open a second tab');
    await waitFor(() => expect(answer('second')).toHaveTextContent(/You asked/));
    await grows(answer('second'));

    await press('Cut the connection');
    await waitFor(() => expect(requests().filter((each) => / after \d+$/.test(each))).toHaveLength(2));
    await grows(answer('first'));
    await grows(answer('second'));

    await userEvent.click(canvas.getAllByRole('button', { name: 'Stop' })[0]!);
    await waitFor(() => expect(requests().filter((each) => each.startsWith('DELETE'))).toHaveLength(1));
    await waitFor(() =>
      expect(
        canvas.getAllByRole('status', { name: 'Connection' }).map(({ textContent }) => textContent),
      ).toEqual([expect.stringContaining('stopped'), expect.stringContaining('incomplete')]),
    );
    await expect(requests().filter((each) => each.startsWith('POST'))).toHaveLength(1);
  },
};

const run = createRun({
  url: answersUrl('', 200),
  method: 'POST',
  body: BODY,
  format: openaiChat(),
  resume: byLocation(),
});

/** A run made in a module: it goes on while its route is left, and its stop button does not render with each token. */
export const RouteChange: StoryObj = {
  render: () => <RoutesPage run={run} />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const press = (name: string): Promise<void> => userEvent.click(canvas.getByRole('button', { name }));
    const answer = () => canvas.getByRole('article', { name: 'Answer' });
    const renders = (): string | null =>
      canvas.getByRole('status', { name: 'Renders of the stop button' }).textContent;

    await press('Ask');
    await waitFor(() => expect(answer()).toHaveTextContent(/You asked/));
    const count = renders();
    await grows(answer());
    const letters = lettersOf(answer());
    await press('Settings');
    await expect(canvas.queryByRole('article')).toBeNull();
    await press('Chat');
    await waitFor(() => expect(lettersOf(answer())).toBeGreaterThan(letters));
    await expect(renders()).toBe(count);
    await press('Stop');
    await waitFor(() => expect(canvas.getByRole('button', { name: 'Stop' })).toBeDisabled());
    await expect(canvas.getByRole('status', { name: 'Connection' })).toHaveTextContent(/stopped/);
    await waitFor(() => expect(renders()).not.toBe(count));
  },
};
