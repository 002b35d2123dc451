import { publicMall } from '../../mall/malls/rules.ts';
import { firstProducts, firstPublicLists, publicListCount } from '../wishlists/lists.ts';
import { productsOf, toWishlists, wishPage } from '../wishlists/views.ts';
import { type Blog, type BlogCard, type BlogCards, type BlogPage, CARD_ITEMS } from './contract.ts';
import { newestPurchases } from './purchases/store.ts';
import { purchaseMark, purchasePage } from './purchases/views.ts';
import { membersOf, seeMember } from './store.ts';
import type { StoryCardPage } from './stories/contract.ts';
import { newestStories, shownStories } from './stories/lists.ts';
import { toStoryCards } from './stories/views.ts';
import type { Viewing } from './viewing.ts';
import { toBlogs, visitsOf } from './views.ts';

/** Items of one page of anything in a blog. */
export const PAGE = 12;
/** Of the wishlist that a blog opens with. */
const WISHES = 12;

/**
 * A blog with the first of everything.
 *
 * @param own the member who looks, when it is theirs
 * @param position of the stream, read before anything else
 * @throws Problem not-found where nobody has a blog
 */
export async function blogPage(
  view: Viewing,
  memberId: string,
  own: string | undefined,
  position: number,
): Promise<BlogPage> {
  const { db, mall } = view;
  await seeMember(db, mall.id, memberId);
  const blogs = await toBlogs(view, [memberId], own);
  const [list] = (await firstPublicLists(db, mall.id, [memberId])).values();
  const [shown] = list ? await toWishlists(db, mall, [list]) : [];
  return {
    mall: publicMall(mall),
    blog: blogs.get(memberId) as Blog,
    visits: await visitsOf(view, memberId),
    wishlist:
      list && shown
        ? { list: shown, wishes: await wishPage(db, mall, list, false, { limit: WISHES }) }
        : null,
    lists: list ? await publicListCount(db, mall.id, memberId) : 0,
    purchases: await purchasePage(view, memberId, { limit: PAGE }),
    stories: await storyPage(view, memberId, { limit: PAGE }),
    position,
  };
}

/** One page of the shown stories of a blog. */
export async function storyPage(
  view: Viewing,
  memberId: string,
  asked: { board?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<StoryCardPage> {
  const { rows, next } = await shownStories(view.db, view.mall.id, memberId, asked);
  return { items: await toStoryCards(view, rows), next };
}

/** The cards of some members in the order asked for: a dozen questions, however many they are. */
export async function blogCards(view: Viewing, asked: readonly string[]): Promise<BlogCards> {
  const { db, mall } = view;
  const there = await membersOf(db, mall.id, asked);
  const ids = [...new Set(asked)].filter((id) => there.has(id));
  const blogs = await toBlogs(view, ids);
  const lists = await firstPublicLists(db, mall.id, ids);
  const wished = await firstProducts(
    db,
    mall.id,
    [...lists.values()].map((list) => list.list_id),
  );
  const bought = await newestPurchases(db, mall.id, ids, CARD_ITEMS);
  const stories = [...(await newestStories(db, mall.id, ids))];
  const storyCards = await toStoryCards(
    view,
    stories.map(([, row]) => row),
  );
  const storyOf = new Map(stories.map(([id], at) => [id, storyCards[at]]));
  const keys = [...[...wished.values()].flat(), ...[...bought.values()].flat().map((row) => row.product)];
  const products = new Map((await productsOf(db, mall, keys)).map((one) => [one.product, one]));
  const productOf = (key: string) => products.get(key) ?? [];
  const items: BlogCard[] = ids.map((id) => ({
    blog: blogs.get(id) as Blog,
    wishes: (wished.get(lists.get(id)?.list_id ?? '') ?? []).slice(0, CARD_ITEMS).flatMap(productOf),
    purchases: (bought.get(id) ?? [])
      .flatMap((row) => productOf(row.product))
      .map((product) => ({ product, mark: purchaseMark(view, id, product.product) })),
    story: storyOf.get(id) ?? null,
  }));
  return { mall: publicMall(mall), items };
}
