import { DAY } from '../../../base/clock.ts';
import type { Reader, Trx } from '../../../base/db/database.ts';
import { Problem } from '../../../base/http/problem.ts';
import { newId } from '../../../base/ids.ts';
import { codeFor, type Secrets, sha256 } from '../../../base/secrets.ts';
import type { Mall } from '../../../mall/malls/rules.ts';
import { authorsOf, formerAuthor } from '../../../mall/shoppers/authors.ts';
import { notify } from '../../inbox/store.ts';
import { tellGivers } from '../claims/store.ts';
import { MOST_LISTS } from '../rules.ts';
import { announce, type Writing, wishedOn } from '../store.ts';
import type { WishlistInvitationRow, WishlistPersonRow, WishlistRow } from '../table.ts';
import type { Invitation, ListPeople } from './contract.ts';

/** Those who look after one list, and invitations to it that are open. */
export const MOST_PEOPLE = 50;

/** What opens an invitation: made from its id. */
const codeOf = (secrets: Secrets, mallId: string, invitationId: string): string =>
  codeFor(secrets.derive('wishlist-invitation', mallId), invitationId, 24);

const toInvitation = (row: WishlistInvitationRow, code: string | null): Invitation => ({
  id: row.invitation_id,
  role: row.role,
  code,
  usesLeft: row.uses_left,
  expiresAt: row.expires_at,
});

function openInvitations(db: Reader, list: Pick<WishlistRow, 'mall_id' | 'list_id'>, now: number) {
  return db
    .selectFrom('wishlist_invitations')
    .selectAll()
    .where('mall_id', '=', list.mall_id)
    .where('list_id', '=', list.list_id)
    .where('expires_at', '>', now)
    .where('uses_left', '>', 0)
    .orderBy('created_at')
    .orderBy('invitation_id')
    .execute();
}

function peopleOf(db: Reader, list: Pick<WishlistRow, 'mall_id' | 'list_id'>): Promise<WishlistPersonRow[]> {
  return db
    .selectFrom('wishlist_people')
    .selectAll()
    .where('mall_id', '=', list.mall_id)
    .where('list_id', '=', list.list_id)
    .orderBy('since')
    .orderBy('shopper_id')
    .execute();
}

/** @param isOwners the owner sees open invitations as well */
export async function listPeople(
  db: Reader,
  mall: Mall,
  list: WishlistRow,
  isOwners: boolean,
  now: number,
): Promise<ListPeople> {
  const people = await peopleOf(db, list);
  const { locale } = mall.settings;
  const ids = [list.shopper_id, ...people.map((one) => one.shopper_id)];
  const authors = await authorsOf(db, mall.id, ids, locale);
  const author = (id: string) => authors.get(id) ?? formerAuthor(id, locale);
  return {
    owner: author(list.shopper_id),
    people: people.map((one) => ({ member: author(one.shopper_id), role: one.role, since: one.since })),
    invitations: isOwners ? (await openInvitations(db, list, now)).map((row) => toInvitation(row, null)) : [],
  };
}

/** @throws Problem quota-full */
export async function insertInvitation(
  trx: Trx,
  writing: Writing,
  secrets: Secrets,
  list: WishlistRow,
  { role, uses, days }: { role: WishlistInvitationRow['role']; uses: number; days: number },
): Promise<string> {
  const now = writing.now();
  await trx
    .deleteFrom('wishlist_invitations')
    .where('mall_id', '=', list.mall_id)
    .where('list_id', '=', list.list_id)
    .where((eb) => eb.or([eb('expires_at', '<=', now), eb('uses_left', '<=', 0)]))
    .execute();
  if ((await openInvitations(trx, list, now)).length >= MOST_PEOPLE)
    throw new Problem('quota-full', { detail: `at most ${MOST_PEOPLE} open invitations` });
  const id = newId();
  await trx
    .insertInto('wishlist_invitations')
    .values({
      mall_id: list.mall_id,
      invitation_id: id,
      list_id: list.list_id,
      shopper_id: list.shopper_id,
      role,
      code_hash: sha256(codeOf(secrets, list.mall_id, id)),
      uses_left: uses,
      created_at: now,
      expires_at: now + days * DAY,
    })
    .execute();
  await announce(trx, writing, 'people.changed', list);
  return id;
}

