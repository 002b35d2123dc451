import type { Reader } from '../../base/db/database.ts';
import type { Mall } from '../malls/rules.ts';
import { REWARD_SOURCES, usedOf } from './budgets.ts';
import { monthIn } from './calendar.ts';
import type { PointsReport } from './contract.ts';

/** What moved between a shopper or club and the mall's own accounts, into these (positive) or out of them. */
async function movedInto(db: Reader, mallId: string): Promise<ReadonlyMap<string, number>> {
  const moved = new Map<string, number>();
  for (const [side, sign] of [
    ['to', 1],
    ['from', -1],
  ] as const) {
    const rows = await db
      .selectFrom('transfers')
      .select([`${side}_account as account`, (eb) => eb.fn.sum<number>('amount').as('amount')])
      .where('mall_id', '=', mallId)
      // The mall's own accounts have no place in a chain.
      .where(`${side}_seq`, 'is', null)
      .where('phase', 'in', ['posted', 'post'])
      .groupBy(`${side}_account`)
      .execute();
    for (const { account, amount } of rows)
      moved.set(account, (moved.get(account) ?? 0) + sign * Number(amount));
  }
  return moved;
}

/** What a mall owes its shoppers in points, and what its month has given. */
export async function reportOf(
  db: Reader,
  mall: Pick<Mall, 'id' | 'settings'>,
  now: number,
): Promise<PointsReport> {
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
  const moved = await movedInto(db, mall.id);
  const into = (account: string) => moved.get(account) ?? 0;
  const month = monthIn(mall.settings.timeZone, now);
  const used = await usedOf(db, mall.id, month);
  return {
    wallets: Number(of('wallet')?.balance ?? 0),
    pots: Number(of('pot')?.balance ?? 0),
    pending: Number(of('wallet')?.incoming ?? 0),
    owed: 0 - Number(of('owed')?.balance ?? 0),
    issued: 0 - into('issue') - into('till'),
    spent: into('redemption') + into('coupon'),
    expired: into('expiry'),
    months: REWARD_SOURCES.map((source) => ({
      source,
      month,
      used: used.get(source) ?? 0,
      budget: mall.settings.points.budgets[source],
    })),
  };
}
