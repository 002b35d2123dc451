import { sql } from 'kysely';
import type { Reader, Trx } from '../../../base/db/database.ts';
import { Problem } from '../../../base/http/problem.ts';
import type { Mall } from '../../../mall/malls/rules.ts';
import { dayAlone } from '../rules.ts';
import { ensureBlog } from '../store.ts';
import { keyIn, type Page, pageOf } from '../stories/lists.ts';
import type { ShownPurchaseRow } from '../table.ts';

type At = Pick<Mall, 'id' | 'settings'>;

export interface Bought {
  product: string;
  /** When the last order was placed of which something was kept. */
  at: number;
}

/** What a member bought and kept, by product. */
const kept = (db: Reader, mallId: string, memberId: string) =>
  db
    .selectFrom('order_lines as line')
    .innerJoin('orders', (join) =>
      join.onRef('orders.mall_id', '=', 'line.mall_id').onRef('orders.order_id', '=', 'line.order_id'),
    )
    .select(['line.product', sql<number>`max(orders.placed_at)`.as('at')])
    .where('line.mall_id', '=', mallId)
    .where('line.shopper_id', '=', memberId)
    .where((eb) => eb('line.quantity', '>', eb.ref('line.refunded')))
    .groupBy('line.product');

/** When somebody ordered what they kept of a product last; undefined when nothing of it is left. */
export async function boughtLast(
  db: Reader,
  mallId: string,
  memberId: string,
  product: string,
): Promise<number | undefined> {
  return (await kept(db, mallId, memberId).where('line.product', '=', product).executeTakeFirst())?.at;
}

/** All that a member bought and kept, bought last first. */
export async function boughtBy(
  db: Reader,
  mallId: string,
  memberId: string,
  cursor: string | undefined,
  limit: number,
): Promise<Page<Bought>> {
  const [at, product] = keyIn(cursor);
  const last = sql<number>`max(orders.placed_at)`;
  const found = await kept(db, mallId, memberId)
    .having((eb) => eb.or([eb(last, '<', at), eb.and([eb(last, '=', at), eb('line.product', '<', product)])]))
    .orderBy(last, 'desc')
    .orderBy('line.product', 'desc')
    .limit(limit + 1)
    .execute();
  return pageOf(found, limit, (row) => [row.at, row.product]);
}

/** Those of these products that a member shows. */
export async function shownOf(
  db: Reader,
  mallId: string,
  memberId: string,
  products: readonly string[],
): Promise<Set<string>> {
  if (products.length === 0) return new Set();
  const rows = await db
    .selectFrom('shown_purchases')
    .select('product')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', memberId)
    .where('product', 'in', products)
    .execute();
  return new Set(rows.map((row) => row.product));
}

/**
 * What others may see of it: shown by its buyer, kept by them still, and stated by the mall. An order that came back a
 * moment ago takes its line along before its row here goes.
 */
const seen = (db: Reader, mallId: string, memberId: string) =>
  db
    .selectFrom('shown_purchases as shown')
    .innerJoin('products', (join) =>
      join.onRef('products.mall_id', '=', 'shown.mall_id').onRef('products.product', '=', 'shown.product'),
    )
    .selectAll('shown')
    .where('shown.mall_id', '=', mallId)
    .where('shown.shopper_id', '=', memberId)
    .where('products.confirmed', '=', 1)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('order_lines as line')
          .select('line.line_id')
          .where('line.mall_id', '=', mallId)
          .where('line.shopper_id', '=', memberId)
          .whereRef('line.product', '=', 'shown.product')
          .where((of) => of('line.quantity', '>', of.ref('line.refunded'))),
      ),
    )
    .orderBy('shown.bought_at', 'desc')
    .orderBy('shown.product', 'desc');

export async function seenPurchases(
  db: Reader,
  mallId: string,
  memberId: string,
  cursor: string | undefined,
  limit: number,
): Promise<Page<ShownPurchaseRow>> {
  const [at, product] = keyIn(cursor);
  let query = seen(db, mallId, memberId);
  if (cursor !== undefined)
    query = query.where(sql<boolean>`(shown.bought_at, shown.product) < (${at}, ${product})`);
  const found = await query.limit(limit + 1).execute();
  return pageOf(found, limit, (row) => [row.bought_at, row.product]);
}

