import { sql } from 'kysely';
import { prepared, preparedInsert, preparedList } from '../../base/db/prepared.ts';
import type { PendingRow, TransferRow } from './table.ts';

// The statements about transfers and pendings that are asked all the time.

export const transfersByKey = preparedList<[mallId: string], TransferRow>((db, digests, mallId) =>
  db.selectFrom('transfers').selectAll().where('mall_id', '=', mallId).where('key_digest', 'in', digests),
);
export const transferById = prepared<[mallId: string, transferId: string], TransferRow>(
  (db, mallId, transferId) =>
    db
      .selectFrom('transfers')
      .selectAll()
      .where('mall_id', '=', mallId)
      .where('transfer_id', '=', transferId),
);
/** What became of a transfer, in sums: posted and voided of a pending one, and taken back or refunded of either. */
export const sumsOf = prepared<
  [mallId: string, transferId: string],
  { phase: TransferRow['phase']; amount: number }
>((db, mallId, transferId) =>
  db
    .selectFrom('transfers')
    .select(['phase', (q) => q.fn.sum<number>('amount').as('amount')])
    .where('mall_id', '=', mallId)
    .where('of_id', '=', transferId)
    // The index holds only these.
    .where('of_id', 'is not', null)
    .groupBy('phase'),
);
export const insertTransfer = preparedInsert('transfers', [
  'mall_id',
  'transfer_id',
  'phase',
  'of_id',
  'from_account',
  'to_account',
  'amount',
  'kind',
  'key_digest',
  'at',
  'due_at',
  'on_due',
  'facts_digest',
  'lots_digest',
  'from_seq',
  'from_balance',
  'from_hash',
  'to_seq',
  'to_balance',
  'to_hash',
]);
export const insertFacts = preparedInsert('transfer_facts', [
  'mall_id',
  'transfer_id',
  'shopper_id',
  'salt',
  'order_id',
  'line_id',
  'review_id',
  'club_id',
  'note',
]);

export const pendingsById = preparedList<[mallId: string], PendingRow>((db, ids, mallId) =>
  db.selectFrom('pendings').selectAll().where('mall_id', '=', mallId).where('transfer_id', 'in', ids),
);
export const insertPending = preparedInsert('pendings', [
  'mall_id',
  'transfer_id',
  'from_account',
  'to_account',
  'kind',
  'rest',
  'due_at',
  'on_due',
]);
export const lowerPending = prepared<[amount: number, mallId: string, transferId: string], unknown>(
  (db, amount, mallId, transferId) =>
    db
      .updateTable('pendings')
      .set({ rest: sql<number>`rest - ${amount}` })
      .where('mall_id', '=', mallId)
      .where('transfer_id', '=', transferId),
);
export const endPending = prepared<[mallId: string, transferId: string], unknown>((db, mallId, transferId) =>
  db.deleteFrom('pendings').where('mall_id', '=', mallId).where('transfer_id', '=', transferId),
);
