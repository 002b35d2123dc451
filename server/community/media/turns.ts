import { Problem } from '../../base/http/problem.ts';

/**
 * A line for work that takes memory or a core: `atOnce` run at one time, and so many more may wait.
 *
 * @returns what runs a piece of work in its turn; it throws Problem busy when too many wait already
 */
export function openTurns(atOnce: number, mostWaiting: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running < atOnce) running++;
    else if (waiting.length >= mostWaiting) throw new Problem('busy', { retryAfter: 5 });
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The place goes straight to the next one, so that nobody who comes now overtakes.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
