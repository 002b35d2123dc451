import { readFileSync } from 'node:fs';
import { DAY, HOUR, MINUTE } from '../../base/clock.ts';
import type { BlogLooks } from '../../community/blogs/contract.ts';
import type { DemoMall, SeedShopper } from './data.ts';
import { dataUrl } from './files.ts';
import type { Seeding } from './session.ts';
import type { Act } from './together.ts';

interface Said {
  shopper: string;
  daysAgo: number;
  text: string;
}
interface SeedMedia {
  /** Under demo/data: a photo, a GIF or an mp4. */
  file: string;
  alt: string;
  /** Of a clip: its still. */
  poster?: string;
  marks?: { x: number; y: number; product: string }[];
}
interface SeedBlog {
  shopper: string;
  daysAgo: number;
  title: string;
  about: string;
  looks: Partial<BlogLooks>;
  header?: SeedMedia;
  asks?: boolean;
  frontPage?: boolean;
  boards: string[];
  /** What of their purchases they show. */
  purchases: 'all' | string[];
}
interface SeedStory {
  id: string;
  shopper: string;
  daysAgo: number;
  title: string;
  text: string;
  board?: string;
  media: SeedMedia[];
  /** Who likes it. */
  hearts?: string[];
  comments?: (Said & { answers?: Said[] })[];
  state?: 'draft';
}
interface SeedBlogOrder {
  id: string;
  shopper: string;
  daysAgo: number;
  /** `story`: the buyer came by its mark. */
  lines: { product: string; story?: string }[];
  returnedDaysAgo?: number;
}

/** demo/data/<lang>/blogs.json. Its days are told from today, so that the demo is always fresh. */
export interface SeedBlogs {
  /** Shoppers who appear nowhere else. */
  people: SeedShopper[];
  /** Since when the mall gives points for what stories sell, and how much of a price in hundredths of a percent. */
  salesDaysAgo: number;
  saleRate: number;
  blogs: SeedBlog[];
  stories: SeedStory[];
  /** Follower, followed, days ago. */
  neighbours: [string, string, number][];
  /** Who says yes to whom, days ago. */
  accepts: [string, string, number][];
  /** Visitors of each blog in the last days. */
  visits: Record<string, number>;
  orders: SeedBlogOrder[];
}

/** What a seed of part of the reviews takes: two blogs, without what moves. */
export function partOf(whole: SeedBlogs): SeedBlogs {
  const blogs = whole.blogs.slice(0, 2).map((one) => ({ ...one, purchases: 'all' as const }));
  const are = new Set(blogs.map((one) => one.shopper));
  const stories = whole.stories
    .filter((one) => are.has(one.shopper) && one.media.every(({ file }) => file.endsWith('.webp')))
    .slice(0, 3);
  const told = new Set(stories.map((one) => one.id));
  return {
    ...whole,
    blogs,
    stories,
    neighbours: whole.neighbours.filter(([from, to]) => are.has(from) && are.has(to)),
    accepts: [],
    visits: {},
    orders: whole.orders.filter((one) =>
      one.lines.every(({ story }) => story === undefined || told.has(story)),
    ),
  };
}

type As = (shopper: string, at: number) => string;
interface StoryAnswer {
  story: { media: { marks: { product: string; mark: string }[] }[] };
}
/** Visits are spread over so many days. */
const VISIT_DAYS = 6;

/**
 * What people made of their blogs, what others did there and what came of it.
 *
 * @param introduce has a shopper choose their name before the first thing they do
 */
