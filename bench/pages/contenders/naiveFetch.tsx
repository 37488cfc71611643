// What most people write: a state update for each message.
import { fetchEventSource } from '@microsoft/fetch-event-source';
import { useEffect, useState } from 'react';
import { deltaOf } from '../openai';

export function useAnswer(url: string): { text: string; done: boolean } {
  const [text, setText] = useState('');
  const [done, setDone] = useState(false);
  useEffect(() => {
    const { signal, abort } = bind(new AbortController());
    void fetchEventSource(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
      signal,
      openWhenHidden: true,
      onmessage({ data }) {
        const delta = deltaOf(data);
        if (delta === null) setDone(true);
        else setText((before) => before + delta);
      },
    });
    return abort;
  }, [url]);
  return { text, done };
}

export function useFeed(url: string, onMessage: () => void): string | undefined {
  const [data, setData] = useState<string>();
  useEffect(() => {
    const { signal, abort } = bind(new AbortController());
    void fetchEventSource(url, {
      signal,
      openWhenHidden: true,
      onmessage(message) {
        onMessage();
        setData(message.data);
      },
    });
    return abort;
  }, [url, onMessage]);
  return data;
}

const bind = (controller: AbortController): { signal: AbortSignal; abort: () => void } => ({
  signal: controller.signal,
  abort: () => controller.abort(),
});
