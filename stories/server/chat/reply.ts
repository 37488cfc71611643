import { answerTo, fingerprint, thoughtsOn } from './answer.ts';
import type { ChunkDelta, FinishReason, ToolCallDelta, Usage } from './chunks.ts';
import { textOf, type ChatRequest, type Tool } from './request.ts';
import { sign, signedId } from './signature.ts';
import { tokenise } from './tokenise.ts';

/** How the playground's model is to answer. */
export interface ReplyKnobs {
  /** Think first, in `reasoning_content`, and sign the thoughts. */
  readonly reasoning?: boolean;
  /** Give exactly this many tokens of content, over and over the same text where it is too short. */
  readonly tokens?: number | undefined;
}

/** A whole answer, in pieces that are made when they are asked for. */
export interface Reply {
  readonly id: string;
  readonly pieces: number;
  at(index: number): ChunkDelta;
  readonly finish: FinishReason;
  readonly usage: Usage;
}

const wordOf = (words: readonly string[], index: number): string => words[index % words.length] ?? '';

function argumentsFor(tool: Tool, question: string): string {
  const sample = (type?: string): unknown => {
    if (type === 'number' || type === 'integer') return 42;
    if (type === 'boolean') return true;
    if (type === 'array') return [question];
    return type === 'object' ? {} : question;
  };
  const entries = Object.entries(tool.properties).map(([name, { type }]) => [name, sample(type)] as const);
  return JSON.stringify(Object.fromEntries(entries));
}

function toolCallPieces(tool: Tool, question: string, thoughts: string): ToolCallDelta[] {
  const id = thoughts ? signedId('call', thoughts) : `call_${fingerprint(tool.name + question)}`;
  const pieces = tokenise(argumentsFor(tool, question));
  return [
    { index: 0, id, type: 'function', function: { name: tool.name, arguments: '' } },
    ...pieces.map((text) => ({ index: 0, function: { arguments: text } })),
  ];
}

/** What the playground's model answers: always the same for the same request. */
export function replyTo(request: ChatRequest, { reasoning = false, tokens }: ReplyKnobs = {}): Reply {
  const last = request.messages.at(-1);
  const question = textOf(request.messages.findLast(({ role }) => role === 'user'));
  const tool = last?.role === 'tool' ? undefined : request.tools[0];
  const thought = reasoning ? thoughtsOn(question) : '';
  const thoughts = tokenise(thought);
  const calls = tool ? toolCallPieces(tool, question, thought) : [];
  const words = tool
    ? tokenise(`Let me ask \`${tool.name}\` first.`)
    : tokenise(answerTo(question, last?.role === 'tool' ? textOf(last) : undefined));

  const wanted = Math.floor(tokens ?? words.length);
  const content = Math.min(wanted, request.maxTokens);
  const before = thoughts.length;
  const prompt = request.messages.reduce((sum, message) => sum + tokenise(textOf(message)).length + 4, 3);
  const all = before + content + calls.length;
  return {
    id: fingerprint(JSON.stringify(request.messages)),
    pieces: all,
    at(index) {
      if (index < before) {
        const text = wordOf(thoughts, index);
        const signature = index === before - 1 ? { signature: sign(thought) } : {};
        return {
          reasoning_content: text,
          reasoning_details: [{ type: 'reasoning.text', text, ...signature }],
        };
      }
      if (index < before + content) return { content: wordOf(words, index - before) };
      return { tool_calls: calls.slice(index - before - content, index - before - content + 1) };
    },
    finish: content < wanted ? 'length' : tool ? 'tool_calls' : 'stop',
    usage: { prompt_tokens: prompt, completion_tokens: all, total_tokens: prompt + all },
  };
}

/** The answer in one piece, as `stream: false` gets it. */
export function completion(request: ChatRequest, reply: Reply): object {
  const text = { content: '', reasoning_content: '', arguments: '' };
  let call: ToolCallDelta | undefined;
  let details: ChunkDelta['reasoning_details'];
  for (let i = 0; i < reply.pieces; i += 1) {
    const delta = reply.at(i);
    const { content = '', reasoning_content: thought = '', tool_calls: [piece] = [] } = delta;
    text.content += content;
    text.reasoning_content += thought;
    call ??= piece;
    details = delta.reasoning_details ?? details;
    text.arguments += piece?.function.arguments ?? '';
  }
  const message = {
    role: 'assistant',
    content: text.content,
    ...(text.reasoning_content && { reasoning_content: text.reasoning_content }),
    ...(details && { reasoning_details: details.map((each) => ({ ...each, text: text.reasoning_content })) }),
    ...(call && { tool_calls: [{ ...call, function: { ...call.function, arguments: text.arguments } }] }),
  };
  return {
    id: `chatcmpl-${reply.id}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: request.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: reply.finish }],
    usage: reply.usage,
  };
}
