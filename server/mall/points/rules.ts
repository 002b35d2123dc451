import type { AccountRow, LotMoveRow, TransferFactRow, TransferRow } from './table.ts';

const DAY = 86_400_000;
/** Points that come back after their day stay so long. */
export const BACK_DAYS = 30;
/** When lots that never expire come: after all others. The index of the lots says the same number. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/** SHA-256 of a text, in hex. Handed in, so that the same rules run where there is no I/O. */
export type Hash = (text: string) => string;
/** One side of a transfer: the account's place in its own chain, and what is there after it. */
export interface Side {
  seq: number;
  balance: number;
}

const MALL_ACCOUNTS = new Set(['issue', 'redemption', 'till', 'expiry', 'coupon']);
const KINDS: Readonly<Record<string, AccountRow['kind']>> = { 'w:': 'wallet', 'o:': 'owed', 'p:': 'pot' };

/** What kind of account it is; null: one of the mall's own, of which there is no row. */
export function kindOf(accountId: string): AccountRow['kind'] | null {
  if (MALL_ACCOUNTS.has(accountId)) return null;
  const kind = KINDS[accountId.slice(0, 2)];
  if (!kind || accountId.length < 3) throw new Error(`no account is called ${accountId}`);
  return kind;
}

/** Whose wallet or debt it is, or which club's pot. */
export const ownerOf = (accountId: string): string => accountId.slice(2);

/** The hash before the first transfer of an account. */
export const chainStart = (hash: Hash, accountId: string): string => hash(accountId);

/**
 * What is hashed of a transfer in the chain of one of its accounts, after the hash before it: in this order for ever,
 * since pages and receipts hold such hashes. New parts are only added at the end.
 */
export const partsOf = (row: TransferRow, side: Side): (string | number | null)[] => [
  side.seq,
  row.transfer_id,
  row.phase,
  row.of_id,
  row.from_account,
  row.to_account,
  row.amount,
  row.kind,
  row.key_digest,
  row.at,
  row.due_at,
  row.facts_digest,
  row.lots_digest,
  side.balance,
  row.on_due,
];

/** The hash of the next link of a chain. */
export const linkHash = (hash: Hash, before: string, parts: readonly (string | number | null)[]): string =>
  hash(JSON.stringify([before, ...parts]));

/** What the seal of an account says. */
export const sealText = (row: Omit<AccountRow, 'seal'>): string =>
  JSON.stringify([
    row.account_id,
    row.kind,
    row.shopper_id,
    row.balance,
    row.held,
    row.incoming,
    row.seq,
    row.head,
    row.last_at,
  ]);

export type Move = Omit<LotMoveRow, 'mall_id' | 'transfer_id'>;

/** Digest of what a transfer did to lots; empty where nothing. */
export function lotsDigest(hash: Hash, moves: readonly Move[]): string {
  if (moves.length === 0) return '';
  const sorted = moves.toSorted((a, b) => (a.lot_id < b.lot_id ? -1 : 1));
  return hash(
    JSON.stringify(
      sorted.map((one) => [one.lot_id, one.amount, one.returns_id, one.from_lot_id, one.expires_at]),
    ),
  );
}

/** Digest of what a transfer was about: the salt keeps anybody from guessing it once it was erased. */
export const factsDigest = (hash: Hash, row: Omit<TransferFactRow, 'mall_id' | 'transfer_id'>): string =>
  hash(
    JSON.stringify([
      row.salt,
      row.shopper_id,
      row.order_id,
      row.line_id,
      row.review_id,
      row.club_id,
      row.note,
    ]),
  );

/**
 * By which day a pot remembers points of a lot: the end of its day, so that a hundred thousand contributions are no
 * more than the days of a few years. 0: never.
 */
export const potDay = (expiresAt: number | null): number =>
  expiresAt === null ? 0 : Math.ceil(expiresAt / DAY) * DAY;

/** The lot of a pot for that day. */
export const potLot = (potId: string, day: number): string => `${potId}/${day}`;

/** The day on which points that come into a wallet expire: what is past its day has {@link BACK_DAYS} more. */
export const dayBack = (expiresAt: number | null, at: number): number | null =>
  expiresAt !== null && expiresAt <= at ? at + BACK_DAYS * DAY : expiresAt;

/** Takes `amount` from the first of these, then the next; what each gives, and how much was not there. */
export function inOrder<T>(
  from: readonly T[],
  has: (one: T) => number,
  amount: number,
): { parts: { one: T; amount: number }[]; short: number } {
  const parts: { one: T; amount: number }[] = [];
  let short = amount;
  for (const one of from) {
    if (short === 0) break;
    const part = Math.min(short, has(one));
    if (part <= 0) continue;
    parts.push({ one, amount: part });
    short -= part;
  }
  return { parts, short };
}

/** Last to be spent first: what comes back is what was taken last. */
export const lastSpentFirst = (
  a: { expires_at: number | null; lot_id: string },
  b: { expires_at: number | null; lot_id: string },
): number => (b.expires_at ?? NEVER) - (a.expires_at ?? NEVER) || (a.lot_id < b.lot_id ? 1 : -1);
