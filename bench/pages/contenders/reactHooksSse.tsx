import type { ReactNode } from 'react';
import { SSEProvider, useSSE } from 'react-hooks-sse';
import { probe } from '../bench';
import { deltaOf } from '../openai';

interface Collected {
  text: string;
  done: boolean;
}

const options = {
  parser: (data: unknown) => deltaOf(String(data)),
  stateReducer: ({ text }: Collected, { data }: { data: string | null }): Collected => ({
    text: text + (data ?? ''),
    done: data === null,
  }),
};

export const useAnswer = (): Collected =>
  useSSE<Collected, string | null>('message', { text: '', done: false }, options);

const feedOptions = {
  parser(data: unknown) {
    probe.seen++;
    return String(data);
  },
};

export const useFeed = (): string | undefined =>
  useSSE<string | undefined, string>('message', undefined, feedOptions);

export const Around = ({ url, children }: { url: string; children: ReactNode }): ReactNode => (
  <SSEProvider endpoint={url}>{children}</SSEProvider>
);
