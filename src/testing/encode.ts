import { dataText, type EncodableMessage } from '../protocol/encode';

export { encodeMessage as encodeEvent } from '../protocol/encode';

/** One message for {@link TestStream.send}, in the words of the platform's `MessageEvent`. */
export type TestMessage = EncodableMessage;

/** A message as one line, for a client that asked for `application/x-ndjson`. */
export const encodeLine = (message: string | TestMessage): string =>
  `${dataText(typeof message === 'string' ? message : message.data)}\n`;
