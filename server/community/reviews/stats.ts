import { sql } from 'kysely';
import type { Trx } from '../../base/db/database.ts';
import { moveDrift } from './drift.ts';
import { type Counted, facetsOf, type StatDelta, statDelta } from './rules.ts';
import { moveWords } from './search.ts';
import type { ReviewRow } from './table.ts';

/** A later review belongs to the first one: it is no further voice. */
const counted = (row: ReviewRow | null): Counted | null =>
  row?.state === 'shown' && row.later_of === null
    ? { stars: row.stars, withPhoto: row.photo_count > 0, bought: row.bought === 1 }
    : null;

function facetRows(row: ReviewRow | null): string[] {
  if (!row || row.state === 'deleted') return [];
  if (row.state === 'hidden') return [`hidden:${row.hide_reason}`];
  if (row.later_of !== null) return [];
  // Two options may come to the same facet (`a:b` and `a b`): it counts once.
  return [...new Set(facetsOf(JSON.parse(row.options), JSON.parse(row.attributes)))];
}

/** Moves the summary, facets, words and drift of a product by the difference between a review before and after. */
export async function recount(trx: Trx, before: ReviewRow | null, after: ReviewRow): Promise<void> {
  const { mall_id: mallId, product, review_id: reviewId } = after;
  await addToStats(trx, mallId, product, statDelta(counted(before), counted(after)));
  await moveWords(trx, before, after);
  await moveDrift(trx, before, after);
  const old = facetRows(before);
  const fresh = facetRows(after);
  const gone = old.filter((facet) => !fresh.includes(facet));
  const come = fresh.filter((facet) => !old.includes(facet));
  for (const facet of gone) {
    await trx
      .deleteFrom('review_facets')
      .where('mall_id', '=', mallId)
      .where('product', '=', product)
      .where('facet', '=', facet)
      .where('review_id', '=', reviewId)
      .execute();
    await addToFacet(trx, mallId, product, facet, -1);
  }
  for (const facet of come) {
    // Why something is hidden is counted, but no filter leads to it.
    if (!facet.startsWith('hidden:'))
      await trx
        .insertInto('review_facets')
        .values({ mall_id: mallId, product, facet, review_id: reviewId })
        .execute();
    await addToFacet(trx, mallId, product, facet, 1);
  }
}

async function addToStats(trx: Trx, mallId: string, product: string, delta: StatDelta): Promise<void> {
  const columns = Object.keys(delta) as (keyof StatDelta)[];
  if (columns.length === 0) return;
  const none = {
    count: 0,
    stars_1: 0,
    stars_2: 0,
    stars_3: 0,
    stars_4: 0,
    stars_5: 0,
    with_photo: 0,
    bought: 0,
  };
  await trx
    .insertInto('product_stats')
    .values({ mall_id: mallId, product, ...none, ...delta })
    .onConflict((conflict) =>
      conflict
        .columns(['mall_id', 'product'])
        .doUpdateSet(
          Object.fromEntries(
            columns.map((column) => [column, sql`product_stats.${sql.ref(column)} + ${delta[column]}`]),
          ),
        ),
    )
    .execute();
}

async function addToFacet(
  trx: Trx,
  mallId: string,
  product: string,
  facet: string,
  by: number,
): Promise<void> {
  await trx
    .insertInto('product_facet_stats')
    .values({ mall_id: mallId, product, facet, count: by })
    .onConflict((conflict) =>
      conflict
        .columns(['mall_id', 'product', 'facet'])
        .doUpdateSet({ count: sql<number>`product_facet_stats.count + ${by}` }),
    )
    .execute();
  // What nobody names any more is forgotten: an option is somebody's own words.
  if (by < 0)
    await trx
      .deleteFrom('product_facet_stats')
      .where('mall_id', '=', mallId)
      .where('product', '=', product)
      .where('facet', '=', facet)
      .where('count', '<=', 0)
      .execute();
}
