import type { ChatTransport, UIMessage, UIMessageChunk } from 'ai';
import { createRun, type RunOptions } from 'react-event-source/core';

/** A transport for `useChat` of the AI SDK, for any server and any format of ours. */
export function runTransport(options: RunOptions): ChatTransport<UIMessage> {
  return {
    async sendMessages({ messages, abortSignal, body }) {
      const run = createRun({ ...options, body: { messages, ...body }, signal: abortSignal });
      const id = crypto.randomUUID();
      let sent = 0;
      return new ReadableStream<UIMessageChunk>({
        async start(controller) {
          const send = (chunk: UIMessageChunk) => controller.enqueue(chunk);
          const sendText = ({ text }: { text: string }) => {
            if (text.length > sent) send({ type: 'text-delta', id, delta: text.slice(sent) });
            sent = text.length;
          };
          send({ type: 'start' });
          send({ type: 'text-start', id });
          run.subscribe(() => sendText(run.getSnapshot()));
          const result = await run.start();
          sendText(result);
          send({ type: 'text-end', id });
          if (result.error) send({ type: 'error', errorText: result.error.message });
          send(result.status === 'stopped' ? { type: 'abort' } : { type: 'finish' });
          controller.close();
        },
        cancel: () => run.stop(),
      });
    },
    reconnectToStream: async () => null,
  };
}
