import { useChat } from '@ai-sdk/react';
import { DefaultChatTransport } from 'ai';
import { useEffect, useRef, useState } from 'react';

/** `throttle`: at most one update in that many ms; the SDK has none by default. */
export const createUseAnswer =
  (throttle?: number) =>
  (url: string): { text: string; done: boolean } => {
    const [transport] = useState(() => new DefaultChatTransport({ api: url }));
    const { messages, sendMessage, status } = useChat({
      transport,
      ...(throttle !== undefined && { throttle }),
    });
    const begun = useRef(false);
    useEffect(() => {
      if (begun.current) return;
      begun.current = true;
      void sendMessage({ text: 'hello' });
    }, [sendMessage]);
    const last = messages.at(-1);
    const parts = last?.role === 'assistant' ? last.parts : [];
    const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
    return { text, done: status === 'ready' && text !== '' };
  };

export const useAnswer = createUseAnswer();
