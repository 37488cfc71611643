// What `npm run compare` takes from the tests: the streams, the faults and the server that plays them.
export { createPlayground } from '../../stories/server/index.ts';
export { faults } from '../../tests/support/faults.ts';
export { referenceParse } from '../../tests/support/referenceParser.ts';
export { base64, bytesOf, streamVectors } from '../../tests/support/vectors/index.ts';
