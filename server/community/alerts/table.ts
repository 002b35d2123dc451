import type { Personal } from '../../base/db/tables.ts';

/** What a shopper wants to be told of a product, and how it stood when they were last told (or asked). */
export interface AlertRow {
  mall_id: string;
  product: string;
  shopper_id: string;
  price_drop: number;
  /** Only from this price down; null: whenever it falls. */
  below: number | null;
  restock: number;
  few_left: number;
  mail: number;
  /** The lowest price that was told of, or that held when it was asked for. */
  last_price: number | null;
  /** Of that price. */
  last_currency: string | null;
  last_available: number;
  last_few: number;
  created_at: number;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    alerts: AlertRow;
  }
}

export const personal = {
  alerts: {
    owner: 'shopper_id',
    exports: ['product', 'price_drop', 'below', 'restock', 'few_left', 'mail', 'created_at'],
    erase: 'delete',
  },
} satisfies Personal;
