/** The data of OpenAI's chunks, as short as they may be. */
export const content = (text: string): string =>
  JSON.stringify({ choices: [{ index: 0, delta: { content: text } }] });
export const reason = JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
export const usage = JSON.stringify({ choices: [], usage: { total_tokens: 9 } });
export const failure = JSON.stringify({ error: { message: 'Overloaded', code: 'busy' } });
