import { sql } from 'kysely';
import { DAY } from '../../base/clock.ts';
import type { Reader, Trx } from '../../base/db/database.ts';
import type { Mall } from '../malls/rules.ts';
import { monthIn } from './calendar.ts';
import type { RewardMonthRow } from './table.ts';

/** An automatic reward that has a budget of its own. */
export type RewardSource = RewardMonthRow['source'];
export const REWARD_SOURCES: readonly RewardSource[] = ['order', 'text', 'photo', 'later', 'naegong', 'sale'];

/** What a mall's month has used of each budget. */
export async function usedOf(
  db: Reader,
  mallId: string,
  month: string,
): Promise<ReadonlyMap<RewardSource, number>> {
  const rows = await db
    .selectFrom('reward_months')
    .select(['source', 'used'])
    .where('mall_id', '=', mallId)
    .where('month', '=', month)
    .execute();
  return new Map(rows.map((row) => [row.source, row.used]));
}

/**
 * Takes from this month's budget of a reward, in the transaction that gives it. What was taken is never put back, so that
 * nothing that is given and reversed over and over costs the mall more than it set.
 *
 * @param how `what-fits`: as much as is left; `all`: that, or nothing
 * @returns how much may be given
 */
export async function takeBudget(
  trx: Trx,
  mall: Pick<Mall, 'id' | 'settings'>,
  source: RewardSource,
  wanted: number,
  how: 'what-fits' | 'all',
  now: number,
): Promise<number> {
  const { points, timeZone } = mall.settings;
  const budget = points.budgets[source];
  if (wanted <= 0 || budget === 0) return 0;
  const month = monthIn(timeZone, now);
  const left = Math.max(0, budget - ((await usedOf(trx, mall.id, month)).get(source) ?? 0));
  const given = wanted <= left ? wanted : how === 'all' ? 0 : left;
  if (given === 0) return 0;
  await trx
    .insertInto('reward_months')
    .values({ mall_id: mall.id, month, source, used: given })
    .onConflict((conflict) =>
      conflict
        .columns(['mall_id', 'month', 'source'])
        .doUpdateSet({ used: sql<number>`reward_months.used + excluded.used` }),
    )
    .execute();
  return given;
}

/** When what is given now will expire, by the mall's settings; null: never. */
export const expiryOf = ({ settings }: Pick<Mall, 'settings'>, now: number): number | null =>
  settings.points.expiryDays === 0 ? null : now + settings.points.expiryDays * DAY;
