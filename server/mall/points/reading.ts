import type { Reader } from '../../base/db/database.ts';
import { prepared, preparedList } from '../../base/db/prepared.ts';
import { sha256 } from '../../base/secrets.ts';
import { chainStart, partsOf } from './rules.ts';
import type { AccountRow, TransferRow } from './table.ts';
import { owedOf, potOf, walletOf } from './transfer.ts';

const accountsNow = preparedList<[mallId: string], AccountRow>((db, ids, mallId) =>
  db.selectFrom('accounts').selectAll().where('mall_id', '=', mallId).where('account_id', 'in', ids),
);

/** A wallet as it is now: what may be spent, is set aside, will come, and what its shopper owes (0 or more). */
export async function walletNow(
  db: Reader,
  mallId: string,
  shopperId: string,
): Promise<{ available: number; held: number; incoming: number; owed: number }> {
  const rows = await accountsNow(db, [walletOf(shopperId), owedOf(shopperId)], mallId);
  const wallet = rows.find((row) => row.kind === 'wallet');
  const owed = rows.find((row) => row.kind === 'owed');
  const { balance = 0, held = 0, incoming = 0 } = wallet ?? {};
  // Not -0: it would be written so.
  return { available: balance - held, held, incoming, owed: 0 - (owed?.balance ?? 0) };
}

/** How many transfers a wallet has had: what comes into it after this has a later place in its chain. */
export async function walletSeq(db: Reader, mallId: string, shopperId: string): Promise<number> {
  const [row] = await accountsNow(db, [walletOf(shopperId)], mallId);
  return row?.seq ?? 0;
}

/** A pot as it is now, with the head of its chain. */
export async function potNow(
  db: Reader,
  mallId: string,
  clubId: string,
): Promise<{ account: string; balance: number; held: number; incoming: number; seq: number; head: string }> {
  const account = potOf(clubId);
  const [row] = await accountsNow(db, [account], mallId);
  const { balance = 0, held = 0, incoming = 0, seq = 0 } = row ?? {};
  return { account, balance, held, incoming, seq, head: row?.head ?? chainStart(sha256, account) };
}

type Range = [mallId: string, account: string, seq: number, limit: number];
const chainFrom = prepared<Range, TransferRow>((db, mallId, account, after, limit) =>
  db
    .selectFrom('transfers')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('from_account', '=', account)
    .where('from_seq', 'is not', null)
    .where('from_seq', '>', after)
    .orderBy('from_seq')
    .limit(limit),
);
const chainTo = prepared<Range, TransferRow>((db, mallId, account, after, limit) =>
  db
    .selectFrom('transfers')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('to_account', '=', account)
    .where('to_seq', 'is not', null)
    .where('to_seq', '>', after)
    .orderBy('to_seq')
    .limit(limit),
);
const newestFrom = prepared<Range, TransferRow>((db, mallId, account, before, limit) =>
  db
    .selectFrom('transfers')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('from_account', '=', account)
    .where('from_seq', 'is not', null)
    .where('from_seq', '<', before)
    .orderBy('from_seq', 'desc')
    .limit(limit),
);
const newestTo = prepared<Range, TransferRow>((db, mallId, account, before, limit) =>
  db
    .selectFrom('transfers')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('to_account', '=', account)
    .where('to_seq', 'is not', null)
    .where('to_seq', '<', before)
    .orderBy('to_seq', 'desc')
    .limit(limit),
);

/** A transfer as one of its accounts sees it. */
export interface Link {
  row: TransferRow;
  seq: number;
  /** Posted, after it. */
  balance: number;
  hash: string;
  /** What it did to the posted balance. */
  change: number;
  /** The account on its other side. */
  other: string;
}

function linkOf(row: TransferRow, account: string): Link {
  const isFrom = row.from_account === account;
  const isMove = row.phase === 'posted' || row.phase === 'post';
  return {
    row,
    seq: (isFrom ? row.from_seq : row.to_seq) ?? 0,
    balance: (isFrom ? row.from_balance : row.to_balance) ?? 0,
    hash: (isFrom ? row.from_hash : row.to_hash) ?? '',
    change: isMove ? (isFrom ? -row.amount : row.amount) : 0,
    other: isFrom ? row.to_account : row.from_account,
  };
}

/** The chain of an account, oldest first, with what is hashed of each. */
export async function chainOf(
  db: Reader,
  mallId: string,
  account: string,
  afterSeq: number,
  limit: number,
): Promise<(Link & { parts: (string | number | null)[] })[]> {
  const range: Range = [mallId, account, afterSeq, limit];
  return [...(await chainFrom(db, ...range)), ...(await chainTo(db, ...range))]
    .map((row) => linkOf(row, account))
    .sort((a, b) => a.seq - b.seq)
    .slice(0, limit)
    .map((link) => ({ ...link, parts: partsOf(link.row, link) }));
}

/** What touched an account, newest first; all of them come before `beforeSeq`. */
export async function movementsOf(
  db: Reader,
  mallId: string,
  account: string,
  beforeSeq: number,
  limit: number,
): Promise<Link[]> {
  const range: Range = [mallId, account, beforeSeq, limit];
  return [...(await newestFrom(db, ...range)), ...(await newestTo(db, ...range))]
    .map((row) => linkOf(row, account))
    .sort((a, b) => b.seq - a.seq)
    .slice(0, limit);
}
