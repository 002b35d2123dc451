import { sql } from 'kysely';
import type { Reader, Trx } from '../../base/db/database.ts';
import type { Outbox } from '../../base/live/outbox.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { findMall } from '../../mall/malls/store.ts';
import { tellOf } from '../../mall/shoppers/store.ts';
import { type Entry, levelOf, type Sums, totalsOf } from './rules.ts';
import type { StandingRow } from './table.ts';

/** What whoever moves naegong brings along. */
export interface Counting {
  mall: Pick<Mall, 'id' | 'settings'>;
  outbox: Outbox;
  now: number;
}

/** For those who know only the mall's id. Undefined when there is no such mall any more. */
export async function countingAt(
  trx: Trx,
  outbox: Outbox,
  mallId: string,
  now: number,
): Promise<Counting | undefined> {
  const mall = await findMall(trx, mallId);
  return mall && { mall, outbox, now };
}

export function findStanding(
  db: Reader,
  mallId: string,
  shopperId: string,
): Promise<StandingRow | undefined> {
  return db
    .selectFrom('standings')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .executeTakeFirst();
}

export const sumsOf = (row: StandingRow | undefined): Sums => ({
  naegong: row?.naegong ?? 0,
  helped: row?.helped ?? 0,
  weightYes: row?.weight_yes ?? 0,
  weightNo: row?.weight_no ?? 0,
});

/** Guests earn nothing until they sign in, and who has left earns nothing any more. */
export async function mayEarn(db: Reader, mallId: string, shopperId: string): Promise<boolean> {
  const row = await db
    .selectFrom('shoppers')
    .select('shopper_id')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('kind', '=', 'member')
    .where('erased_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Moves everything that is kept of a member's grants by those that came and went. */
export async function settle(
  trx: Trx,
  counting: Counting,
  shopperId: string,
  entries: readonly Entry[],
): Promise<void> {
  if (entries.length === 0) return;
  const mallId = counting.mall.id;
  const totals = totalsOf(entries);
  let helped = 0;
  for (const [voterId, by] of totals.pairs) helped += await movePair(trx, mallId, shopperId, voterId, by);
  const rows = [...totals.tallies].flatMap(([period, of]) =>
    [...of].map(([category, amount]) => ({
      mall_id: mallId,
      period,
      category,
      shopper_id: shopperId,
      amount,
    })),
  );
  await trx
    .insertInto('naegong_tallies')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['mall_id', 'period', 'category', 'shopper_id'])
        .doUpdateSet({ amount: sql<number>`naegong_tallies.amount + excluded.amount` }),
    )
    .execute();
  const row = await findStanding(trx, mallId, shopperId);
  const before = sumsOf(row);
  const after = {
    naegong: before.naegong + totals.naegong,
    helped: before.helped + helped,
    weightYes: before.weightYes + totals.weightYes,
    weightNo: before.weightNo + totals.weightNo,
  };
  await writeSums(trx, counting, shopperId, after, row?.level ?? 0);
}

/** @returns by how many the number of people helped moves */
async function movePair(
  trx: Trx,
  mallId: string,
  shopperId: string,
  voterId: string,
  by: number,
): Promise<number> {
  if (by === 0) return 0;
  const { votes } = await trx
    .insertInto('helped_pairs')
    .values({ mall_id: mallId, shopper_id: shopperId, voter_id: voterId, votes: by })
    .onConflict((conflict) =>
      conflict
        .columns(['mall_id', 'shopper_id', 'voter_id'])
        .doUpdateSet({ votes: sql<number>`helped_pairs.votes + ${by}` }),
    )
    .returning('votes')
    .executeTakeFirstOrThrow();
  if (votes > 0) return votes === by ? 1 : 0;
  await trx
    .deleteFrom('helped_pairs')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('voter_id', '=', voterId)
    .execute();
  return -1;
}

/**
 * Writes what a member's reputation comes to. A level that moves is told, so that kept pages show it.
 *
 * @param levelBefore where it is known
 */
export async function writeSums(
  trx: Trx,
  counting: Counting,
  shopperId: string,
  sums: Sums,
  levelBefore?: number,
): Promise<void> {
  const mallId = counting.mall.id;
  const level = levelOf(sums, counting.mall.settings.reputation.levels);
  const columns = {
    naegong: sums.naegong,
    helped: sums.helped,
    weight_yes: sums.weightYes,
    weight_no: sums.weightNo,
    level,
  };
  await trx
    .insertInto('standings')
    .values({ mall_id: mallId, shopper_id: shopperId, ...columns, frozen_at: null, frozen_why: '' })
    .onConflict((conflict) => conflict.columns(['mall_id', 'shopper_id']).doUpdateSet(columns))
    .execute();
  if (level === levelBefore) return;
  const moved = await trx
    .updateTable('shoppers')
    .set({ level })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('level', '!=', level)
    .executeTakeFirst();
  if (moved.numUpdatedRows > 0n) await tellOf(counting.outbox, trx, mallId, 'shopper.changed', shopperId);
}

/** Rewards wait from now on, for these reasons. Nothing is hidden by it, and naegong goes on. */
export async function freeze(
  trx: Trx,
  mallId: string,
  shopperId: string,
  reasons: readonly string[],
  now: number,
): Promise<void> {
  const frozen = { frozen_at: now, frozen_why: reasons.join(' ') };
  const none = { naegong: 0, helped: 0, weight_yes: 0, weight_no: 0, level: 0 };
  await trx
    .insertInto('standings')
    .values({ mall_id: mallId, shopper_id: shopperId, ...none, ...frozen })
    .onConflict((conflict) =>
      conflict.columns(['mall_id', 'shopper_id']).doUpdateSet({
        // Since when: the first time stays.
        frozen_at: sql<number>`coalesce(standings.frozen_at, excluded.frozen_at)`,
        frozen_why: frozen.frozen_why,
      }),
    )
    .execute();
}

/** Rewards go on. */
export async function unfreeze(trx: Trx, mallId: string, shopperId: string): Promise<void> {
  await trx
    .updateTable('standings')
    .set({ frozen_at: null, frozen_why: '' })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .execute();
}
