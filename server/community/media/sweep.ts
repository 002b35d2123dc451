import { HOUR } from '../../base/clock.ts';
import type { Services } from '../../base/services.ts';
import { listMalls } from '../../mall/malls/store.ts';
import { removeFiles } from './remove.ts';
import { deletePhotos, findByFile, overdue } from './store.ts';
import { forgetOld } from './uploads.ts';

export { removeFiles } from './remove.ts';

/** Rows per transaction, so that a sweep keeps no writer waiting. */
const BATCH = 100;

/** Removes photos that waited for their text for a day, those taken off it, and uploads that were left. */
export async function sweepWaiting(services: Pick<Services, 'database' | 'jobs' | 'now'>): Promise<void> {
  const { database } = services;
  for (const { id: mallId } of await listMalls(database.db)) {
    for (let found = BATCH; found === BATCH; ) {
      found = await database.write(async (trx) => {
        // Found and deleted in one transaction: one that is attached meanwhile is not overdue any more.
        const ids = await overdue(trx, mallId, services.now(), BATCH);
        await removeFiles(services, trx, mallId, await deletePhotos(trx, mallId, ids), services.now());
        return ids.length;
      });
    }
    for (let found = BATCH; found === BATCH; )
      found = await database.write((trx) => forgetOld(services, trx, mallId, BATCH));
  }
}

/** Registers what happens to photos later. */
export function mediaJobs(services: Pick<Services, 'database' | 'jobs' | 'files' | 'now'>): void {
  const { database, files, jobs } = services;
  jobs.every('sweep-photos', HOUR, () => sweepWaiting(services));
  jobs.on('remove-files', async (payload, { mallId }) => {
    for (const file of (payload as { files: string[] }).files)
      if (!(await findByFile(database.db, mallId, file))) await files.remove(file);
  });
}
