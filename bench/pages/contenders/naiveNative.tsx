// What most people write: an EventSource for each component, a state update for each message.
import { useEffect, useState } from 'react';
import { deltaOf } from '../openai';

export function useAnswer(url: string): { text: string; done: boolean } {
  const [text, setText] = useState('');
  const [done, setDone] = useState(false);
  useEffect(() => {
    const source = new EventSource(url);
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const delta = deltaOf(data);
      if (delta !== null) return setText((before) => before + delta);
      source.close();
      setDone(true);
    };
    return () => source.close();
  }, [url]);
  return { text, done };
}

export function useFeed(url: string, onMessage: () => void): string | undefined {
  const [data, setData] = useState<string>();
  useEffect(() => {
    const source = new EventSource(url);
    source.onmessage = (message: MessageEvent<string>) => {
      onMessage();
      setData(message.data);
    };
    return () => source.close();
  }, [url, onMessage]);
  return data;
}
