import { DAY, MINUTE } from '../../../base/clock.ts';
import type { Trx } from '../../../base/db/database.ts';
import { Problem } from '../../../base/http/problem.ts';
import { newId } from '../../../base/ids.ts';
import { codeFor, type Secrets, sha256 } from '../../../base/secrets.ts';
import { walletOf } from '../../../mall/points/ledger.ts';
import { findClub, findMember } from '../access.ts';
import { findContribution, give } from '../giving.ts';
import { TILL_MINUTES } from '../rules.ts';
import { idOf, type Writing } from '../store.ts';
import type { ClubRow, ContributionRow } from '../table.ts';

/** 128 bits, as a QR code carries them: made from chance that is kept, so that the same request is answered alike. */
export const tillCodeOf = (secrets: Secrets, mallId: string, chance: string): string =>
  codeFor(secrets.derive('till-code', mallId), chance, 22);

/** A member's code for one club: whoever is shown it at a till of the mall may put points in for them, once. */
export async function insertTillCode(
  trx: Trx,
  writing: Writing,
  club: ClubRow,
  shopperId: string,
): Promise<{ chance: string; expiresAt: number }> {
  const now = writing.now();
  // One at a time: an older one that was photographed opens nothing any more.
  await trx
    .deleteFrom('till_codes')
    .where('mall_id', '=', club.mall_id)
    .where('club_id', '=', club.club_id)
    .where('shopper_id', '=', shopperId)
    .where('used_at', 'is', null)
    .execute();
  const chance = newId();
  const expiresAt = now + TILL_MINUTES * MINUTE;
  await trx
    .insertInto('till_codes')
    .values({
      mall_id: club.mall_id,
      code_hash: sha256(tillCodeOf(writing.secrets, club.mall_id, chance)),
      club_id: club.club_id,
      shopper_id: shopperId,
      created_at: now,
      expires_at: expiresAt,
      used_at: null,
    })
    .execute();
  return { chance, expiresAt };
}

/**
 * Posts what was given at a till: it comes into the member's wallet like any points, and goes from there into the pot, so
 * that it comes back like any. A receipt is posted once; the same one is answered alike.
 *
 * @throws Problem not-found for a code that is wrong, used or run out; key-reused for a receipt that said something else
 */
export async function postAtTill(
  trx: Trx,
  writing: Writing,
  body: { code: string; amount: number; receipt: string },
): Promise<{ club: ClubRow; contribution: ContributionRow }> {
  const { mall, secrets } = writing;
  const now = writing.now();
  const contributionId = idOf(secrets, mall.id, 'till', body.receipt);
  const row = await trx
    .selectFrom('till_codes')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('code_hash', '=', sha256(body.code))
    .executeTakeFirst();
  const before = await findContribution(trx, mall.id, contributionId);
  if (before) {
    const isSame =
      before.amount === body.amount &&
      (!row || (row.club_id === before.club_id && row.shopper_id === before.shopper_id));
    const club = isSame && (await findClub(trx, mall.id, before.club_id));
    if (!club) throw new Problem('key-reused');
    return { club, contribution: before };
  }
  if (!row || row.used_at !== null || row.expires_at <= now) throw new Problem('not-found');
  const club = await findClub(trx, mall.id, row.club_id);
  const member = club && (await findMember(trx, club, row.shopper_id));
  if (!club || !member || member.left_at !== null) throw new Problem('not-found');
  const { expiryDays } = mall.settings.points;
  await trx
    .updateTable('till_codes')
    .set({ used_at: now })
    .where('mall_id', '=', mall.id)
    .where('code_hash', '=', row.code_hash)
    .execute();
  return give(trx, writing, club, {
    contributionId,
    shopperId: row.shopper_id,
    amount: body.amount,
    via: 'till',
    first: {
      key: `till:${contributionId}`,
      kind: 'till',
      from: 'till',
      to: walletOf(row.shopper_id),
      amount: body.amount,
      lots: { expiresAt: expiryDays === 0 ? null : now + expiryDays * DAY },
      facts: { shopperId: row.shopper_id, clubId: club.club_id, note: body.receipt },
    },
  });
}
