import { HOUR } from '../../base/clock.ts';
import type { Trx } from '../../base/db/database.ts';
import { type Consumer, consume } from '../../base/live/consumer.ts';
import type { PlacedEvent } from '../../base/live/outbox.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { findMall, listMalls } from '../../mall/malls/store.ts';
import { expiryOf, takeBudget } from '../../mall/points/budgets.ts';
import { type LedgerTools, walletOf, writeTransfers } from '../../mall/points/ledger.ts';
import { afterGiving, leastWorth, pointsDue } from './conversion-rules.ts';
import { dayOf } from './rules.ts';
import { findStanding, mayEarn } from './store.ts';

/** Members looked at in one transaction: other writers wait no longer than that. */
const BATCH = 200;

const converts = ({ settings }: Mall): boolean =>
  settings.points.naegongRate > 0 &&
  settings.points.naegongDailyCap > 0 &&
  settings.points.budgets.naegong > 0;

/**
 * A member's naegong becomes points, as far as it has grown beyond what has become points before, the day's cap and the
 * month's budget. While their rewards wait it waits too: the mark does not move.
 *
 * @returns the points
 */
export async function convertNaegong(
  trx: Trx,
  tools: LedgerTools,
  mall: Mall,
  shopperId: string,
): Promise<number> {
  const { points, timeZone } = mall.settings;
  const standing = await findStanding(trx, mall.id, shopperId);
  if (!converts(mall) || !standing || standing.frozen_at !== null) return 0;
  const row = await trx
    .selectFrom('naegong_conversions')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('shopper_id', '=', shopperId)
    .executeTakeFirst();
  const before = { upTo: row?.converted ?? 0, day: row?.day ?? 0, points: row?.points ?? 0 };
  const at = tools.now();
  const today = dayOf(at, timeZone);
  const rate = points.naegongRate;
  const due = pointsDue(standing.naegong, before, today, { rate, dailyCap: points.naegongDailyCap });
  if (due === 0 || !(await mayEarn(trx, mall.id, shopperId))) return 0;
  const given = await takeBudget(trx, mall, 'naegong', due, 'what-fits', at);
  if (given === 0) return 0;
  const after = afterGiving(before, given, today, rate);
  await trx
    .insertInto('naegong_conversions')
    .values({
      mall_id: mall.id,
      shopper_id: shopperId,
      converted: after.upTo,
      day: after.day,
      points: after.points,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['mall_id', 'shopper_id'])
        .doUpdateSet({ converted: after.upTo, day: after.day, points: after.points }),
    )
    .execute();
  await writeTransfers(trx, tools, mall.id, [
    {
      // The mark only rises: each of its places is reached once.
      key: JSON.stringify(['naegong', shopperId, after.upTo]),
      kind: 'naegong',
      from: 'issue',
      to: walletOf(shopperId),
      amount: given,
      lots: { expiresAt: expiryOf(mall, at) },
      facts: { shopperId },
    },
  ]);
  return given;
}

/** A vote gave naegong: what it is worth in points follows. */
export function conversionConsumer(services: Services): Consumer {
  const follow = async (trx: Trx, event: PlacedEvent) => {
    if (event.kind !== 'vote.changed' || typeof event.ids.review !== 'string') return;
    const mall = await findMall(trx, event.mallId);
    if (!mall || !converts(mall)) return;
    const review = await trx
      .selectFrom('reviews')
      .select('shopper_id')
      .where('mall_id', '=', mall.id)
      .where('review_id', '=', event.ids.review)
      .executeTakeFirst();
    if (review) await convertNaegong(trx, services, mall, review.shopper_id);
  };
  return consume(services, 'reputation-conversion', follow, ['vote.changed']);
}

/**
 * Looks at the next members of a mall whose naegong may be worth something.
 *
 * @returns from where to go on; undefined: there are no more
 */
async function convertBatch(services: Services, mall: Mall, after: string): Promise<string | undefined> {
  const rows = await services.database.db
    .selectFrom('standings')
    .leftJoin('naegong_conversions as done', (join) =>
      join
        .onRef('done.mall_id', '=', 'standings.mall_id')
        .onRef('done.shopper_id', '=', 'standings.shopper_id'),
    )
    .select(['standings.shopper_id', 'standings.naegong', 'standings.frozen_at', 'done.converted'])
    .where('standings.mall_id', '=', mall.id)
    .where('standings.shopper_id', '>', after)
    .orderBy('standings.shopper_id')
    .limit(BATCH)
    .execute();
  const worth = leastWorth(mall.settings.points.naegongRate);
  const due = rows.filter((row) => row.frozen_at === null && row.naegong - (row.converted ?? 0) >= worth);
  if (due.length > 0)
    await services.database.write(async (trx) => {
      for (const { shopper_id: shopperId } of due) await convertNaegong(trx, services, mall, shopperId);
    });
  return rows.length < BATCH ? undefined : rows.at(-1)?.shopper_id;
}

/** What the cap or the budget of a day or month left over comes on another; so does what grew by a recount. */
export async function convertAll(services: Services): Promise<void> {
  for (const { id } of await listMalls(services.database.db)) {
    const mall = await findMall(services.database.db, id);
    if (!mall || !converts(mall)) continue;
    for (let after: string | undefined = ''; after !== undefined; )
      after = await convertBatch(services, mall, after);
  }
}

/** Registers the conversion that comes again and again. */
export function conversionJobs(services: Services): void {
  services.jobs.every('naegong-conversion', HOUR, () => convertAll(services));
}
