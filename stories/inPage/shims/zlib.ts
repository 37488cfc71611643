// A page hands its responses over without the network, so there is nothing to compress.
export const constants = { Z_SYNC_FLUSH: 2 };

export function createGzip(): never {
  throw new Error('A page without a server cannot send a compressed stream. Run `npm start`.');
}
