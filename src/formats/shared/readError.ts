import type { Delta } from '../../answer/format';
import { providerWords } from '../../protocol/providerWords';

interface Codes {
  message?: unknown;
  code?: string | number | null;
  error_code?: string | number | null;
  type?: string;
  error?: Codes;
}

/** The error that a message reports, in the provider's words and with its code. */
export function readError(value: unknown): Delta {
  const { error, message, code, error_code } = Object(value) as Codes;
  return {
    type: 'error',
    error: {
      message: providerWords([message, value]) ?? 'unknown error',
      code: error?.code ?? error?.type ?? code ?? error_code ?? undefined,
    },
  };
}

/** The error in the data of an `event: error`: JSON, or plain words. */
export function readErrorMessage(data: string): Delta {
  try {
    return readError(JSON.parse(data));
  } catch {
    return readError(data);
  }
}
