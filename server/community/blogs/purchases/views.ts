import { productsOf } from '../../wishlists/views.ts';
import { dayAlone } from '../rules.ts';
import { markDay, sealMark } from '../sales/seal.ts';
import type { ShownPurchaseRow } from '../table.ts';
import type { Viewing } from '../viewing.ts';
import type { MyPurchase, MyPurchasePage, Purchase, PurchasePage } from './contract.ts';
import { ownReviews } from './reviews.ts';
import { boughtBy, seenPurchases, shownOf } from './store.ts';

/** A seal that tells that somebody came from what a member bought. */
export const purchaseMark = (
  { secrets, mall, now }: Pick<Viewing, 'secrets' | 'mall' | 'now'>,
  memberId: string,
  product: string,
): string => sealMark(secrets, mall.id, { author: memberId, story: null, product, day: markDay(now) });

/** Purchases of one member as others see them. */
export async function toPurchases(
  view: Viewing,
  memberId: string,
  rows: readonly Pick<ShownPurchaseRow, 'product' | 'bought_at'>[],
): Promise<Purchase[]> {
  const keys = rows.map((row) => row.product);
  const products = new Map((await productsOf(view.db, view.mall, keys)).map((one) => [one.product, one]));
  const reviews = await ownReviews(view, memberId, keys);
  return rows.flatMap((row) => {
    const product = products.get(row.product);
    if (!product?.confirmed) return [];
    const review = reviews.get(row.product) ?? null;
    return [{ product, boughtAt: row.bought_at, review, mark: purchaseMark(view, memberId, row.product) }];
  });
}

export async function purchasePage(
  view: Viewing,
  memberId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<PurchasePage> {
  const { rows, next } = await seenPurchases(view.db, view.mall.id, memberId, cursor, limit);
  return { items: await toPurchases(view, memberId, rows), next };
}

/** What a member bought, for themselves alone. */
export async function myPurchasePage(
  view: Viewing,
  memberId: string,
  shown: number,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<MyPurchasePage> {
  const { db, mall } = view;
  const { rows, next } = await boughtBy(db, mall.id, memberId, cursor, limit);
  const keys = rows.map((row) => row.product);
  const products = await productsOf(db, mall, keys);
  const isShown = await shownOf(db, mall.id, memberId, keys);
  const reviewed = new Set(await reviewedOf(view, memberId, keys));
  const items: MyPurchase[] = products.map((product, at) => ({
    product,
    boughtAt: dayAlone(mall.settings.timeZone, rows[at]?.at ?? 0),
    shown: isShown.has(product.product),
    reviewed: reviewed.has(product.product),
  }));
  return { items, next, shown };
}

async function reviewedOf(
  { db, mall }: Pick<Viewing, 'db' | 'mall'>,
  memberId: string,
  products: readonly string[],
): Promise<string[]> {
  if (products.length === 0) return [];
  const rows = await db
    .selectFrom('reviews')
    .select('product')
    .where('mall_id', '=', mall.id)
    .where('shopper_id', '=', memberId)
    .where('product', 'in', products)
    .where('ordinal', '=', 1)
    .where('state', '!=', 'deleted')
    .execute();
  return rows.map((row) => row.product);
}
