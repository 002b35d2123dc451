import type { Reader } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';
import type { ProductStatsRow, ReviewRow } from './table.ts';

/*
 * The words and facets of one review lie all over their indexes, a page each; those of many reviews share pages. So those
 * of a product's new reviews are filed only when there are more than so many, and then many of them together, the oldest
 * first. Until then they are few enough to be looked through by whoever searches or filters, and a post writes none.
 */
export const MOST_UNFILED = 128;
export const FILED_TOGETHER = 64;

/** How far the reviews of a product are filed. */
export type Filing = Pick<ProductStatsRow, 'unfiled' | 'filed_until'>;

/** The moment tells, so that one that was on its way when younger ones were filed is filed as it comes. */
export const isFiled = (row: Pick<ReviewRow, 'created_at'>, filing: Pick<Filing, 'filed_until'>): boolean =>
  row.created_at <= filing.filed_until;

const filingAt = prepared<[mallId: string, product: string], Filing>((db, mallId, product) =>
  db
    .selectFrom('product_stats')
    .select(['unfiled', 'filed_until'])
    .where('mall_id', '=', mallId)
    .where('product', '=', product),
);

export async function filingOf(
  db: Reader,
  { mall_id, product }: Pick<ReviewRow, 'mall_id' | 'product'>,
): Promise<Filing> {
  return (await filingAt(db, mall_id, product))[0] ?? { unfiled: 0, filed_until: 0 };
}

/** A review that is not filed yet, or a later one, which is younger than its first. */
export type Unfiled = Pick<
  ReviewRow,
  'review_id' | 'later_of' | 'title' | 'text' | 'options' | 'attributes' | 'created_at'
>;

/** Those of a product, oldest first. */
export const unfiledAt = prepared<[mallId: string, product: string], Unfiled>((db, mallId, product) =>
  db
    .selectFrom('reviews')
    .select(['review_id', 'later_of', 'title', 'text', 'options', 'attributes', 'created_at'])
    .where('mall_id', '=', mallId)
    .where('product', '=', product)
    .where('state', '=', 'shown')
    .where('created_at', '>', (eb) =>
      eb
        .selectFrom('product_stats')
        .select('filed_until')
        .where('product_stats.mall_id', '=', mallId)
        .where('product_stats.product', '=', product),
    )
    .orderBy('created_at')
    .orderBy('review_id'),
);
