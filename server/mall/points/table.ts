import type { Personal } from '../../base/db/tables.ts';
import type { TransferKind } from './contract.ts';

/**
 * What is kept of one wallet, one debt or one pot. All of it but the names is a cache: the fold of its transfers. The
 * mall's own accounts (`issue`, `redemption`, `till`, `expiry`, `coupon`) have no row, so that nobody waits for them.
 */
export interface AccountRow {
  mall_id: string;
  /** `w:` wallet or `o:` owed with the shopper's id, `p:` pot with the club's. */
  account_id: string;
  kind: 'wallet' | 'owed' | 'pot';
  /** Null: a pot. */
  shopper_id: string | null;
  /** Posted. Never below zero; of `owed` never above: what its shopper owes, as a negative number. */
  balance: number;
  /** Of the balance, what pending transfers will take: never more than there is. */
  held: number;
  /** What pending transfers will bring. */
  incoming: number;
  /** Transfers that touched it, and the hash of the last of them. */
  seq: number;
  head: string;
  /** When that was: the next one is later, so that time and order agree. */
  last_at: number;
  /** Keyed digest of all of the above: who writes into the database by hand cannot make one. */
  seal: string;
}

/**
 * Moves whole points from one account to another. Never changed, never deleted: the database refuses it. `pending`
 * moves nothing yet; `post` and `void` name it in `of_id` and end it, in parts or as a whole.
 */
export interface TransferRow {
  mall_id: string;
  /** Begins with the time. */
  transfer_id: string;
  phase: 'posted' | 'pending' | 'post' | 'void';
  of_id: string | null;
  from_account: string;
  to_account: string;
  amount: number;
  kind: TransferKind;
  /** Digest of what makes it happen once. */
  key_digest: string;
  at: number;
  /** Of a pending one: when it ends by itself, and what happens then: an earning is posted, a hold is let go. */
  due_at: number | null;
  on_due: 'post' | 'void' | null;
  /** Salted digest of its facts; empty where there are none. */
  facts_digest: string;
  /** Digest of the lots that it moved; empty where none. */
  lots_digest: string;
  /** Its place in the chain of either account, the posted balance after it, and the hash; null for the mall's own. */
  from_seq: number | null;
  from_balance: number | null;
  from_hash: string | null;
  to_seq: number | null;
  to_balance: number | null;
  to_hash: string | null;
}

/** A pending transfer that has not ended: a cache of what is left of it. Gone once nothing is. */
export interface PendingRow {
  mall_id: string;
  transfer_id: string;
  from_account: string;
  to_account: string;
  kind: TransferKind;
  rest: number;
  due_at: number | null;
  on_due: 'post' | 'void' | null;
}

/** Points of one wallet that expire together. `rest` is a cache: the sum of its moves. */
export interface LotRow {
  mall_id: string;
  lot_id: string;
  account_id: string;
  /** Null: never. */
  expires_at: number | null;
  /** In the wallet and not in a hold. */
  rest: number;
  /** What was said of its end: 0 nothing, 30 or 7 days before. */
  warned: number;
}

/**
 * What a transfer took from a lot (negative) or put into it; 0: which lot a pending one will put it into. Never changed,
 * never deleted: the database refuses it. What lies in a pot has a lot for each day, `p:<club>/<day>`.
 */
export interface LotMoveRow {
  mall_id: string;
  transfer_id: string;
  lot_id: string;
  amount: number;
  /** The transfer that had taken what now comes back. */
  returns_id: string | null;
  /** The lot it had been taken from, or was to come into, where that is past its day and it comes into a new one. */
  from_lot_id: string | null;
  /** The day of the lot; null: never. */
  expires_at: number | null;
}

/** What lies in a pot, by the day it would have expired (the end of it, UTC); 0: never. A cache. */
export interface PotLotRow {
  mall_id: string;
  account_id: string;
  expires_at: number;
  amount: number;
}

/** What a transfer was about. Apart from it, so that erasure may take it away and leaves the chain whole. */
export interface TransferFactRow {
  mall_id: string;
  transfer_id: string;
  shopper_id: string | null;
  salt: string;
  order_id: string | null;
  line_id: string | null;
  review_id: string | null;
  club_id: string | null;
  /** Of the mall, to the shopper: why it granted, or took. */
  note: string | null;
}

/** What an automatic reward has used of its month's budget. It never falls: used room stays used. */
export interface RewardMonthRow {
  mall_id: string;
  /** `2027-05`, in the time zone of the mall. */
  month: string;
  source: 'order' | 'text' | 'photo' | 'later' | 'naegong' | 'sale';
  used: number;
}

/** A hold of a checkout: what the pending transfer of the same id does not know. */
export interface PointHoldRow {
  mall_id: string;
  hold_id: string;
  /** Null: erased meanwhile. */
  shopper_id: string | null;
  order_id: string | null;
  amount: number;
  /** Of what was spent, what was given back. */
  refunded: number;
  due_at: number;
}

/** Points on their way to the mall's own; the pending transfer has the same id. */
export interface PayoutRow {
  mall_id: string;
  payout_id: string;
  /** Null: erased meanwhile. */
  shopper_id: string | null;
  amount: number;
  state: 'waiting' | 'done' | 'refused';
  at: number;
  ended_at: number | null;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    reward_months: RewardMonthRow;
    point_holds: PointHoldRow;
    payouts: PayoutRow;
    accounts: AccountRow;
    transfers: TransferRow;
    pendings: PendingRow;
    lots: LotRow;
    lot_moves: LotMoveRow;
    pot_lots: PotLotRow;
    transfer_facts: TransferFactRow;
  }
}

const LEDGER = 'A ledger must stay whole: it holds opaque ids and amounts, nothing that names anybody.';

export const personal = {
  accounts: {
    owner: 'shopper_id',
    exports: ['account_id', 'kind', 'balance', 'held', 'incoming'],
    erase: 'keep',
    why: LEDGER,
  },
  // Exported with the movements of the wallet, by the points' own statement.
  transfers: { owner: null, exports: [], erase: 'keep' },
  pendings: { owner: null, exports: [], erase: 'keep' },
  lots: { owner: null, exports: [], erase: 'keep' },
  lot_moves: { owner: null, exports: [], erase: 'keep' },
  pot_lots: { owner: null, exports: [], erase: 'keep' },
  transfer_facts: {
    owner: 'shopper_id',
    exports: ['transfer_id', 'order_id', 'line_id', 'review_id', 'club_id', 'note'],
    erase: 'delete',
  },
  reward_months: { owner: null, exports: [], erase: 'keep' },
  point_holds: {
    owner: 'shopper_id',
    exports: ['hold_id', 'order_id', 'amount', 'refunded', 'due_at'],
    erase: { shopper_id: null, order_id: null },
  },
  payouts: {
    owner: 'shopper_id',
    exports: ['payout_id', 'amount', 'state', 'at', 'ended_at'],
    erase: { shopper_id: null },
  },
} satisfies Personal;
