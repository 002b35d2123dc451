import { sql } from 'kysely';
import type { Reader, Trx } from '../../base/db/database.ts';
import { newId } from '../../base/ids.ts';
import { findProduct } from '../../mall/products/store.ts';
import type { Reversal } from './contract.ts';
import { amountOf, dayOf, type Entry, moveOf, type WeighedVote, wantedOf } from './rules.ts';
import { type Counting, mayEarn, settle } from './store.ts';
import type { NaegongGrantRow } from './table.ts';

/** The review that a vote is on, as naegong needs to know it. */
export interface VotedOn {
  review_id: string;
  product: string;
  shopper_id: string;
}

const entryOf = (row: NaegongGrantRow, sign: 1 | -1): Entry => ({
  sign,
  kind: row.kind,
  voterId: row.voter_id,
  category: row.category,
  weight: row.weight,
  amount: row.amount,
  day: row.day,
});

/**
 * Gives and takes what the change of one vote comes to: the grants, and in the same transaction everything that is kept
 * of them.
 *
 * @param why the reason of a reversal, where it is another than "withdrawn" or "changed"
 */
export async function moveGrants(
  trx: Trx,
  counting: Counting,
  review: VotedOn,
  voterId: string,
  before: WeighedVote | null,
  after: WeighedVote | null,
  why?: Reversal,
): Promise<void> {
  const move = moveOf(before, after, why);
  if (!move.reverse && !move.give) return;
  const mallId = counting.mall.id;
  if (!(await mayEarn(trx, mallId, review.shopper_id))) return;
  const entries: Entry[] = [];
  let now = counting.now;
  if (move.reverse)
    for (const row of await standingGrants(trx, mallId, review.review_id, voterId)) {
      // What is given in its place comes after it, so that "why" tells them in this order.
      now = (await reverse(trx, row, move.reverse, now)) + 1;
      entries.push(entryOf(row, -1));
    }
  if (move.give && after) {
    const row = await give(trx, { ...counting, now }, review, voterId, move.give, after.weight);
    entries.push(entryOf(row, 1));
  }
  await settle(trx, counting, review.shopper_id, entries);
}

/** Takes back all that stands for a review. */
export async function reverseAllOn(
  trx: Trx,
  counting: Counting,
  review: Pick<VotedOn, 'review_id' | 'shopper_id'>,
  why: Reversal,
): Promise<void> {
  const rows = await standingGrants(trx, counting.mall.id, review.review_id);
  for (const row of rows) await reverse(trx, row, why, counting.now);
  await settle(
    trx,
    counting,
    review.shopper_id,
    rows.map((row) => entryOf(row, -1)),
  );
}

/** After a voter has left: nothing names them any more. Their votes have been withdrawn before. */
export async function forgetVoter(trx: Trx, mallId: string, voterId: string): Promise<void> {
  await trx
    .updateTable('naegong_grants')
    .set({ voter_id: '' })
    .where('mall_id', '=', mallId)
    .where('voter_id', '=', voterId)
    .execute();
  await trx
    .deleteFrom('helped_pairs')
    .where('mall_id', '=', mallId)
    .where('voter_id', '=', voterId)
    .execute();
}

function standingGrants(db: Reader, mallId: string, reviewId: string, voterId?: string) {
  let rows = db
    .selectFrom('naegong_grants')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('review_id', '=', reviewId)
    .where('reversed_at', 'is', null);
  if (voterId !== undefined) rows = rows.where('voter_id', '=', voterId);
  return rows.execute();
}

/** @returns when: never before it was given, so that the two lines keep their order */
async function reverse(trx: Trx, row: NaegongGrantRow, why: Reversal, now: number): Promise<number> {
  const at = Math.max(now, row.at);
  await trx
    .updateTable('naegong_grants')
    .set({ reversed_at: at, reversal: why })
    .where('mall_id', '=', row.mall_id)
    .where('shopper_id', '=', row.shopper_id)
    .where('grant_id', '=', row.grant_id)
    .execute();
  return at;
}

async function give(
  trx: Trx,
  counting: Counting,
  review: VotedOn,
  voterId: string,
  kind: 'helpful' | 'unhelpful',
  weight: number,
): Promise<NaegongGrantRow> {
  const { id: mallId, settings } = counting.mall;
  const shopperId = review.shopper_id;
  const product = await findProduct(trx, mallId, review.product);
  const last = await trx
    .selectFrom('naegong_grants')
    .select((eb) => eb.fn.max('at').as('at'))
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .executeTakeFirst();
  // Later than any other of this member: a recount fills the days in the same order.
  const at = Math.max(counting.now, (last?.at ?? 0) + 1);
  const day = dayOf(at, settings.timeZone);
  const wanted = wantedOf(kind, weight, settings.reputation);
  const used = wanted > 0 ? await usedRoom(trx, mallId, shopperId, day, review.review_id, voterId) : 0;
  const row: NaegongGrantRow = {
    mall_id: mallId,
    shopper_id: shopperId,
    grant_id: newId(),
    kind,
    review_id: review.review_id,
    product: review.product,
    category: product?.category ?? '',
    voter_id: voterId,
    weight,
    wanted,
    amount: amountOf(wanted, used, settings.reputation.dailyCap),
    day,
    at,
    recounted_at: null,
    reversed_at: null,
    reversal: null,
  };
  await trx.insertInto('naegong_grants').values(row).execute();
  return row;
}

/** What others' votes used of a day's room: each vote once, with the most it was given; what was reversed stays used. */
async function usedRoom(
  db: Reader,
  mallId: string,
  shopperId: string,
  day: number,
  reviewId: string,
  voterId: string,
): Promise<number> {
  const row = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('naegong_grants')
        .select((one) => one.fn.max('amount').as('most'))
        .where('mall_id', '=', mallId)
        .where('shopper_id', '=', shopperId)
        .where('day', '=', day)
        .where('amount', '>', 0)
        .where((one) => one.or([one('review_id', '!=', reviewId), one('voter_id', '!=', voterId)]))
        // Of those who have left it is not known whose were whose: each counts by itself.
        .groupBy(['review_id', 'voter_id', sql`case when voter_id = '' then grant_id else '' end`])
        .as('votes'),
    )
    .select((eb) => eb.fn.sum<number>('votes.most').as('used'))
    .executeTakeFirst();
  return Number(row?.used ?? 0);
}
