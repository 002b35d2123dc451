import type { Reader, Trx } from '../../../base/db/database.ts';
import { Problem } from '../../../base/http/problem.ts';
import { newId } from '../../../base/ids.ts';
import type { Services } from '../../../base/services.ts';
import type { Mall } from '../../../mall/malls/rules.ts';
import { findProduct } from '../../../mall/products/store.ts';
import { findShopper } from '../../../mall/shoppers/store.ts';
import type { Access, Asking } from '../access.ts';
import { announceClaim, isCoOwned, linkBrought } from '../claims/claiming.ts';
import { liveClaim } from '../claims/rows.ts';
import { dayIn, mayClaim } from '../rules.ts';
import { TOGETHER, type WishClaimRow, type WishlistRow, type WishRow } from '../table.ts';
import { change, give, handOver, hold, letGo, type Moving, makeWay } from './holds.ts';
import { countHeld, partsOn, runningClub, setPart } from './rows.ts';
import { dueOf, hindranceOf, isOver, latestDay, needOf, sumOf } from './rules.ts';

type Seen = Access & { wish: WishRow };

/**
 * Whether somebody may give a part of a wish, or start a club for it.
 *
 * @throws Problem own-thing for owner and co-owners, before anything is looked up that would take longer where there is
 * something to find
 */
export async function refuseOwn(db: Reader, { wish, role }: Seen, shopperId: string): Promise<void> {
  if (mayClaim({ shopperId, role }, undefined) === 'own-thing') throw new Problem('own-thing');
  if (await isCoOwned(db, wish, shopperId)) throw new Problem('own-thing');
}

/** What a wish takes now, in points. */
export async function needOfWish(
  db: Reader,
  mall: Pick<Mall, 'id' | 'settings'>,
  wish: Pick<WishRow, 'product' | 'quantity'>,
): Promise<number | undefined> {
  return needOf(await findProduct(db, mall.id, wish.product), wish.quantity, mall.settings.currency);
}

/** Whether somebody gives it whole, or a club collects for it. */
export async function isTaken(
  db: Reader,
  { mall_id: mallId, shopper_id: ownerId, product }: Pick<WishRow, 'mall_id' | 'shopper_id' | 'product'>,
): Promise<boolean> {
  if (await liveClaim(db, mallId, ownerId, product)) return true;
  return (await runningClub(db, mallId, ownerId, product)) !== undefined;
}

/** A guest has no wallet that points could come into. */
export const canReceive = async (
  db: Reader,
  wish: Pick<WishRow, 'mall_id' | 'shopper_id'>,
): Promise<boolean> => (await findShopper(db, wish.mall_id, wish.shopper_id))?.kind === 'member';

/**
 * Somebody sets points aside for a wish, or changes how many. When all parts are the price they are given at once.
 *
 * @throws Problem own-thing, already-taken, not-now, more-than-needed, points-short, quota-full
 */
