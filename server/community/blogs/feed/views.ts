import { decodeCursor, encodeCursor } from '../../../base/http/cursor.ts';
import { Problem } from '../../../base/http/problem.ts';
import { publicMall } from '../../../mall/malls/rules.ts';
import { authorsOf, formerAuthor } from '../../../mall/shoppers/authors.ts';
import { followingCount } from '../../neighbours/store.ts';
import type { ReviewRow } from '../../reviews/table.ts';
import { productsOf } from '../../wishlists/views.ts';
import type { PurchaseReview } from '../purchases/contract.ts';
import { toReviews } from '../purchases/reviews.ts';
import { purchaseMark } from '../purchases/views.ts';
import { toStoryCards } from '../stories/views.ts';
import type { ShownPurchaseRow } from '../table.ts';
import type { Viewing } from '../viewing.ts';
import type { Feed, FeedItem } from './contract.ts';
import { FEED_KINDS, type Place } from './rules.ts';
import { type NewThing, newThings, rowsOf } from './store.ts';

const toCursor = ({ at, kind, key }: Place): string => encodeCursor([at, FEED_KINDS.indexOf(kind), key]);

function fromCursor(cursor: string): Place {
  const [at, rank, key] = decodeCursor(cursor, ['number', 'number', 'string']) as [number, number, string];
  const kind = FEED_KINDS[rank];
  if (!kind) throw new Problem('bad-cursor');
  return { at, kind, key };
}

/**
 * One page of what is new at those whom a member follows.
 *
 * @param position of the stream, read before anything else
 * @throws Problem bad-cursor
 */
export async function feedPage(
  view: Viewing,
  me: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
  position: number,
): Promise<Feed> {
  const { db, mall, now } = view;
  const after = cursor === undefined ? undefined : fromCursor(cursor);
  const found = await newThings({ db, mallId: mall.id, me, after, limit: limit + 1, now });
  const things = found.slice(0, limit);
  const last = things.at(-1);
  return {
    mall: publicMall(mall),
    following: await followingCount(db, mall.id, me),
    items: await toItems(view, things),
    next: found.length > limit && last ? toCursor(last) : null,
    position,
  };
}

async function toItems(view: Viewing, things: readonly NewThing[]): Promise<FeedItem[]> {
  const { db, mall } = view;
  const { locale } = mall.settings;
  const rows = await rowsOf(db, mall.id, things);
  const authors = await authorsOf(
    db,
    mall.id,
    things.map((one) => one.member),
    locale,
  );
  const cards = await toStoryCards(view, rows.stories);
  const stories = new Map(cards.map((card) => [card.id, card]));
  const purchases = new Map(rows.purchases.map((row) => [row.shopper_id + row.product, row]));
  const wishes = new Map(rows.wishes.map((row) => [row.wish_id, row]));
  const reviews = await reviewsOf(view, rows.purchases);
  const keys = [...rows.purchases, ...rows.wishes].map((row) => row.product);
  const products = new Map((await productsOf(db, mall, keys)).map((one) => [one.product, one]));
  return things.flatMap((thing): FeedItem[] => {
    const { kind, at, key, member: id } = thing;
    const member = authors.get(id) ?? formerAuthor(id, locale);
    const item = { kind, at, member, story: null, purchase: null, wish: null };
    const [story, bought, wish] = [stories.get(key), purchases.get(key), wishes.get(key)];
    const product = products.get((bought ?? wish)?.product ?? '');
    if (kind === 'story') return story ? [{ ...item, story }] : [];
    if (!product) return [];
    if (kind === 'wish')
      return wish ? [{ ...item, wish: { id: key, list: wish.list_id, note: wish.note, product } }] : [];
    if (!bought) return [];
    const review = reviews.get(key) ?? null;
    const mark = purchaseMark(view, id, product.product);
    return [{ ...item, purchase: { product, boughtAt: bought.bought_at, review, mark } }];
  });
}

/** What buyers say of what they bought, where they have said something and others see it: one question for all of them. */
async function reviewsOf(
  view: Viewing,
  bought: readonly ShownPurchaseRow[],
): Promise<Map<string, PurchaseReview>> {
  if (bought.length === 0) return new Map();
  const wanted = new Set(bought.map((row) => row.shopper_id + row.product));
  const rows: ReviewRow[] = await view.db
    .selectFrom('reviews')
    .selectAll()
    .where('mall_id', '=', view.mall.id)
    .where('shopper_id', 'in', [...new Set(bought.map((row) => row.shopper_id))])
    .where('product', 'in', [...new Set(bought.map((row) => row.product))])
    .where('ordinal', '=', 1)
    .where('state', '=', 'shown')
    .where('later_of', 'is', null)
    .execute();
  const theirs = rows.filter((row) => wanted.has(row.shopper_id + row.product));
  const views = await toReviews(view, theirs);
  return new Map(theirs.map((row, at) => [row.shopper_id + row.product, views[at] as PurchaseReview]));
}
