import { randomBytes } from 'node:crypto';
import type { Reader, Trx } from '../../../base/db/database.ts';
import { Problem } from '../../../base/http/problem.ts';
import { type Secrets, seal, sha256, unseal } from '../../../base/secrets.ts';
import type { Services } from '../../../base/services.ts';
import { potOf, writeTransfers } from '../../../mall/points/ledger.ts';
import type { MyClubPart } from '../contract.ts';
import { announce, type Writing } from '../store.ts';
import type { ClubRow } from '../table.ts';
import type { RedeemedCoupon } from './contract.ts';

/** Without letters that look like numbers. 32 of them: five bits each, and no remainder that favours any. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const LENGTH = 16;

/** Sixteen letters, eighty bits, in fours as people read them out. */
function newCode(): string {
  const letters = [...randomBytes(LENGTH)].map((byte) => LETTERS[byte & 31]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** However it was typed. */
const plain = (code: string): string => code.toUpperCase().replace(/[^0-9A-Z]/g, '');
const keyOf = (secrets: Secrets, mallId: string) => secrets.derive('club-coupon', mallId);

/** Turns a pot into a coupon: for the one it is for, or for its starter when there is nobody. */
export async function issueCoupon(trx: Trx, writing: Writing, club: ClubRow, amount: number): Promise<void> {
  const { mall_id: mallId, club_id: clubId } = club;
  await writeTransfers(trx, writing, mallId, [
    {
      key: `club-coupon:${clubId}`,
      kind: 'coupon',
      from: potOf(clubId),
      to: 'coupon',
      amount,
      facts: { clubId },
    },
  ]);
  const code = newCode();
  await trx
    .insertInto('club_coupons')
    .values({
      mall_id: mallId,
      club_id: clubId,
      code_hash: sha256(plain(code)),
      code_sealed: seal(keyOf(writing.secrets, mallId), code),
      shopper_id: club.person_id ?? club.shopper_id,
      amount,
      created_at: writing.now(),
      used_at: null,
      used_for: null,
    })
    .execute();
}

/** The coupon of a club as whoever may use it reads it; null for everybody else. */
export async function couponFor(
  db: Reader,
  secrets: Secrets,
  club: ClubRow,
  shopperId: string,
): Promise<MyClubPart['coupon']> {
  if (club.state !== 'paid-out' || club.payout !== 'coupon') return null;
  const row = await db
    .selectFrom('club_coupons')
    .selectAll()
    .where('mall_id', '=', club.mall_id)
    .where('club_id', '=', club.club_id)
    .executeTakeFirst();
  if (row?.shopper_id !== shopperId) return null;
  const code = unseal(keyOf(secrets, club.mall_id), row.code_sealed);
  return code === undefined ? null : { code, amount: row.amount, usedAt: row.used_at };
}

/**
 * Honours a coupon once. The same order is answered alike, however often it asks.
 *
 * @throws Problem not-found, coupon-used
 */
export async function redeem(
  trx: Trx,
  services: Pick<Services, 'outbox' | 'now'>,
  mallId: string,
  code: string,
  order: string,
): Promise<RedeemedCoupon> {
  const row = await trx
    .selectFrom('club_coupons')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('code_hash', '=', sha256(plain(code)))
    .executeTakeFirst();
  if (!row) throw new Problem('not-found');
  if (row.used_at !== null) {
    if (row.used_for !== order) throw new Problem('coupon-used');
    return { amount: row.amount, order, at: row.used_at, first: false };
  }
  const at = services.now();
  await trx
    .updateTable('club_coupons')
    .set({ used_at: at, used_for: order })
    .where('mall_id', '=', mallId)
    .where('club_id', '=', row.club_id)
    .where('used_at', 'is', null)
    .execute();
  await announce(trx, services, 'club.changed', row);
  return { amount: row.amount, order, at, first: true };
}
