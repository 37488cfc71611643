// @ts-check

/**
 * The format of each family of recordings; `null` where the library has none. A family is a wire format or, where
 * no manifest says it, a folder's name: usually a provider's.
 *
 * @typedef {typeof import('../../src/entries/common.ts')} Library
 * @typedef {import('../../src/answer/format.ts').Format} Format
 * @type {Record<string, (library: Library, name: string) => Format>}
 */
const families = {
  'plain-text': ({ plainText, jsonText }, name) =>
    name.startsWith('json-') ? Object.assign(jsonText(), { events: ['delta'] }) : plainText(),
  'writer-completions': ({ jsonText }) => jsonText('value'),
  'openai-chat': ({ openaiChat }) => openaiChat(),
  'openai-responses': ({ openaiResponses }) => openaiResponses(),
  anthropic: ({ anthropic }) => anthropic(),
  gemini: ({ gemini, geminiPartialArgs }) => gemini({ partialArgs: geminiPartialArgs }),
  'ui-message-stream': ({ uiMessageStream }) => uiMessageStream(),
  'ag-ui': ({ agUi }) => agUi(),
  cohere: ({ cohere }) => cohere(),
  ollama: ({ ollama }) => ollama(),
  dify: ({ dify }) => dify(),
  coze: ({ coze }) => coze(),
  dashscope: ({ dashscope }, name) => dashscope({ incremental: /incremental/.test(name) }),
  langgraph: ({ langGraph }) => langGraph(),
  replicate: ({ replicate }) => replicate(),
  tgi: ({ tgi }) => tgi(),
  'gemini-interactions': ({ geminiInteractions }) => geminiInteractions(),
  'mistral-conversations': ({ mistralConversations }) => mistralConversations(),
  'openai-assistants': ({ openaiAssistants }) => openaiAssistants(),
  'openai-transcription': ({ openaiTranscription }) => openaiTranscription(),
  'ai-sdk-data-stream': ({ aiSdkDataStream }) => aiSdkDataStream(),
  mastra: ({ mastra }) => mastra(),
  watsonx: ({ watsonx }) => watsonx(),
  a2a: ({ a2a }) => a2a(),
  langserve: ({ langServe }) => langServe(),
};

/** Other names of these wires. */
const aliases = /** @type {const} */ ([
  [
    /^(openai-(chat-)?completions|mistral|azure.*|deepseek|groq|moonshot|openrouter|perplexity|vllm|xai|zai.*|qwen.*)$/,
    'openai-chat',
  ],
  [
    /^(snowflake.*|github-copilot|gpustack.*|ollama-openai|huggingface|together.*|fireworks.*|litellm|sglang)$/,
    'openai-chat',
  ],
  [/-responses$/, 'openai-responses'],
  [/^bedrock-mantle$/, 'openai-responses'],
  [/^(vertex.*|google.*)$/, 'gemini'],
  [/^ollama-/, 'ollama'],
  [/^anthropic-complete$/, 'anthropic'],
  [/^coze-/, 'coze'],
  [/^dify-/, 'dify'],
  [/^ai-sdk-(4|data).*$/, 'ai-sdk-data-stream'],
  [/^ai-sdk.*$/, 'ui-message-stream'],
]);

/**
 * @param {Library} library
 * @param {string} family
 * @param {string} name
 */
export function formatFor(library, family, name) {
  const known = family in families ? family : aliases.find(([pattern]) => pattern.test(family))?.[1];
  return known ? (families[known]?.(library, name) ?? null) : null;
}

/** Files that hold no single answer, so that there is none to compare, and why. @type {Record<string, string>} */
export const notOneAnswer = {
  'coze/workflow-run-chinese.sse': 'three runs in one file, of which the second failed',
};
