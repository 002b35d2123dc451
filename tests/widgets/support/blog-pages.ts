// A small service that keeps one blog with everything in it; a test changes it as it goes.
import type { Blog, BlogPage, MyBlog } from '../../../server/community/blogs/contract.ts';
import type { MyPurchase, Purchase } from '../../../server/community/blogs/purchases/contract.ts';
import type { Sale } from '../../../server/community/blogs/sales/contract.ts';
import type { MyStoryPart, StoryCard, StoryPage } from '../../../server/community/blogs/stories/contract.ts';
import type { MyNeighbourhood, Neighbour } from '../../../server/community/neighbours/contract.ts';
import type { PublicMall } from '../../../server/mall/malls/contract.ts';
import { blog, purchase, story, storyCard, thing } from './blogs.ts';
import { member } from './people.ts';
import { type Asked, answers, json } from './service.ts';
import { mall, wish, wishlist } from './wishes.ts';

type Answer = ReturnType<Parameters<typeof answers>[0]>;

export const ME = blog().member.id;
export const boardId = (number: number) => `b${number}`.padEnd(25, 'x');

export const bought = (number: number, more: Partial<MyPurchase> = {}): MyPurchase => ({
  product: thing(number),
  boughtAt: Date.UTC(2026, 10, 20 - number),
  shown: false,
  reviewed: number % 2 === 0,
  ...more,
});

export const neighbour = (number: number, more: Partial<Neighbour> = {}): Neighbour => ({
  member: member(number),
  state: 'follows',
  theirs: 'none',
  since: Date.UTC(2026, 9, number),
  ...more,
});

export const sale = (number: number, more: Partial<Sale> = {}): Sale => ({
  id: `x${number}`.padEnd(25, 'x'),
  story: { id: storyCard(number).id, title: storyCard(number).title },
  product: thing(number),
  day: '2026-11-2'.concat(String(number)),
  count: 1,
  state: 'sure',
  dueAt: Date.UTC(2027, 6, 3),
  points: 300,
  ...more,
});

export interface Kept {
  mall: PublicMall;
  blog: Blog;
  wishes: number;
  hasList: boolean;
  purchases: Purchase[];
  stories: StoryCard[];
  hood: MyNeighbourhood;
  bought: MyPurchase[];
  people: Record<'following' | 'followers' | 'asking', Neighbour[]>;
  sales: Sale[];
  drafts: StoryCard[];
  hidden: StoryCard[];
  my: Partial<MyBlog>;
  myStory: MyStoryPart;
  position: number;
  /** Answers before all others. */
  other(request: Asked): Answer;
}

const PAGE = 6;

