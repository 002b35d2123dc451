import type { Client } from './client.ts';

/** Counts, for the mall alone, that somebody went from a wish to its product. It says nothing of who. */
export function countVisit(client: Client, wish: string): void {
  try {
    navigator.sendBeacon(client.url(`wishes/${wish}/visit`));
  } catch {
    // A browser without it: one visit less is counted.
  }
}
