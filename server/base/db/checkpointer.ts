/** The thread of checkpoints.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import SqliteDatabase from 'better-sqlite3';

const db = new SqliteDatabase(workerData as string, { fileMustExist: true });
db.pragma('synchronous = FULL');
// Pages go by and do not come again.
db.pragma('cache_size = -100');
const bringIn = db.prepare('pragma wal_checkpoint(passive)');

parentPort?.on('message', (message: 'bring in' | 'end') => {
  if (message === 'end') {
    db.close();
    parentPort?.close();
    return;
  }
  try {
    bringIn.get();
    parentPort?.postMessage(true);
  } catch {
    parentPort?.postMessage(false);
  }
});
