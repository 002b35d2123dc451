import { sql } from 'kysely';
import { dayIn } from '../../../base/days.ts';
import type { Trx } from '../../../base/db/database.ts';
import { Problem } from '../../../base/http/problem.ts';
import type { Mall } from '../../../mall/malls/rules.ts';
import { findProduct } from '../../../mall/products/store.ts';
import { authorsOf, formerAuthor } from '../../../mall/shoppers/authors.ts';
import { insertClub } from '../../clubs/clubs.ts';
import { type WritingTools, writingOf } from '../../clubs/store.ts';
import { PostClub } from '../../clubs/writing/contract.ts';
import type { Access } from '../access.ts';
import { announceClaim } from '../claims/claiming.ts';
import { makeWay } from '../parts/holds.ts';
import { canReceive, claimTogether, isTaken, needOfWish, refuseOwn } from '../parts/store.ts';
import { TOGETHER, type WishClubRow, type WishRow } from '../table.ts';
import { meaningOf, nameOf, occasionOf, secretUntilOf } from './rules.ts';

/** What a club is called where the product has no name that the mall has stated. */
const UNNAMED = { ko: '찜 선물', en: 'A gift' };

/**
 * Somebody who may give starts a club for a wish: its price is the goal, its wisher the person, and they see nothing of
 * it. From now on nobody else gives it, whole or in parts: whoever wants to takes part.
 *
 * @returns the club's id
 * @throws Problem own-thing, already-taken, not-now, day-fixed, quota-full
 */
export async function startClub(
  trx: Trx,
  tools: WritingTools,
  mall: Mall,
  access: Access & { wish: WishRow },
  starterId: string,
  said: { endsOn: string; name?: string | undefined },
): Promise<string> {
  const { wish, list } = access;
  await refuseOwn(trx, access, starterId);
  if (await isTaken(trx, wish)) throw new Problem('already-taken');
  const goal = await needOfWish(trx, mall, wish);
  if (goal === undefined || !(await canReceive(trx, wish))) throw new Problem('not-now');
  const { locale, timeZone } = mall.settings;
  const writing = writingOf(tools, mall);
  const product = await findProduct(trx, mall.id, wish.product);
  const owners = await authorsOf(trx, mall.id, [wish.shopper_id], locale);
  const days = {
    listDay: list.claims_hidden_until,
    occasionOn: list.occasion_on,
    endsOn: said.endsOn,
  };
  const body = PostClub.parse({
    name: said.name ?? nameOf(product?.name ?? null, UNNAMED[locale]),
    occasion: occasionOf(list.occasion),
    goal,
    endsOn: said.endsOn,
    personName: (owners.get(wish.shopper_id) ?? formerAuthor(wish.shopper_id, locale)).name,
    secretUntil: secretUntilOf(days, dayIn(timeZone, writing.now())),
  });
  const club = await insertClub(trx, writing, starterId, body, {
    personId: wish.shopper_id,
    product: wish.product,
    wishId: wish.wish_id,
  });
  const row: WishClubRow = {
    mall_id: mall.id,
    club_id: club.club_id,
    owner_id: wish.shopper_id,
    product: wish.product,
    wish_id: wish.wish_id,
    list_id: list.list_id,
    at: writing.now(),
    ended_at: null,
  };
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('wish_clubs')
    .values(row)
    // Two at the same moment: the first one's club is there now.
    .onConflict((conflict) =>
      conflict.columns(['mall_id', 'owner_id', 'product']).where('ended_at', 'is', null).doNothing(),
    )
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) throw new Problem('already-taken');
  await makeWay(trx, writing, wish);
  await announceClaim(trx, writing, wish);
  return club.club_id;
}

/** Something happened to a club: what it means to the wish it was started for. Asked again it changes nothing. */
export async function followClub(
  trx: Trx,
  services: Pick<WritingTools, 'outbox' | 'now'>,
  mallId: string,
  clubId: string,
): Promise<void> {
  const link = await trx
    .selectFrom('wish_clubs')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('club_id', '=', clubId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (!link) return;
  const club = await trx
    .selectFrom('clubs')
    .select(['state', 'settles_as'])
    .where('mall_id', '=', mallId)
    .where('club_id', '=', clubId)
    .executeTakeFirst();
  const meaning = club ? meaningOf({ state: club.state, settlesAs: club.settles_as }) : 'free';
  const wish = { ...link, shopper_id: link.owner_id };
  if (meaning === 'given') await clear(trx, services, wish);
  else await unclear(trx, services, wish);
  // What was paid out is given for good: the claim says so from now on.
  if (meaning !== 'free' && club?.state !== 'paid-out') return;
  await trx
    .updateTable('wish_clubs')
    .set({ ended_at: services.now() })
    .where('mall_id', '=', mallId)
    .where('club_id', '=', clubId)
    .execute();
  await announceClaim(trx, services, wish);
}

type Cleared = Pick<WishRow, 'mall_id' | 'wish_id' | 'list_id' | 'shopper_id' | 'product'>;

/** One claim clears the wish on all lists, where it still stands on one. */
async function clear(trx: Trx, services: Pick<WritingTools, 'outbox' | 'now'>, wish: Cleared): Promise<void> {
  const standing = await trx
    .selectFrom('wishes')
    .select(['wish_id', 'list_id'])
    .where('mall_id', '=', wish.mall_id)
    .where('shopper_id', '=', wish.shopper_id)
    .where('product', '=', wish.product)
    // The one it was started on before all others.
    .orderBy(sql`case when wish_id = ${wish.wish_id} then 0 else 1 end`)
    .orderBy('wish_id')
    .limit(1)
    .executeTakeFirst();
  const known = await together(trx, wish);
  if (standing && !known) await claimTogether(trx, services, { ...wish, ...standing });
}

/** The goal is not reached any more: what was cleared is not. */
async function unclear(
  trx: Trx,
  services: Pick<WritingTools, 'outbox' | 'now'>,
  wish: Cleared,
): Promise<void> {
  const claim = await together(trx, wish);
  if (!claim) return;
  await trx
    .deleteFrom('wish_claims')
    .where('mall_id', '=', wish.mall_id)
    .where('claim_id', '=', claim.claim_id)
    .execute();
  await announceClaim(trx, services, claim);
}

const together = (trx: Trx, wish: Cleared) =>
  trx
    .selectFrom('wish_claims')
    .selectAll()
    .where('mall_id', '=', wish.mall_id)
    .where('owner_id', '=', wish.shopper_id)
    .where('product', '=', wish.product)
    .where('shopper_id', '=', TOGETHER)
    .where('gone_at', 'is', null)
    .executeTakeFirst();
