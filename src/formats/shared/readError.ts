import type { Delta } from '../../answer/format';
import { providerWords } from '../../protocol/providerWords';

interface Codes {
  message?: unknown;
  code?: string | number | null;
  error_code?: string | number | null;
  type?: string;
  error?: unknown;
}

/** The error that a message reports, in the provider's words and with its code. */
export function readError(value: unknown, otherwise = 'unknown error'): Delta {
  const { error, message, code, error_code } = Object(value) as Codes;
  const inner = Object(error) as Codes;
  return {
    type: 'error',
    error: {
      message: providerWords(message) ?? providerWords(value) ?? otherwise,
      code: inner.code ?? inner.type ?? code ?? error_code ?? undefined,
    },
  };
}

/** The error in the data of an `event: error`: JSON, or plain words. */
export function readErrorMessage(data: string): Delta {
  let value: unknown = data;
  try {
    value = JSON.parse(data);
  } catch {
    // Plain words.
  }
  return readError(value);
}
