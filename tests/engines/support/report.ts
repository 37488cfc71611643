import { appendFileSync } from 'node:fs';
import type { Tally } from './proof.ts';

/** How often each engine is disturbed, and the seed of the first time. */
export const RUNS = Number(process.env['ENGINE_RUNS'] ?? 5);
export const SEED = Number(process.env['ENGINE_SEED'] ?? 18);

/** For so many of them, in ms. */
export const PROOF_TIMEOUT = 120_000 + RUNS * 30_000;

/** Tells the command what was measured. */
export function report(engine: string, tally: Tally): void {
  const file = process.env['ENGINE_REPORT'];
  if (file) appendFileSync(file, `${JSON.stringify({ engine, ...tally })}\n`);
}
