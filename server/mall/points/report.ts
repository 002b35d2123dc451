import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Reader } from '../../base/db/database.ts';
import type { Mall } from '../malls/rules.ts';
import { REWARD_SOURCES, usedOf } from './budgets.ts';
import { monthIn } from './calendar.ts';
import type { PointsReport } from './contract.ts';

/** Transfers that are counted in one step: a few milliseconds of a database that others use meanwhile. */
const STEP = 5_000;

/**
 * What went from shoppers and clubs into the mall's own accounts, less what came back of it. These keep no balance, so
 * that nobody waits for them: it is counted, some transfers at a time, and others have their turn between.
 */
async function movedInto(db: Reader, mallId: string, size: number): Promise<ReadonlyMap<string, number>> {
  const moved = new Map<string, number>();
  for (let after = ''; ; ) {
    const step = db
      .selectFrom('transfers')
      .select(['transfer_id', 'phase', 'from_account', 'from_seq', 'to_account', 'to_seq', 'amount'])
      .where('mall_id', '=', mallId)
      .where('transfer_id', '>', after)
      .orderBy('transfer_id')
      .limit(size)
      .as('step');
    // The mall's own accounts have no place in a chain.
    const own = sql<string | null>`case when phase not in ('posted', 'post') then null
      when to_seq is null then to_account when from_seq is null then from_account end`;
    const signed = sql<number>`case when to_seq is null then amount else -amount end`;
    const rows = await db
      .selectFrom(step)
      .select((q) => [
        own.as('account'),
        q.fn.sum<number>(signed).as('amount'),
        q.fn.max('transfer_id').as('last'),
        q.fn.countAll<number>().as('count'),
      ])
      .groupBy(sql`1`)
      .execute();
    let count = 0;
    for (const { account, amount, last, count: some } of rows) {
      if (account !== null) moved.set(account, (moved.get(account) ?? 0) + Number(amount));
      count += Number(some);
      if (last > after) after = last;
    }
    if (count < size) return moved;
    await setImmediate();
  }
}

/**
 * What a mall owes its shoppers in points, and what its month has given. What lies with shoppers and clubs is what their
 * accounts say; what was ever given is that and what has gone from them, so that the report adds up at any moment.
 *
 * @param step transfers that are counted at once
 */
export async function reportOf(
  db: Reader,
  mall: Pick<Mall, 'id' | 'settings'>,
  now: number,
  step = STEP,
): Promise<PointsReport> {
  const moved = await movedInto(db, mall.id, step);
  const accounts = await db
    .selectFrom('accounts')
    .select([
      'kind',
      (eb) => eb.fn.sum<number>('balance').as('balance'),
      (eb) => eb.fn.sum<number>('incoming').as('incoming'),
    ])
    .where('mall_id', '=', mall.id)
    .groupBy('kind')
    .execute();
  const of = (kind: string) => accounts.find((row) => row.kind === kind);
  const into = (account: string) => moved.get(account) ?? 0;
  const month = monthIn(mall.settings.timeZone, now);
  const used = await usedOf(db, mall.id, month);
  const wallets = Number(of('wallet')?.balance ?? 0);
  const pots = Number(of('pot')?.balance ?? 0);
  const owed = 0 - Number(of('owed')?.balance ?? 0);
  const spent = into('redemption') + into('coupon');
  const expired = into('expiry');
  return {
    wallets,
    pots,
    pending: Number(of('wallet')?.incoming ?? 0),
    owed,
    issued: wallets + pots - owed + spent + expired,
    spent,
    expired,
    months: REWARD_SOURCES.map((source) => ({
      source,
      month,
      used: used.get(source) ?? 0,
      budget: mall.settings.points.budgets[source],
    })),
  };
}
