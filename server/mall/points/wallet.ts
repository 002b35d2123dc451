import type { Reader } from '../../base/db/database.ts';
import { readHead } from '../../base/live/events.ts';
import { type Mall, publicMall } from '../malls/rules.ts';
import { byDay } from './calendar.ts';
import type { Wallet } from './contract.ts';
import { walletNow, walletOf } from './ledger.ts';
import { readMovements } from './movements.ts';

/** Days that a wallet tells of what comes and what expires. */
const DAYS = 12;
const ROWS = 500;
export const MOVEMENTS = 30;

type Dated = { at: number; amount: number };

/** Reads on until there are enough days, however many rows one day has. */
async function daysOf(timeZone: string, read: (offset: number) => Promise<Dated[]>): Promise<Dated[]> {
  const rows: Dated[] = [];
  for (;;) {
    const more = await read(rows.length);
    rows.push(...more);
    const days = byDay(timeZone, rows);
    if (more.length < ROWS || days.length > DAYS) return days.slice(0, DAYS);
  }
}

const pendingDays = (db: Reader, mall: Mall, account: string) =>
  daysOf(mall.settings.timeZone, async (offset) => {
    const rows = await db
      .selectFrom('pendings')
      .select(['due_at', 'rest'])
      .where('mall_id', '=', mall.id)
      .where('to_account', '=', account)
      .where('due_at', 'is not', null)
      .where('rest', '>', 0)
      .orderBy('due_at')
      .orderBy('transfer_id')
      .limit(ROWS)
      .offset(offset)
      .execute();
    return rows.map((row) => ({ at: row.due_at as number, amount: row.rest }));
  });

/** By the last day on which they are there: what expires at midnight is gone on the next one. */
async function expiringDays(db: Reader, mall: Mall, account: string): Promise<Dated[]> {
  const days = await daysOf(mall.settings.timeZone, async (offset) => {
    const rows = await db
      .selectFrom('lots')
      .select(['expires_at', 'rest'])
      .where('mall_id', '=', mall.id)
      .where('account_id', '=', account)
      .where('rest', '>', 0)
      .where('expires_at', 'is not', null)
      .orderBy('expires_at')
      .orderBy('lot_id')
      .limit(ROWS)
      .offset(offset)
      .execute();
    return rows.map((row) => ({ at: (row.expires_at as number) - 1, amount: row.rest }));
  });
  return days.map(({ at, amount }) => ({ at: at + 1, amount }));
}

async function waitingOut(db: Reader, mallId: string, account: string): Promise<number> {
  const row = await db
    .selectFrom('pendings')
    .select((eb) => eb.fn.sum<number>('rest').as('rest'))
    .where('mall_id', '=', mallId)
    .where('from_account', '=', account)
    .where('kind', '=', 'out')
    .executeTakeFirst();
  return Number(row?.rest ?? 0);
}

/** All that a page needs to show a shopper their points. */
export async function readWallet(db: Reader, mall: Mall, shopperId: string): Promise<Wallet> {
  const { points } = mall.settings;
  const account = walletOf(shopperId);
  // Before all else: what changes while this is read is heard of on the stream.
  const position = await readHead(db, mall.id);
  const { available, held, incoming, owed } = await walletNow(db, mall.id, shopperId);
  return {
    mall: publicMall(mall),
    available,
    held,
    pending: { amount: incoming, next: incoming > 0 ? await pendingDays(db, mall, account) : [] },
    expiring: await expiringDays(db, mall, account),
    owed,
    out: { possible: points.out, waiting: await waitingOut(db, mall.id, account) },
    naegong: { rate: points.naegongRate, dailyCap: points.naegongDailyCap },
    movements: await readMovements(db, mall.id, shopperId, { limit: MOVEMENTS }),
    position,
  };
}
