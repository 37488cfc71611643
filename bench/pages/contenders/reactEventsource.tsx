import { useCallback, useState } from 'react';
import { useSSE } from 'react-eventsource';
import { deltaOf } from '../openai';

export function useAnswer(url: string): { text: string; done: boolean } {
  const [answer, setAnswer] = useState({ text: '', done: false });
  const onMessage = useCallback(({ data }: { data: string }) => {
    const delta = deltaOf(data);
    setAnswer(({ text }) => ({ text: text + (delta ?? ''), done: delta === null }));
  }, []);
  useSSE({ url, onMessage });
  return answer;
}

export function useFeed(url: string, onMessage: () => void): string | undefined {
  const [data, setData] = useState<string>();
  const receive = useCallback(
    (message: { data: string }) => {
      onMessage();
      setData(message.data);
    },
    [onMessage],
  );
  useSSE({ url, onMessage: receive });
  return data;
}