/** The newest ones of each of some members, in one question. */
export async function newestPurchases(
  db: Reader,
  mallId: string,
  memberIds: readonly string[],
  limit: number,
): Promise<Map<string, ShownPurchaseRow[]>> {
  const newest = new Map<string, ShownPurchaseRow[]>();
  const [one, ...others] = memberIds.map((memberId) =>
    db.selectFrom(seen(db, mallId, memberId).limit(limit).as('newest')).selectAll(),
  );
  if (!one) return newest;
  const rows = await others.reduce((all, next) => all.unionAll(next), one).execute();
  const before = (a: string, b: string) => (a === b ? 0 : a < b ? 1 : -1);
  rows.sort((a, b) => b.bought_at - a.bought_at || before(a.product, b.product));
  for (const row of rows) newest.set(row.shopper_id, [...(newest.get(row.shopper_id) ?? []), row]);
  return newest;
}

/**
 * Shows that a member bought something, or no longer.
 *
 * @param product null: all that they have bought so far, or all that they show
 * @returns how many are shown then, and whether that made a difference
 * @throws Problem not-found for a product that they did not buy, or sent back
 */
export async function setShown(
  trx: Trx,
  mall: At,
  memberId: string,
  { product, shown }: { product: string | null; shown: boolean },
  now: number,
): Promise<{ shown: number; changed: boolean }> {
  const blog = await ensureBlog(trx, mall.id, memberId, now);
  const changes = shown
    ? await add(trx, mall, memberId, product, now)
    : -(await drop(trx, mall.id, memberId, product));
  if (changes !== 0) await count(trx, mall.id, memberId, changes);
  return { shown: blog.purchase_count + changes, changed: changes !== 0 };
}

async function add(
  trx: Trx,
  { id: mallId, settings }: At,
  memberId: string,
  product: string | null,
  now: number,
): Promise<number> {
  let query = kept(trx, mallId, memberId);
  if (product !== null) query = query.where('line.product', '=', product);
  const bought = await query.execute();
  if (product !== null && bought.length === 0) throw new Problem('not-found');
  let added = 0;
  for (let at = 0; at < bought.length; at += CHUNK) {
    const rows = bought.slice(at, at + CHUNK).map((one) => ({
      mall_id: mallId,
      shopper_id: memberId,
      product: one.product,
      bought_at: dayAlone(settings.timeZone, one.at),
      shown_at: now,
    }));
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('shown_purchases')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['mall_id', 'shopper_id', 'product']).doNothing())
      .executeTakeFirst();
    added += Number(numInsertedOrUpdatedRows ?? 0);
  }
  return added;
}
/** Rows in one statement: few enough for what either database takes as parameters. */
const CHUNK = 200;

async function drop(trx: Trx, mallId: string, memberId: string, product: string | null): Promise<number> {
  let query = trx
    .deleteFrom('shown_purchases')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', memberId);
  if (product !== null) query = query.where('product', '=', product);
  return Number((await query.executeTakeFirst()).numDeletedRows);
}

const count = (trx: Trx, mallId: string, memberId: string, by: number) =>
  trx
    .updateTable('blogs')
    .set((eb) => ({ purchase_count: eb('purchase_count', '+', by) }))
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', memberId)
    .execute();

/**
 * An order of a product came, grew or went back: what is shown of it follows. Nothing is shown by that.
 *
 * @returns whether others see something else now
 */
export async function followOrder(
  trx: Trx,
  { id: mallId, settings }: At,
  memberId: string,
  product: string,
): Promise<boolean> {
  const row = await trx
    .selectFrom('shown_purchases')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', memberId)
    .where('product', '=', product)
    .executeTakeFirst();
  if (!row) return false;
  const at = await boughtLast(trx, mallId, memberId, product);
  if (at === undefined) {
    await count(trx, mallId, memberId, -(await drop(trx, mallId, memberId, product)));
    return true;
  }
  const day = dayAlone(settings.timeZone, at);
  if (day === row.bought_at) return false;
  await trx
    .updateTable('shown_purchases')
    .set({ bought_at: day })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', memberId)
    .where('product', '=', product)
    .execute();
  return true;
}
