import { sql } from 'kysely';
import type { Reader, Trx } from '../../../base/db/database.ts';
import { prepared } from '../../../base/db/prepared.ts';
import type { Services } from '../../../base/services.ts';
import { toldCount } from '../rules.ts';
import type { ProductWishesRow, WishlistRow } from '../table.ts';
import type { Heart } from './contract.ts';

type Telling = Pick<Services, 'outbox'>;

/** Rows in one statement: few enough for what either database takes as parameters. */
const CHUNK = 200;

const kindOf = prepared<[mallId: string, shopperId: string], { kind: 'guest' | 'member' }>(
  (db, mallId, shopperId) =>
    db
      .selectFrom('shoppers')
      .select('kind')
      .where('mall_id', '=', mallId)
      .where('shopper_id', '=', shopperId),
);
/** Guests cost nothing to make: only members are counted. */
const isCounted = async (db: Reader, mallId: string, shopperId: string): Promise<boolean> =>
  (await kindOf(db, mallId, shopperId))[0]?.kind === 'member';

/** Those of the products (left out: of all) that a shopper has on a list which others may see. */
async function shownProducts(
  db: Reader,
  mallId: string,
  shopperId: string,
  products: readonly string[] | undefined,
): Promise<Set<string>> {
  const shown = new Set<string>();
  const rows = db
    .selectFrom('wishes')
    .innerJoin('wishlists', (join) =>
      join
        .onRef('wishlists.mall_id', '=', 'wishes.mall_id')
        .onRef('wishlists.list_id', '=', 'wishes.list_id'),
    )
    .select('wishes.product')
    .distinct()
    .where('wishes.mall_id', '=', mallId)
    .where('wishes.shopper_id', '=', shopperId)
    .where('wishes.state', '!=', 'removed')
    .where('wishlists.visibility', '!=', 'private');
  if (!products) for (const row of await rows.execute()) shown.add(row.product);
  else
    for (let at = 0; at < products.length; at += CHUNK)
      for (const row of await rows.where('wishes.product', 'in', products.slice(at, at + CHUNK)).execute())
        shown.add(row.product);
  return shown;
}

/**
 * Does something to a shopper's wishes of some products, and moves the numbers of these products by what came of it.
 *
 * @param products left out: of all that they wish
 */
export async function movingHearts<Result>(
  trx: Trx,
  telling: Telling,
  { mallId, shopperId, products }: { mallId: string; shopperId: string; products?: readonly string[] },
  change: () => Promise<Result>,
): Promise<Result> {
  if (!(await isCounted(trx, mallId, shopperId))) return change();
  const before = await shownProducts(trx, mallId, shopperId, products);
  const result = await change();
  const after = await shownProducts(trx, mallId, shopperId, products);
  await moveHearts(
    trx,
    telling,
    mallId,
    [...before].filter((one) => !after.has(one)),
    -1,
  );
  await moveHearts(
    trx,
    telling,
    mallId,
    [...after].filter((one) => !before.has(one)),
    1,
  );
  return result;
}

/** Moves the numbers of some products, each once. */
async function moveHearts(
  trx: Trx,
  telling: Telling,
  mallId: string,
  products: readonly string[],
  by: 1 | -1,
): Promise<void> {
  // In one order for everybody, so that no two transactions wait for each other in a ring.
  const keys = [...products].sort();
  for (let at = 0; at < keys.length; at += CHUNK) {
    const chunk = keys.slice(at, at + CHUNK);
    const moved =
      by === 1
        ? await trx
            .insertInto('product_wishes')
            .values(chunk.map((product) => ({ mall_id: mallId, product, members: 1 })))
            .onConflict((conflict) => conflict.columns(['mall_id', 'product']).doUpdateSet(ONE_MORE))
            .returning(['product', 'members'])
            .execute()
        : await trx
            .updateTable('product_wishes')
            .set((eb) => ({ members: eb('members', '-', 1) }))
            .where('mall_id', '=', mallId)
            .where('product', 'in', chunk)
            .returning(['product', 'members'])
            .execute();
    await tell(trx, telling, mallId, moved, by);
  }
}

const ONE_MORE = { members: sql<number>`product_wishes.members + 1` };

/**
 * A whole list begins or ceases to be seen by others: its products move by one each, but for those that its owner has on
 * another list which others may see.
 */
export async function moveListHearts(
  trx: Trx,
  telling: Telling,
  list: Pick<WishlistRow, 'mall_id' | 'list_id' | 'shopper_id'>,
  by: 1 | -1,
): Promise<void> {
  const { mall_id: mallId, list_id: listId, shopper_id: shopperId } = list;
  if (!(await isCounted(trx, mallId, shopperId))) return;
  const only = trx
    .selectFrom('wishes')
    .where('wishes.mall_id', '=', mallId)
    .where('wishes.list_id', '=', listId)
    .where('wishes.state', '!=', 'removed')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('wishes as other')
            .innerJoin('wishlists', (join) =>
              join
                .onRef('wishlists.mall_id', '=', 'other.mall_id')
                .onRef('wishlists.list_id', '=', 'other.list_id'),
            )
            .select(sql<number>`1`.as('one'))
            .where('other.mall_id', '=', mallId)
            .where('other.shopper_id', '=', shopperId)
            .whereRef('other.product', '=', 'wishes.product')
            .where('other.list_id', '!=', listId)
            .where('other.state', '!=', 'removed')
            .where('wishlists.visibility', '!=', 'private'),
        ),
      ),
    );
  const moved =
    by === 1
      ? await trx
          .insertInto('product_wishes')
          .columns(['mall_id', 'product', 'members'])
          .expression(only.select(['wishes.mall_id', 'wishes.product', sql<number>`1`.as('members')]))
          .onConflict((conflict) => conflict.columns(['mall_id', 'product']).doUpdateSet(ONE_MORE))
          .returning(['product', 'members'])
          .execute()
      : await trx
          .updateTable('product_wishes')
          .set((eb) => ({ members: eb('members', '-', 1) }))
          .where('mall_id', '=', mallId)
          .where('product', 'in', only.select('wishes.product'))
          .returning(['product', 'members'])
          .execute();
  await tell(trx, telling, mallId, moved, by);
}

/** Only a number that is shown and changed is told of. */
async function tell(
  trx: Trx,
  { outbox }: Telling,
  mallId: string,
  moved: readonly Pick<ProductWishesRow, 'product' | 'members'>[],
  by: 1 | -1,
): Promise<void> {
  for (const { product, members } of moved)
    if (toldCount(members) !== toldCount(members - by))
      await outbox.append(trx, {
        mallId,
        kind: 'heart.changed',
        topic: `product:${product}`,
        ids: { product },
      });
}

/** The hearts of some products, in their order. */
export async function heartsOf(
  db: Reader,
  mallId: string,
  products: readonly string[],
  shopperId: string | undefined,
): Promise<Heart[]> {
  const rows = await db
    .selectFrom('product_wishes')
    .select(['product', 'members'])
    .where('mall_id', '=', mallId)
    .where('product', 'in', products)
    .execute();
  const members = new Map(rows.map((row) => [row.product, row.members]));
  const mine = new Set<string>();
  if (shopperId !== undefined)
    for (const row of await db
      .selectFrom('wishes')
      .select('product')
      .where('mall_id', '=', mallId)
      .where('shopper_id', '=', shopperId)
      .where('product', 'in', products)
      .where('state', '!=', 'removed')
      .execute())
      mine.add(row.product);
  return products.map((product) => ({
    product,
    count: toldCount(members.get(product) ?? 0),
    mine: mine.has(product),
  }));
}
