import assert from 'node:assert/strict';
import { newId } from '../../server/base/ids.ts';
import { ensureBlog } from '../../server/community/blogs/store.ts';
import type { StoryRow } from '../../server/community/blogs/table.ts';
import type { Answer, TestService } from './service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

/** What members do with each other's blogs at one mall, as its pages ask for it. */
export function socialOf(service: TestService, mall: Mall) {
  const { services } = service;
  const { database } = services;
  const ask = <T = any>(
    method: string,
    rest: string,
    as?: string,
    body?: unknown,
    more: { headers?: Record<string, string>; from?: string } = {},
  ): Promise<Answer<T>> =>
    service.call<T>(method, `/v1/${mall.id}${rest}`, { as, ...(body !== undefined && { body }), ...more });
  async function good<T>(answer: Promise<Answer<T>>, status = 200): Promise<T> {
    const { status: got, body } = await answer;
    assert.equal(got, status, JSON.stringify(body));
    return body;
  }
  async function member(name: string): Promise<{ id: string; token: string; name: string }> {
    const token = await mall.token(name, { name });
    const { id } = await good<{ id: string }>(ask('PATCH', '/me', token, { handle: null }));
    return { id, token, name };
  }
  /** A story as its author's row has it; shown unless said otherwise. */
  async function story(author: string, more: Partial<StoryRow> = {}): Promise<string> {
    const now = services.now();
    const row: StoryRow = {
      mall_id: mall.id,
      story_id: newId(),
      shopper_id: author,
      board_id: null,
      title: '여름 셔츠 세 벌',
      text: '올여름에 가장 자주 입었어요.',
      state: 'shown',
      hide_reason: null,
      comments_open: 1,
      review_id: null,
      disclosure: null,
      media_count: 0,
      product_count: 0,
      comment_count: 0,
      heart_count: 0,
      published_at: more.state === 'draft' ? null : now,
      created_at: now,
      edited_at: null,
      version: 1,
      ...more,
    };
    await database.write(async (trx) => {
      await ensureBlog(trx, mall.id, author, now);
      await trx.insertInto('stories').values(row).execute();
    });
    return row.story_id;
  }
  return {
    ask,
    good,
    member,
    story,
    follow: (as: string, id: string) => good(ask('PUT', `/blogs/${id}/neighbour`, as)),
    products: (...products: string[]) =>
      good(
        ask('PUT', '/products', mall.key, {
          products: products.map((product) => ({
            product,
            name: `상품 ${product}`,
            url: `https://mall.example/products/${encodeURIComponent(product)}`,
            price: 12_900,
          })),
        }),
      ),
    /** Something that a member bought and shows from that moment on. */
    purchase: async (shopper: { id: string; name: string }, product: string, shownAt = services.now()) => {
      await good(
        ask('POST', '/orders', mall.key, {
          orders: [
            {
              order: `${shopper.name} ${product}`,
              shopper: shopper.name,
              placedAt: shownAt,
              changedAt: shownAt,
              lines: [{ line: '1', product, quantity: 1 }],
            },
          ],
        }),
      );
      await database.write((trx) =>
        trx
          .insertInto('shown_purchases')
          .values({
            mall_id: mall.id,
            shopper_id: shopper.id,
            product,
            bought_at: Math.floor(shownAt / 86_400_000) * 86_400_000,
            shown_at: shownAt,
          })
          .execute(),
      );
    },
    blog: async (id: string, set: Record<string, unknown> = {}) => {
      await database.write(async (trx) => {
        await ensureBlog(trx, mall.id, id, services.now());
        if (Object.keys(set).length > 0)
          await trx
            .updateTable('blogs')
            .set(set)
            .where('mall_id', '=', mall.id)
            .where('shopper_id', '=', id)
            .execute();
      });
      return database.db
        .selectFrom('blogs')
        .selectAll()
        .where('mall_id', '=', mall.id)
        .where('shopper_id', '=', id)
        .executeTakeFirstOrThrow();
    },
    events: async (topic: string) =>
      (
        await database.db
          .selectFrom('outbox')
          .select('kind')
          .where('mall_id', '=', mall.id)
          .where('topic', '=', topic)
          .orderBy('created_at')
          .execute()
      ).map((row) => row.kind),
    notices: async (as: string) =>
      (await good<{ items: any[] }>(ask('GET', '/me/inbox', as))).items as {
        kind: string;
        from: { id: string } | null;
        story: { id: string } | null;
        facts: Record<string, unknown>;
      }[],
  };
}
export type Social = ReturnType<typeof socialOf>;

/**
 * One follows the blog of the other, and all who have a blog agree to the front page.
 *
 * @returns the id of who follows
 */
export async function plantNeighbours(
  service: TestService,
  mall: Mall,
  tokens: { follower: string; followed: string },
): Promise<string> {
  const { ask, good, follow } = socialOf(service, mall);
  const idOf = async (as: string) =>
    (await good<{ id: string }>(ask('PATCH', '/me', as, { listed: true }))).id;
  const [follower, followed] = [await idOf(tokens.follower), await idOf(tokens.followed)];
  await follow(tokens.follower, followed);
  const { database, now } = service.services;
  await database.write(async (trx) => {
    for (const id of [follower, followed]) await ensureBlog(trx, mall.id, id, now());
    await trx.updateTable('blogs').set({ front_page_at: 1 }).where('mall_id', '=', mall.id).execute();
  });
  return follower;
}
