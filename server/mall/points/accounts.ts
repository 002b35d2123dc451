import { PostgresAdapter, sql } from 'kysely';
import type { Trx } from '../../base/db/database.ts';
import { prepared, preparedInsert, preparedList } from '../../base/db/prepared.ts';
import { Problem } from '../../base/http/problem.ts';
import { hmac, type Secrets, sha256 } from '../../base/secrets.ts';
import { chainStart, kindOf, linkHash, ownerOf, partsOf, sealText } from './rules.ts';
import type { AccountRow, TransferRow } from './table.ts';

const findAccounts = preparedList<[mallId: string], AccountRow>((db, ids, mallId) => {
  const rows = db
    .selectFrom('accounts')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('account_id', 'in', ids)
    .orderBy('account_id');
  // SQLite has one writer at a time. PostgreSQL locks them in this order, so that no two wait for one another.
  return db.getExecutor().adapter instanceof PostgresAdapter ? rows.forUpdate() : rows;
});
const insertAccount = preparedInsert('accounts', [
  'mall_id',
  'account_id',
  'kind',
  'shopper_id',
  'balance',
  'held',
  'incoming',
  'seq',
  'head',
  'last_at',
  'seal',
]);
type Update = [
  balance: number,
  held: number,
  incoming: number,
  seq: number,
  head: string,
  lastAt: number,
  seal: string,
  mallId: string,
  accountId: string,
  before: number,
  free: number,
];
/** Only from where it stood, and only where there is enough: of a debt, never more than all of it. */
const moveAccount = prepared<Update, { seq: number }>(
  (db, balance, held, incoming, seq, head, lastAt, seal, mallId, accountId, before, free) =>
    db
      .updateTable('accounts')
      .set({
        balance: sql<number>`balance + ${balance}`,
        held: sql<number>`held + ${held}`,
        incoming: sql<number>`incoming + ${incoming}`,
        seq,
        head,
        last_at: lastAt,
        seal,
      })
      .where('mall_id', '=', mallId)
      .where('account_id', '=', accountId)
      .where('seq', '=', before)
      .where(
        sql<boolean>`case when kind = 'owed' then balance + ${free} <= 0 else balance - held + ${free} >= 0 end`,
      )
      .returning('seq'),
);

/** Another transaction came first: the whole of this one is run again. */
class Overtaken extends Error {
  readonly code = '40001';
}

/** An account while transfers are written: as it was read, and as it is after them. */
interface Open {
  before: AccountRow | undefined;
  row: AccountRow;
}

/** The accounts that a call moves, locked, and moved in memory until {@link Book.close}. */
export interface Book {
  /** As it is now; undefined: one of the mall's own. */
  find(accountId: string): AccountRow | undefined;
  /** Later than everything in the chains of these. */
  timeFor(now: number, ...accountIds: string[]): number;
  /**
   * @throws Problem points-short when there is not enough, also when a debt would become more than paid
   */
  move(accountId: string, by: { balance?: number; held?: number; incoming?: number }): void;
  /** Adds the transfer, whose sides have been moved, to the chains of both of them. */
  link(row: TransferRow): void;
  /** Writes what was moved. */
  close(): Promise<void>;
}

export async function openBook(
  trx: Trx,
  secrets: Secrets,
  mallId: string,
  accountIds: Iterable<string>,
): Promise<Book> {
  const ids = [...new Set(accountIds)].filter((id) => kindOf(id) !== null).sort();
  const open = new Map<string, Open>();
  for (const row of ids.length > 0 ? await findAccounts(trx, ids, mallId) : [])
    open.set(row.account_id, { before: row, row: { ...row } });
  for (const id of ids) if (!open.has(id)) open.set(id, { before: undefined, row: emptyAccount(mallId, id) });
  const find = (id: string) => open.get(id)?.row;
  return {
    find,
    timeFor: (now, ...of) => Math.max(now, ...of.map((id) => (find(id)?.last_at ?? -1) + 1)),
    move(id, { balance = 0, held = 0, incoming = 0 }) {
      const row = find(id);
      if (!row) return;
      const next = {
        balance: row.balance + balance,
        held: row.held + held,
        incoming: row.incoming + incoming,
      };
      const isEnough = row.kind === 'owed' ? next.balance <= 0 : next.balance >= next.held;
      if (!isEnough) throw new Problem('points-short');
      if (!Object.values(next).every(Number.isSafeInteger))
        throw new RangeError('more points than can be counted');
      Object.assign(row, next);
    },
    link(row) {
      for (const side of ['from', 'to'] as const) {
        const account = find(row[`${side}_account`]);
        if (!account) continue;
        account.seq += 1;
        account.last_at = row.at;
        account.head = linkHash(sha256, account.head, partsOf(row, account));
        row[`${side}_seq`] = account.seq;
        row[`${side}_balance`] = account.balance;
        row[`${side}_hash`] = account.head;
      }
    },
    async close() {
      const key = secrets.derive('ledger-seal', mallId);
      for (const { before, row } of open.values()) {
        if (row.seq === (before?.seq ?? 0)) continue;
        row.seal = hmac(key, sealText(row));
        if (before) await save(trx, before, row);
        else await insertAccount(trx, row);
      }
    },
  };
}

async function save(trx: Trx, before: AccountRow, row: AccountRow): Promise<void> {
  const balance = row.balance - before.balance;
  const held = row.held - before.held;
  const free = row.kind === 'owed' ? balance : balance - held;
  const [moved] = await moveAccount(
    trx,
    balance,
    held,
    row.incoming - before.incoming,
    row.seq,
    row.head,
    row.last_at,
    row.seal,
    row.mall_id,
    row.account_id,
    before.seq,
    free,
  );
  if (!moved) throw new Overtaken(`${row.account_id} was moved meanwhile`);
}

function emptyAccount(mallId: string, id: string): AccountRow {
  const kind = kindOf(id);
  if (kind === null) throw new Error(`${id} has no row`);
  return {
    mall_id: mallId,
    account_id: id,
    kind,
    shopper_id: kind === 'pot' ? null : ownerOf(id),
    balance: 0,
    held: 0,
    incoming: 0,
    seq: 0,
    head: chainStart(sha256, id),
    last_at: 0,
    seal: '',
  };
}
