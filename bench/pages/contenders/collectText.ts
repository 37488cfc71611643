import { useEffect, useReducer } from 'react';
import { deltaOf } from '../openai';

interface Collected {
  text: string;
  done: boolean;
}

function add({ text }: Collected, data: string): Collected {
  const delta = deltaOf(data);
  return { text: text + (delta ?? ''), done: delta === null };
}

/** The answer out of a hook that only gives the newest event: each one that an effect sees is added. */
export function useCollected(
  event: object | string | null | undefined,
  data: string | null | undefined,
): Collected {
  const [answer, see] = useReducer(add, { text: '', done: false });
  useEffect(() => {
    if (data) see(data);
  }, [event, data]);
  return answer;
}
