import { Worker } from 'node:worker_threads';
import type SqliteDatabase from 'better-sqlite3';

/** The log is brought in when it holds so many pages: what is written twice meanwhile is brought in once. */
export const PAGES = 4000;
/** When nobody has done it by then, SQLite does it within a commit, while everybody waits. */
export const PAGES_AT_MOST = 16_000;

const HELPER = new URL('./checkpointer.ts', import.meta.url);

/**
 * Brings what the log of writes holds into the file of the database, on a thread of its own: it takes tens of milliseconds,
 * in which else nobody would be answered. The thread starts when there is work for it for the first time.
 *
 * @param db the writer's connection
 */
export function openCheckpoints(db: SqliteDatabase.Database, helperAt: URL = HELPER) {
  const look = db.prepare<[], { log: number; checkpointed: number }>('pragma wal_checkpoint(noop)');
  let helper: Worker | undefined;
  let state: 'idle' | 'asked' | 'done' | 'lost' = 'idle';
  let settle: () => void = () => {};
  let settled = Promise.resolve();
  /** Pages that the log had when it was brought in last. Once all of it is, the next writer begins it anew. */
  let from = 0;

  function to(next: typeof state): void {
    state = next;
    settle();
  }

  function start(): Worker {
    const worker = new Worker(helperAt, { workerData: db.name });
    worker.unref();
    // What failed is the disk's, of which writers hear by themselves; what the log holds is safe there.
    worker.on('message', (isDone: boolean) => to(isDone ? 'done' : 'idle'));
    worker.on('error', (error) => process.emitWarning(error));
    worker.on('exit', () => to('lost'));
    return worker;
  }

  return {
    /** To be called before each transaction, while there is none. */
    tend(): void {
      if (state === 'asked' || state === 'lost') return;
      const { log = 0, checkpointed = 0 } = look.get() ?? {};
      if (log < from) from = 0;
      if (state === 'done') {
        state = 'idle';
        if (from === 0 || checkpointed === log) return;
        from = log;
        try {
          // The little that was written meanwhile; or the log would never be in the file as a whole, nor begin anew.
          db.pragma('wal_checkpoint(passive)');
        } catch {
          // As above.
        }
        return;
      }
      if (log - from < PAGES) return;
      from = log;
      state = 'asked';
      settled = new Promise((resolve) => {
        settle = resolve;
      });
      helper ??= start();
      helper.postMessage('bring in');
    },
    /** Resolves once the thread does nothing. */
    settled: (): Promise<void> => settled,
    async close(): Promise<void> {
      if (!helper || state === 'lost') return;
      const exit = new Promise((resolve) => helper?.once('exit', resolve));
      // Nothing else may keep the process until then.
      helper.ref();
      helper.postMessage('end');
      await exit;
    },
  };
}
