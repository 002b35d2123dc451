import { Worker } from 'node:worker_threads';
import type SqliteDatabase from 'better-sqlite3';

/** Pages in the log that are not in the file yet: from so many on they are moved. Fewer would be moved more often. */
const MOVED_FROM = 8000;
/** A log of so many pages begins anew as soon as all of them are in the file. */
const RENEWED_FROM = 12_000;
/** Without the thread, or when it falls behind, the writer itself moves pages from here on. */
const AT_THE_LATEST = 32_000;
/** How often the log is looked at. */
const LOOK_MS = 50;

/** Keeps the log of an SQLite file short beside the work. */
export interface Checkpoints {
  /** To be called after commits. */
  committed(): void;
  close(): Promise<void>;
}

/**
 * Has another thread move pages from the log into the file, which takes a tenth of all that posts cost and would hold up
 * everybody until the disk has them: one commit in a hundred takes half as long then. What is durable is the same: a commit is on the disk, in the log, before anybody
 * hears of it. The thread begins when there is something to move, so that who only reads pays nothing for it.
 *
 * @param db the writer's connection
 */
export function openCheckpoints(db: SqliteDatabase.Database): Checkpoints {
  let thread: Worker | undefined;
  let isMoving = false;
  let lookedAt = 0;
  db.pragma(`wal_autocheckpoint = ${AT_THE_LATEST}`);

  function look(): { log: number; checkpointed: number } {
    const [found] = db.pragma('wal_checkpoint(noop)') as { log: number; checkpointed: number }[];
    return found ?? { log: 0, checkpointed: 0 };
  }

  function start(): Worker {
    const made = new Worker(new URL('./checkpointer.ts', import.meta.url), { workerData: db.name });
    made.unref();
    made.on('message', () => {
      isMoving = false;
      // Pages that were written meanwhile are few, and the log begins anew only when they are in the file as well.
      if (db.open && !db.inTransaction && look().log >= RENEWED_FROM) db.pragma('wal_checkpoint(passive)');
    });
    // The writer does it then, as it would without.
    made.on('error', (error) => process.emitWarning(error as Error));
    return made;
  }

  return {
    committed() {
      const now = performance.now();
      if (isMoving || now - lookedAt < LOOK_MS) return;
      lookedAt = now;
      const { log, checkpointed } = look();
      if (log - checkpointed < MOVED_FROM) return;
      thread ??= start();
      isMoving = true;
      thread.postMessage('move');
    },
    async close() {
      await thread?.terminate();
    },
  };
}
