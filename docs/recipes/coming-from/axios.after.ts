import { messages } from 'react-event-source/core';

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
  for await (const { data } of messages({ url, body, signal })) {
    if (data === '[DONE]') return;
    const { choices } = JSON.parse(data) as Chunk;
    onText(choices[0]?.delta.content ?? '');
  }
}
