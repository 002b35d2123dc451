import { sql } from 'kysely';
import type { Reader, Trx } from '../../base/db/database.ts';
import { newId } from '../../base/ids.ts';
import type { Reputation } from '../../mall/malls/contract.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { type CountedGrant, dayOf, type Entry, recountGrants, type Sums, totalsOf } from './rules.ts';
import { type Counting, writeSums } from './store.ts';
import type { NaegongGrantRow } from './table.ts';

/** What a recount depends on. */
export type Numbers = Pick<Reputation, 'helpful' | 'unhelpful' | 'dailyCap' | 'levels'>;

/** So many shoppers are looked through at a time: most of a large mall were never voted on. */
const WINDOW = 1000;

/**
 * Members whom votes have reached, from one on, in the order of their ids.
 *
 * @returns also from where to go on, undefined when there are no more; there may be more where none were found
 */
export async function votedMembers(
  db: Reader,
  mallId: string,
  after: string,
  limit: number,
): Promise<{ members: string[]; next: string | undefined }> {
  const end = await db
    .selectFrom('shoppers')
    .select('shopper_id')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '>', after)
    .orderBy('shopper_id')
    .limit(1)
    .offset(WINDOW - 1)
    .executeTakeFirst();
  const rows = await db
    .selectFrom('shoppers')
    .select('shopper_id')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '>', after)
    .$if(end !== undefined, (query) => query.where('shopper_id', '<=', end!.shopper_id))
    .where('kind', '=', 'member')
    .where('erased_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('standings')
            .select(sql<number>`1`.as('one'))
            .where('standings.mall_id', '=', mallId)
            .whereRef('standings.shopper_id', '=', 'shoppers.shopper_id'),
        ),
        eb.exists(
          eb
            .selectFrom('reviews')
            .select(sql<number>`1`.as('one'))
            .where('reviews.mall_id', '=', mallId)
            .whereRef('reviews.shopper_id', '=', 'shoppers.shopper_id')
            .where(sql<boolean>`reviews.weight_yes + reviews.weight_no > 0`),
        ),
      ]),
    )
    .orderBy('shopper_id')
    .limit(limit)
    .execute();
  const members = rows.map((row) => row.shopper_id);
  return { members, next: members.length === limit ? members.at(-1) : end?.shopper_id };
}

/** A member's grants with what they come to, and all that follows. */
export interface Recounted {
  rows: NaegongGrantRow[];
  /** Of votes from before there was naegong: they have no row yet. */
  fresh: Set<string>;
  entries: Entry[];
  sums: Sums;
}

/** Counts a member anew, and writes nothing: the dry run and the recount are the same up to here. */
export async function countMember(
  db: Reader,
  mall: Pick<Mall, 'id' | 'settings'>,
  numbers: Numbers,
  shopperId: string,
): Promise<Recounted> {
  const rows = await db
    .selectFrom('naegong_grants')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('shopper_id', '=', shopperId)
    .execute();
  const missing = await missingGrants(db, mall.id, shopperId);
  const all = [...rows, ...missing];
  const counted = recountGrants(all.map(asCounted), numbers, (at) => dayOf(at, mall.settings.timeZone));
  const after = all.map((row) => ({ ...row, ...counted.get(row.grant_id) }));
  const entries = after.filter((row) => row.reversed_at === null).map(asEntry);
  const totals = totalsOf(entries);
  return {
    rows: after,
    fresh: new Set(missing.map((row) => row.grant_id)),
    entries,
    sums: {
      naegong: totals.naegong,
      helped: totals.pairs.size,
      weightYes: totals.weightYes,
      weightNo: totals.weightNo,
    },
  };
}

const asCounted = (row: NaegongGrantRow): CountedGrant => ({
  id: row.grant_id,
  kind: row.kind,
  reviewId: row.review_id,
  voterId: row.voter_id,
  category: row.category,
  weight: row.weight,
  at: row.at,
  reversed: row.reversed_at !== null,
});
const asEntry = (row: NaegongGrantRow): Entry => ({
  sign: 1,
  kind: row.kind,
  voterId: row.voter_id,
  category: row.category,
  weight: row.weight,
  amount: row.amount,
  day: row.day,
});

