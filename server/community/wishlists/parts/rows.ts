import type { Reader, Trx } from '../../../base/db/database.ts';
import type { WishClubRow, WishPartRow } from '../table.ts';

/** Rows in one statement: few enough for what either database takes as parameters. */
const CHUNK = 200;

type OfMall = Pick<WishPartRow, 'mall_id'>;

/** The parts of one wish, oldest first. */
export function partsOn(db: Reader, mallId: string, wishId: string): Promise<WishPartRow[]> {
  return db
    .selectFrom('wish_parts')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('wish_id', '=', wishId)
    .orderBy('at')
    .orderBy('part_id')
    .execute();
}

/** Those that are held for what somebody wishes, on whichever of their lists. */
export function heldFor(
  db: Reader,
  mallId: string,
  ownerId: string,
  product: string,
): Promise<WishPartRow[]> {
  return db
    .selectFrom('wish_parts')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('owner_id', '=', ownerId)
    .where('product', '=', product)
    .where('state', '=', 'held')
    .orderBy('part_id')
    .execute();
}

/** How many parts of a giver are held. */
export async function countHeld(db: Reader, mallId: string, giverId: string): Promise<number> {
  const { count } = await db
    .selectFrom('wish_parts')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', giverId)
    .where('state', '=', 'held')
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The club that collects for what somebody wishes. */
export function runningClub(
  db: Reader,
  mallId: string,
  ownerId: string,
  product: string,
): Promise<WishClubRow | undefined> {
  return db
    .selectFrom('wish_clubs')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('owner_id', '=', ownerId)
    .where('product', '=', product)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}

export async function setPart(
  trx: Trx,
  part: OfMall & Pick<WishPartRow, 'part_id'>,
  set: Partial<WishPartRow>,
): Promise<void> {
  await trx
    .updateTable('wish_parts')
    .set(set)
    .where('mall_id', '=', part.mall_id)
    .where('part_id', '=', part.part_id)
    .execute();
}

export async function deleteParts(
  trx: Trx,
  mallId: string,
  parts: readonly Pick<WishPartRow, 'part_id'>[],
): Promise<void> {
  for (let at = 0; at < parts.length; at += CHUNK)
    await trx
      .deleteFrom('wish_parts')
      .where('mall_id', '=', mallId)
      .where(
        'part_id',
        'in',
        parts.slice(at, at + CHUNK).map((part) => part.part_id),
      )
      .execute();
}

/** Of these holds, what each still holds; one that has ended by itself is absent. */
export async function restOf(
  db: Reader,
  mallId: string,
  parts: readonly Pick<WishPartRow, 'hold_id'>[],
): Promise<Map<string, number>> {
  const rest = new Map<string, number>();
  for (let at = 0; at < parts.length; at += CHUNK) {
    const rows = await db
      .selectFrom('pendings')
      .select(['transfer_id', 'rest'])
      .where('mall_id', '=', mallId)
      .where(
        'transfer_id',
        'in',
        parts.slice(at, at + CHUNK).map((part) => part.hold_id),
      )
      .where('rest', '>', 0)
      .execute();
    for (const row of rows) rest.set(row.transfer_id, row.rest);
  }
  return rest;
}