/** An invitation with its code, for whoever just made it. */
export async function madeInvitation(
  db: Reader,
  secrets: Secrets,
  mallId: string,
  id: string,
): Promise<Invitation | undefined> {
  const row = await db
    .selectFrom('wishlist_invitations')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('invitation_id', '=', id)
    .executeTakeFirst();
  return row && toInvitation(row, codeOf(secrets, mallId, id));
}

/** @returns false when there is no such invitation to this list */
export async function takeBackInvitation(
  trx: Trx,
  writing: Writing,
  list: WishlistRow,
  id: string,
): Promise<boolean> {
  const done = await trx
    .deleteFrom('wishlist_invitations')
    .where('mall_id', '=', list.mall_id)
    .where('list_id', '=', list.list_id)
    .where('invitation_id', '=', id)
    .executeTakeFirst();
  if (done.numDeletedRows === 0n) return false;
  await announce(trx, writing, 'people.changed', list);
  return true;
}

/**
 * A member accepts an invitation. Who already is what it makes of them, or more, uses none of it up.
 *
 * @throws Problem not-found for a code that is wrong, used up, run out or of another list; own-thing for the owner;
 * quota-full
 */
export async function acceptInvitation(
  trx: Trx,
  writing: Writing,
  list: WishlistRow | undefined,
  code: string,
  shopperId: string,
): Promise<void> {
  const now = writing.now();
  const invitation = await trx
    .selectFrom('wishlist_invitations')
    .selectAll()
    .where('mall_id', '=', writing.mall.id)
    .where('code_hash', '=', sha256(code))
    .executeTakeFirst();
  if (
    !list ||
    invitation?.list_id !== list.list_id ||
    invitation.expires_at <= now ||
    invitation.uses_left <= 0
  )
    throw new Problem('not-found');
  if (list.shopper_id === shopperId) throw new Problem('own-thing');
  const people = await peopleOf(trx, list);
  const known = people.find((one) => one.shopper_id === shopperId);
  if (known && (known.role === invitation.role || known.role === 'co-owner')) return;
  if (!known) {
    const last = await trx
      .selectFrom('wishlist_people')
      .select('list_id')
      .where('mall_id', '=', list.mall_id)
      .where('shopper_id', '=', shopperId)
      .orderBy('since')
      .limit(1)
      .offset(MOST_LISTS - 1)
      .executeTakeFirst();
    if (last || people.length >= MOST_PEOPLE) throw new Problem('quota-full');
  }
  const { role } = invitation;
  await trx
    .insertInto('wishlist_people')
    .values({ mall_id: list.mall_id, list_id: list.list_id, shopper_id: shopperId, role, since: now })
    .onConflict((conflict) => conflict.columns(['mall_id', 'list_id', 'shopper_id']).doUpdateSet({ role }))
    .execute();
  await trx
    .updateTable('wishlist_invitations')
    .set((eb) => ({ uses_left: eb('uses_left', '-', 1) }))
    .where('mall_id', '=', list.mall_id)
    .where('invitation_id', '=', invitation.invitation_id)
    .execute();
  await announce(trx, writing, 'people.changed', list);
  if (known) return;
  await notify(trx, writing, list.mall_id, {
    shopperId: list.shopper_id,
    kind: 'list-joined',
    // Who leaves and comes back by the same invitation is told of once.
    onceKey: `joined:${invitation.invitation_id}:${shopperId}`,
    listId: list.list_id,
    fromId: shopperId,
  });
}

/** @returns false when they did not look after this list */
export async function removePerson(
  trx: Trx,
  writing: Writing,
  list: WishlistRow,
  shopperId: string,
): Promise<boolean> {
  const done = await trx
    .deleteFrom('wishlist_people')
    .where('mall_id', '=', list.mall_id)
    .where('list_id', '=', list.list_id)
    .where('shopper_id', '=', shopperId)
    .executeTakeFirst();
  if (done.numDeletedRows === 0n) return false;
  // What they give on a list that is closed to them from now on.
  if (list.visibility !== 'public')
    await tellGivers(
      trx,
      writing,
      list.mall_id,
      await wishedOn(trx, list),
      'closed',
      (claim) => claim.shopper_id === shopperId,
    );
  await announce(trx, writing, 'people.changed', list);
  return true;
}

/** Nobody comes any more by what has been handed out so far. */
export async function endInvitations(
  trx: Trx,
  list: Pick<WishlistRow, 'mall_id' | 'list_id'>,
): Promise<void> {
  await trx
    .deleteFrom('wishlist_invitations')
    .where('mall_id', '=', list.mall_id)
    .where('list_id', '=', list.list_id)
    .execute();
}
