import { playgroundClient } from '../server/client.ts';
import { encodeEvent } from '../server/encode.ts';

const ANSWER = `## Why text comes in lumps

A model writes a word at a time. What stands between it and you may not: a proxy that compresses, a gateway that collects, a server that sends whole sentences. The text then jumps, and the eye loses its place.

1. The words wait for a full buffer.
2. The buffer is sent at once.
3. Nothing moves until the next one.

\`\`\`ts
const shown = useSmoothText(text, { isRunning });
\`\`\`

| Way            | Step           | Behind     |
| -------------- | -------------- | ---------- |
| As it arrives  | 150 characters | not at all |
| Smoothed       | a word or two  | 250 ms     |

Nothing is made up or torn: what you see is always the beginning of what has arrived. When the answer ends, all of it is there.
`;

export interface Lumps {
  /** Characters in each. */
  readonly size: number;
  /** In ms. */
  readonly every: number;
}

/** Makes `/raw/:key/stream` an answer that comes in lumps. */
export async function lumpyAnswer(key: string, { size, every }: Lumps): Promise<void> {
  const lumps = ANSWER.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
  const steps = lumps.flatMap((data) => [{ text: encodeEvent({ data }) }, { wait: every }]);
  await playgroundClient().script(key, [...steps, { end: true }]);
}
