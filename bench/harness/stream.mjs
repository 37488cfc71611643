// @ts-check
// Writes events into a response, at once or at a pace.

/** @typedef {import('node:stream').Writable} Writable */

/** How much is written in one piece where there is no pace. */
const PIECE = 65_536;

/** Resolves when the response takes more, or is gone. @param {Writable} response */
const drained = (response) =>
  new Promise((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go);
      resolve(undefined);
    };
    response.on('drain', go).on('close', go);
  });

const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

/**
 * @param {Writable} response
 * @param {Buffer} all
 */
async function writeAtOnce(response, all) {
  for (let from = 0; from < all.length && !response.destroyed; from += PIECE)
    if (!response.write(all.subarray(from, from + PIECE))) await drained(response);
}

/**
 * One write for each event, `rate` of them a second.
 *
 * @param {Writable} response
 * @param {readonly Buffer[]} events
 * @param {number} rate
 */
async function writePaced(response, events, rate) {
  const begun = performance.now();
  let sent = 0;
  while (sent < events.length && !response.destroyed) {
    const due = Math.min(events.length, 1 + Math.floor(((performance.now() - begun) * rate) / 1000));
    while (sent < due && !response.destroyed) if (!response.write(events[sent++])) await drained(response);
    if (sent < events.length) await pause();
  }
}

/**
 * @param {Writable} response
 * @param {{ events: readonly Buffer[], all: Buffer }} body
 * @param {number} rate events a second; 0: all at once
 */
export const writeEvents = (response, { events, all }, rate) =>
  rate > 0 ? writePaced(response, events, rate) : writeAtOnce(response, all);
