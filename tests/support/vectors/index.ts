import { encodingVectors } from './encoding.ts';
import { fieldVectors } from './fields.ts';
import { idVectors } from './ids.ts';
import { lineVectors } from './lines.ts';

export { responseVectors } from './responses.ts';
export { resumeVectors, retryVectors } from './ids.ts';
export { base64, bytesOf, type Vector } from './vector.ts';

/** Streams of bytes and the messages that the specification makes of them, each worked out by hand. */
export const streamVectors = [...fieldVectors, ...lineVectors, ...idVectors, ...encodingVectors];
