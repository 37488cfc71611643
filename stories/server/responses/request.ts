import { apiError, type ApiError, parseObject } from '../chat/request.ts';
import { sign, signatureIn } from '../chat/signature.ts';

/** An item of the input or of the output; only what the playground reads. */
export interface Item {
  readonly type?: string;
  readonly id?: string;
  readonly role?: string;
  readonly content?: unknown;
  readonly summary?: readonly { readonly text?: string }[];
  readonly encrypted_content?: string;
  readonly approval_request_id?: string;
  readonly approve?: boolean;
  readonly name?: string;
  readonly arguments?: string;
}

/** A request for a response, checked. */
export interface ResponsesRequest {
  readonly model: string;
  readonly input: readonly Item[];
  /** The types of the tools that the model may use. */
  readonly tools: readonly string[];
  readonly isThinking: boolean;
}

const summaryOf = ({ summary = [] }: Item): string => summary.map(({ text = '' }) => text).join('');

/** What the provider answers where items come back changed, or without those that they belong to. */
function refusal(input: readonly Item[]): ApiError | undefined {
  for (const [index, item] of input.entries()) {
    const { type, id = '', encrypted_content: sealed, approval_request_id: asked } = item;
    if (type === 'reasoning' && sealed !== sign(summaryOf(item)))
      return apiError(`The encrypted content for item ${id} could not be verified.`, undefined, {
        param: `input[${index}]`,
        code: 'invalid_encrypted_content',
      });
    const before = input.slice(0, index);
    const signature = signatureIn(id);
    if (type !== 'reasoning' && signature && !before.some((each) => each.encrypted_content === signature))
      return apiError(
        `Item '${id}' of type '${type}' was provided without its required 'reasoning' item: 'rs_${signature}'.`,
        undefined,
        { param: 'input' },
      );
    if (asked && !before.some((each) => each.type === 'mcp_approval_request' && each.id === asked))
      return apiError(`No approval request found with id '${asked}'.`, undefined, {
        param: `input[${index}]`,
      });
  }
  return undefined;
}

/** Checks a body as the Responses API does: a request, or the error to answer with. */
export function parseRequest(body: string): ResponsesRequest | ApiError {
  const raw = parseObject(body);
  if (!raw) return apiError('We could not parse the JSON body of your request: a JSON object is expected.');
  const { model, input, tools, reasoning } = raw;
  if (typeof model !== 'string' || model === '')
    return apiError("Missing required parameter: 'model'.", undefined, { param: 'model' });
  if (raw['stream'] !== true)
    return apiError("The playground only streams: say 'stream: true'.", undefined, { param: 'stream' });
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : input;
  if (!Array.isArray(items) || !items.some((item) => (item as Item | null)?.role === 'user'))
    return apiError("Invalid 'input': a message of the user is expected.", undefined, { param: 'input' });
  const given = items as readonly Item[];
  return (
    refusal(given) ?? {
      model,
      input: given,
      tools: Array.isArray(tools) ? tools.map((tool) => String((tool as Item | null)?.type)) : [],
      isThinking: Boolean(reasoning),
    }
  );
}
