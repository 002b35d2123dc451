import pg from 'pg';
import { type Ask, forgetName, nameOf } from './prepared.ts';

/**
 * Questions that come at the same time share a connection, up to so many: each is sent without waiting for the answers to
 * those before it. More would wait for one another too long, and would leave the other processes of the database idle.
 */
const TOGETHER = 4;

/** A connection that has what is asked all the time planned once, instead of at each asking. */
export class PlanningClient extends pg.Client {
  #isHeld = false;

  // biome-ignore lint/suspicious/noExplicitAny: handed on as it comes, in whichever of the library's forms
  override query(text: any, values?: any, ...rest: any[]): any {
    this.#holdTo(process.nextTick);
    const name = typeof text === 'string' && rest.length === 0 ? nameOf(text) : undefined;
    if (!name) return super.query(text, values, ...(rest as []));
    const isAlone = this.getTransactionStatus() === 'I';
    return super.query({ name, text, values }).catch((error: unknown) => {
      if (!isStalePlan(error)) throw error;
      // A newer program has added a column meanwhile: from now on it is planned each time.
      forgetName(text);
      // It has done nothing. What is part of a transaction has ended that: its writer begins anew.
      if (isAlone) return super.query(text, values);
      throw error;
    });
  }

  /** What is asked from now to the end of this turn of the event loop is sent in one piece: a call of the system for each costs more than to ask. */
  hold(): void {
    this.#holdTo(setImmediate);
  }
  /** Of itself it sends in one piece what is asked without waiting in between. */
  #holdTo(end: (send: () => void) => void): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.connection.stream.cork();
    end(() => this.send());
  }
  /** Sends what was held. */
  send(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.connection.stream.uncork();
  }
}

export const isStalePlan = (error: unknown): boolean =>
  (error as { code?: string })?.code === '0A000' && /cached plan/.test((error as Error).message);

/** As the pool hands it out. */
type Pooled = pg.PoolClient & Pick<PlanningClient, 'hold' | 'send'>;

/** One connection while questions share it. */
interface Shared {
  client: Promise<Pooled>;
  /** False while it is waited for. */
  isThere: boolean;
  /** Asked over it, those that were answered included. */
  asked: number;
  unanswered: number;
}

/**
 * Asks outside of any transaction, where any connection will do. Only what reads shares one: a write may have to wait for
 * another's lock, and whoever holds that may be waiting for the answer to a question behind it.
 *
 * @returns how to ask, and how many questions wait for a connection
 */
export function askTogether(pool: pg.Pool): { ask: Ask; waiting(): number } {
  let open: Shared | undefined;
  /** Those that wait for a connection that another has asked the pool for already. */
  let joined = 0;

  function share(): Shared {
    if (open && open.asked < TOGETHER) return open;
    const fresh: Shared = {
      client: pool.connect() as Promise<Pooled>,
      isThere: false,
      asked: 0,
      unanswered: 0,
    };
    open = fresh;
    fresh.client.then(
      () => {
        fresh.isThere = true;
      },
      () => close(fresh),
    );
    return fresh;
  }
  function close(shared: Shared): void {
    if (open === shared) open = undefined;
  }

  async function together(text: string, values: readonly unknown[]): Promise<unknown[]> {
    const shared = share();
    const hasJoined = shared.asked > 0 && !shared.isThere;
    const isLast = ++shared.asked === TOGETHER;
    shared.unanswered++;
    if (hasJoined) joined++;
    try {
      const client = await shared.client.finally(() => {
        if (hasJoined) joined--;
      });
      client.hold();
      const answer = client.query(text, [...values]);
      if (isLast) client.send();
      return (await answer).rows;
    } catch (error) {
      // It may be the connection's own.
      close(shared);
      throw error;
    } finally {
      if (--shared.unanswered === 0) {
        close(shared);
        shared.client.then(
          (client) => client.release(),
          () => undefined,
        );
      }
    }
  }

  async function alone(text: string, values: readonly unknown[]): Promise<unknown[]> {
    const client = await pool.connect();
    try {
      return (await client.query(text, [...values])).rows;
    } finally {
      client.release();
    }
  }

  return {
    ask: (text, values) => (isReading(text) ? together(text, values) : alone(text, values)),
    waiting: () => pool.waitingCount + joined,
  };
}

const readings = new Map<string, boolean>();
/** True of what takes no lock that anybody waits for. */
function isReading(text: string): boolean {
  let known = readings.get(text);
  if (known === undefined) {
    known = /^select\b/.test(text) && !/\bfor (no key )?(update|share)\b|\bfor key share\b/.test(text);
    readings.set(text, known);
  }
  return known;
}
