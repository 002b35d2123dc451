// Products that somebody may want to mark: what they bought, what they wish for, and what the page is about.
import type { MyPurchasePage } from '../../../server/community/blogs/purchases/contract.ts';
import type { MyWishlistPage, WishPage } from '../../../server/community/wishlists/contract.ts';
import type { PublicProduct } from '../../../server/mall/products/contract.ts';
import { productOfPage } from '../../core/facts.ts';
import { type MallSide, pageSettings } from '../../core/page.ts';

const MOST = 100;
/** Lists that are looked into. */
const LISTS = 3;

export interface Candidate {
  product: PublicProduct;
  from: 'bought' | 'wished' | 'here';
}

/** What can be marked: the page's own product first, then what was bought last, then wishes. What fails is left out. */
export async function candidates({ client }: MallSide): Promise<Candidate[]> {
  const get = <Answer>(path: string, query: Record<string, string | number | readonly string[]>) =>
    client.get<Answer>(path, { query, as: 'signed', fresh: true });
  const here = pageSettings().product ?? productOfPage();
  const wishes = async () => {
    const { items } = await get<MyWishlistPage>('me/wishlists', { limit: LISTS });
    const pages = await Promise.all(
      items
        .filter(({ role }) => role === 'owner')
        .map(({ id }) => get<WishPage>(`wishlists/${id}/wishes`, { limit: MOST })),
    );
    return pages.flatMap((page) => page.items.map(({ product }) => product));
  };
  const all = await Promise.allSettled([
    here ? get<{ items: PublicProduct[] }>('products', { product: [here] }) : { items: [] },
    get<MyPurchasePage>('me/purchases', { limit: MOST }),
    wishes(),
  ]);
  const [page, purchases, wished] = all;
  // All of them failed: that is no empty list.
  if (all.every(({ status }) => status === 'rejected')) throw (page as PromiseRejectedResult).reason;
  if (purchases.status === 'rejected' && wished.status === 'rejected') throw purchases.reason;
  const found: Candidate[] = [
    ...(page.status === 'fulfilled' ? page.value.items : []).map(
      (product): Candidate => ({ product, from: 'here' }),
    ),
    ...(purchases.status === 'fulfilled' ? purchases.value.items : []).map(
      ({ product }): Candidate => ({ product, from: 'bought' }),
    ),
    ...(wished.status === 'fulfilled' ? wished.value : []).map(
      (product): Candidate => ({ product, from: 'wished' }),
    ),
  ];
  const known = new Set<string>();
  return found.filter(({ product }) => {
    // Only what the mall has stated can be marked.
    if (!product.confirmed || !product.name || known.has(product.product)) return false;
    known.add(product.product);
    return true;
  });
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');

/** Those whose name has all the words that somebody typed, spaces aside. */
export function matching(all: readonly Candidate[], text: string): Candidate[] {
  const parts = text.trim().split(/\s+/).map(plain);
  return all.filter(({ product }) => parts.every((part) => plain(product.name!).includes(part)));
}