/** A service with the blog of one member, six of everything a page. */
export function keeping(more: Partial<Kept> = {}): Kept {
  const kept: Kept = {
    mall: mall(),
    blog: blog({ boards: [], stories: more.stories?.length ?? 4 }),
    wishes: 8,
    hasList: true,
    purchases: [1, 2, 3, 4].map((number) =>
      purchase(number, {
        review:
          number % 2
            ? {
                id: `r${number}`.padEnd(25, '0'),
                stars: 5 - (number % 3),
                text: '몇 번 빨아도 색이 그대로예요. 여름에 가장 자주 손이 가는 셔츠라 한 벌 더 샀어요.',
                disclosure: number === 3 ? '[적립금 후기] 이 후기를 쓰고 적립금 500원을 받았습니다.' : null,
                photo: null,
              }
            : null,
      }),
    ),
    stories: [1, 2, 3, 4].map((number) => storyCard(number)),
    hood: { mine: false, state: 'none', theirs: 'none' },
    bought: [1, 2, 3].map((number) => bought(number)),
    people: { following: [], followers: [], asking: [] },
    sales: [],
    drafts: [],
    hidden: [],
    my: {},
    myStory: { mine: false, hearted: false, comments: [] },
    position: 1,
    other: () => undefined,
    ...more,
  };
  const some = <Item>(items: readonly Item[], cursor: string | null) => {
    const from = Number(cursor ?? 0);
    return {
      items: items.slice(from, from + PAGE),
      next: from + PAGE < items.length ? String(from + PAGE) : null,
    };
  };
  const visits = { today: 12, all: 3401 };
  const page = (): BlogPage => ({
    mall: kept.mall,
    blog: kept.blog,
    visits,
    wishlist: kept.hasList
      ? {
          list: wishlist({ visibility: 'public', wishCount: kept.wishes, owner: kept.blog.member }),
          wishes: {
            items: Array.from({ length: kept.wishes }, (_, at) => wish(at + 1, { product: thing(at + 1) })),
            next: null,
          },
        }
      : null,
    lists: kept.hasList ? 1 : 0,
    purchases: some(kept.purchases, null),
    stories: some(kept.stories, null),
    position: kept.position,
  });
  const my = (): MyBlog => ({
    mall: kept.mall,
    blog: kept.blog,
    visits,
    frontPage: false,
    asking: kept.people.asking.length,
    drafts: kept.drafts.length,
    purchasesShown: kept.bought.filter((one) => one.shown).length,
    ...kept.my,
  });
  answers((request) => {
    const { method, path, url, body } = request;
    const first = kept.other(request);
    if (first) return first;
    const { id } = kept.blog.member;
    const cursor = url.searchParams.get('cursor');
    const [thing_, of, act] = path.split('/');
    if (path === `blogs/${id}`) return json(page());
    if (path === `blogs/${id}/purchases`) return json(some(kept.purchases, cursor));
    if (path === `blogs/${id}/stories`) {
      const board = url.searchParams.get('board');
      return json(
        some(
          kept.stories.filter((one) => !board || one.board === board),
          cursor,
        ),
      );
    }
    if (path === `blogs/${id}/me`) return json(kept.hood);
    if (path === `blogs/${id}/visit`) return json({ today: 13, all: 3402 });
    if (thing_ === 'blogs' && act === 'neighbour') {
      kept.hood = {
        ...kept.hood,
        state: method === 'DELETE' ? 'none' : kept.blog.asks ? 'asked' : 'follows',
      };
      return json(kept.hood);
    }
    if (thing_ === 'stories' && !act && method === 'GET') {
      const one = kept.stories.find((card) => card.id === of);
      if (!one) return undefined;
      const number = Number(/\d+/.exec(of!)?.[0]);
      return json({
        mall: kept.mall,
        story: story(number, {
          title: one.title,
          board: one.board,
          disclosure: one.disclosure,
          author: kept.blog.member,
        }),
        newer: null,
        older: null,
        position: kept.position,
      } satisfies StoryPage);
    }
    if (thing_ === 'stories' && act === 'me') return json(kept.myStory);
    if (thing_ === 'stories' && method === 'DELETE') {
      kept.drafts = kept.drafts.filter((one) => one.id !== of);
      return json(null, 204);
    }
    if (path === 'me/blog') {
      if (method === 'PATCH') {
        const { version: _version, looks, header: _header, ...change } = body as Partial<Blog>;
        kept.blog = { ...kept.blog, ...change, looks: { ...kept.blog.looks, ...looks } };
      }
      return json(my());
    }
    if (path === 'me/blog/boards') {
      const { boards } = body as { boards: { id: string | null; name: string }[] };
      kept.blog = {
        ...kept.blog,
        boards: boards.map((one, at) => ({ id: one.id ?? boardId(90 + at), name: one.name, stories: 0 })),
      };
      return json(my());
    }
    if (path === 'me/purchases') {
      if (method === 'PUT') {
        const { product, shown } = body as { product: string | null; shown: boolean };
        kept.bought = kept.bought.map((one) =>
          product === null || one.product.product === product ? { ...one, shown } : one,
        );
      }
      const shown = kept.bought.filter((one) => one.shown).length;
      return json(method === 'PUT' ? { shown } : { ...some(kept.bought, cursor), shown });
    }
    if (path === 'me/neighbours')
      return json(some(kept.people[url.searchParams.get('who') as 'asking'], cursor));
    if (thing_ === 'me' && of === 'neighbours' && act) {
      kept.people.asking = kept.people.asking.filter((one) => one.member.id !== act);
      return json({ mine: false, state: 'none', theirs: method === 'PUT' ? 'follows' : 'none' });
    }
    if (path === 'me/sales')
      return json({
        ...some(kept.sales, cursor),
        total: {
          count: kept.sales.length,
          points: kept.sales.reduce((sum, one) => sum + one.points, 0),
        },
      });
    if (path === 'me/stories')
      return json(some(url.searchParams.get('state') === 'hidden' ? kept.hidden : kept.drafts, cursor));
    if (path === 'comments') return json({ items: [], next: null });
    return undefined;
  });
  return kept;
}
