// @ts-check
// A server with many clients restarts. When does who come back, by which policy?

/**
 * @typedef {(attempt: number, uptime: number) => number} Policy the delay before a retry, in ms
 * @typedef {object} Outcome
 * @property {number} peak the most connections that were asked for in one second
 * @property {number} back ms from the server’s return until the last client was back
 * @property {number} total connections asked for
 * @property {number[]} perSecond connections asked for in each second
 */

/** Numbers from 0 to 1 that are the same each time: mulberry32. */
export function createRandom(seed = 1) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Half an hour is how long a client had been connected on average; some came just now, some long ago. */
const MEAN_UPTIME = 30 * 60_000;

/**
 * Each client notices the cut within 100 ms, waits as its policy says, and learns within 20 to 200 ms that the server
 * is still down, or is back.
 *
 * @param {{ clients: number, downtime: number, policy: Policy, random: () => number }} scenario times in ms
 * @returns {Outcome}
 */
export function simulate({ clients, downtime, policy, random }) {
  /** @type {number[]} */
  const perSecond = [];
  let back = 0;
  let total = 0;
  for (let client = 0; client < clients; client += 1) {
    const uptime = -Math.log(1 - random()) * MEAN_UPTIME;
    let time = random() * 100;
    for (let attempt = 1; ; attempt += 1) {
      time += policy(attempt, uptime);
      const second = Math.floor(time / 1000);
      perSecond[second] = (perSecond[second] ?? 0) + 1;
      total += 1;
      const isUp = time >= downtime;
      time += 20 + random() * 180;
      if (isUp) break;
    }
    back = Math.max(back, time - downtime);
  }
  const filled = Array.from(perSecond, (count) => count ?? 0);
  return { peak: Math.max(...filled), back, total, perSecond: filled };
}
