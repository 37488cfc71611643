import type { Format } from '../answer/format';

/** Options of {@link plainText}. */
export interface PlainTextOptions {
  /**
   * The data that ends the answer instead of adding to it; `null` if every message is text.
   * @default '[DONE]'
   */
  end?: string | null | undefined;
}

/** Each message's data is text, as it is. A clean close ends the answer, as does a message with {@link PlainTextOptions.end}. */
export const plainText = ({ end = '[DONE]' }: PlainTextOptions = {}): Format =>
  Object.assign(
    ({ data }: { readonly data: string }) => (data === end ? ({ type: 'done' } as const) : data),
    {
      formatName: 'plainText',
    },
  );
