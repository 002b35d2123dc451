import { setImmediate } from 'node:timers/promises';
import { MINUTE } from '../../base/clock.ts';
import type { Trx } from '../../base/db/database.ts';
import type { Services } from '../../base/services.ts';
import { firstBought } from '../../mall/orders/bought.ts';
import { usedDays } from './later-rules.ts';
import { fileAnew } from './search.ts';
import { change } from './store.ts';
import { WORDS_VERSION } from './words.ts';

/** Reviews in one transaction: few, so that no writer and no reader of this process waits for long. */
const BATCH = 5;
/** What `review_words_done` says when all reviews of a mall are done; else it names the last one that is. */
const ALL = '';

type Filling = Pick<Services, 'database' | 'outbox'>;

/** Registers what brings older reviews up to what this program keeps of each: their words, and how long after buying. */
export function fillJob(services: Filling & Pick<Services, 'jobs'>): void {
  services.jobs.every('reviews.words', 5 * MINUTE, () => fillReviews(services));
}

/** Goes on from where an earlier run was interrupted; a mall that is done costs one row's look. */
export async function fillReviews({ database, outbox }: Filling): Promise<void> {
  const rows = await database.db
    .selectFrom('malls')
    .leftJoin('review_words_done as done', 'done.mall_id', 'malls.mall_id')
    .select(['malls.mall_id', 'done.version', 'done.review_id'])
    .execute();
  for (const { mall_id: mallId, version, review_id } of rows) {
    if (version === WORDS_VERSION && review_id === ALL) continue;
    let last = version === WORDS_VERSION && review_id !== null ? review_id : '';
    do {
      const from: string = last;
      last = await database.write(async (trx) => {
        const done = await fillBatch(trx, mallId, from);
        // What was answered before is kept: searches that found nothing yet, stars that did not drift yet.
        if (done === ALL)
          await outbox.append(trx, { mallId, kind: 'reviews.filled', topic: 'mall', ids: {} });
        return done;
      });
      await setImmediate();
    } while (last !== ALL);
  }
}

/** @returns the last review that is done now, or {@link ALL} */
async function fillBatch(trx: Trx, mallId: string, after: string): Promise<string> {
  const rows = await trx
    .selectFrom('reviews')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('review_id', '>', after)
    .orderBy('review_id')
    .limit(BATCH)
    .execute();
  for (const row of rows) {
    if (row.later_of === null) await fileAnew(trx, mallId, row.review_id);
    if (row.bought === 0 || row.used_days !== null || row.state === 'deleted') continue;
    const days = usedDays(await firstBought(trx, mallId, row.shopper_id, row.product), row.created_at);
    if (days !== null) await change(trx, row, { used_days: days });
  }
  const last = rows.length === BATCH ? rows.at(-1)!.review_id : ALL;
  await trx
    .insertInto('review_words_done')
    .values({ mall_id: mallId, version: WORDS_VERSION, review_id: last })
    .onConflict((conflict) =>
      conflict.column('mall_id').doUpdateSet({ version: WORDS_VERSION, review_id: last }),
    )
    .execute();
  return last;
}
