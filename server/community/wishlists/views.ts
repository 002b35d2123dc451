import type { Reader } from '../../base/db/database.ts';
import type { Secrets } from '../../base/secrets.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import type { PublicProduct } from '../../mall/products/contract.ts';
import { findProducts, publicProduct } from '../../mall/products/store.ts';
import { authorsOf, formerAuthor } from '../../mall/shoppers/authors.ts';
import { linkKeyOf } from './access.ts';
import type { ListRole, MyWishlist, Wish, Wishlist, WishPage } from './contract.ts';
import { firstProducts, listWishes, type MineRow } from './lists.ts';
import { priorityOf } from './rules.ts';
import type { WishlistRow, WishRow } from './table.ts';

/** Lists as whoever may see them sees them. */
export async function toWishlists(db: Reader, mall: Mall, rows: readonly WishlistRow[]): Promise<Wishlist[]> {
  const { locale } = mall.settings;
  const owners = rows.map((row) => row.shopper_id);
  const authors = await authorsOf(db, mall.id, owners, locale);
  return rows.map((row) => ({
    id: row.list_id,
    name: row.name,
    owner: authors.get(row.shopper_id) ?? formerAuthor(row.shopper_id, locale),
    occasion: row.occasion,
    occasionOn: row.occasion_on,
    visibility: row.visibility,
    commentsOpen: row.comments_open === 1,
    wishCount: row.wish_count,
    createdAt: row.created_at,
    version: row.version,
  }));
}

/** What is known of a product that the mall has not stated and no page has named. */
const unknownProduct = (product: string): PublicProduct => ({
  product,
  confirmed: false,
  name: null,
  url: null,
  image: null,
  price: null,
  currency: null,
  availability: null,
  fewLeft: false,
  options: [],
  category: null,
});

/** Of these products, in their order. */
export async function productsOf(db: Reader, mall: Mall, keys: readonly string[]): Promise<PublicProduct[]> {
  const unique = [...new Set(keys)];
  const rows = await findProducts(db, mall.id, unique);
  return unique.map((key) => {
    const row = rows.get(key);
    return row ? publicProduct(row, mall) : unknownProduct(key);
  });
}

/**
 * Wishes as they are shown.
 *
 * @param isOwners they are shown to one who may change them: who also reads a note that the mall has hidden
 */
export async function toWishes(
  db: Reader,
  mall: Mall,
  rows: readonly WishRow[],
  isOwners: boolean,
): Promise<Wish[]> {
  const keys = rows.map((row) => row.product);
  const products = new Map((await productsOf(db, mall, keys)).map((one) => [one.product, one]));
  return rows.map((row) => {
    const isHidden = row.state === 'hidden';
    const product = products.get(row.product) ?? unknownProduct(row.product);
    return {
      id: row.wish_id,
      list: row.list_id,
      product,
      options: Object.entries(JSON.parse(row.options) as Record<string, string>).map(([name, value]) => ({
        name,
        value,
      })),
      note: isHidden && !isOwners ? '' : row.note,
      quantity: row.quantity,
      priority: priorityOf(row.priority),
      // Beside a price in another currency it would be compared with it.
      priceThen: row.currency_then === product.currency ? row.price_then : null,
      comments: row.comment_count,
      hidden: isHidden && isOwners,
      addedAt: row.added_at,
      editedAt: row.edited_at,
      version: row.version,
    };
  });
}

export async function wishPage(
  db: Reader,
  mall: Mall,
  list: WishlistRow,
  isOwners: boolean,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<WishPage> {
  const { rows, next } = await listWishes(db, list, cursor, limit);
  return { items: await toWishes(db, mall, rows, isOwners), next };
}

export interface ListViewing {
  db: Reader;
  mall: Mall;
  secrets: Secrets;
}

/** Lists as those who own them or look after them see them. */
export async function toMyWishlists(
  { db, mall, secrets }: ListViewing,
  rows: readonly Pick<MineRow, 'list' | 'role'>[],
): Promise<MyWishlist[]> {
  const lists = rows.map((row) => row.list);
  const shared = await toWishlists(db, mall, lists);
  const first = await firstProducts(
    db,
    mall.id,
    lists.map((list) => list.list_id),
  );
  return rows.map(({ list, role }, at) => ({
    ...(shared[at] as Wishlist),
    role,
    isDefault: list.is_default === 1,
    linkKey: linkFor(secrets, list, role),
    claimsHiddenUntil: list.claims_hidden_until,
    products: first.get(list.list_id) ?? [],
  }));
}

const linkFor = (secrets: Secrets, list: WishlistRow, role: ListRole): string | null =>
  list.visibility === 'link' && role !== 'helper' ? linkKeyOf(secrets, list) : null;
