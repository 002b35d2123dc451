import type { Trx } from '../../../base/db/database.ts';

/** A shopper leaves: nobody knows any more that it was they who bought. What the authors have stays theirs. */
export async function eraseBuyer(trx: Trx, mallId: string, shopperId: string): Promise<void> {
  await trx
    .updateTable('story_sales')
    .set({ buyer_id: null })
    .where('mall_id', '=', mallId)
    .where('buyer_id', '=', shopperId)
    .execute();
}
