import assert from 'node:assert/strict';
import sharp from 'sharp';
import type { BlogCards, BlogPage, MyBlog } from '../../server/community/blogs/contract.ts';
import type {
  MyPurchasePage,
  PurchasePage,
  PurchasesShown,
} from '../../server/community/blogs/purchases/contract.ts';
import type { Story, StoryCardPage, StoryPage } from '../../server/community/blogs/stories/contract.ts';
import type { Photo } from '../../server/community/media/contract.ts';
import { hasFollowed } from './followed.ts';
import { until } from './ground.ts';
import type { Answer, TestService } from './service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

let tint = 0;

/** Blogs and stories of one mall, as its pages ask for them. */
export function blogging(service: TestService, mall: Mall) {
  const ask = <T = any>(
    method: string,
    rest: string,
    as?: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>> =>
    service.call<T>(method, `/v1/${mall.id}${rest}`, {
      as,
      ...(body !== undefined && { body }),
      ...(headers && { headers }),
    });
  async function good<T>(answer: Promise<Answer<T>>, status: number): Promise<T> {
    const { status: got, body } = await answer;
    assert.equal(got, status, JSON.stringify(body));
    return body;
  }
  let orders = 0;
  /** States an order of a member: what they bought of what, and what of that went back. */
  async function order(
    shopper: string,
    lines: { product: string; quantity?: number; refunded?: number }[],
    more: { order?: string; placedAt?: number; changedAt?: number } = {},
  ): Promise<string> {
    const id = more.order ?? `order-${++orders}`;
    const placedAt = more.placedAt ?? service.services.now();
    const statement = {
      order: id,
      shopper,
      placedAt,
      changedAt: more.changedAt ?? placedAt,
      lines: lines.map((line, at) => ({ line: `${at}`, quantity: 1, ...line })),
    };
    await good(ask('POST', '/orders', mall.key, { orders: [statement] }), 200);
    return id;
  }
  return {
    ask,
    good,
    order,
    idOf: async (as: string) => (await good<{ id: string }>(ask('GET', '/me', as), 200)).id,
    /** Joins with a first write, and tells the id. */
    join: async (as: string) =>
      (await good<{ id: string }>(ask('PATCH', '/me', as, { handle: null }), 200)).id,
    state: (products: object[]) => good(ask('PUT', '/products', mall.key, { products }), 200),
    async photo(as: string): Promise<Photo> {
      tint += 7;
      const background = { r: tint % 256, g: (tint * 3) % 256, b: 90 };
      const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background } })
        .png()
        .toBuffer();
      const headers = { 'content-type': 'image/png' };
      return good<Photo>(
        service.call('POST', `/v1/${mall.id}/photos`, { as, body: new Uint8Array(bytes), headers }),
        201,
      );
    },
    fileStatus: async (address: string) =>
      (await service.call('GET', new URL(address).pathname, { origin: null })).status,
    story: (as: string, more: object = {}) =>
      good<Story>(ask('POST', '/stories', as, { title: '제목', text: '본문이에요', ...more }), 201),
    patch: (as: string, story: { id: string; version: number }, more: object) =>
      good<Story>(ask('PATCH', `/stories/${story.id}`, as, { version: story.version, ...more }), 200),
    see: (id: string, as?: string) => ask<StoryPage>('GET', `/stories/${id}`, as),
    page: (id: string, as?: string) => ask<BlogPage>('GET', `/blogs/${id}`, as),
    read: (id: string, as?: string) => good<BlogPage>(ask<BlogPage>('GET', `/blogs/${id}`, as), 200),
    cards: (ids: string[], as?: string) =>
      good<BlogCards>(ask('GET', `/blog-cards?${ids.map((id) => `member=${id}`).join('&')}`, as), 200),
    stories: (id: string, query = '', as?: string) =>
      good<StoryCardPage>(ask('GET', `/blogs/${id}/stories${query}`, as), 200),
    purchases: (id: string, query = '', as?: string) =>
      good<PurchasePage>(ask('GET', `/blogs/${id}/purchases${query}`, as), 200),
    mine: (as: string) => good<MyBlog>(ask('GET', '/me/blog', as), 200),
    patchMine: (as: string, version: number, more: object) =>
      good<MyBlog>(ask('PATCH', '/me/blog', as, { version, ...more }), 200),
    myStories: (as: string, query = '') => good<StoryCardPage>(ask('GET', `/me/stories${query}`, as), 200),
    myPurchases: (as: string, query = '') =>
      good<MyPurchasePage>(ask('GET', `/me/purchases${query}`, as), 200),
    show: (as: string, product: string | null, shown = true) =>
      good<PurchasesShown>(ask('PUT', '/me/purchases', as, { product, shown }), 200),
    moderate: (action: string, kind: 'story' | 'blog', id: string, reason?: string) =>
      good(
        ask('POST', '/moderation', mall.key, { action, subject: { kind, id }, ...(reason && { reason }) }),
        200,
      ),
    /** Waits until what is shown of purchases has followed all orders. */
    followed: () =>
      until(
        () => hasFollowed(service.services, mall.id, 'blog-purchases', ['order.changed']),
        'purchases follow the orders',
      ),
  };
}
export type Blogging = ReturnType<typeof blogging>;
