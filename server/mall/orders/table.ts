import type { Personal } from '../../base/db/tables.ts';

export interface OrderRow {
  mall_id: string;
  order_id: string;
  shopper_id: string | null;
  placed_at: number;
  /** The mall's own time of the newest statement. */
  changed_at: number;
  /** Digest of that statement: decides between two of the same time, so that any order of arrival ends alike. */
  digest: string;
  currency: string | null;
}
export interface OrderLineRow {
  mall_id: string;
  order_id: string;
  line_id: string;
  shopper_id: string | null;
  product: string;
  /** JSON of { name: value }. */
  options: string;
  quantity: number;
  refunded: number;
  amount: number;
  mark: string | null;
}

/** What a line of an order gave by one transfer of points, and what of it was taken back. */
export interface OrderEarningRow {
  mall_id: string;
  order_id: string;
  line_id: string;
  transfer_id: string;
  /** Empty: erased meanwhile. */
  shopper_id: string;
  amount: number;
  taken: number;
  /** In hundredths of a percent, as it was when the line earned first: it stays. */
  rate: number;
  /** How much of a month's budget it used. */
  room: number;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    orders: OrderRow;
    order_lines: OrderLineRow;
    order_earnings: OrderEarningRow;
  }
}

export const personal = {
  orders: {
    owner: 'shopper_id',
    exports: ['order_id', 'placed_at', 'changed_at', 'currency'],
    erase: { shopper_id: null },
  },
  order_lines: {
    owner: 'shopper_id',
    exports: ['order_id', 'line_id', 'product', 'options', 'quantity', 'refunded', 'amount'],
    erase: { shopper_id: null },
  },
  order_earnings: {
    owner: 'shopper_id',
    exports: ['order_id', 'line_id', 'amount', 'taken'],
    erase: { shopper_id: '' },
  },
} satisfies Personal;
