import useSWRSubscription, { type SWRSubscription } from 'swr/subscription';
import { probe } from '../bench';
import { deltaOf } from '../openai';

interface Collected {
  text: string;
  done: boolean;
}

const empty: Collected = { text: '', done: false };

const collect: SWRSubscription<string, Collected, Error> = (url, { next }) => {
  const source = new EventSource(url);
  source.onmessage = ({ data }: MessageEvent<string>) => {
    const delta = deltaOf(data);
    if (delta === null) source.close();
    next(null, ({ text } = empty) => ({ text: text + (delta ?? ''), done: delta === null }));
  };
  return () => source.close();
};

export const useAnswer = (url: string): Collected => useSWRSubscription(url, collect).data ?? empty;

const follow: SWRSubscription<string, { data: string }, Error> = (url, { next }) => {
  const source = new EventSource(url);
  source.onmessage = ({ data }: MessageEvent<string>) => {
    probe.seen++;
    next(null, { data });
  };
  return () => source.close();
};

/** Shared by key. */
export const useFeed = (url: string): string | undefined => useSWRSubscription(url, follow).data?.data;
