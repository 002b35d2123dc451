import type { Reader } from '../../base/db/database.ts';
import { decodeCursor, encodeCursor } from '../../base/http/cursor.ts';
import type { Movement, MovementPage } from './contract.ts';
import { walletOf } from './ledger.ts';
import type { TransferFactRow, TransferRow } from './table.ts';

/** A transfer as one side of it sees it. */
interface Side {
  seq: number;
  row: TransferRow;
}

/** Transfers that touched an account, in the order of its chain, from one place on. */
async function sidesOf(
  db: Reader,
  mallId: string,
  account: string,
  from: number | undefined,
  order: 'asc' | 'desc',
  limit: number,
): Promise<Side[]> {
  const half = (side: 'from' | 'to') => {
    let rows = db
      .selectFrom('transfers')
      .selectAll()
      .where('mall_id', '=', mallId)
      .where(`${side}_account`, '=', account)
      .where(`${side}_seq`, 'is not', null);
    if (from !== undefined) rows = rows.where(`${side}_seq`, order === 'asc' ? '>' : '<', from);
    return rows.orderBy(`${side}_seq`, order).limit(limit).execute();
  };
  const out = (await half('from')).map((row) => ({ seq: row.from_seq as number, row }));
  const into = (await half('to')).map((row) => ({ seq: row.to_seq as number, row }));
  return [...out, ...into].sort((a, b) => (order === 'asc' ? a.seq - b.seq : b.seq - a.seq)).slice(0, limit);
}

/** What is left of those that are pending. */
async function restsOf(
  db: Reader,
  mallId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { rest: number; dueAt: number | null }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('pendings')
    .select(['transfer_id', 'rest', 'due_at'])
    .where('mall_id', '=', mallId)
    .where('transfer_id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.transfer_id, { rest: row.rest, dueAt: row.due_at }]));
}

async function factsOf(
  db: Reader,
  mallId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, TransferFactRow>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('transfer_facts')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('transfer_id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.transfer_id, row]));
}

/** Transfers as movements of a wallet; one that was pending and has ended is told by what ended it. */
async function toMovements(
  db: Reader,
  mallId: string,
  account: string,
  sides: readonly Side[],
): Promise<(Movement & { seq: number })[]> {
  const idsIn = (phases: readonly TransferRow['phase'][]) =>
    sides.filter(({ row }) => phases.includes(row.phase)).map(({ row }) => row.transfer_id);
  const rests = await restsOf(db, mallId, idsIn(['pending']));
  const facts = await factsOf(db, mallId, [
    ...new Set(sides.flatMap(({ row }) => [row.transfer_id, ...(row.of_id === null ? [] : [row.of_id])])),
  ]);
  return sides.flatMap(({ seq, row }) => {
    const pending = rests.get(row.transfer_id);
    if (row.phase === 'pending' && !pending?.rest) return [];
    const state = row.phase === 'pending' ? 'pending' : row.phase === 'void' ? 'void' : 'posted';
    const isInto = row.to_account === account;
    const amount = state === 'pending' ? (pending?.rest ?? 0) : row.amount;
    const about = facts.get(row.transfer_id) ?? facts.get(row.of_id ?? '');
    return [
      {
        seq,
        id: row.transfer_id,
        at: row.at,
        kind: row.kind,
        state,
        amount: isInto ? amount : -amount,
        balance: state === 'posted' ? (isInto ? row.to_balance : row.from_balance) : null,
        dueAt: state === 'pending' ? (pending?.dueAt ?? null) : null,
        reverses: row.phase === 'post' ? null : row.of_id,
        order: about?.order_id ?? null,
        review: about?.review_id ?? null,
        club: about?.club_id ?? null,
        note: about?.note ?? null,
      },
    ];
  });
}

const bare = ({ seq: _, ...movement }: Movement & { seq: number }): Movement => movement;

/** One page of a wallet's movements, newest first. */
export async function readMovements(
  db: Reader,
  mallId: string,
  shopperId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<MovementPage> {
  const account = walletOf(shopperId);
  let from = page.cursor === undefined ? undefined : (decodeCursor(page.cursor, ['number'])[0] as number);
  const found: (Movement & { seq: number })[] = [];
  for (;;) {
    const sides = await sidesOf(db, mallId, account, from, 'desc', page.limit + 1);
    found.push(...(await toMovements(db, mallId, account, sides)));
    from = sides.at(-1)?.seq;
    // What has ended is passed over: a page is filled from what comes before it.
    if (found.length > page.limit || sides.length <= page.limit) break;
  }
  const items = found.slice(0, page.limit);
  const last = found.length > page.limit ? items.at(-1) : undefined;
  return { items: items.map(bare), next: last ? encodeCursor([last.seq]) : null };
}

/** All movements, oldest first, some at a time. */
export async function* allMovements(
  db: Reader,
  mallId: string,
  shopperId: string,
  limit = 500,
): AsyncGenerator<Movement[]> {
  const account = walletOf(shopperId);
  for (let from: number | undefined; ; ) {
    const sides = await sidesOf(db, mallId, account, from, 'asc', limit);
    yield (await toMovements(db, mallId, account, sides)).map(bare);
    if (sides.length < limit) return;
    from = sides.at(-1)?.seq;
  }
}