export function blogActs(
  seeding: Seeding,
  mall: DemoMall,
  key: string,
  now: number,
  as: As,
  introduce: (shopper: string, at: number) => Promise<unknown>,
): Act[] {
  const { blogs } = mall;
  const base = `/v1/${mall.id}`;
  const prices = new Map(mall.products.map((one) => [one.product, one.price]));
  const at = (daysAgo: number, minutes = 0) =>
    Math.min(now - MINUTE, now - daysAgo * DAY - 4 * HOUR + minutes * MINUTE);
  const acts: Act[] = [];
  /** What others wait for. A failure is the act's own; waiting for it must not end the process. */
  const begun = new Map<string, Promise<string>>();
  function begin(name: string, when: number, make: () => Promise<string>): void {
    let settle: (made: Promise<string>) => void = () => {};
    const waits = new Promise<string>((resolve) => {
      settle = resolve;
    });
    waits.catch(() => undefined);
    begun.set(name, waits);
    acts.push({
      at: when,
      async act() {
        const made = make();
        settle(made);
        await made;
      },
    });
  }
  const add = (when: number, act: () => Promise<unknown>) =>
    acts.push({
      at: when,
      async act() {
        await act();
      },
    });
  async function by<T = { id: string }>(
    shopper: string,
    when: number,
    method: string,
    path: string,
    body?: unknown,
    type?: string,
  ): Promise<T> {
    await introduce(shopper, when);
    return seeding.ask<T>({
      at: when,
      method,
      path: `${base}${path}`,
      as: as(shopper, when),
      ...(body !== undefined && { body }),
      ...(type !== undefined && { type }),
    });
  }

  /** @returns the id that a story or a header names it by */
  async function send(shopper: string, when: number, media: SeedMedia): Promise<string> {
    const bytes = new Uint8Array(readFileSync(dataUrl(media.file)));
    const kind = media.file.endsWith('.gif') ? 'animation' : media.file.endsWith('.mp4') ? 'clip' : undefined;
    if (!kind)
      return (await by(shopper, when, 'POST', `/photos?alt=${encodeURIComponent(media.alt)}`, bytes)).id;
    const poster = media.poster ? await send(shopper, when, { file: media.poster, alt: media.alt }) : null;
    const { id, partBytes } = await by<{ id: string; partBytes: number }>(shopper, when, 'POST', '/uploads', {
      kind,
      bytes: bytes.length,
    });
    for (let from = 0; from < bytes.length; from += partBytes)
      await by(
        shopper,
        when,
        'PATCH',
        `/uploads/${id}?offset=${from}`,
        bytes.slice(from, from + partBytes),
        'application/octet-stream',
      );
    return (await by(shopper, when, 'POST', `/uploads/${id}/finish`, { alt: media.alt, poster })).id;
  }

  const boards = new Map<string, string>();
  const boardKey = (shopper: string, name: string) => `${shopper}\n${name}`;
  for (const blog of blogs.blogs) {
    const { shopper, title, about, looks, asks = false, frontPage = false } = blog;
    const when = at(blog.daysAgo);
    begin(shopper, when, async () => {
      const header = blog.header ? await send(shopper, when, blog.header) : null;
      await by(shopper, when, 'PATCH', '/me/blog', {
        version: 0,
        title,
        about,
        looks,
        header,
        asks,
        frontPage,
      });
      const body = { boards: blog.boards.map((name) => ({ id: null, name })) };
      const mine = await by<{
        blog: { member: { id: string }; boards: { id: string; name: string }[] };
      }>(shopper, when, 'PUT', '/me/blog/boards', body);
      for (const board of mine.blog.boards) boards.set(boardKey(shopper, board.name), board.id);
      return mine.blog.member.id;
    });
    const showAt = now - 2 * HOUR;
    const show = (product: string | null) =>
      by(shopper, showAt, 'PUT', '/me/purchases', { product, shown: true });
    add(showAt, async () => {
      if (blog.purchases === 'all') await show(null);
      else for (const product of blog.purchases) await show(product);
    });
  }

  for (const story of blogs.stories) storyActs(story);
  function storyActs(story: SeedStory): void {
    const { shopper, title, text, board, hearts = [], comments = [] } = story;
    const when = at(story.daysAgo, 30);
    begin(story.id, when, async () => {
      await begun.get(shopper);
      const media = [];
      for (const one of story.media)
        media.push({ id: await send(shopper, when, one), marks: one.marks ?? [] });
      const made = await by(shopper, when, 'POST', '/stories', {
        title,
        text,
        board: board === undefined ? null : (boards.get(boardKey(shopper, board)) ?? null),
        media,
        state: story.state ?? 'shown',
      });
      return made.id;
    });
    const id = () => begun.get(story.id)!;
    for (const [place, liker] of hearts.entries()) {
      const likedAt = at(story.daysAgo, 60 + place * 47);
      add(likedAt, async () => by(liker, likedAt, 'PUT', `/stories/${await id()}/heart`));
    }
    for (const [place, comment] of comments.entries()) {
      const saidAt = at(comment.daysAgo, 90 + place * 20);
      const say = async (one: Said, parent: string | null, time: number) =>
        by(one.shopper, time, 'POST', '/comments', {
          subject: { kind: 'story', id: await id() },
          parent,
          text: one.text,
        });
      add(saidAt, async () => {
        const { id: parent } = await say(comment, null, saidAt);
        for (const [index, answer] of (comment.answers ?? []).entries())
          await say(answer, parent, saidAt + (index + 1) * 15 * MINUTE);
      });
    }
  }

  for (const [follower, followed, daysAgo] of blogs.neighbours) {
    const when = at(daysAgo, 50);
    add(when, async () => by(follower, when, 'PUT', `/blogs/${await begun.get(followed)!}/neighbour`));
  }
  for (const [member, follower, daysAgo] of blogs.accepts) {
    const when = at(daysAgo, 55);
    add(when, async () => {
      const { id } = await by(follower, when, 'GET', '/me');
      await by(member, when, 'PUT', `/me/neighbours/${id}`);
    });
  }
  const visitors = [...mall.shoppers.keys()];
  for (const [place, member] of Object.keys(blogs.visits).entries())
    for (let count = 0; count < blogs.visits[member]!; count++) {
      const visitor = visitors[(place * 7 + count * 3) % visitors.length]!;
      const when = now - (count % VISIT_DAYS) * DAY - (count + 2) * MINUTE;
      if (visitor !== member)
        add(when, async () => by(visitor, when, 'POST', `/blogs/${await begun.get(member)!}/visit`, {}));
    }

  const salesFrom = at(blogs.salesDaysAgo);
  add(salesFrom, () =>
    seeding.ask({
      at: salesFrom,
      method: 'PATCH',
      path: `${base}/settings`,
      as: key,
      body: { points: { saleRate: blogs.saleRate, budgets: { sale: 10_000_000 } } },
    }),
  );
  /** The mark that stands at a product on the day that its buyer looked. */
  async function markOf(story: string, product: string, when: number): Promise<string | null> {
    const id = await begun.get(story)!;
    const { story: read } = await seeding.ask<StoryAnswer>({
      at: when,
      method: 'GET',
      path: `${base}/stories/${id}`,
    });
    const marks = read.media.flatMap((one) => one.marks);
    return marks.find((one) => one.product === product)?.mark ?? null;
  }
  for (const order of blogs.orders) {
    const placedAt = at(order.daysAgo, 45);
    const state = async (changedAt: number, isReturned: boolean) => {
      const lines = [];
      for (const [index, { product, story }] of order.lines.entries())
        lines.push({
          line: String(index + 1),
          product,
          quantity: 1,
          refunded: isReturned ? 1 : 0,
          amount: prices.get(product) ?? 0,
          mark: story === undefined ? null : await markOf(story, product, placedAt),
        });
      const { id, shopper } = order;
      const stated = { order: id, shopper, placedAt, changedAt, currency: mall.settings.currency, lines };
      await seeding.ask({
        at: changedAt,
        method: 'POST',
        path: `${base}/orders`,
        as: key,
        body: { orders: [stated] },
      });
      await seeding.sold(mall.id, id, changedAt);
    };
    add(placedAt, () => state(placedAt, false));
    const { returnedDaysAgo } = order;
    if (returnedDaysAgo !== undefined) {
      const returnedAt = at(returnedDaysAgo, 45);
      add(returnedAt, () => state(returnedAt, true));
    }
  }
  return acts;
}
