import assert from 'node:assert/strict';
import type { MyWishlist, SharedList, Wish, WishPage } from '../../server/community/wishlists/contract.ts';
import type { Heart } from '../../server/community/wishlists/hearts/contract.ts';
import type { Answer, TestService } from './service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

/** Lists and wishes of one mall, as its pages ask for them. */
export function wishing(service: TestService, mall: Mall) {
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
  const linked = (key: string | null | undefined) => (key ? { 'dangol-link': key } : undefined);
  return {
    ask,
    makeList: (as: string, more: Record<string, unknown> = {}) =>
      good<MyWishlist>(ask('POST', '/wishlists', as, { name: '목록', ...more }), 201),
    patchList: (as: string, list: { id: string; version: number }, more: Record<string, unknown>) =>
      good<MyWishlist>(ask('PATCH', `/wishlists/${list.id}`, as, { version: list.version, ...more }), 200),
    wish: (as: string, product: string, more: Record<string, unknown> = {}) =>
      good<Wish>(ask('POST', '/wishes', as, { product, ...more }), 201),
    heart: (as: string, product: string, wished: boolean) =>
      good<Heart>(ask('PUT', '/hearts', as, { product, wished }), 200),
    hearts: async (products: string[], as?: string) =>
      (
        await good<{ items: Heart[] }>(
          ask('GET', `/hearts?${products.map((one) => `product=${encodeURIComponent(one)}`).join('&')}`, as),
          200,
        )
      ).items,
    mine: async (as: string) =>
      (await good<{ items: MyWishlist[] }>(ask('GET', '/me/wishlists', as), 200)).items,
    see: (id: string, as?: string, key?: string | null) =>
      ask<SharedList>('GET', `/wishlists/${id}`, as, undefined, linked(key)),
    page: (id: string, query = '', as?: string, key?: string | null) =>
      ask<WishPage>('GET', `/wishlists/${id}/wishes${query}`, as, undefined, linked(key)),
    /** All keys of a list in order, page by page. */
    async order(id: string, as: string, limit = 100): Promise<string[]> {
      const keys: string[] = [];
      let next: string | null = null;
      do {
        const query: string = `?limit=${limit}${next ? `&cursor=${next}` : ''}`;
        const page: WishPage = await good(ask<WishPage>('GET', `/wishlists/${id}/wishes${query}`, as), 200);
        keys.push(...page.items.map((one) => one.product.product));
        next = page.next;
      } while (next);
      return keys;
    },
    async join(owner: string, list: string, member: string, role: 'co-owner' | 'helper') {
      const made = await good<{ code: string }>(
        ask('POST', `/wishlists/${list}/invitations`, owner, { role }),
        201,
      );
      return good<MyWishlist>(ask('POST', `/wishlists/${list}/join`, member, { code: made.code }), 200);
    },
    idOf: async (as: string) => (await good<{ id: string }>(ask('GET', '/me', as), 200)).id,
  };
}
export type Wishing = ReturnType<typeof wishing>;
