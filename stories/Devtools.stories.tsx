import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { SseProvider, useEventSource, useSseStream } from 'react-event-source';
import { createDevtoolsLog, SseDevtools } from 'react-event-source/devtools';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { feedUrl } from './feed/feedUrl.ts';
import { useKey } from './components/useKey.ts';

interface DevtoolsArgs {
  readonly theme: 'auto' | 'light' | 'dark';
  readonly every: number;
}

function Feed({ every }: { readonly every: number }) {
  const key = useKey();
  const { status, lastEventId } = useEventSource(feedUrl({ every, key }), { events: ['price', 'message'] });
  return (
    <p>
      Feed: {status}, {lastEventId || 'nothing yet'}
    </p>
  );
}

function Missing() {
  const { status, start } = useSseStream('/fault/status?code=404', { retry: false });
  return (
    <p>
      Run: {status}{' '}
      <button type="button" className="button" onClick={() => void start()}>
        Ask what is not there
      </button>
    </p>
  );
}

function Page({ theme, every }: DevtoolsArgs) {
  const [log] = useState(createDevtoolsLog);
  return (
    <main className="page stack">
      <h1>Devtools</h1>
      <SseProvider debug={log.debug}>
        <Feed every={every} />
        <Missing />
      </SseProvider>
      <SseDevtools log={log} theme={theme} />
    </main>
  );
}

/** The panel of `react-event-source/devtools`, fed by the provider's `debug`. */
const meta = {
  id: 'devtools',
  title: 'When things go wrong/Devtools',
  args: { theme: 'auto', every: 300 },
  argTypes: {
    theme: { control: 'inline-radio', options: ['auto', 'light', 'dark'] },
    every: { control: { type: 'range', min: 20, max: 3000, step: 20 }, description: 'ms between two events' },
  },
  render: (args) => <Page {...args} />,
} satisfies Meta<DevtoolsArgs>;

export default meta;
type Story = StoryObj<typeof meta>;

/** A feed that is open, and a run that failed. */
export const Panel: Story = {
  async play({ canvas, canvasElement }) {
    const feed = await canvas.findByRole('button', { name: /useEventSource/ });
    await within(feed.closest('tr')!).findByText('open');
    await userEvent.click(feed);
    const messages = await canvas.findByRole('list', { name: /Last messages/ });
    await within(messages).findAllByRole('listitem');

    await userEvent.click(canvas.getByRole('button', { name: /not there/ }));
    const run = await canvas.findByRole('button', { name: /useSseStream/ });
    await within(run.closest('tr')!).findByText('failed');
    await userEvent.click(run);
    await waitFor(() => expect(canvas.getAllByRole('img')).toHaveLength(2));
    await waitFor(() => expect(canvasElement).toHaveTextContent('1 live'));
  },
};

/** The same in the dark. */
export const Dark: Story = { ...Panel, args: { theme: 'dark' } };
