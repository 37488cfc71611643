const FENCE = '```';

const OPENINGS = [
  'Good question. Here is the whole way, from the first byte to the last.',
  'Let us take that apart, step by step.',
  'Gladly. The short answer first, the reasons after it.',
  'That is worth a careful look, so here it is with all its parts.',
] as const;

const BODY = `## What happens when an answer streams

A language model does not know its answer before it begins. It writes **one token after the other**, and a server that streams passes each one on at once. The reader starts to read after a few hundred milliseconds instead of after a minute, and may stop the answer as soon as it goes the wrong way.

1. The page sends *one* \`POST\` with the whole conversation.
2. The server answers at once with \`200\` and \`content-type: text/event-stream\`.
3. Every token is an event: a \`data:\` line, then an empty line.
4. A last event, \`[DONE]\`, says that nothing was lost.

### Reading the stream

The bytes come cut wherever the network liked it best: in the middle of a line, even in the middle of a letter. A careful reader therefore decodes first and parses second:

${FENCE}ts
const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
let rest = '';

for (;;) {
  const { done, value } = await reader.read();
  if (done) break;
  const lines = (rest + value).split('\\n');
  rest = lines.pop() ?? ''; // a line that is not complete yet

  for (const line of lines) {
    if (line.startsWith('data: ')) onData(line.slice(6));
  }
}
${FENCE}

It looks finished, and it is not: carriage returns, comments, ids and reconnection are still missing. That is what a library is for.

### Which way to stream

| Way | Direction | Reconnects | Good for |
| --- | --- | --- | --- |
| \`EventSource\` | server → page | by itself | feeds, progress, prices |
| \`fetch\` and a stream | one answer | only where it is safe | chat, search, reports |
| \`WebSocket\` | both | by hand | games, shared cursors |
| Polling | page → server | – | things that rarely change |

> A stream that was cut is not a stream that has ended. Show the difference, keep the text, and let the reader decide.

## Every language, every sign

Text is more than ASCII, and a good stream never breaks it:

- **日本語**: サーバーは一文字ずつ言葉を送り、画面はそれを静かに並べていきます。
- **中文**：数据像溪水一样流动，一点一滴汇成完整的回答。
- **한국어**: 첫 글자가 빨리 도착하면 기다림이 짧아집니다.
- **Ελληνικά** and **русский**: τα πάντα ῥεῖ, всё течёт.
- **العربية**: كل شيء يتدفق.
- **Emoji**: a smile 🙂, a wave 👋🏽, a family 👩‍👩‍👧‍👦, a developer 👩🏽‍💻, a flag 🏳️‍🌈, a keycap 1️⃣ and two letters 🇯🇵.

A family like 👨‍👩‍👧 is five code points in a row. It may arrive in five pieces, and it should still end up as *one* picture.

## What to do when it goes wrong

1. **Before the first byte**: a busy server says \`429\` or \`503\` and when to come back. Wait that long, not less.
2. **In the middle**: keep what is there. Sending the question again would cost twice, and might answer differently.
3. **At the end**: without \`[DONE]\` the answer is *incomplete*, however well it reads.

A small state machine is enough to keep these apart:

${FENCE}text
idle ─▶ connecting ─▶ streaming ─▶ done
             │             ├─────▶ incomplete
             └─────────────┴─────▶ failed
${FENCE}

### A checklist before you ship

- [x] The stop button closes the connection, not only the view.
- [x] The page renders once a frame, not once a token.
- [x] The scroll position belongs to the reader.
- [ ] Somebody has pulled the plug in the middle of an answer and looked at the screen.

## In one sentence

Send one request, show each token as it comes, and never say *done* before the server did. ✨
`;

function hash(text: string): number {
  let h = 2_166_136_261;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 16_777_619);
  return h >>> 0;
}

const clip = (text: string, max: number): string => {
  const letters = Array.from(text);
  return letters.length > max ? `${letters.slice(0, max).join('')}…` : text;
};

/** A short name for a text, the same for the same text. */
export const fingerprint = (text: string): string => hash(text).toString(36).padStart(7, '0');

/**
 * The playground's answer to a question: long Markdown that quotes it, always the same for the same question.
 * Nothing here needs Node: a page without a server can give the same answer.
 */
export function answerTo(question: string, toolResult?: string): string {
  const asked = clip(question.trim(), 280) || '…';
  const quote = asked.replace(/^/gm, '> ');
  const opening = OPENINGS[hash(question) % OPENINGS.length];
  const tool = toolResult === undefined ? '' : `The tool answered: \`${clip(toolResult.trim(), 200)}\`\n\n`;
  return `# You asked\n\n${quote}\n\n${tool}${opening}\n\n${BODY}`;
}

/** What the playground's model thinks before it answers. */
export function thoughtsOn(question: string): string {
  return (
    `The user asks: “${clip(question.trim(), 120)}”. ` +
    'First I should say what is certain, then show it with an example, then name what can go wrong. ' +
    'A table will help to compare, and a short list at the end. I should not forget other languages. 🤔'
  );
}
