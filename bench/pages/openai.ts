/** The text in one chunk of Chat Completions; `null` at the end. What those who have no format for it write. */
export function deltaOf(data: string): string | null {
  if (data === '[DONE]') return null;
  const chunk = JSON.parse(data) as { choices: { delta: { content?: string } }[] };
  return chunk.choices[0]?.delta.content ?? '';
}
