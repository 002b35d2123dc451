import { sql } from 'kysely';
import type { Reader, Trx } from '../../base/db/database.ts';
import { GAP, placeBetween } from './rules.ts';
import type { WishlistRow, WishRow } from './table.ts';

type List = Pick<WishlistRow, 'mall_id' | 'list_id'>;
type Place = Pick<WishRow, 'place' | 'wish_id'>;

/** Every wish that has a row keeps its place, also one that was taken off: it comes back to where it was. */
const placesOf = (db: Reader, list: List) =>
  db
    .selectFrom('wishes')
    .select(['place', 'wish_id'])
    .where('mall_id', '=', list.mall_id)
    .where('list_id', '=', list.list_id)
    .orderBy('place')
    .orderBy('wish_id')
    .limit(1);

/** A place in front of all others. */
export async function firstPlace(db: Reader, list: List): Promise<number> {
  const first = await placesOf(db, list).executeTakeFirst();
  return placeBetween(undefined, first?.place) ?? 0;
}

/**
 * Puts a wish behind another one of its list, or first.
 *
 * @param after null: first
 */
export async function placeWish(trx: Trx, wish: WishRow, after: WishRow | null): Promise<void> {
  const place = (await placeBehind(trx, wish, after)) ?? (await numberAnew(trx, wish, after));
  await setPlace(trx, wish, place);
}

async function placeBehind(trx: Trx, wish: WishRow, after: Place | null): Promise<number | undefined> {
  let behind = placesOf(trx, wish).where('wish_id', '!=', wish.wish_id);
  if (after) behind = behind.where(sql<boolean>`(place, wish_id) > (${after.place}, ${after.wish_id})`);
  const next = await behind.executeTakeFirst();
  return placeBetween(after?.place, next?.place);
}

/** Gives every wish of the list a place with room around it, in the order as it is. */
async function numberAnew(trx: Trx, wish: WishRow, after: WishRow | null): Promise<number> {
  const { mall_id: mallId, list_id: listId } = wish;
  const numbered = trx
    .selectFrom('wishes as w')
    .select(['w.wish_id', sql<number>`row_number() over (order by w.place, w.wish_id)`.as('nth')])
    .where('w.mall_id', '=', mallId)
    .where('w.list_id', '=', listId)
    .as('numbered');
  await trx
    .updateTable('wishes')
    .from(numbered)
    .set({ place: sql<number>`numbered.nth * ${sql.lit(GAP)}` })
    .where('wishes.mall_id', '=', mallId)
    .whereRef('wishes.wish_id', '=', 'numbered.wish_id')
    .execute();
  const moved =
    after &&
    (await trx
      .selectFrom('wishes')
      .select(['place', 'wish_id'])
      .where('mall_id', '=', mallId)
      .where('wish_id', '=', after.wish_id)
      .executeTakeFirstOrThrow());
  // There is room now between any two.
  return (await placeBehind(trx, wish, moved)) ?? 0;
}

async function setPlace(trx: Trx, wish: WishRow, place: number): Promise<void> {
  await trx
    .updateTable('wishes')
    .set({ place })
    .where('mall_id', '=', wish.mall_id)
    .where('wish_id', '=', wish.wish_id)
    .execute();
}
