import type { Reader, Trx } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';
import type { Outbox } from '../../base/live/outbox.ts';
import type { Mall } from '../malls/rules.ts';
import { Availability, type Product, type PublicProduct } from './contract.ts';
import { areFewLeft, isChanged, keptSeenUrl, type ProductFacts, productUrl, toFacts } from './rules.ts';
import type { ProductRow } from './table.ts';

/** Rows in one statement: few enough for what either database takes as parameters. */
const CHUNK = 200;

const byKey = prepared<[mallId: string, product: string], ProductRow>((db, mallId, product) =>
  db.selectFrom('products').selectAll().where('mall_id', '=', mallId).where('product', '=', product),
);

export async function findProduct(
  db: Reader,
  mallId: string,
  product: string,
): Promise<ProductRow | undefined> {
  return (await byKey(db, mallId, product))[0];
}

/** Those of the products that are known, by key. */
export async function findProducts(
  db: Reader,
  mallId: string,
  products: readonly string[],
): Promise<Map<string, ProductRow>> {
  const found = new Map<string, ProductRow>();
  for (let at = 0; at < products.length; at += CHUNK) {
    const rows = await db
      .selectFrom('products')
      .selectAll()
      .where('mall_id', '=', mallId)
      .where('product', 'in', products.slice(at, at + CHUNK))
      .execute();
    for (const row of rows) found.set(row.product, row);
  }
  return found;
}

/**
 * A first signed write about a product: its key is kept, and the page's address where that is the mall's own. Name, price
 * and picture wait for the mall to state them.
 *
 * @returns the product as it was known before. It nearly always was: to look costs a fifth of trying to add it
 */
export async function ensureSeen(
  trx: Trx,
  mall: Pick<Mall, 'id' | 'origins'>,
  product: string,
  seenUrl: string | undefined,
  now: number,
): Promise<ProductRow | undefined> {
  const known = await findProduct(trx, mall.id, product);
  if (!known) await addSeen(trx, mall.id, product, keptSeenUrl(seenUrl, mall.origins), now);
  return known;
}

const addSeen = prepared<[mallId: string, product: string, url: string | null, now: number], unknown>(
  (db, mallId, product, url, now) =>
    db
      .insertInto('products')
      .values({
        mall_id: mallId,
        product,
        confirmed: 0,
        name: null,
        url,
        image: null,
        price: null,
        currency: null,
        availability: null,
        stock: null,
        options: '[]',
        category: null,
        changed_at: now,
      })
      .onConflict((conflict) => conflict.columns(['mall_id', 'product']).doNothing()),
);

/**
 * Takes what the mall states; of a product named twice the last statement counts. Only what says something new is
 * written and told of.
 *
 * @returns how many products were stated, and the keys of those that changed
 */
export async function stateProducts(
  trx: Trx,
  outbox: Outbox,
  mallId: string,
  products: readonly Product[],
  now: number,
): Promise<{ stated: number; changed: string[] }> {
  const stated = new Map<string, ProductFacts>(products.map((one) => [one.product, toFacts(one)]));
  const known = await findProducts(trx, mallId, [...stated.keys()]);
  const changed = [...stated.values()].filter((facts) => isChanged(known.get(facts.product), facts));
  for (let at = 0; at < changed.length; at += CHUNK) {
    await trx
      .insertInto('products')
      .values(changed.slice(at, at + CHUNK).map((facts) => ({ ...facts, mall_id: mallId, changed_at: now })))
      .onConflict((conflict) =>
        conflict.columns(['mall_id', 'product']).doUpdateSet((eb) => ({
          confirmed: eb.ref('excluded.confirmed'),
          name: eb.ref('excluded.name'),
          url: eb.ref('excluded.url'),
          image: eb.ref('excluded.image'),
          price: eb.ref('excluded.price'),
          currency: eb.ref('excluded.currency'),
          availability: eb.ref('excluded.availability'),
          stock: eb.ref('excluded.stock'),
          options: eb.ref('excluded.options'),
          category: eb.ref('excluded.category'),
          // It names the statement: two within a millisecond are two.
          changed_at: eb
            .case()
            .when('excluded.changed_at', '>', eb.ref('products.changed_at'))
            .then(eb.ref('excluded.changed_at'))
            .else(eb('products.changed_at', '+', 1))
            .end(),
        })),
      )
      .execute();
  }
  for (const { product } of changed)
    await outbox.append(trx, {
      mallId,
      kind: 'product.changed',
      topic: `product:${product}`,
      ids: { product },
    });
  return { stated: stated.size, changed: changed.map((facts) => facts.product) };
}

/** What pages may know of a product. A price without a currency is in the mall's. */
export function publicProduct(row: ProductRow, mall: Pick<Mall, 'origins' | 'settings'>): PublicProduct {
  const availability = Availability.safeParse(row.availability);
  return {
    product: row.product,
    confirmed: row.confirmed === 1,
    name: row.name,
    url: productUrl(mall, row),
    image: row.image,
    price: row.price,
    currency: row.price === null ? row.currency : (row.currency ?? mall.settings.currency),
    availability: availability.success ? availability.data : null,
    fewLeft: areFewLeft(row, mall.settings),
    options: JSON.parse(row.options),
    category: row.category,
  };
}
