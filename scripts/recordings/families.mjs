// @ts-check

/**
 * The families whose format takes options, or is told by the name of the recording. Any other family of recordings
 * has the name of its format, in any spelling: `ag-ui` is read by `agUi()`. A family is a wire format or, where no
 * manifest says it, a folder's name: usually a provider's.
 *
 * @typedef {typeof import('../../src/entries/common.ts')} Library
 * @typedef {import('../../src/answer/format.ts').Format} Format
 * @type {Record<string, (library: Library, name: string) => Format>}
 */
const families = {
  'plain-text': ({ plainText, jsonText }, name) =>
    name.startsWith('json-') ? Object.assign(jsonText(), { events: ['delta'] }) : plainText(),
  'writer-completions': ({ jsonText }) => jsonText('value'),
  gemini: ({ gemini, geminiPartialArgs }) => gemini({ partialArgs: geminiPartialArgs }),
  dashscope: ({ dashscope }, name) => dashscope({ incremental: /incremental/.test(name) }),
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

const spelling = (/** @type {string} */ name) => name.replaceAll('-', '').toLowerCase();

/**
 * The format of that name, in any spelling.
 *
 * @param {Library} library
 * @param {string} family
 */
function formatNamed(library, family) {
  const [name, create] = Object.entries(library).find(([each]) => spelling(each) === spelling(family)) ?? [];
  if (!name || typeof create !== 'function' || /^[A-Z]/.test(name)) return null;
  const format = /** @type {() => Partial<Format>} */ (create)();
  return format.formatName === name ? /** @type {Format} */ (format) : null;
}

/**
 * The format of a family of recordings; `null` where the library has none.
 *
 * @param {Library} library
 * @param {string} family
 * @param {string} name of the recording
 * @returns {Format | null}
 */
export function formatFor(library, family, name) {
  const own = families[family]?.(library, name) ?? formatNamed(library, family);
  const alias = own ? undefined : aliases.find(([pattern]) => pattern.test(family))?.[1];
  return alias ? formatFor(library, alias, name) : own;
}

/** Files that hold no single answer, so that there is none to compare, and why. @type {Record<string, string>} */
export const notOneAnswer = {
  'coze/workflow-run-chinese.sse': 'three runs in one file, of which the second failed',
};
