import type { Reader } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';
import type { ProductRow } from '../../mall/products/table.ts';
import { keptOptions, type StatedOption } from './rules.ts';

/** The options that the mall stated for a product; none for one that it has not stated. */
export const statedOptions = (row: ProductRow | undefined): StatedOption[] =>
  row?.confirmed === 1 ? JSON.parse(row.options) : [];

const ordered = prepared<[mallId: string, shopperId: string, product: string], { options: string }>(
  (db, mallId, shopperId, product) =>
    db
      .selectFrom('order_lines')
      .select('options')
      .where('mall_id', '=', mallId)
      .where('shopper_id', '=', shopperId)
      .where('product', '=', product),
);

/**
 * What of the options goes with a review: where the mall stated any for the product, those, those of the shopper's own
 * orders, and those that the review had already.
 */
export async function keepOptions(
  db: Reader,
  product: ProductRow | undefined,
  shopperId: string,
  options: Record<string, string>,
  before: Record<string, string> = {},
): Promise<Record<string, string>> {
  const count = Object.keys(options).length;
  const stated = count > 0 ? statedOptions(product) : [];
  if (!product || stated.length === 0) return options;
  const kept = keptOptions(options, stated, [before]);
  // Most choose from what the page offers: their orders are looked at only for what it does not.
  if (Object.keys(kept).length === count) return kept;
  const lines = await ordered(db, product.mall_id, shopperId, product.product);
  return keptOptions(options, stated, [before, ...lines.map((line) => JSON.parse(line.options))]);
}
