/**
 * Knows when more is asked than can be answered in time. Whoever is turned away costs next to nothing and may come again
 * in a moment; without that, everybody would be answered too late, and nobody would wait for it.
 */
export interface Load {
  /** True when a request that comes now has waited too long already, or would. */
  isTooMuch(): boolean;
}

/**
 * One turn of the event loop works this long on requests, and on so many: those it finds after that have waited as long
 * at least. A few that are slow are no crowd.
 */
const TURN_MS = 150;
const TURN_REQUESTS = 50;
/** So many may wait for the database at once. */
const WAITING = 300;

/** @param waiting how many wait for the database now */
export function openLoad(waiting: () => number, clock: () => number = () => performance.now()): Load {
  let turnBegan: number | undefined;
  let inTurn = 0;
  return {
    isTooMuch() {
      if (turnBegan === undefined) {
        turnBegan = clock();
        inTurn = 0;
        // Comes once all that this turn found in the sockets has been looked at.
        setImmediate(() => {
          turnBegan = undefined;
        });
      }
      inTurn++;
      return waiting() >= WAITING || (inTurn > TURN_REQUESTS && clock() - turnBegan > TURN_MS);
    },
  };
}
