import { sql } from 'kysely';
import type { Trx } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';
import { moveDrift } from './drift.ts';
import { facetsIn, fileFacets, moveFacets } from './facets.ts';
import { type Counted, type StatColumn, type StatDelta, statDelta } from './rules.ts';
import { fileWords, moveWords, wordsIn } from './search.ts';
import type { ReviewRow } from './table.ts';
import { FILED_TOGETHER, type Filing, MOST_UNFILED, unfiledAt } from './unfiled.ts';

/** A later review belongs to the first one: it is no further voice. */
const counted = (row: ReviewRow | null): Counted | null =>
  row?.state === 'shown' && row.later_of === null
    ? { stars: row.stars, withPhoto: row.photo_count > 0, bought: row.bought === 1 }
    : null;

/** Moves the summary, facets, words and drift of a product by the difference between a review before and after. */
export async function recount(trx: Trx, before: ReviewRow | null, after: ReviewRow): Promise<void> {
  const { mall_id: mallId, product } = after;
  // Also one that is restored: what was filed while it was hidden did not count it.
  const appears = after.state === 'shown' && before?.state !== 'shown';
  const filing = await addToStats(trx, mallId, product, statDelta(counted(before), counted(after)), appears);
  await moveWords(trx, before, after, filing);
  await moveFacets(trx, before, after, filing);
  await moveDrift(trx, before, after);
  if (filing && filing.unfiled > MOST_UNFILED) await fileOldest(trx, after);
}

/** Files those of a product's reviews that have waited for the longest. */
async function fileOldest(trx: Trx, { mall_id, product }: ReviewRow): Promise<void> {
  const rows = await unfiledAt(trx, mall_id, product);
  // All of one moment: the moment tells which are filed.
  const until = rows[FILED_TOGETHER - 1]?.created_at ?? 0;
  const due = rows.filter((row) => row.created_at <= until);
  for (const row of due) {
    if (row.later_of !== null) continue;
    const review = { mall_id, product, review_id: row.review_id };
    await fileWords(trx, review, wordsIn(rows, row));
    await fileFacets(trx, review, facetsIn(row));
  }
  await trx
    .updateTable('product_stats')
    .set({ unfiled: rows.length - due.length, ...(until > 0 && { filed_until: until }) })
    .where('mall_id', '=', mall_id)
    .where('product', '=', product)
    .execute();
}

const STATS = [
  'count',
  'stars_1',
  'stars_2',
  'stars_3',
  'stars_4',
  'stars_5',
  'with_photo',
  'bought',
  'unfiled',
] as const satisfies readonly (StatColumn | 'unfiled')[];

/** One statement for every difference: what does not move moves by nothing. */
const moveStats = prepared<[mallId: string, product: string, ...by: number[]], Filing>(
  (db, mallId, product, ...by) => {
    const delta = Object.fromEntries(STATS.map((column, at) => [column, by[at] as number]));
    return db
      .insertInto('product_stats')
      .values({
        mall_id: mallId,
        product,
        filed_until: 0,
        ...(delta as Record<(typeof STATS)[number], number>),
      })
      .onConflict((conflict) =>
        conflict
          .columns(['mall_id', 'product'])
          .doUpdateSet(
            Object.fromEntries(
              STATS.map((column) => [column, sql`product_stats.${sql.ref(column)} + ${delta[column]}`]),
            ),
          ),
      )
      .returning(['unfiled', 'filed_until']);
  },
  STATS.length + 2,
);

/** @returns how far the words of the product's reviews are filed, this one counted when it appears */
async function addToStats(
  trx: Trx,
  mallId: string,
  product: string,
  delta: StatDelta,
  appears: boolean,
): Promise<Filing | undefined> {
  if (Object.keys(delta).length === 0 && !appears) return undefined;
  const by: Partial<Record<(typeof STATS)[number], number>> = { ...delta, unfiled: appears ? 1 : 0 };
  const [filing] = await moveStats(trx, mallId, product, ...STATS.map((column) => by[column] ?? 0));
  return filing;
}
