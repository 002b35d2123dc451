// Wallets as the service tells of them.
import type { Movement, MovementPage, TransferKind, Wallet } from '../../../server/mall/points/contract.ts';
import { board } from './service.ts';

export const DAY = 86_400_000;
export const moveId = (number: number) => `v${number}x`.padEnd(25, '0');

/** The newest has the smallest number: one a day. */
export function move(number: number, more: Partial<Movement> = {}): Movement {
  return {
    id: moveId(number),
    at: Date.now() - number * DAY,
    kind: 'order',
    state: 'posted',
    amount: 500,
    balance: 12_300,
    dueAt: null,
    reverses: null,
    order: null,
    review: null,
    club: null,
    note: null,
    ...more,
  };
}

export function wallet(items: Movement[], more: Partial<Wallet> = {}): Wallet {
  return {
    mall: board([]).mall,
    available: 12_300,
    held: 0,
    pending: { amount: 0, next: [] },
    expiring: [],
    owed: 0,
    out: { possible: false, waiting: 0 },
    naegong: { rate: 0, dailyCap: 0 },
    movements: { items, next: null },
    position: 7,
    ...more,
  };
}

export const page = (items: Movement[], next: string | null = null): MovementPage => ({ items, next });

export const KINDS = [
  'order',
  'order-returned',
  'review-text',
  'review-photo',
  'review-later',
  'review-reversed',
  'naegong',
  'grant',
  'correction',
  'spend',
  'spend-refunded',
  'out',
  'expiry',
  'owed-met',
  'erased',
  'till',
  'contribution',
  'contribution-refunded',
  'club-payout',
  'club-share',
  'coupon',
  'part-claim',
  'story-sale',
  'story-sale-returned',
] as const satisfies readonly TransferKind[];
/** Does not compile when the service has a kind that is not here. */
export type EveryKind = Exclude<TransferKind, (typeof KINDS)[number]> extends never ? true : never;
export const everyKind: EveryKind = true;
