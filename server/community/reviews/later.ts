import type { Reader, Trx } from '../../base/db/database.ts';
import { preparedList } from '../../base/db/prepared.ts';
import { Problem } from '../../base/http/problem.ts';
import { ordersOf } from '../../mall/orders/bought.ts';
import type { LaterKind } from './contract.ts';
import { kindsToAdd } from './later-rules.ts';
import type { ReviewRow } from './table.ts';

const laterOf = preparedList<[mallId: string], ReviewRow>((db, firstIds, mallId) =>
  db
    .selectFrom('reviews')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('later_of', 'in', firstIds)
    .where('state', '=', 'shown')
    .orderBy('created_at')
    .orderBy('review_id'),
);

/** The shown later reviews of some first ones, oldest first. */
export const laterRows = (db: Reader, mallId: string, firstIds: readonly string[]): Promise<ReviewRow[]> =>
  laterOf(db, firstIds, mallId);

/** The ids of an event about a review: of a later one also the first, where it is seen. */
export const idsOf = (row: Pick<ReviewRow, 'review_id' | 'later_of'>) => ({
  review: row.review_id,
  ...(row.later_of !== null && { first: row.later_of }),
});

/** A review with all that hangs on it, which comes first: they go together. */
export async function withLater(db: Reader, row: ReviewRow): Promise<ReviewRow[]> {
  if (row.later_of !== null) return [row];
  const later = await db
    .selectFrom('reviews')
    .selectAll()
    .where('mall_id', '=', row.mall_id)
    .where('later_of', '=', row.review_id)
    .where('state', '!=', 'deleted')
    .execute();
  return [...later, row];
}

/** False of a later review whose first one is not shown: nobody sees it then, whatever its own state. */
export async function isFirstShown(db: Reader, row: ReviewRow): Promise<boolean> {
  if (row.later_of === null) return true;
  const first = await db
    .selectFrom('reviews')
    .select('state')
    .where('mall_id', '=', row.mall_id)
    .where('review_id', '=', row.later_of)
    .executeTakeFirst();
  return first?.state === 'shown';
}

/** The kinds of later review that a shopper may add to their first one now. */
export async function mayAdd(db: Reader, first: ReviewRow, now: number): Promise<LaterKind[]> {
  if (first.state !== 'shown') return [];
  const { mall_id: mallId, product, shopper_id: shopperId } = first;
  const added = await db
    .selectFrom('reviews')
    .select('later_kind')
    .where('mall_id', '=', mallId)
    .where('later_of', '=', first.review_id)
    .where('state', '!=', 'deleted')
    .execute();
  return kindsToAdd({
    now,
    firstAt: first.created_at,
    orders: await ordersOf(db, mallId, shopperId, product),
    added: added.map((row) => row.later_kind as LaterKind),
  });
}

/**
 * Makes sure that a later review may be added.
 *
 * @param first the shopper's first review of the product
 * @throws Problem that says why not
 */
export async function refuseTooEarly(
  trx: Trx,
  first: ReviewRow | undefined,
  kind: LaterKind,
  now: number,
): Promise<ReviewRow> {
  if (!first) throw new Problem('later-without-first');
  if (first.state !== 'shown') throw new Problem('gone');
  if ((await mayAdd(trx, first, now)).includes(kind)) return first;
  const known = (await withLater(trx, first)).some((row) => row.later_kind === kind);
  if (known && kind !== 'again') throw new Problem('already-reviewed');
  throw new Problem('later-too-soon', { detail: `Not a review of kind ${kind} yet: see mayAdd.` });
}
