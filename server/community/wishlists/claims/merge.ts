import type { Trx } from '../../../base/db/database.ts';
import { notifyAll } from '../../inbox/store.ts';
import type { Writing } from '../store.ts';
import { TOGETHER, type WishClaimRow } from '../table.ts';
import { freeClaim } from './claiming.ts';
import { Live } from './givers.ts';

/**
 * What a guest gives the member gives from now on; on what has become one's own there is no claim, and it is free again.
 *
 * @returns how many live claims are the member's now
 */
export async function moveGifts(
  trx: Trx,
  writing: Writing,
  guestId: string,
  memberId: string,
): Promise<number> {
  const mallId = writing.mall.id;
  const both = [guestId, memberId];
  const own = await trx
    .selectFrom('wish_claims')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('owner_id', 'in', both)
    .where('shopper_id', 'in', both)
    .execute();
  for (const claim of own) await freeClaim(trx, writing, claim);
  const moved = await trx
    .updateTable('wish_claims')
    .set({ shopper_id: memberId })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', guestId)
    .returning('gone_at')
    .execute();
  return moved.filter((row) => row.gone_at === null).length;
}

/**
 * Two givers who gave one product to the guest and to the member gave it to one person: the earlier one gives it, the
 * later one is told. The person learns nothing of either.
 */
export async function laterClaimsEnd(
  trx: Trx,
  writing: Writing,
  guestId: string,
  memberId: string,
): Promise<void> {
  const mallId = writing.mall.id;
  const live = (ownerId: string) =>
    trx
      .selectFrom('wish_claims')
      .selectAll()
      .where('mall_id', '=', mallId)
      .where('owner_id', '=', ownerId)
      .where('gone_at', 'is', null)
      .orderBy('product')
      .execute();
  const members = new Map((await live(memberId)).map((claim) => [claim.product, claim]));
  const told: WishClaimRow[] = [];
  for (const guests of await live(guestId)) {
    const other = members.get(guests.product);
    if (!other) continue;
    const [first, later] = isEarlier(guests, other) ? [guests, other] : [other, guests];
    // Who gave it to both gives it once.
    if (first.shopper_id === later.shopper_id) await drop(trx, later);
    else {
      await end(trx, later, writing.now());
      told.push(later);
    }
  }
  await trx
    .updateTable('wish_claims')
    .set({ owner_id: memberId })
    .where('mall_id', '=', mallId)
    .where('owner_id', '=', guestId)
    .execute();
  const heard = new Live(await countCommon(trx, mallId, guestId, memberId));
  await notifyAll(
    trx,
    writing,
    mallId,
    told.map((claim) => ({
      shopperId: claim.shopper_id,
      kind: 'claimed-wish-gone' as const,
      onceKey: `claim:${claim.claim_id}:merged`,
      product: claim.product,
      live: heard.isFor(claim.shopper_id),
    })),
  );
  await heard.fill(trx, writing, mallId);
}

/** What several have given together has left their wallets: it is never the later one. */
const isEarlier = (one: WishClaimRow, other: WishClaimRow): boolean =>
  other.shopper_id !== TOGETHER && (one.shopper_id === TOGETHER || isOlder(one, other));

const isOlder = (one: WishClaimRow, other: WishClaimRow): boolean =>
  one.claimed_at < other.claimed_at || (one.claimed_at === other.claimed_at && one.claim_id < other.claim_id);

const drop = (trx: Trx, claim: WishClaimRow) =>
  trx
    .deleteFrom('wish_claims')
    .where('mall_id', '=', claim.mall_id)
    .where('claim_id', '=', claim.claim_id)
    .execute();

const end = (trx: Trx, claim: WishClaimRow, now: number) =>
  trx
    .updateTable('wish_claims')
    .set({ gone_at: now })
    .where('mall_id', '=', claim.mall_id)
    .where('claim_id', '=', claim.claim_id)
    .execute();

/** Products that both wish, also those that were taken off. */
async function countCommon(trx: Trx, mallId: string, one: string, other: string): Promise<number> {
  const { count } = await trx
    .selectFrom('wishes')
    .select((eb) => eb.fn.count<number>('product').distinct().as('count'))
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', one)
    .where('product', 'in', (eb) =>
      eb.selectFrom('wishes').select('product').where('mall_id', '=', mallId).where('shopper_id', '=', other),
    )
    .executeTakeFirstOrThrow();
  return Number(count);
}
