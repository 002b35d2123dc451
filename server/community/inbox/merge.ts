import type { Trx } from '../../base/db/database.ts';

/** Gives a guest's notices, mails, consents and address to the member they became; what the member has stays. */
export async function mergeInbox(trx: Trx, mallId: string, guestId: string, memberId: string): Promise<void> {
  await dropDoubles(trx, mallId, guestId, memberId);
  for (const table of ['notices', 'consents', 'contacts', 'mails'] as const)
    await trx
      .updateTable(table)
      .set({ shopper_id: memberId })
      .where('mall_id', '=', mallId)
      .where('shopper_id', '=', guestId)
      .execute();
}

/** What the guest has and the member has too. */
async function dropDoubles(trx: Trx, mallId: string, guestId: string, memberId: string): Promise<void> {
  const told = trx
    .selectFrom('notices as own')
    .select('own.once_key')
    .where('own.mall_id', '=', mallId)
    .where('own.shopper_id', '=', memberId);
  await trx
    .deleteFrom('notices')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', guestId)
    .where('once_key', 'in', told)
    .execute();
  const said = await trx
    .selectFrom('consents')
    .select(['purpose', 'channel'])
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', memberId)
    .execute();
  for (const { purpose, channel } of said)
    await trx
      .deleteFrom('consents')
      .where('mall_id', '=', mallId)
      .where('shopper_id', '=', guestId)
      .where('purpose', '=', purpose)
      .where('channel', '=', channel)
      .execute();
  const own = await trx
    .selectFrom('contacts')
    .select('shopper_id')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', memberId)
    .executeTakeFirst();
  const moves =
    !own &&
    (await trx
      .selectFrom('contacts')
      .select('shopper_id')
      .where('mall_id', '=', mallId)
      .where('shopper_id', '=', guestId)
      .where('confirmed_at', 'is not', null)
      .executeTakeFirst());
  // What was agreed to for one address is not agreed to for another.
  if (!moves)
    await trx
      .deleteFrom('consents')
      .where('mall_id', '=', mallId)
      .where('shopper_id', '=', guestId)
      .where('channel', '=', 'mail')
      .execute();
  const guests = trx.deleteFrom('contacts').where('mall_id', '=', mallId).where('shopper_id', '=', guestId);
  // A code is made for one shopper: an address that waits for its code is to be given anew.
  await (own ? guests : guests.where('confirmed_at', 'is', null)).execute();
}
