import type { Reader } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';
import { findProduct } from '../../mall/products/store.ts';
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
  mallId: string,
  product: string,
  shopperId: string,
  options: Record<string, string>,
  before: Record<string, string> = {},
): Promise<Record<string, string>> {
  if (Object.keys(options).length === 0) return options;
  const stated = statedOptions(await findProduct(db, mallId, product));
  if (stated.length === 0) return options;
  const lines = await ordered(db, mallId, shopperId, product);
  return keptOptions(options, stated, [before, ...lines.map((line) => JSON.parse(line.options))]);
}
