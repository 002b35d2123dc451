import type { Mall } from '../malls/rules.ts';
import type { Product } from './contract.ts';
import type { ProductRow } from './table.ts';

/** What the mall states of a product, as a row keeps it. */
export type ProductFacts = Omit<ProductRow, 'mall_id' | 'changed_at'>;

const FACTS = [
  'confirmed',
  'name',
  'url',
  'image',
  'price',
  'currency',
  'availability',
  'stock',
  'options',
  'category',
] as const satisfies readonly (keyof ProductFacts)[];

/** The columns that a statement of the mall fills. */
export function toFacts(product: Product): ProductFacts {
  const { options, ...plain } = product;
  return { ...plain, confirmed: 1, options: JSON.stringify(options) };
}

/** True when the statement says something new. */
export function isChanged(known: ProductFacts | undefined, stated: ProductFacts): boolean {
  return known === undefined || FACTS.some((fact) => known[fact] !== stated[fact]);
}

/**
 * The address that a page says a product is at, as far as it may be kept: on one of the mall's own origins, without what
 * only the browser reads.
 */
export function keptSeenUrl(seenUrl: string | undefined, origins: readonly string[]): string | null {
  if (seenUrl === undefined || !URL.canParse(seenUrl)) return null;
  const url = new URL(seenUrl);
  if (!origins.includes(url.origin) || url.username || url.password) return null;
  url.hash = '';
  return url.href;
}

/**
 * Where a product is: the address that the mall stated, else the mall's template, else the page it was first seen on.
 */
export function productUrl(
  mall: Pick<Mall, 'origins' | 'settings'>,
  row: Pick<ProductRow, 'product' | 'confirmed' | 'url'>,
): string | null {
  if (row.confirmed === 1 && row.url !== null) return row.url;
  const template = mall.settings.pages.product;
  if (template !== null) {
    const filled = template.replaceAll('{product}', () => encodeURIComponent(row.product));
    const base = mall.origins[0];
    if (URL.canParse(filled, base)) {
      const url = new URL(filled, base);
      if (url.protocol === 'https:' || url.protocol === 'http:') return url.href;
    }
  }
  return row.url;
}

/** Whether it can be bought now. */
export const isAvailable = (row: Pick<ProductRow, 'availability'>): boolean =>
  row.availability === 'in_stock' || row.availability === 'preorder';

/** Whether it can be bought and only few are left, by the mall's own idea of few. */
export const areFewLeft = (
  row: Pick<ProductRow, 'availability' | 'stock'>,
  settings: Pick<Mall['settings'], 'fewLeft'>,
): boolean =>
  row.availability === 'in_stock' && row.stock !== null && row.stock > 0 && row.stock <= settings.fewLeft;
