import type { ControlledTransaction } from 'kysely';
import { follow as afterwards, type Db, type Trx } from './database.ts';
import { type Ask, askStraight } from './prepared.ts';
import type { Tables } from './tables.ts';

interface Waiting {
  since: number;
  body(trx: Trx): Promise<unknown>;
  /** What follows the commit. */
  after: (() => void)[];
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/**
 * So many bodies share one commit at most, and none joins a transaction that has been open for so long; or for as long as
 * the last commit took, up to a limit: where the disk is slow, more must share what it costs.
 */
const MAX_BODIES = 256;
const MAX_MS = 20;
const MAX_MS_SLOW = 200;

/**
 * A way back for each body costs a copy of every page that it writes. So bodies go without, until one fails: then those
 * that share its transaction run once more, and so many groups after them have ways back, for where one fails others may.
 */
const CAREFUL_GROUPS = 64;

/** The transaction ended under a body that failed. */
class Lost extends Error {
  constructor(cause: unknown) {
    super('the transaction is lost', { cause });
  }
}

/** How the writer of a group tells which callbacks belong to the body that is running. */
export type Follow = (trx: Trx, after: (() => void)[]) => void;

/**
 * Writes to a database that has one writer at a time: bodies that are handed over in the same two ticks, or while others run,
 * share one transaction and so one flush to the disk. Each is answered after the commit, and each is undone alone when it
 * fails, so that nobody notices but by the time it takes.
 *
 * @param ask runs a statement on the writer's connection
 * @param again whether to try once more to begin, after waiting
 * @param before done before each transaction, while there is none
 */
export function groupWriter(
  db: Db,
  ask: Ask,
  follow: Follow,
  again: (error: unknown, attempt: number) => Promise<boolean>,
  before: () => void,
) {
  const waiting: Waiting[] = [];
  let isRunning = false;
  /** Groups that still have ways back. */
  let careful = 0;
  let isComing = () => false;
  let commitMs = 0;
  let groupMs = 0;

  async function begin(): Promise<ControlledTransaction<Tables>> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await db.startTransaction().execute();
      } catch (error) {
        if (!(await again(error, attempt))) throw error;
      }
    }
  }

  async function run(
    trx: ControlledTransaction<Tables>,
    one: Waiting,
    hasWayBack: boolean,
  ): Promise<unknown> {
    one.after = [];
    follow(trx, one.after);
    if (!hasWayBack) return one.body(trx);
    ask('savepoint body', []);
    try {
      const result = await one.body(trx);
      ask('release body', []);
      return result;
    } catch (error) {
      // A full or failing disk may have ended the whole transaction: then nothing of the group is left, and none may join.
      try {
        ask('rollback to body', []);
        ask('release body', []);
      } catch {
        throw new Lost(error);
      }
      throw error;
    }
  }

  /** Runs those that wait, as far as they fit; false when there is nothing to commit, and all must be undone. */
  async function runAll(
    trx: ControlledTransaction<Tables>,
    done: { one: Waiting; result: unknown }[],
  ): Promise<boolean> {
    const until = performance.now() + Math.min(Math.max(MAX_MS, commitMs), MAX_MS_SLOW);
    for (let ran = 0; waiting.length > 0 && ran < MAX_BODIES && performance.now() < until; ran++) {
      const one = waiting.shift() as Waiting;
      // The first needs no way back of its own: until another has succeeded, that is the transaction's.
      const isFirst = done.length === 0;
      const hasWayBack = !isFirst && careful > 0;
      try {
        done.push({ one, result: await run(trx, one, hasWayBack) });
      } catch (error) {
        if (error instanceof Lost) {
          one.reject(error.cause);
          throw error.cause;
        }
        if (hasWayBack) {
          one.reject(error);
          continue;
        }
        if (isFirst) one.reject(error);
        else {
          // What it saw of the others is undone with them: what becomes of it shows when they have run again.
          waiting.unshift(...done.splice(0).map((each) => each.one), one);
          careful = CAREFUL_GROUPS;
        }
        return false;
      }
    }
    return true;
  }

  async function group(): Promise<void> {
    const trx = await begin();
    careful = Math.max(0, careful - 1);
    const done: { one: Waiting; result: unknown }[] = [];
    try {
      askStraight(trx, ask);
      try {
        if (!(await runAll(trx, done))) return void (await trx.rollback().execute());
      } finally {
        // Whatever a body left running must not write outside of it.
        askStraight(trx, undefined);
      }
      const begin = performance.now();
      await trx.commit().execute();
      commitMs = performance.now() - begin;
    } catch (error) {
      for (const { one } of done) one.reject(error);
      if (!trx.isRolledBack && !trx.isCommitted)
        await trx
          .rollback()
          .execute()
          .catch(() => undefined);
      return;
    }
    for (const { one, result } of done) {
      afterwards(one.after);
      one.resolve(result);
    }
  }

  /**
   * All that this tick hands over and the next: where much is going on, twice as many share what a commit costs, and else
   * a tick takes no time. Each turn of the event loop lets in one new connection: while they come, they go first, for as
   * long as the last group took, or whoever stands outside would wait for a commit each.
   */
  async function gather(): Promise<void> {
    const until = performance.now() + groupMs;
    await new Promise(setImmediate);
    do await new Promise(setImmediate);
    while (isComing() && performance.now() < until);
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      await gather();
      const begin = performance.now();
      try {
        before();
        await group();
      } catch (error) {
        // It could not even begin.
        for (const one of waiting.splice(0)) one.reject(error);
      }
      groupMs = performance.now() - begin;
    }
    isRunning = false;
  }

  const write = <T>(body: (trx: Trx) => Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      waiting.push({
        since: performance.now(),
        body,
        after: [],
        resolve: resolve as (result: unknown) => void,
        reject,
      });
      if (isRunning) return;
      isRunning = true;
      void drain();
    });
  return {
    write,
    waiting: () => waiting.length,
    waitedMs: () => (waiting[0] ? performance.now() - waiting[0].since : 0),
    letIn(whileComing: () => boolean): void {
      isComing = whileComing;
    },
  };
}
