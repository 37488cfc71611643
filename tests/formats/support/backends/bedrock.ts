import { type Format, jsonText } from 'react-event-source';

interface Event {
  contentBlockStart?: { contentBlockIndex: number; start: { toolUse?: { toolUseId: string; name: string } } };
  contentBlockDelta?: { contentBlockIndex: number; delta: Delta };
  contentBlockStop?: { contentBlockIndex: number };
  messageStop?: { stopReason: string };
  metadata?: { usage?: object };
}

interface Delta {
  text?: string;
  reasoningContent?: { text?: string; signature?: string };
  toolUse?: { input: string };
}

/** Bedrock's ConverseStream; the usage comes after the stop reason, and a clean close is the end. */
export const bedrock: Format = jsonText((value) => {
  const { contentBlockStart, contentBlockDelta, contentBlockStop, messageStop, metadata } = value as Event;
  const { contentBlockIndex: key } = contentBlockStart ?? contentBlockDelta ?? contentBlockStop ?? {};
  const { text, reasoningContent, toolUse } = contentBlockDelta?.delta ?? {};
  const call = contentBlockStart?.start.toolUse;
  const signature = reasoningContent?.signature;
  return [
    call && { type: 'toolCall', key, id: call.toolUseId, name: call.name },
    toolUse && { type: 'toolCall', key, delta: toolUse.input },
    { type: 'reasoning', key, delta: reasoningContent?.text },
    signature ? { type: 'metadata', key, value: { signature } } : null,
    { type: 'text', key, delta: text },
    contentBlockStop && { type: 'toolCall', key, done: true },
    { type: 'meta', finishReason: messageStop?.stopReason, usage: metadata?.usage },
  ];
});
