import { type AppendMessage, type ThreadMessageLike, useExternalStoreRuntime } from '@assistant-ui/react';
import { useState } from 'react';
import { useSseStream, type UseSseStreamOptions } from 'react-event-source';

const textOf = ({ content }: AppendMessage): string =>
  content.map((part) => (part.type === 'text' ? part.text : '')).join('');

/** A runtime for assistant-ui's `AssistantRuntimeProvider`, for any server and any format of ours. */
export function useSseRuntime(url: string, options?: UseSseStreamOptions) {
  const [messages, setMessages] = useState<readonly ThreadMessageLike[]>([]);
  const run = useSseStream(url, options);
  const isAnswered = messages.at(-1)?.role !== 'user';
  return useExternalStoreRuntime<ThreadMessageLike>({
    messages: isAnswered ? messages : [...messages, { role: 'assistant', content: run.text }],
    isRunning: run.isRunning,
    convertMessage: (message) => message,
    async onNew(message) {
      const asked = [...messages, { role: 'user' as const, content: textOf(message) }];
      setMessages(asked);
      const { text, error } = await run.start({ body: { messages: asked } });
      const content = error ? `${text}\n\n${error.message}` : text;
      setMessages([...asked, { role: 'assistant', content }]);
    },
    async onCancel() {
      run.stop();
    },
  });
}
