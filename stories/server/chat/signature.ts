import { fingerprint } from './answer.ts';
import { apiError, type ApiError, type ChatMessage } from './request.ts';

/** What a thinking model's provider puts under its thoughts, so that it knows them when they come back. */
export const sign = (thoughts: string): string => `signed-${fingerprint(thoughts)}`;

/** The id of a call says which thoughts led to it. */
export const signedId = (prefix: string, thoughts: string): string => `${prefix}_${sign(thoughts)}`;

/** The signature of the thoughts that have to come back with this id; undefined where there were none. */
export const signatureIn = (id: string): string | undefined => /signed-\w+$/.exec(id)?.[0];

interface Details {
  readonly reasoning_details?: readonly { readonly text?: string; readonly signature?: string }[];
  readonly tool_calls?: readonly { readonly id?: string }[];
}

/** What the provider answers where a call comes back without the thoughts that led to it, or with others. */
export function unsigned(messages: readonly ChatMessage[]): ApiError | undefined {
  for (const [index, message] of messages.entries()) {
    const { tool_calls: calls = [], reasoning_details: details = [] } = message as Details;
    const missing = calls.find(({ id = '' }) => {
      const signature = signatureIn(id);
      return (
        signature &&
        !details.some((each) => each.signature === signature && sign(each.text ?? '') === signature)
      );
    });
    if (missing)
      return apiError(
        `messages.${index}: the call ${missing.id} came without the thoughts that led to it. A thinking model's ` +
          '"reasoning_details" have to be sent back as they were, with their signature.',
        undefined,
        { param: `messages.${index}.reasoning_details`, code: 'missing_signature' },
      );
  }
  return undefined;
}
