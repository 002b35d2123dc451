import type { Personal } from '../../base/db/tables.ts';

export interface ProductRow {
  mall_id: string;
  product: string;
  /** 0 until the mall states it: then only `url` may be set. */
  confirmed: number;
  name: string | null;
  url: string | null;
  image: string | null;
  price: number | null;
  currency: string | null;
  availability: string | null;
  /** How many are left to be sold, where the mall tells. */
  stock: number | null;
  /** JSON of [{ name, values }]. */
  options: string;
  category: string | null;
  /** Later than the one before, also within one millisecond. */
  changed_at: number;
}

declare module '../../base/db/tables.ts' {
  interface Tables {
    products: ProductRow;
  }
}

export const personal = { products: { owner: null, exports: [], erase: 'keep' } } satisfies Personal;
