import type { BubbleItemType } from '@ant-design/x';
import { useState } from 'react';
import { type RunSnapshot, type RunStatus, useSseStream, type UseSseStreamOptions } from 'react-event-source';

/** What Ant Design X calls the states of an answer; all others are errors. */
const STATUS: Partial<Record<RunStatus, BubbleItemType['status']>> = {
  connecting: 'loading',
  streaming: 'updating',
  reconnecting: 'updating',
  done: 'success',
  stopped: 'abort',
};

const bubbleOf = ({ status, isRunning, text, error }: RunSnapshot, key: number): BubbleItemType => ({
  key,
  role: 'assistant',
  content: text,
  status: STATUS[status] ?? 'error',
  loading: isRunning && !text,
  streaming: isRunning,
  footer: error?.message,
});

/** The items of a `Bubble.List` and the props of its `Sender`, for any server and any format of ours. */
export function useBubbles(url: string, options?: UseSseStreamOptions) {
  const [items, setItems] = useState<BubbleItemType[]>([]);
  const run = useSseStream(url, options);
  const isAnswered = items.at(-1)?.role !== 'user';
  const onSubmit = async (question: string) => {
    const asked = [...items, { key: items.length, role: 'user', content: question }];
    setItems(asked);
    const messages = asked.map(({ role, content }) => ({ role, content })).filter(({ content }) => content);
    const answer = await run.start({ body: { messages } });
    setItems([...asked, bubbleOf(answer, asked.length)]);
  };
  return {
    items: isAnswered ? items : [...items, bubbleOf(run, items.length)],
    sender: { loading: run.isRunning, onSubmit, onCancel: run.stop },
  };
}
