import { newId } from '../../server/base/ids.ts';
import type { Services } from '../../server/base/services.ts';

/** Rows in one statement. */
const CHUNK = 500;

/**
 * Many who wait for the price of `bulk-0`, `bulk-1`, ... to fall from 1000 (all of them agreed to advertising in the
 * inbox), written as they would be had each of them asked.
 *
 * @param size so many products, and the shoppers who wait for each of them
 */
export async function fillAlerts(
  { database, now }: Pick<Services, 'database' | 'now'>,
  mallId: string,
  { products, each }: { products: number; each: number },
) {
  const at = now();
  const shoppers = Array.from({ length: each }, newId);
  const names = Array.from({ length: products }, (_, n) => `bulk-${n}`);
  async function fill<Row>(rows: readonly Row[], table: 'products' | 'shoppers' | 'consents' | 'alerts') {
    for (let from = 0; from < rows.length; from += CHUNK)
      await database.write((trx) =>
        trx
          .insertInto(table)
          .values(rows.slice(from, from + CHUNK) as never)
          .execute(),
      );
  }
  await fill(
    names.map((product) => ({
      mall_id: mallId,
      product,
      confirmed: 1,
      name: '상품',
      url: null,
      image: null,
      price: 1000,
      currency: null,
      availability: 'in_stock',
      stock: null,
      options: '[]',
      category: null,
      changed_at: at - 1,
    })),
    'products',
  );
  await fill(
    shoppers.map((shopper_id) => ({
      mall_id: mallId,
      shopper_id,
      kind: 'member',
      outside_id: shopper_id,
      name: null,
      handle: null,
      handle_key: null,
      created_at: at,
      joined_at: at,
      tokens_from: 0,
      merged_into: null,
      erased_at: null,
      level: 0,
      listed: 1,
    })),
    'shoppers',
  );
  await fill(
    shoppers.map((shopper_id) => ({
      mall_id: mallId,
      shopper_id,
      purpose: 'advertising',
      channel: 'inbox',
      given: 1,
      at,
      told_at: at,
      checked_at: at,
    })),
    'consents',
  );
  for (const product of names)
    await fill(
      shoppers.map((shopper_id) => ({
        mall_id: mallId,
        product,
        shopper_id,
        price_drop: 1,
        below: null,
        restock: 0,
        few_left: 0,
        mail: 0,
        last_price: 1000,
        last_currency: 'KRW',
        last_available: 1,
        last_few: 0,
        created_at: at,
      })),
      'alerts',
    );
  return { shoppers, products: names };
}
