import { fingerprint, thoughtsOn } from '../chat/answer.ts';
import { textOf } from '../chat/request.ts';
import { sign, signedId } from '../chat/signature.ts';
import { PICTURE } from './picture.ts';
import type { Item, ResponsesRequest } from './request.ts';

/** A sentence of the answer, and the page that it rests on. */
interface Sentence {
  readonly text: string;
  readonly source?: { readonly url: string; readonly title: string };
}

/** An item of the output as it is when it is whole. */
export type OutputItem = Item & {
  readonly id: string;
  readonly type: string;
  readonly [name: string]: unknown;
};

const STANDARD = {
  url: 'https://html.spec.whatwg.org/multipage/server-sent-events.html',
  title: 'HTML Standard: Server-sent events',
};
const MDN = {
  url: 'https://developer.mozilla.org/en-US/docs/Web/API/Server-sent_events',
  title: 'MDN: Server-sent events',
};

const REPORT: readonly Sentence[] = [
  { text: 'An answer can reach a page **token by token** over one response that stays open.', source: MDN },
  { text: ' Each event is a few lines of text with an empty line after them,', source: STANDARD },
  { text: ' and a browser that loses the connection says which event it saw last.', source: STANDARD },
  { text: '\n\nHere is a picture of the stream as I see it, and I can mail this report to you.' },
];
const SENT: readonly Sentence[] = [{ text: 'The report is on its way. Is there anything else?' }];
const KEPT: readonly Sentence[] = [{ text: 'I have not sent it. The report stays between the two of us.' }];

/** Sentences as one message, with a citation of each page behind the words that rest on it. */
function message(id: string, sentences: readonly Sentence[]): OutputItem {
  let text = '';
  const annotations = sentences.flatMap(({ text: words, source }) => {
    const start_index = text.length + words.search(/\S/);
    text += words;
    return source ? [{ type: 'url_citation', ...source, start_index, end_index: text.length }] : [];
  });
  const content = [{ type: 'output_text', text, annotations }];
  return { type: 'message', id, status: 'completed', role: 'assistant', content };
}

/** What the playground's model says to an input: the items of its output, always the same for the same input. */
export function outputFor({ input, tools, isThinking }: ResponsesRequest): OutputItem[] {
  const question = textOf({ role: 'user', ...input.findLast(({ role }) => role === 'user') });
  const name = fingerprint(JSON.stringify(input));
  const last = input.at(-1);
  if (last?.type === 'mcp_approval_response') {
    const asked = input.find(({ id }) => id === last.approval_request_id);
    const call = {
      type: 'mcp_call',
      id: `mcp_${name}`,
      approval_request_id: last.approval_request_id!,
      server_label: 'post',
      name: asked?.name ?? '',
      arguments: asked?.arguments ?? '{}',
      output: '{"sent":true}',
      error: null,
    };
    return last.approve ? [call, message(`msg_${name}`, SENT)] : [message(`msg_${name}`, KEPT)];
  }
  const thoughts = isThinking ? thoughtsOn(question) : '';
  const thought: OutputItem = {
    type: 'reasoning',
    id: `rs_${sign(thoughts)}`,
    summary: [{ type: 'summary_text', text: thoughts } as { text: string }],
    encrypted_content: sign(thoughts),
  };
  const has = (tool: string, item: OutputItem): OutputItem[] => (tools.includes(tool) ? [item] : []);
  return [
    ...(thoughts ? [thought] : []),
    ...has('web_search', {
      type: 'web_search_call',
      id: `ws_${name}`,
      status: 'completed',
      action: { type: 'search', query: question },
    }),
    message(`msg_${name}`, REPORT),
    ...has('image_generation', {
      type: 'image_generation_call',
      id: `ig_${name}`,
      status: 'completed',
      output_format: 'png',
      result: PICTURE,
    }),
    ...has('mcp', {
      type: 'mcp_approval_request',
      id: thoughts ? signedId('mcpr', thoughts) : `mcpr_${name}`,
      server_label: 'post',
      name: 'send_report',
      arguments: JSON.stringify({ to: 'you', subject: question.slice(0, 60) }),
    }),
  ];
}
