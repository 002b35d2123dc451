import { sql } from 'kysely';
import type { Trx } from '../../base/db/database.ts';
import { commentEvent } from '../comments/subject.ts';
import { freeClaim } from './claims/claiming.ts';
import { eraseParts } from './parts/erase.ts';
import type { Moving } from './parts/holds.ts';
import { announce, deleteList, type WritingAt } from './store.ts';

/**
 * Erases what a shopper wished, gave and looked after: what they gave is free again, who gave them something is told, and
 * numbers follow. The rows that are theirs alone go by what the tables declare.
 */
export async function eraseWishlists(
  trx: Trx,
  writing: WritingAt & Moving,
  shopperId: string,
): Promise<void> {
  const mallId = writing.mall.id;
  await eraseParts(trx, writing, mallId, shopperId);
  const gifts = await trx
    .selectFrom('wish_claims')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .execute();
  for (const claim of gifts) await freeClaim(trx, writing, claim);
  const lists = await trx
    .selectFrom('wishlists')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .execute();
  for (const list of lists) await deleteList(trx, writing, list);
  await eraseUnder(trx, writing, shopperId);
  await trx
    .updateTable('wish_claims')
    .set({ gone_at: writing.now() })
    .where('mall_id', '=', mallId)
    .where('owner_id', '=', shopperId)
    .where('gone_at', 'is', null)
    .execute();
  const roles = await trx
    .deleteFrom('wishlist_people')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .returning(['mall_id', 'list_id'])
    .execute();
  for (const role of roles) await announce(trx, writing, 'people.changed', role);
}

/** What others wrote under these wishes goes with them: without them it says nothing. */
async function eraseUnder(trx: Trx, writing: WritingAt, shopperId: string): Promise<void> {
  const { outbox, mall } = writing;
  const theirs = trx
    .selectFrom('wishes')
    .select('wish_id')
    .where('mall_id', '=', mall.id)
    .where('shopper_id', '=', shopperId);
  const under = await trx
    .selectFrom('comments')
    .innerJoin('wishes', (join) =>
      join
        .onRef('wishes.mall_id', '=', 'comments.mall_id')
        .onRef('wishes.wish_id', '=', 'comments.subject_id'),
    )
    .select([
      'comments.mall_id',
      'comments.comment_id',
      'comments.subject_kind',
      'comments.subject_id',
      'wishes.list_id',
    ])
    .where('comments.mall_id', '=', mall.id)
    .where(sql<boolean>`comments.subject_kind = 'wish'`)
    .where('wishes.shopper_id', '=', shopperId)
    .execute();
  await trx
    .deleteFrom('comments')
    .where('mall_id', '=', mall.id)
    .where(sql<boolean>`subject_kind = 'wish'`)
    .where('subject_id', 'in', theirs)
    .execute();
  for (const { list_id, ...row } of under)
    await outbox.append(trx, commentEvent('comment.deleted', row, `wishlist:${list_id}`));
  const gone = await trx
    .deleteFrom('wishes')
    .where('mall_id', '=', mall.id)
    .where('shopper_id', '=', shopperId)
    .returning(['mall_id', 'list_id', 'wish_id'])
    .execute();
  // Whatever hangs on one, a report of its note, ends with it.
  for (const wish of gone) await announce(trx, writing, 'wish.deleted', wish);
}