export async function putPart(
  trx: Trx,
  services: Moving & Pick<Services, 'secrets'>,
  mall: Mall,
  access: Seen,
  asking: Asking,
  giver: { shopperId: string; amount: number; named: boolean },
): Promise<void> {
  const { wish, list } = access;
  const { shopperId, amount } = giver;
  await refuseOwn(trx, access, shopperId);
  const now = services.now();
  const rows = await partsOn(trx, mall.id, wish.wish_id);
  const over = rows.filter((part) => isOver(part, now));
  await letGo(trx, services, mall.id, over, 'time');
  const all = rows.filter((part) => !over.includes(part));
  const mine = all.find((part) => part.shopper_id === shopperId);
  const named = giver.named ? 1 : 0;
  const link = linkBrought(services.secrets, access, asking);
  const promisedOn = latestDay([mine?.promised_on ?? null, list.claims_hidden_until]);
  const said = {
    named,
    list_id: list.list_id,
    promised_on: promisedOn,
    ...(link !== null && { link_version: link }),
  };
  // Asked once more after it was given: the answer to the first time may have been lost.
  if (mine && mine.state !== 'held') {
    if (mine.amount === amount) return;
    throw new Problem('already-taken');
  }
  const others = all.filter((part) => part !== mine && part.state === 'held');
  const why = hindranceOf({
    amount,
    need: await needOfWish(trx, mall, wish),
    others,
    isTaken: await isTaken(trx, wish),
    canReceive: await canReceive(trx, wish),
    isNew: mine === undefined,
    theirs: await countHeld(trx, mall.id, shopperId),
  });
  if (why) throw new Problem(why);
  const dueAt = dueOf(now, mall.settings.timeZone, list.occasion_on);
  if (!mine) {
    const row = {
      mall_id: mall.id,
      part_id: newId(),
      wish_id: wish.wish_id,
      owner_id: wish.shopper_id,
      product: wish.product,
      shopper_id: shopperId,
      amount,
      state: 'held' as const,
      hold_no: 1,
      deliver_on: null,
      at: now,
      due_at: dueAt,
      link_version: null,
      ...said,
    };
    const holdId = await hold(trx, services, row);
    await trx
      .insertInto('wish_parts')
      .values({ ...row, hold_id: holdId })
      .execute();
  } else {
    if (amount !== mine.amount)
      await change(trx, services, { ...mine, shopper_id: shopperId }, { amount, dueAt });
    await setPart(trx, mine, said);
  }
  if (mine?.amount !== amount || mine.named !== named) await announceClaim(trx, services, wish);
  await completeIf(trx, services, mall, wish, list);
}

/** Gives a wish whose parts are its price. @returns whether they were */
export async function completeIf(
  trx: Trx,
  services: Moving,
  mall: Pick<Mall, 'id' | 'settings'>,
  wish: WishRow,
  list: Pick<WishlistRow, 'claims_hidden_until'>,
): Promise<boolean> {
  const need = await needOfWish(trx, mall, wish);
  const held = (await partsOn(trx, mall.id, wish.wish_id)).filter((part) => part.state === 'held');
  if (need === undefined || held.length === 0 || sumOf(held) !== need) return false;
  const day = latestDay([list.claims_hidden_until, ...held.map((part) => part.promised_on)]);
  const given = await give(trx, services, mall.id, held, day);
  await claimTogether(trx, services, wish);
  // What somebody had set aside for the same thing on another list is not needed any more.
  await makeWay(trx, services, wish);
  if (day === null || day <= dayIn(mall.settings.timeZone, services.now()))
    await handOver(trx, services, mall.id, wish.shopper_id, given);
  return true;
}

/**
 * The wish is given by several together: cleared on all lists, as by one claim. Where somebody gives it already, nothing
 * changes.
 */
export async function claimTogether(
  trx: Trx,
  services: Pick<Services, 'outbox' | 'now'>,
  wish: Pick<WishRow, 'mall_id' | 'wish_id' | 'list_id' | 'shopper_id' | 'product'>,
): Promise<void> {
  const row: WishClaimRow = {
    mall_id: wish.mall_id,
    claim_id: newId(),
    owner_id: wish.shopper_id,
    product: wish.product,
    wish_id: wish.wish_id,
    list_id: wish.list_id,
    shopper_id: TOGETHER,
    named: 0,
    claimed_at: services.now(),
    changed_at: null,
    link_version: null,
    shown_from: null,
    gone_at: null,
  };
  await trx
    .insertInto('wish_claims')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['mall_id', 'owner_id', 'product']).where('gone_at', 'is', null).doNothing(),
    )
    .execute();
  await announceClaim(trx, services, row);
}

/** Somebody takes their part back. @returns false when there was none that is held */
export async function dropPart(
  trx: Trx,
  services: Moving,
  mallId: string,
  wishId: string,
  giverId: string,
): Promise<boolean> {
  const mine = await trx
    .selectFrom('wish_parts')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('wish_id', '=', wishId)
    .where('shopper_id', '=', giverId)
    .where('state', '=', 'held')
    .executeTakeFirst();
  if (!mine) return false;
  await letGo(trx, services, mallId, [mine], 'mine');
  await announceClaim(trx, services, mine);
  return true;
}
