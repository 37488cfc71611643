/** A message of the conversation; only what the playground reads. */
export interface ChatMessage {
  readonly role: string;
  readonly content?: unknown;
}

/** A chat request, checked. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly maxTokens: number;
  readonly tools: readonly Tool[];
  /** The body as it came, for the playground's own knobs. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** A function that the model may call. */
export interface Tool {
  readonly name: string;
  readonly properties: Readonly<Record<string, { readonly type?: string }>>;
}

/** The body of an OpenAI error. */
export interface ApiError {
  readonly error: { message: string; type: string; param: string | null; code: string | null };
}

/** An error in the words and shape of the OpenAI API. */
export const apiError = (
  message: string,
  type = 'invalid_request_error',
  { param = null, code = null }: { param?: string | null; code?: string | null } = {},
): ApiError => ({ error: { message, type, param, code } });

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function toolsOf(value: unknown): Tool[] {
  const tools: Tool[] = [];
  for (const tool of Array.isArray(value) ? value : []) {
    const fn: unknown = isObject(tool) ? tool['function'] : undefined;
    if (!isObject(fn) || typeof fn['name'] !== 'string') continue;
    const parameters = isObject(fn['parameters']) ? fn['parameters'] : {};
    const properties = isObject(parameters['properties']) ? parameters['properties'] : {};
    tools.push({ name: fn['name'], properties: properties as Tool['properties'] });
  }
  return tools;
}

/** The JSON object in a body, or undefined. */
export function parseObject(body: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Checks a body as the OpenAI API does: a request, or the error to answer with. */
export function parseRequest(body: string): ChatRequest | ApiError {
  const raw = parseObject(body);
  if (!raw) return apiError('We could not parse the JSON body of your request: a JSON object is expected.');
  const { model, messages, stream = false, tools } = raw;
  if (typeof model !== 'string' || model === '') {
    return apiError('You must provide a model parameter.', undefined, { param: 'model' });
  }
  const isList = Array.isArray(messages) && messages.length > 0;
  if (!isList || !messages.every((message) => isObject(message) && typeof message['role'] === 'string')) {
    const message = "Invalid 'messages': a non-empty array of messages with a role is expected.";
    return apiError(message, undefined, { param: 'messages' });
  }
  if (typeof stream !== 'boolean' && stream !== null) {
    return apiError("Invalid type for 'stream': a boolean is expected.", undefined, { param: 'stream' });
  }
  const options = raw['stream_options'];
  const limit = Number(raw['max_completion_tokens'] ?? raw['max_tokens'] ?? Number.NaN);
  return {
    model,
    messages: messages as ChatMessage[],
    stream: stream === true,
    includeUsage: isObject(options) && options['include_usage'] === true,
    maxTokens: limit >= 1 ? limit : Infinity,
    tools: toolsOf(tools),
    raw,
  };
}

/** The text of a message, whose content may be a string or a list of parts. */
export function textOf(message: ChatMessage | undefined): string {
  const { content } = message ?? {};
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (isObject(part) && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('');
}
