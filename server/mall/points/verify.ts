import { sql } from 'kysely';
import type { Reader, Trx } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';
import { hmac, type Secrets } from '../../base/secrets.ts';
import { type Fold, type FoldedLot, Mismatch, openFold, type Wrong } from './fold.ts';
import { sealText } from './rules.ts';
import type {
  AccountRow,
  LotMoveRow,
  LotRow,
  PendingRow,
  PotLotRow,
  TransferFactRow,
  TransferRow,
} from './table.ts';

/** Rows read at once. */
const PAGE = 4000;
/** What the shopper was told of the end of a lot. */
const WARNED = new Set([0, 30, 7]);

type After = [mallId: string, after: string, limit: number];
const transfersAfter = prepared<After, TransferRow>((db, mallId, after, limit) =>
  db
    .selectFrom('transfers')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('transfer_id', '>', after)
    .orderBy('transfer_id')
    .limit(limit),
);
/** What belongs to the transfers of a page; the last page has no end, so that nothing lies behind it unseen. */
const besides = <Row>(table: 'lot_moves' | 'transfer_facts') => {
  const within = prepared<[mallId: string, after: string, last: string], Row>((db, mallId, after, last) =>
    rowsAfter(db, table, mallId, after).where('transfer_id', '<=', last).$castTo<Row>(),
  );
  const behind = prepared<[mallId: string, after: string], Row>((db, mallId, after) =>
    rowsAfter(db, table, mallId, after).$castTo<Row>(),
  );
  return (trx: Trx, mallId: string, after: string, last: string | undefined): Promise<Row[]> =>
    last === undefined ? behind(trx, mallId, after) : within(trx, mallId, after, last);
};
const rowsAfter = (db: Reader, table: 'lot_moves' | 'transfer_facts', mallId: string, after: string) =>
  db.selectFrom(table).selectAll().where('mall_id', '=', mallId).where('transfer_id', '>', after);
const movesOf = besides<LotMoveRow>('lot_moves');
const factsOf = besides<TransferFactRow>('transfer_facts');
const accountsAfter = prepared<After, AccountRow>((db, mallId, after, limit) =>
  db
    .selectFrom('accounts')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('account_id', '>', after)
    .orderBy('account_id')
    .limit(limit),
);
const lotsAfter = prepared<After, LotRow>((db, mallId, after, limit) =>
  db
    .selectFrom('lots')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('lot_id', '>', after)
    .orderBy('lot_id')
    .limit(limit),
);
const pendingsAfter = prepared<After, PendingRow>((db, mallId, after, limit) =>
  db
    .selectFrom('pendings')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('transfer_id', '>', after)
    .orderBy('transfer_id')
    .limit(limit),
);

/** Tables of the ledger, each of which names malls. */
const TABLES = [
  'transfers',
  'accounts',
  'lots',
  'lot_moves',
  'pendings',
  'pot_lots',
  'transfer_facts',
] as const;

/** The malls that the ledger knows anything of. */
export async function mallsOfLedger(trx: Trx): Promise<string[]> {
  const malls = new Set<string>();
  // Each next one by the key: a list of all distinct values would read every row.
  for (const table of TABLES)
    for (let last = ''; ; ) {
      const { rows } = await sql<{ mall_id: string | null }>`
        select min(mall_id) as mall_id from ${sql.table(table)} where mall_id > ${last}`.execute(trx);
      const mall = rows[0]?.mall_id;
      if (!mall) break;
      malls.add(mall);
      last = mall;
    }
  return [...malls].sort();
}

export interface Verified {
  mall: string;
  transfers: number;
  accounts: number;
  /** Transfers whose facts were erased: their digests stay. */
  erased: number;
  wrong: Wrong | null;
}

/**
 * Proves the ledger of one mall anew from its transfers, in the order of their ids, and holds all that is stored beside
 * them against it. Ends at the first thing that is wrong.
 *
 * @param trx a transaction that sees one moment
 */
export async function verifyMall(
  trx: Trx,
  secrets: Secrets,
  mallId: string,
  progress: (transfers: number) => void = () => {},
): Promise<Verified> {
  const fold = openFold(mallId);
  let wrong: Wrong | null = null;
  try {
    await foldTransfers(trx, mallId, fold, progress);
    await checkAccounts(trx, secrets, mallId, fold);
    await checkLots(trx, mallId, fold);
    await checkPots(trx, mallId, fold);
    await checkPendings(trx, mallId, fold);
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
    wrong = error.wrong;
  }
  return { mall: mallId, ...fold.counts(), wrong };
}

async function foldTransfers(
  trx: Trx,
  mallId: string,
  fold: Fold,
  progress: (transfers: number) => void,
): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await transfersAfter(trx, mallId, after, PAGE);
    const isLast = rows.length < PAGE;
    const last = isLast ? undefined : rows.at(-1)?.transfer_id;
    const moves = new Map<string, LotMoveRow[]>();
    for (const one of await movesOf(trx, mallId, after, last))
      moves.set(one.transfer_id, [...(moves.get(one.transfer_id) ?? []), one]);
    const facts = new Map((await factsOf(trx, mallId, after, last)).map((one) => [one.transfer_id, one]));
    for (const row of rows) {
      fold.add(row, moves.get(row.transfer_id) ?? [], facts.get(row.transfer_id));
      moves.delete(row.transfer_id);
      facts.delete(row.transfer_id);
    }
    for (const id of moves.keys()) fold.fail('lot_moves', id, 'transfer_id', 'there is no such transfer');
    for (const id of facts.keys())
      fold.fail('transfer_facts', id, 'transfer_id', 'there is no such transfer');
    progress(fold.counts().transfers);
    if (last === undefined) return;
    after = last;
  }
}

