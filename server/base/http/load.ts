import type { IncomingMessage } from 'node:http';
import type { Database } from '../db/database.ts';

/**
 * Knows when more is asked than can be answered in time. Whoever is turned away costs next to nothing and may come again
 * in a moment; without that, everybody would be answered too late, and nobody would wait for it.
 */
export interface Load {
  /** True when a request that comes now has waited too long already, or would. */
  isTooMuch(): boolean;
  /**
   * A request is being worked on, as soon as it is here whole: one whose body is still on its way waits for its sender.
   *
   * @returns how to say that it no longer is, to be called once
   */
  begin(request: IncomingMessage | undefined): () => void;
  /** A new connection was let in: the event loop does that once a turn, so another may stand behind it. */
  connected(): void;
  /** Whether one was let in since this was asked last. */
  isComing(): boolean;
}

/**
 * One turn of the event loop works this long on requests, and on so many: those it finds after that have waited as long
 * at least. A few that are slow are no crowd. When many come at once, as long as a person does not notice; while that goes
 * on, much shorter, since each turn lets in but one new connection: in long ones whoever opens a connection is never heard.
 */
const TURN_MS = 150;
const CROWDED_TURN_MS = 25;
const TURN_REQUESTS = 50;
/** So many may be worked on at once, and so many of them wait for the database, the first of them for so long. */
const IN_HAND = 400;
const WAITING = 300;
const WAITED_MS = 2000;

/** Commands ask the routes without a socket: what they bring is whole, and says nothing of its length. */
const hasBody = ({ headers }: Partial<Pick<IncomingMessage, 'headers'>>): boolean =>
  headers?.['transfer-encoding'] !== undefined || Number(headers?.['content-length'] ?? 0) > 0;

/** @param database who waits for it now, and how long the first of them has */
export function openLoad(
  database: Pick<Database, 'waiting' | 'waitedMs'>,
  clock: () => number = () => performance.now(),
): Load {
  let hasComing = false;
  let turnBegan: number | undefined;
  let inTurn = 0;
  /** This turn, or the one before it, found more than it could do. */
  let isCrowded = false;
  let wasCrowded = false;
  let inHand = 0;
  return {
    isTooMuch() {
      if (turnBegan === undefined) {
        turnBegan = clock();
        inTurn = 0;
        wasCrowded = isCrowded;
        isCrowded = false;
        // Comes once all that this turn found in the sockets has been looked at.
        setImmediate(() => {
          turnBegan = undefined;
        });
      }
      inTurn++;
      const turnMs = wasCrowded ? CROWDED_TURN_MS : TURN_MS;
      const isTooMuch =
        inHand >= IN_HAND ||
        database.waiting() >= WAITING ||
        database.waitedMs() > WAITED_MS ||
        (inTurn > TURN_REQUESTS && clock() - turnBegan > turnMs);
      isCrowded ||= isTooMuch;
      return isTooMuch;
    },
    connected() {
      hasComing = true;
    },
    isComing() {
      const was = hasComing;
      hasComing = false;
      return was;
    },
    begin(request) {
      let isCounted = false;
      let isOver = false;
      const count = (is: boolean) => {
        if (isOver || is === isCounted) return;
        isCounted = is;
        inHand += is ? 1 : -1;
      };
      // At once: a single turn may bring a thousand of them.
      count(true);
      if (request && hasBody(request))
        setImmediate(() => {
          // A small body has come with its headers; what has not is its sender's matter.
          if (request.complete) return;
          count(false);
          request.once('end', () => count(true));
        });
      return () => {
        count(false);
        isOver = true;
      };
    },
  };
}
