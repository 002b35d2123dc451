import type { Trx } from '../../base/db/database.ts';
import type { Services } from '../../base/services.ts';
import type { TransferKind } from './contract.ts';

/** What writing transfers needs of the service. */
export type LedgerTools = Pick<Services, 'outbox' | 'secrets' | 'now'>;

/** The mall's own accounts: they have no balance of their own, what they hold is the sum of their transfers. */
export type MallAccount = 'issue' | 'redemption' | 'till' | 'expiry' | 'coupon';
export const walletOf = (shopperId: string) => `w:${shopperId}`;
export const owedOf = (shopperId: string) => `o:${shopperId}`;
export const potOf = (clubId: string) => `p:${clubId}`;

/** What a transfer is about; kept apart from it, so that it may be erased. */
export interface Facts {
  shopperId?: string | undefined;
  orderId?: string | undefined;
  lineId?: string | undefined;
  reviewId?: string | undefined;
  clubId?: string | undefined;
  note?: string | undefined;
}

/**
 * Which lots come into a wallet: fresh ones; those that a transfer had taken, each with its old day (one past its day
 * comes back with 30 days), what was taken last first; or those of a pot as it is made up, each with its day.
 */
export type IntoLots = { expiresAt: number | null } | { returns: string } | 'of-pot';

/** A transfer to be written. */
export type NewTransfer =
  | {
      phase?: 'posted' | 'pending';
      /** Makes it happen once, for ever, in its mall. */
      key: string;
      kind: TransferKind;
      from: string;
      to: string;
      /** Whole, at least 1. */
      amount: number;
      /** Needed where `to` is a wallet. */
      lots?: IntoLots;
      /** Of a pending one: when it ends by itself, and how. */
      dueAt?: number;
      onDue?: 'post' | 'void';
      facts?: Facts;
    }
  | {
      /** Ends a pending one, or a part of it; `amount` left out: all that is left. */
      phase: 'post' | 'void';
      key: string;
      of: string;
      amount?: number;
      kind?: TransferKind;
      facts?: Facts;
    };

export interface Written {
  transferId: string;
  amount: number;
  at: number;
  /** It was written before, by the same key: nothing was done now. */
  replayed: boolean;
}

/**
 * Writes transfers: the one function that does. All of them or none. A pending one out of a wallet holds its points
 * (and takes them out of their lots); a pending one into a wallet is shown as coming. Accounts are locked in the order
 * of their ids; the stored balances, the chains and the lots move with it, and each wallet and club it touches hears an
 * event (`points.moved`, topic `shopper:<id>`; `club.moved`, topic `club:<id>`).
 *
 * @throws Problem points-short when a wallet or pot has less than that, not-now when a pending one has less left,
 * key-reused when the key came with something else before
 */
export declare function writeTransfers(
  trx: Trx,
  tools: LedgerTools,
  mallId: string,
  transfers: readonly NewTransfer[],
): Promise<Written[]>;

/**
 * Takes back what was given, with the key once: from the wallet what it has (out of the lots that it came into first),
 * the rest is owed. Pending points are voided instead.
 */
export declare function takeBack(
  trx: Trx,
  tools: LedgerTools,
  mallId: string,
  back: { key: string; kind: TransferKind; of: string; amount: number; facts?: Facts },
): Promise<{ voided: number; taken: number; owed: number }>;
