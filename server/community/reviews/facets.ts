import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { sql } from 'kysely';
import type { Trx } from '../../base/db/database.ts';
import { preparedList } from '../../base/db/prepared.ts';
import type { Tables } from '../../base/db/tables.ts';
import { facetsOf } from './rules.ts';
import type { ReviewRow } from './table.ts';
import { type Filing, filingOf, isFiled, type Unfiled } from './unfiled.ts';

/** Two options may come to the same facet (`a:b` and `a b`): it counts once. */
export const facetsIn = (row: Pick<ReviewRow, 'options' | 'attributes'>): string[] => [
  ...new Set(facetsOf(JSON.parse(row.options), JSON.parse(row.attributes))),
];

/** What a review is counted under. */
function countedFacets(row: ReviewRow | null): string[] {
  if (!row || row.state === 'deleted') return [];
  if (row.state === 'hidden') return [`hidden:${row.hide_reason}`];
  return row.later_of === null ? facetsIn(row) : [];
}

/** The condition that a review has the facet: it is filed under it, or among those that are not filed yet. */
export function hasFacet(
  eb: ExpressionBuilder<Tables, 'reviews'>,
  mallId: string,
  product: string,
  facet: string,
  unfiled: readonly Unfiled[],
): Expression<SqlBool> {
  const filed = eb.exists(
    eb
      .selectFrom('review_facets')
      .select(sql<number>`1`.as('one'))
      .where('review_facets.mall_id', '=', mallId)
      .where('review_facets.product', '=', product)
      .where('review_facets.facet', '=', facet)
      .whereRef('review_facets.review_id', '=', 'reviews.review_id'),
  );
  const also = unfiled.filter((row) => row.later_of === null && facetsIn(row).includes(facet));
  if (also.length === 0) return filed;
  const ids = also.map((row) => row.review_id);
  return eb.or([filed, eb('reviews.review_id', 'in', ids)]);
}

/**
 * Moves the facets of a review, and how often each is named, by the difference between before and after.
 *
 * @param filing how far the product's reviews are filed, when that was asked
 */
export async function moveFacets(
  trx: Trx,
  before: ReviewRow | null,
  after: ReviewRow,
  filing: Filing | undefined,
): Promise<void> {
  const { mall_id: mallId, product } = after;
  const old = countedFacets(before);
  const fresh = countedFacets(after);
  const gone = old.filter((facet) => !fresh.includes(facet));
  const come = fresh.filter((facet) => !old.includes(facet));
  if (gone.length > 0) await takeFacets(trx, after, gone);
  if (come.length === 0) return;
  await countFacets(trx, come, mallId, product, 1);
  // Why something is hidden is counted, but no filter leads to it.
  const found = come.filter((facet) => !facet.startsWith('hidden:'));
  if (found.length > 0 && isFiled(after, filing ?? (await filingOf(trx, after))))
    await fileFacets(trx, after, found);
}

/** Files a review under facets. */
export async function fileFacets(
  trx: Trx,
  { mall_id, product, review_id }: Pick<ReviewRow, 'mall_id' | 'product' | 'review_id'>,
  facets: readonly string[],
): Promise<void> {
  if (facets.length > 0) await insertFacets(trx, facets, mall_id, product, review_id);
}

async function takeFacets(trx: Trx, row: ReviewRow, facets: readonly string[]): Promise<void> {
  const { mall_id: mallId, product, review_id: reviewId } = row;
  await trx
    .deleteFrom('review_facets')
    .where('mall_id', '=', mallId)
    .where('product', '=', product)
    .where('facet', 'in', facets)
    .where('review_id', '=', reviewId)
    .execute();
  await countFacets(trx, facets, mallId, product, -1);
  // What nobody names any more is forgotten: an option is somebody's own words.
  await trx
    .deleteFrom('product_facet_stats')
    .where('mall_id', '=', mallId)
    .where('product', '=', product)
    .where('facet', 'in', facets)
    .where('count', '<=', 0)
    .execute();
}

const insertFacets = preparedList<[mallId: string, product: string, reviewId: string], unknown>(
  (db, facets, mall_id, product, review_id) =>
    db
      .insertInto('review_facets')
      .values(facets.map((facet) => ({ mall_id, product, facet, review_id })))
      .onConflict((conflict) => conflict.doNothing()),
);

const countFacets = preparedList<[mallId: string, product: string, by: number], unknown>(
  (db, facets, mall_id, product, by) =>
    db
      .insertInto('product_facet_stats')
      .values(facets.map((facet) => ({ mall_id, product, facet, count: by })))
      .onConflict((conflict) =>
        conflict
          .columns(['mall_id', 'product', 'facet'])
          .doUpdateSet({ count: sql<number>`product_facet_stats.count + excluded.count` }),
      ),
);
