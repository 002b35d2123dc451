import { follow as afterwards, backOff, isRerunnable, type Trx } from './database.ts';
import type { Open } from './transaction.ts';

interface Waiting {
  since: number;
  /** Transactions that were undone under it because another came first. */
  undone: number;
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

/** What the writer of a group needs of its database. */
export interface Grouping {
  begin(): Promise<Open>;
  /** Runs a statement without values in the open transaction. */
  run(trx: Trx, sql: string): unknown;
  /** Whose callbacks those of the transaction are from now on: the body's that runs. */
  follow(trx: Trx, after: (() => void)[]): void;
  /** Whether a new transaction may find what this one did not, after so many that failed. */
  again(error: unknown, attempts: number): boolean;
  /** Done before each transaction, while there is none. */
  before?(): void;
}

/**
 * Bodies that are handed over in the same two ticks, or while others run, share one transaction and so one flush to the
 * disk. Each is answered after the commit, and each is undone alone when it fails, so that nobody notices but by the time
 * it takes. For a database that has one writer at a time, or for such as would undo one another.
 */
export function groupWriter({ begin: beginOnce, run: runSql, follow, again, before }: Grouping) {
  const waiting: Waiting[] = [];
  let isRunning = false;
  /** Groups that still have ways back. */
  let careful = 0;
  let isComing = () => false;
  let commitMs = 0;
  let groupMs = 0;

  async function begin(): Promise<Open> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await beginOnce();
      } catch (error) {
        if (!again(error, attempt)) throw error;
        await backOff(attempt);
      }
    }
  }

  async function run(trx: Trx, one: Waiting, hasWayBack: boolean): Promise<unknown> {
    one.after = [];
    follow(trx, one.after);
    if (!hasWayBack) return one.body(trx);
    await runSql(trx, 'savepoint body');
    try {
      const result = await one.body(trx);
      await runSql(trx, 'release savepoint body');
      return result;
    } catch (error) {
      // A full or failing disk may have ended the whole transaction: then nothing of the group is left, and none may join.
      try {
        await runSql(trx, 'rollback to savepoint body');
        await runSql(trx, 'release savepoint body');
      } catch {
        throw new Lost(error);
      }
      throw error;
    }
  }

  /**
   * Runs those that wait, as far as they fit; false when there is nothing to commit, and all must be undone.
   *
   * @param later what may find in another transaction what it needs
   */
  async function runAll(
    trx: Trx,
    done: { one: Waiting; result: unknown }[],
    later: Waiting[],
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
        // Another writer came first, before this body or one of those before it: all of them have seen what is no longer.
        if (isRerunnable(error)) {
          done.push({ one, result: undefined });
          throw error;
        }
        if (!hasWayBack && !isFirst) {
          // What it saw of the others is undone with them: what becomes of it shows when they have run again.
          waiting.unshift(...done.splice(0).map((each) => each.one), one);
          careful = CAREFUL_GROUPS;
          return false;
        }
        if (again(error, ++one.undone)) later.push(one);
        else one.reject(error);
        if (hasWayBack) continue;
        return false;
      }
    }
    return true;
  }

  /** Those whose transaction was undone: they run again, before all others, as long as that may help. */
  async function putBack(ones: Waiting[], error: unknown): Promise<void> {
    const most = Math.max(0, ...ones.map((one) => ++one.undone));
    if (!again(error, most)) for (const one of ones) one.reject(error);
    else {
      await backOff(most);
      waiting.unshift(...ones);
    }
  }

  async function group(): Promise<void> {
    const open = await begin();
    careful = Math.max(0, careful - 1);
    const done: { one: Waiting; result: unknown }[] = [];
    const later: Waiting[] = [];
    try {
      const hasAny = await runAll(open.trx, done, later).finally(() => waiting.unshift(...later));
      if (!hasAny) return void (await open.rollback());
      const begin = performance.now();
      await open.commit();
      commitMs = performance.now() - begin;
    } catch (error) {
      await open.rollback().catch(() => undefined);
      await putBack(
        done.map((each) => each.one),
        error,
      );
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
        before?.();
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
        undone: 0,
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
