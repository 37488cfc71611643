import type { Answer } from '../../answer/answer';
import { argumentsOf } from './argumentsOf';

/** An answer of Gemini's, as the content that the next request has to have for it. */
export interface GeminiInput {
  role: 'model';
  parts: { [name: string]: unknown }[];
}

/**
 * The content that the next request has to have for this answer: parts in their order, with their signatures. Its type
 * is the one that the place asks for, such as the SDK's `Content`.
 */
export function geminiInput<Content extends { role?: string | undefined } = GeminiInput>({
  parts,
}: Pick<Answer, 'parts'>): Content {
  return {
    role: 'model',
    parts: parts.flatMap((each): GeminiInput['parts'] => {
      const { thoughtSignature, part } = each.metadata ?? {};
      const signature = thoughtSignature ? { thoughtSignature } : {};
      if (part) return [part as object as GeminiInput['parts'][0]];
      if (each.type === 'text') return [{ text: each.text, ...signature }];
      if (each.type === 'reasoning') return [{ text: each.text, thought: true, ...signature }];
      if (each.type !== 'toolCall') return [];
      const { id, name, arguments: args } = each;
      return [
        {
          functionCall: { ...(id ? { id } : {}), name, args: argumentsOf(args) },
          ...signature,
        },
      ];
    }),
  } satisfies GeminiInput as object as Content;
}
