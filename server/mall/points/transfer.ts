import { hmac } from '../../base/secrets.ts';
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
      /** Needed where `to` is a wallet; of a pending one only fresh ones. */
      lots?: IntoLots;
      /** Lots that it takes before all others. */
      first?: readonly string[];
      /** The transfer that it takes back, in part or as a whole; said by itself where `lots` returns. */
      reverses?: string;
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

export type Fresh = Extract<NewTransfer, { from: string }>;
export type Ending = Exclude<NewTransfer, Fresh>;
export const isEnding = (one: NewTransfer): one is Ending => one.phase === 'post' || one.phase === 'void';

/** What was written, or had been. */
export interface Written {
  transferId: string;
  amount: number;
  at: number;
  /** It was written before, by the same key: nothing was done now. */
  replayed: boolean;
}

export const isFresh = (one: NewTransfer): one is Fresh => !isEnding(one);

/** Keyed: members of a club read it, and a key may be made of an order's number. */
export const keyDigest = (tools: LedgerTools, mallId: string, key: string): string =>
  hmac(tools.secrets.derive('ledger-key', mallId), key);

/** Of what ends a pending transfer when it is due, whoever comes first. */
export const dueKey = (transferId: string): string => `due:${transferId}`;