/** Every row of a table, in the order of its ids. */
async function* all<Row>(
  read: (trx: Trx, ...range: After) => Promise<Row[]>,
  id: (row: Row) => string,
  trx: Trx,
  mallId: string,
): AsyncGenerator<Row> {
  for (let after = ''; ; ) {
    const rows = await read(trx, mallId, after, PAGE);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = id(last);
  }
}

const FIELDS = ['kind', 'shopper_id', 'seq', 'balance', 'held', 'incoming', 'head', 'last_at'] as const;

async function checkAccounts(trx: Trx, secrets: Secrets, mallId: string, fold: Fold): Promise<void> {
  const key = secrets.derive('ledger-seal', mallId);
  const left = new Map(fold.accounts);
  let sum = fold.others();
  for await (const row of all(accountsAfter, (one) => one.account_id, trx, mallId)) {
    const kept = left.get(row.account_id);
    if (!kept) return fold.fail('accounts', row.account_id, 'account_id', 'no transfer ever touched it');
    if (row.seq > kept.seq)
      fold.fail(
        'accounts',
        row.account_id,
        'seq',
        `it was touched ${row.seq} times, and ${kept.seq} are left`,
      );
    for (const field of FIELDS) fold.same('accounts', row.account_id, field, row[field], kept[field]);
    fold.same('accounts', row.account_id, 'seal', row.seal, hmac(key, sealText(row)));
    sum += row.balance;
    left.delete(row.account_id);
  }
  for (const id of left.keys()) fold.fail('accounts', id, 'account_id', 'it is missing');
  if (sum !== 0) fold.fail('mall', mallId, 'sum', `all accounts together are ${sum}`);
}

async function checkLots(trx: Trx, mallId: string, fold: Fold): Promise<void> {
  const left = new Map<string, FoldedLot>(fold.lots);
  const sums = new Map<string, number>();
  for await (const row of all(lotsAfter, (one) => one.lot_id, trx, mallId)) {
    const lot = left.get(row.lot_id);
    if (!lot) return fold.fail('lots', row.lot_id, 'lot_id', 'no transfer ever filled it');
    fold.same('lots', row.lot_id, 'account_id', row.account_id, lot.account);
    fold.same('lots', row.lot_id, 'expires_at', row.expires_at, lot.expiresAt);
    fold.same('lots', row.lot_id, 'rest', row.rest, lot.rest);
    if (!WARNED.has(row.warned)) fold.fail('lots', row.lot_id, 'warned', `${row.warned} is none of 0, 30, 7`);
    sums.set(lot.account, (sums.get(lot.account) ?? 0) + row.rest);
    left.delete(row.lot_id);
  }
  for (const [id, lot] of left) fold.fail('lots', id, 'lot_id', `it is missing, with ${lot.rest}`);
  for (const account of fold.accounts.values())
    if (account.kind === 'wallet') {
      const free = account.balance - account.held;
      const rest = sums.get(account.account_id) ?? 0;
      if (rest !== free)
        fold.fail('accounts', account.account_id, 'balance', `free are ${free}, in lots ${rest}`);
    }
}

async function checkPots(trx: Trx, mallId: string, fold: Fold): Promise<void> {
  const rows: PotLotRow[] = await trx
    .selectFrom('pot_lots')
    .selectAll()
    .where('mall_id', '=', mallId)
    .execute();
  const left = new Map(fold.pots);
  const sums = new Map<string, number>();
  for (const row of rows) {
    const id = `${row.account_id}/${row.expires_at}`;
    const must = left.get(id);
    if (!must) return fold.fail('pot_lots', id, 'expires_at', 'no transfer ever put anything there');
    fold.same('pot_lots', id, 'amount', row.amount, must.amount);
    sums.set(row.account_id, (sums.get(row.account_id) ?? 0) + row.amount);
    left.delete(id);
  }
  for (const [id, one] of left) fold.fail('pot_lots', id, 'expires_at', `it is missing, with ${one.amount}`);
  for (const account of fold.accounts.values())
    if (account.kind === 'pot') {
      const free = account.balance - account.held;
      const rest = sums.get(account.account_id) ?? 0;
      if (rest !== free)
        fold.fail('accounts', account.account_id, 'balance', `free are ${free}, by days ${rest}`);
    }
}

async function checkPendings(trx: Trx, mallId: string, fold: Fold): Promise<void> {
  const left = new Map(fold.pendings);
  for await (const row of all(pendingsAfter, (one) => one.transfer_id, trx, mallId)) {
    const must = left.get(row.transfer_id);
    if (!must) return fold.fail('pendings', row.transfer_id, 'transfer_id', 'it has ended, or never was');
    for (const field of ['from_account', 'to_account', 'kind', 'rest', 'due_at', 'on_due'] as const)
      fold.same('pendings', row.transfer_id, field, row[field], must[field]);
    left.delete(row.transfer_id);
  }
  for (const id of left.keys()) fold.fail('pendings', id, 'transfer_id', 'it is missing');
}
