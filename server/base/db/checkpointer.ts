// The thread of `checkpoints.ts`: moves pages from the log into the file whenever it is told to.
import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteFile } from './sqlite.ts';

const port = parentPort;
const db = openSqliteFile(workerData as string, 'writer');
// Pages go from one file to the other, past any cache.
db.pragma('cache_size = 0');

port?.on('message', () => {
  // Passive: waits for nobody and lets nobody wait. Who reads or writes meanwhile goes on.
  db.pragma('wal_checkpoint(passive)');
  port.postMessage('done');
});
