/** What every tab asks. */
export const BODY = {
  model: 'playground',
  stream: true,
  messages: [{ role: 'user', content: 'How does an answer survive a reload?' }],
};

/** An answer that takes some minutes, at `rate` tokens a second. */
export const answersUrl = (conversation: string, rate: number): string =>
  `/answers?${new URLSearchParams({ key: conversation, rate: String(rate), tokens: '20000' })}`;
