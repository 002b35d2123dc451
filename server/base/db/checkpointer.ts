/** The thread of checkpoints.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import SqliteDatabase from 'better-sqlite3';

const db = new SqliteDatabase(workerData as string, { fileMustExist: true });
db.pragma('synchronous = FULL');
// Pages go by and do not come again.
db.pragma('cache_size = -100');
const bringIn = db.prepare<[], { log: number }>('pragma wal_checkpoint(passive)');
const look = db.prepare<[], { log: number }>('pragma wal_checkpoint(noop)');

/**
 * Only when it ends before the next commit does SQLite flush the file: else whoever brings in the rest would flush all of
 * this, while everybody waits. What was written meanwhile is less each time, so that one of these ends in time.
 */
const ROUNDS = 5;

parentPort?.on('message', (message: 'bring in' | 'end') => {
  if (message === 'end') {
    db.close();
    parentPort?.close();
    return;
  }
  try {
    for (let round = 0; round < ROUNDS; round++) if (bringIn.get()?.log === look.get()?.log) break;
    parentPort?.postMessage(true);
  } catch {
    parentPort?.postMessage(false);
  }
});
