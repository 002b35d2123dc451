import type { Reader } from '../../../base/db/database.ts';
import { photosOf } from '../../media/store.ts';
import type { ReviewRow } from '../../reviews/table.ts';
import { beginning } from '../rules.ts';
import type { Viewing } from '../viewing.ts';
import type { PurchaseReview } from './contract.ts';

/** Own reviews of some products, by the product: the first one of each, when it is shown. */
export async function ownReviews(
  view: Pick<Viewing, 'db' | 'mall' | 'publicUrl'>,
  memberId: string,
  products: readonly string[],
): Promise<Map<string, PurchaseReview>> {
  if (products.length === 0) return new Map();
  const rows = await view.db
    .selectFrom('reviews')
    .selectAll()
    .where('mall_id', '=', view.mall.id)
    .where('shopper_id', '=', memberId)
    .where('product', 'in', [...new Set(products)])
    .where('ordinal', '=', 1)
    .where('state', '=', 'shown')
    .where('later_of', 'is', null)
    .execute();
  const views = await toReviews(view, rows);
  return new Map(rows.map((row, at) => [row.product, views[at] as PurchaseReview]));
}

/** A review of somebody, when it is their own and others see it. */
export async function ownReview(
  db: Reader,
  mallId: string,
  memberId: string,
  reviewId: string,
): Promise<ReviewRow | undefined> {
  const row = await db
    .selectFrom('reviews')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('review_id', '=', reviewId)
    .executeTakeFirst();
  return row?.shopper_id === memberId && row.state === 'shown' ? row : undefined;
}

export async function toReviews(
  { db, mall, publicUrl }: Pick<Viewing, 'db' | 'mall' | 'publicUrl'>,
  rows: readonly ReviewRow[],
): Promise<PurchaseReview[]> {
  const ids = rows.filter((row) => row.photo_count > 0).map((row) => row.review_id);
  const photos = await photosOf(db, mall.id, 'review', ids, publicUrl);
  return rows.map((row) => ({
    id: row.review_id,
    stars: row.stars,
    text: beginning(row.text),
    disclosure: row.disclosure,
    photo: photos.get(row.review_id)?.[0] ?? null,
  }));
}
