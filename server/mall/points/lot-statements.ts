import { sql } from 'kysely';
import { prepared, preparedInsert, preparedList } from '../../base/db/prepared.ts';
import { NEVER } from './rules.ts';
import type { LotMoveRow, LotRow, PotLotRow } from './table.ts';

// The statements about lots that are asked all the time.

/** Lots read at once: more than most wallets have. */
const LOTS = 50;
const spent = sql<number>`coalesce(expires_at, ${sql.lit(NEVER)})`;
const isLeft = sql<boolean>`rest > 0`;

export const nextLots = prepared<[mallId: string, accountId: string], LotRow>((db, mallId, accountId) =>
  db
    .selectFrom('lots')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('account_id', '=', accountId)
    .where(isLeft)
    .orderBy(spent)
    .orderBy('lot_id')
    .limit(sql.lit(LOTS)),
);
export const lotsById = preparedList<[mallId: string], LotRow>((db, ids, mallId) =>
  db.selectFrom('lots').selectAll().where('mall_id', '=', mallId).where('lot_id', 'in', ids),
);
/** Never below nothing: the table itself refuses it. */
export const changeLot = prepared<[amount: number, mallId: string, lotId: string], { rest: number }>(
  (db, amount, mallId, lotId) =>
    db
      .updateTable('lots')
      .set({ rest: sql<number>`rest + ${amount}` })
      .where('mall_id', '=', mallId)
      .where('lot_id', '=', lotId)
      .returning('rest'),
);
export const insertLot = preparedInsert('lots', [
  'mall_id',
  'lot_id',
  'account_id',
  'expires_at',
  'rest',
  'warned',
]);
export const daysOf = prepared<[mallId: string, accountId: string], PotLotRow>((db, mallId, accountId) =>
  db
    .selectFrom('pot_lots')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('account_id', '=', accountId)
    .where(sql<boolean>`amount > 0`)
    .orderBy(sql`expires_at = 0`)
    .orderBy('expires_at'),
);
export const changeDay = prepared<[mallId: string, accountId: string, day: number, amount: number], unknown>(
  (db, mall_id, account_id, expires_at, amount) =>
    db
      .insertInto('pot_lots')
      .values({ mall_id, account_id, expires_at, amount })
      .onConflict((conflict) =>
        conflict
          .columns(['mall_id', 'account_id', 'expires_at'])
          .doUpdateSet({ amount: sql<number>`pot_lots.amount + excluded.amount` }),
      ),
);
export const lowerDay = prepared<[amount: number, mallId: string, accountId: string, day: number], unknown>(
  (db, amount, mallId, accountId, day) =>
    db
      .updateTable('pot_lots')
      .set({ amount: sql<number>`amount - ${amount}` })
      .where('mall_id', '=', mallId)
      .where('account_id', '=', accountId)
      .where('expires_at', '=', day),
);
export const insertMove = preparedInsert('lot_moves', [
  'mall_id',
  'transfer_id',
  'lot_id',
  'amount',
  'returns_id',
  'from_lot_id',
  'expires_at',
]);
export const movesOf = prepared<[mallId: string, transferId: string], LotMoveRow>((db, mallId, transferId) =>
  db.selectFrom('lot_moves').selectAll().where('mall_id', '=', mallId).where('transfer_id', '=', transferId),
);
export const returnedTo = prepared<[mallId: string, transferId: string], { lot: string; amount: number }>(
  (db, mallId, transferId) =>
    db
      .selectFrom('lot_moves')
      .select([
        sql<string>`coalesce(from_lot_id, lot_id)`.as('lot'),
        (q) => q.fn.sum<number>('amount').as('amount'),
      ])
      .where('mall_id', '=', mallId)
      .where('returns_id', '=', transferId)
      .groupBy(sql`coalesce(from_lot_id, lot_id)`),
);
