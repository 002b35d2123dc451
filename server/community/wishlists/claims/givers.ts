import { HOUR } from '../../../base/clock.ts';
import type { Trx } from '../../../base/db/database.ts';
import { newId } from '../../../base/ids.ts';
import { notifyAll, type Telling } from '../../inbox/store.ts';
import { TOGETHER, type WishClaimRow } from '../table.ts';
import { claimsOn, type Wished } from './rows.ts';

/**
 * What befell some wishes: `changed`; `gone`, off the list; `closed`, no longer to be seen by those who do not look after
 * the list.
 */
export type Befallen = 'changed' | 'gone' | 'closed';

/** Rows in one statement. */
const CHUNK = 200;
/** Open pages that are told of one act at most; those of all others find it when they look next. */
export const MOST_LIVE = 50;

/**
 * Tells those who give something what befell the wish, and marks their claims as changed. Whoever wishes learns nothing
 * of it: the positions of the mall's events, which everybody reads, move alike whether anything is claimed or not.
 *
 * @param only of all claims these
 */
export async function tellGivers(
  trx: Trx,
  telling: Telling,
  mallId: string,
  wishes: readonly Wished[],
  what: Befallen,
  only: (claim: WishClaimRow) => boolean = () => true,
): Promise<void> {
  // Those who give together have been told what becomes of it, and there is nothing that they could still do.
  const single = (await claimsOn(trx, mallId, wishes)).filter((claim) => claim.shopper_id !== TOGETHER);
  const theirs = single.filter(only);
  const claims = what === 'closed' ? await whoCannotSee(trx, mallId, theirs) : theirs;
  const live = new Live(wishes.length);
  const hour = Math.floor(telling.now() / HOUR);
  const keyOf = (claim: WishClaimRow) => `claim:${claim.claim_id}:${what}:${hour}`;
  const known = await toldAlready(trx, mallId, claims, keyOf);
  for (let at = 0; at < claims.length; at += CHUNK) {
    const some = claims.slice(at, at + CHUNK);
    await trx
      .updateTable('wish_claims')
      .set({ changed_at: telling.now() })
      .where('mall_id', '=', mallId)
      .where(
        'claim_id',
        'in',
        some.map((claim) => claim.claim_id),
      )
      .execute();
    await notifyAll(
      trx,
      telling,
      mallId,
      some
        .filter((claim) => !known.has(keyOf(claim)))
        .map((claim) => ({
          shopperId: claim.shopper_id,
          kind: what === 'changed' ? 'claimed-wish-changed' : 'claimed-wish-gone',
          onceKey: keyOf(claim),
          product: claim.product,
          listId: claim.list_id,
          wishId: claim.wish_id,
          live: live.isFor(claim.shopper_id),
        })),
    );
  }
  await live.fill(trx, telling, mallId);
}

/** What was told within this hour: who turns a number up and down floods nobody's inbox. */
async function toldAlready(
  trx: Trx,
  mallId: string,
  claims: readonly WishClaimRow[],
  keyOf: (claim: WishClaimRow) => string,
): Promise<Set<string>> {
  const told = new Set<string>();
  for (let at = 0; at < claims.length; at += CHUNK) {
    const some = claims.slice(at, at + CHUNK);
    const rows = await trx
      .selectFrom('notices')
      .select('once_key')
      .where('mall_id', '=', mallId)
      .where('shopper_id', 'in', [...new Set(some.map((claim) => claim.shopper_id))])
      .where('once_key', 'in', some.map(keyOf))
      .execute();
    for (const row of rows) told.add(row.once_key);
  }
  return told;
}

/**
 * The events of one act, as many for the same number of wishes whatever is claimed: each giver has one, as long as there
 * are some left, and the rest are nobody's.
 */
export class Live {
  readonly #told = new Set<string>();
  #left: number;
  constructor(wishes: number) {
    this.#left = Math.min(wishes, MOST_LIVE);
  }
  /** Whether the next notice of this giver has an event. */
  isFor(giverId: string): boolean {
    if (this.#left === 0 || this.#told.has(giverId)) return false;
    this.#told.add(giverId);
    this.#left--;
    return true;
  }
  async fill(trx: Trx, { outbox }: Pick<Telling, 'outbox'>, mallId: string): Promise<void> {
    for (; this.#left > 0; this.#left--)
      await outbox.append(trx, {
        mallId,
        kind: 'notice.created',
        topic: 'shopper:',
        ids: { notice: newId() },
      });
  }
}

/** Those whose givers do not look after the list: they keep what is theirs by a role. */
async function whoCannotSee(
  trx: Trx,
  mallId: string,
  claims: readonly WishClaimRow[],
): Promise<WishClaimRow[]> {
  const lists = [...new Set(claims.map((claim) => claim.list_id))];
  if (lists.length === 0) return [];
  const people = await trx
    .selectFrom('wishlist_people')
    .select(['list_id', 'shopper_id'])
    .where('mall_id', '=', mallId)
    .where('list_id', 'in', lists)
    .execute();
  const known = new Set(people.map((one) => `${one.list_id} ${one.shopper_id}`));
  return claims.filter((claim) => !known.has(`${claim.list_id} ${claim.shopper_id}`));
}
