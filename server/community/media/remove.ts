import type { Trx } from '../../base/db/database.ts';
import type { Services } from '../../base/services.ts';

/**
 * Lets files go, when the transaction commits and not before. Also said of files that are about to be written, for a
 * later time: one whose row never came is removed then, and one that has its row stays.
 */
export async function removeFiles(
  services: Pick<Services, 'jobs'>,
  trx: Trx,
  mallId: string,
  files: readonly string[],
  runAt: number,
): Promise<void> {
  if (files.length > 0)
    await services.jobs.add(trx, { mallId, kind: 'remove-files', payload: { files }, runAt });
}
