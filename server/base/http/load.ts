/**
 * Knows when more is asked than can be answered in time. Whoever is turned away costs next to nothing and may come again
 * in a moment; without that, everybody would be answered too late, and nobody would wait for it.
 */
export interface Load {
  /** True when a request that comes now has waited too long already, or would. */
  isTooMuch(): boolean;
  /** A request is being worked on. @returns how to say that it no longer is, to be called once */
  begin(): () => void;
}

/**
 * One turn of the event loop works this long on requests, and on so many: those it finds after that have waited as long
 * at least. A few that are slow are no crowd.
 */
const TURN_MS = 150;
const TURN_REQUESTS = 50;
/** Requests that may wait for the database at once. */
const IN_HAND = 400;

export function openLoad(clock: () => number = () => performance.now()): Load {
  let turnBegan: number | undefined;
  let inTurn = 0;
  let inHand = 0;
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
      return inHand >= IN_HAND || (inTurn > TURN_REQUESTS && clock() - turnBegan > TURN_MS);
    },
    begin() {
      inHand++;
      return () => {
        inHand--;
      };
    },
  };
}
