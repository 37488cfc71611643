import axios from 'axios';
import type { Readable } from 'node:stream';

interface Chunk {
  choices: { delta: { content?: string } }[];
}

/** The texts of a provider's answer, in Node. */
export async function answer(
  url: string,
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const body = { model: 'gpt-5-mini', stream: true, messages: [{ role: 'user', content: 'Why?' }] };
  const { data } = await axios.post<Readable>(url, body, { responseType: 'stream', signal });
  return new Promise((resolve, reject) => {
    data.on('data', (chunk: Buffer) => {
      const lines = chunk.toString().split('\n');
      for (const line of lines.filter((line) => line.startsWith('data: '))) {
        if (line === 'data: [DONE]') return resolve();
        try {
          const { choices } = JSON.parse(line.slice(6)) as Chunk;
          onText(choices[0]?.delta.content ?? '');
        } catch (error) {
          reject(error as Error);
        }
      }
    });
    data.on('error', reject);
    data.on('end', resolve);
  });
}
