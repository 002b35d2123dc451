import { setImmediate as turn } from 'node:timers/promises';
import type { Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import { timedId } from '../../base/ids.ts';
import { sha256 } from '../../base/secrets.ts';
import { type Book, openBook } from './accounts.ts';
import { tellBegun } from './begun.ts';
import { type Lots, lotsOf } from './lots.ts';
import { endLots, moveLots } from './moving.ts';
import { check, factsOf, isSame, moveAccounts, planEnd, planFresh } from './plan.ts';
import { factsDigest, kindOf, lotsDigest, ownerOf } from './rules.ts';
import {
  endPending,
  insertFacts,
  insertPending,
  insertTransfer,
  lowerPending,
  pendingsById,
  transfersByKey,
} from './statements.ts';
import type { PendingRow, TransferRow } from './table.ts';
import {
  dueKey,
  type Fresh,
  isEnding,
  isFresh,
  keyDigest,
  type LedgerTools,
  type NewTransfer,
  owedOf,
  type Written,
} from './transfer.ts';

/** After so many at once others are let in: where the database answers without waiting, nobody else would be heard. */
const TURN = 16;

/** What a call has in hand while it writes. */
interface Writing {
  trx: Trx;
  tools: LedgerTools;
  mallId: string;
  book: Book;
  lots: Lots;
  pendings: Map<string, PendingRow>;
  /** What it has written so far. */
  rows: TransferRow[];
}

/**
 * Writes transfers: the one function that does. All of them or none. A pending one out of a wallet holds its points
 * (and takes them out of their lots); a pending one into a wallet is shown as coming. Accounts are locked in the order
 * of their ids; the stored balances, the chains and the lots move with it, and each wallet and club it touches hears an
 * event (`points.moved`, topic `shopper:<id>`; `club.moved`, topic `club:<id>`).
 *
 * An earning that is due already when it is written is posted at once.
 *
 * Whoever owes has nothing to spend: when a call leaves points in the wallet of a shopper with debts, whether they were
 * earned or have come back, a transfer `owed-met` follows at its end. What the call itself passes on (from a till
 * through the wallet into a pot) is gone by then.
 *
 * @throws Problem points-short when a wallet or pot has less than that, not-now when a pending one has less left or less
 * can be taken back, key-reused when the key came with something else before
 */
export async function writeTransfers(
  trx: Trx,
  tools: LedgerTools,
  mallId: string,
  transfers: readonly NewTransfer[],
): Promise<Written[]> {
  if (transfers.length === 0) return [];
  const digests = transfers.map((one) => keyDigest(tools, mallId, one.key));
  const known = new Map((await transfersByKey(trx, digests, mallId)).map((row) => [row.key_digest, row]));
  const fresh = transfers.filter((_, at) => !known.has(digests[at] ?? ''));
  const ended = fresh.filter(isEnding).map((one) => one.of);
  const found = ended.length > 0 ? await pendingsById(trx, [...new Set(ended)], mallId) : [];
  const writing: Writing = {
    trx,
    tools,
    mallId,
    book: await openBook(trx, tools.secrets, mallId, accountsOf([...fresh.filter(isFresh), ...found])),
    lots: lotsOf(trx, mallId),
    pendings: new Map(found.map((row) => [row.transfer_id, row])),
    rows: [],
  };
  const written: Written[] = [];
  for (const [at, one] of transfers.entries()) {
    if (at % TURN === TURN - 1) await turn();
    const digest = digests[at] ?? '';
    const before = known.get(digest);
    if (before && !isSame(before, one)) throw new Problem('key-reused');
    const row = before ?? (await write(writing, one, digest));
    known.set(digest, row);
    written.push({
      transferId: row.transfer_id,
      amount: row.amount,
      at: row.at,
      replayed: before !== undefined,
    });
  }
  await postOverdue(writing);
  await meetDebts(writing);
  await writing.book.close();
  await tell(writing);
  return written;
}

/** With each wallet the debt of its shopper. */
function* accountsOf(of: readonly (Fresh | PendingRow)[]): Generator<string> {
  for (const one of of) {
    const [from, to] = 'from' in one ? [one.from, one.to] : [one.from_account, one.to_account];
    for (const id of [from, to]) {
      yield id;
      if (kindOf(id) === 'wallet') yield owedOf(ownerOf(id));
    }
  }
}

async function write(writing: Writing, one: NewTransfer, digest: string): Promise<TransferRow> {
  const { trx, tools, mallId, book, lots } = writing;
  const plan = isEnding(one) ? planEnd(writing.pendings.get(one.of), one) : planFresh(one);
  check(plan);
  const at = book.timeFor(tools.now(), plan.from_account, plan.to_account);
  const transferId = timedId(at);
  moveAccounts(book, plan);
  const moves = isEnding(one) ? await endLots(writing, plan, at) : await moveLots(writing, plan, one, at);
  const facts = factsOf(plan, one.facts);
  const row: TransferRow = {
    mall_id: mallId,
    transfer_id: transferId,
    ...plan,
    key_digest: digest,
    at,
    facts_digest: facts ? factsDigest(sha256, facts) : '',
    lots_digest: lotsDigest(sha256, moves),
    from_seq: null,
    from_balance: null,
    from_hash: null,
    to_seq: null,
    to_balance: null,
    to_hash: null,
  };
  book.link(row);
  await insertTransfer(trx, row);
  await lots.write(transferId, moves);
  if (facts) await insertFacts(trx, { mall_id: mallId, transfer_id: transferId, ...facts });
  await keepPending(writing, row);
  writing.rows.push(row);
  return row;
}

async function keepPending({ trx, mallId, pendings }: Writing, row: TransferRow): Promise<void> {
  if (row.phase === 'pending') {
    const fresh: PendingRow = {
      mall_id: mallId,
      transfer_id: row.transfer_id,
      from_account: row.from_account,
      to_account: row.to_account,
      kind: row.kind,
      rest: row.amount,
      due_at: row.due_at,
      on_due: row.on_due,
    };
    await insertPending(trx, fresh);
    pendings.set(row.transfer_id, fresh);
  }
  const pending = row.phase === 'posted' ? undefined : pendings.get(row.of_id ?? '');
  if (!pending) return;
  pending.rest -= row.amount;
  if (pending.rest > 0) await lowerPending(trx, row.amount, mallId, pending.transfer_id);
  else await endPending(trx, mallId, pending.transfer_id);
}

/** Nobody waits for a day that is over: an old order's points are there at once. */
async function postOverdue(writing: Writing): Promise<void> {
  const { rows, tools, mallId } = writing;
  const now = tools.now();
  for (const row of [...rows]) {
    if (row.on_due !== 'post' || row.due_at === null || row.due_at > now) continue;
    const key = dueKey(row.transfer_id);
    await write(writing, { phase: 'post', key, of: row.transfer_id }, keyDigest(tools, mallId, key));
  }
}

/** Whoever owes has nothing to spend. */
async function meetDebts(writing: Writing): Promise<void> {
  const { book, rows, tools, mallId } = writing;
  const last = new Map<string, TransferRow>();
  for (const row of rows)
    for (const id of [row.from_account, row.to_account]) if (kindOf(id) === 'wallet') last.set(id, row);
  for (const [id, row] of last) {
    const wallet = book.find(id);
    const debt = -(book.find(owedOf(ownerOf(id)))?.balance ?? 0);
    const amount = Math.min(debt, wallet ? wallet.balance - wallet.held : 0);
    if (amount <= 0) continue;
    const key = `owed-met:${row.transfer_id}`;
    const met: Fresh = { key, kind: 'owed-met', from: id, to: owedOf(ownerOf(id)), amount };
    await write(writing, met, keyDigest(tools, mallId, key));
  }
}

/** Each shopper hears of each transfer of their wallet or their debt, each pot that there were some. */
async function tell({ trx, tools, mallId, rows }: Writing): Promise<void> {
  const pots = new Map<string, string>();
  const begun = new Set<string>();
  for (const row of rows) {
    for (const [id, seq] of [
      [row.from_account, row.from_seq],
      [row.to_account, row.to_seq],
    ] as const)
      if (seq === 1 && kindOf(id) === 'wallet') begun.add(ownerOf(id));
    const shoppers = new Set<string>();
    for (const id of [row.from_account, row.to_account])
      if (kindOf(id) === 'pot') pots.set(ownerOf(id), row.transfer_id);
      else if (kindOf(id) !== null) shoppers.add(ownerOf(id));
    const ids = { transfer: row.transfer_id, of: row.of_id, phase: row.phase, kind: row.kind };
    for (const shopper of shoppers)
      await tools.outbox.append(trx, { mallId, kind: 'points.moved', topic: `shopper:${shopper}`, ids });
  }
  for (const shopper of begun) await tellBegun(trx, tools, mallId, shopper);
  for (const [club, transfer] of pots)
    await tools.outbox.append(trx, { mallId, kind: 'club.moved', topic: `club:${club}`, ids: { transfer } });
}
