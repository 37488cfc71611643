/** Keeps the thread for that many ms: what rendering something large does. */
export function keepBusy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/** What one commit of the expensive consumer costs, in ms. */
export const EXPENSIVE = 30;