async function missingGrants(db: Reader, mallId: string, shopperId: string): Promise<NaegongGrantRow[]> {
  const votes = await db
    .selectFrom('reviews')
    .innerJoin('votes', (join) =>
      join.onRef('votes.mall_id', '=', 'reviews.mall_id').onRef('votes.review_id', '=', 'reviews.review_id'),
    )
    .leftJoin('products', (join) =>
      join
        .onRef('products.mall_id', '=', 'reviews.mall_id')
        .onRef('products.product', '=', 'reviews.product'),
    )
    .leftJoin('naegong_grants as given', (join) =>
      join
        .onRef('given.mall_id', '=', 'votes.mall_id')
        .onRef('given.review_id', '=', 'votes.review_id')
        .onRef('given.voter_id', '=', 'votes.shopper_id')
        .on('given.reversed_at', 'is', null),
    )
    .select([
      'votes.review_id',
      'votes.shopper_id as voter_id',
      'votes.helpful',
      'votes.weight',
      'votes.cast_at',
      'reviews.product',
      'products.category',
    ])
    .where('reviews.mall_id', '=', mallId)
    .where('reviews.shopper_id', '=', shopperId)
    .where('votes.weight', '>', 0)
    .where('votes.set_aside', '=', 0)
    .where('given.grant_id', 'is', null)
    .execute();
  return votes.map((vote) => ({
    mall_id: mallId,
    shopper_id: shopperId,
    grant_id: newId(),
    kind: vote.helpful === 1 ? 'helpful' : 'unhelpful',
    review_id: vote.review_id,
    product: vote.product,
    category: vote.category ?? '',
    voter_id: vote.voter_id,
    weight: vote.weight,
    wanted: 0,
    amount: 0,
    day: 0,
    at: vote.cast_at,
    recounted_at: null,
    reversed_at: null,
    reversal: null,
  }));
}

/** Counts a member anew with the mall's numbers, and writes what became another. @returns whether anything did */
export async function recountMember(trx: Trx, counting: Counting, shopperId: string): Promise<boolean> {
  const { mall, now } = counting;
  const before = await trx
    .selectFrom('naegong_grants')
    .select(['grant_id', 'wanted', 'amount', 'day'])
    .where('mall_id', '=', mall.id)
    .where('shopper_id', '=', shopperId)
    .execute();
  const known = new Map(before.map((row) => [row.grant_id, row]));
  const { rows, fresh, entries, sums } = await countMember(trx, mall, mall.settings.reputation, shopperId);
  let moved = false;
  for (const row of rows) {
    const old = known.get(row.grant_id);
    if (fresh.has(row.grant_id)) await trx.insertInto('naegong_grants').values(row).execute();
    else if (old && (old.wanted !== row.wanted || old.amount !== row.amount || old.day !== row.day))
      await trx
        .updateTable('naegong_grants')
        .set({ wanted: row.wanted, amount: row.amount, day: row.day, recounted_at: now })
        .where('mall_id', '=', mall.id)
        .where('shopper_id', '=', shopperId)
        .where('grant_id', '=', row.grant_id)
        .execute();
    else continue;
    moved = true;
  }
  await rewrite(trx, mall.id, shopperId, entries);
  await writeSums(trx, counting, shopperId, sums);
  return moved;
}

/** Pairs and tallies as the grants that stand make them. */
async function rewrite(
  trx: Trx,
  mallId: string,
  shopperId: string,
  entries: readonly Entry[],
): Promise<void> {
  const totals = totalsOf(entries);
  for (const table of ['helped_pairs', 'naegong_tallies'] as const)
    await trx.deleteFrom(table).where('mall_id', '=', mallId).where('shopper_id', '=', shopperId).execute();
  const own = { mall_id: mallId, shopper_id: shopperId };
  const pairs = [...totals.pairs].map(([voter_id, votes]) => ({ ...own, voter_id, votes }));
  const tallies = [...totals.tallies].flatMap(([period, of]) =>
    [...of].map(([category, amount]) => ({ ...own, period, category, amount })),
  );
  for (let at = 0; at < pairs.length; at += CHUNK)
    await trx
      .insertInto('helped_pairs')
      .values(pairs.slice(at, at + CHUNK))
      .execute();
  for (let at = 0; at < tallies.length; at += CHUNK)
    await trx
      .insertInto('naegong_tallies')
      .values(tallies.slice(at, at + CHUNK))
      .execute();
}
const CHUNK = 200;
