import { useCompletion } from '@ai-sdk/react';
import { useEffect, useRef } from 'react';

/** `throttle`: at most one update in that many ms; the SDK has none by default. */
export const createUseAnswer =
  (throttle?: number) =>
  (url: string): { text: string; done: boolean } => {
    const { completion, complete, isLoading } = useCompletion({
      api: url,
      streamProtocol: 'data',
      ...(throttle !== undefined && { throttle }),
    });
    const begun = useRef(false);
    useEffect(() => {
      if (begun.current) return;
      begun.current = true;
      void complete('hello');
    }, [complete]);
    return { text: completion, done: !isLoading && completion !== '' };
  };

export const useAnswer = createUseAnswer();
