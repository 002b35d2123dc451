import type { Reader } from '../../base/db/database.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { authorsOf, formerAuthor } from '../../mall/shoppers/authors.ts';
import type { Leaders } from './contract.ts';
import { dayOf, mondayOf, startOf } from './rules.ts';

const CATEGORIES = 50;

/** The Monday of the week that it is in the mall. */
export const weekOf = (now: number, mall: Pick<Mall, 'settings'>): number =>
  mondayOf(dayOf(now, mall.settings.timeZone));

/** Who helped most. Nobody who does not want to be named, no guest, and nobody who has left. */
export async function leadersOf(
  db: Reader,
  mall: Pick<Mall, 'id' | 'settings'>,
  query: { period: 'week' | 'all'; category?: string | undefined; limit: number },
  now: number,
): Promise<Leaders> {
  const { locale, timeZone, looks, reputation } = mall.settings;
  const monday = weekOf(now, mall);
  const since = query.period === 'week' ? startOf(monday, timeZone) : null;
  const period = since === null ? 'all' : String(monday);
  const rows = await leading(db, mall.id, period)
    .select(['tally.shopper_id', 'tally.amount'])
    .where('tally.category', '=', query.category ?? '')
    .orderBy('tally.amount', 'desc')
    .orderBy('tally.shopper_id')
    .limit(query.limit)
    .execute();
  const ids = rows.map((row) => row.shopper_id);
  const authors = await authorsOf(db, mall.id, ids, locale);
  const helped = await helpedBy(db, mall.id, ids, since, query.category);
  const categories = await leading(db, mall.id, period)
    .select((eb) => ['tally.category', eb.fn.sum<number>('tally.amount').as('sum')])
    .where('tally.category', '!=', '')
    .groupBy('tally.category')
    .orderBy('sum', 'desc')
    .orderBy('tally.category')
    .limit(CATEGORIES)
    .execute();
  return {
    period: query.period,
    since,
    levels: reputation.levels.map(({ key, label }) => ({ key, label })),
    locale,
    looks,
    categories: categories.map((row) => row.category),
    items: rows.map((row) => ({
      place: rows.findIndex((one) => one.amount === row.amount) + 1,
      member: authors.get(row.shopper_id) ?? formerAuthor(row.shopper_id, locale),
      helped: helped.get(row.shopper_id) ?? 0,
    })),
  };
}

function leading(db: Reader, mallId: string, period: string) {
  return db
    .selectFrom('naegong_tallies as tally')
    .innerJoin('shoppers', (join) =>
      join
        .onRef('shoppers.mall_id', '=', 'tally.mall_id')
        .onRef('shoppers.shopper_id', '=', 'tally.shopper_id'),
    )
    .where('tally.mall_id', '=', mallId)
    .where('tally.period', '=', period)
    .where('tally.amount', '>', 0)
    .where('shoppers.kind', '=', 'member')
    .where('shoppers.listed', '=', 1)
    .where('shoppers.erased_at', 'is', null);
}

/** How many different people each of them helped since then. */
async function helpedBy(
  db: Reader,
  mallId: string,
  shopperIds: readonly string[],
  since: number | null,
  category: string | undefined,
): Promise<Map<string, number>> {
  if (shopperIds.length === 0) return new Map();
  if (since === null && category === undefined) {
    const rows = await db
      .selectFrom('standings')
      .select(['shopper_id', 'helped'])
      .where('mall_id', '=', mallId)
      .where('shopper_id', 'in', shopperIds)
      .execute();
    return new Map(rows.map((row) => [row.shopper_id, row.helped]));
  }
  let grants = db
    .selectFrom('naegong_grants')
    .select((eb) => ['shopper_id', eb.fn.count<number>('voter_id').distinct().as('helped')])
    .where('mall_id', '=', mallId)
    .where('shopper_id', 'in', shopperIds)
    .where('kind', '=', 'helpful')
    .where('reversed_at', 'is', null);
  if (since !== null) grants = grants.where('at', '>=', since);
  if (category !== undefined) grants = grants.where('category', '=', category);
  const rows = await grants.groupBy('shopper_id').execute();
  return new Map(rows.map((row) => [row.shopper_id, Number(row.helped)]));
}
