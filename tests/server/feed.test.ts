import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY } from '../../server/base/clock.ts';
import { newId } from '../../server/base/ids.ts';
import type { Feed } from '../../server/community/blogs/feed/contract.ts';
import { following, merged } from '../../server/community/blogs/feed/rules.ts';
import { startService, type TestService } from '../support/service.ts';
import { socialOf } from '../support/social.ts';
import { wishing } from '../support/wishes.ts';

let service: TestService;
before(async () => {
  service = await startService();
});
after(() => service.stop());

let malls = 0;
async function scene(settings: Record<string, unknown> = {}) {
  const mall = await service.addMall(`feed${++malls}`, { settings });
  const social = socialOf(service, mall);
  const wishes = wishing(service, mall);
  const [kim, lee, park] = await Promise.all(['kim', 'lee', 'park'].map(social.member));
  const feed = (as: string, query = '') => social.good<Feed>(social.ask('GET', `/me/feed${query}`, as));
  const what = ({ items }: Feed) =>
    items.map((one) =>
      [
        one.kind,
        one.member.name,
        one.story?.title ?? one.purchase?.product.product ?? one.wish?.product.product,
      ].join(' '),
    );
  /** A wish on a list that everybody sees. */
  const wish = async (as: string, product: string) => {
    const open = (await wishes.mine(as)).find((one) => one.visibility === 'public');
    const list = open ?? (await wishes.makeList(as, { visibility: 'public' }));
    return wishes.wish(as, product, { list: list.id });
  };
  return { mall, social, wishes, wish, kim: kim!, lee: lee!, park: park!, feed, what };
}

it('what comes after a place, and what several lists come to', () => {
  const at = { at: 5, kind: 'purchase' as const, key: 'k' };
  assert.deepEqual(following('story', at), { at: 5, key: 'none' });
  assert.deepEqual(following('purchase', at), { at: 5, key: 'k' });
  assert.deepEqual(following('wish', at), { at: 5, key: 'all' });
  const of = (kind: 'story' | 'wish', ...times: number[]) =>
    times.map((time) => ({ kind, at: time, key: `${kind} ${time}` }));
  assert.deepEqual(
    merged([of('story', 9, 4, 2), of('wish', 9, 3, 2)], 5).map((one) => one.key),
    ['story 9', 'wish 9', 'story 4', 'wish 3', 'story 2'],
  );
});

describe('the feed', () => {
  it('holds what those show whom I follow, and of nobody else', async () => {
    const { social, wish: wished, kim, lee, park, feed, what } = await scene();
    await social.products('shown', 'bought', 'wished');
    const now = service.services.now();
    await social.story(lee.id, { title: 'old', published_at: now - 200 * DAY });
    await social.story(lee.id, { title: 'new', published_at: now - 3000 });
    await social.story(park.id, { title: 'not followed' });
    await social.purchase(lee, 'bought', now - 2000);
    await wished(lee.token, 'wished');
    assert.deepEqual(what(await feed(kim.token)), []);
    await social.follow(kim.token, lee.id);
    const page = await feed(kim.token);
    assert.equal(page.following, 1);
    const name = page.items[0]!.member.name;
    assert.deepEqual(
      what(page).map((one) => one.replace(name, 'lee')),
      ['wish lee wished', 'purchase lee bought', 'story lee new', 'story lee old'],
    );
    const [wish, purchase, story] = page.items;
    assert.ok(wish?.wish && !wish.story && !wish.purchase);
    assert.match(purchase?.purchase?.mark ?? '', /^[\w-]{60,150}$/);
    assert.equal(story?.story?.text, '올여름에 가장 자주 입었어요.');
    assert.deepEqual(what(await feed(lee.token)), []);
  });

  it('shows nothing that its member does not show now', async () => {
    const { mall, social, wishes, wish: wished, kim, lee, park, feed, what } = await scene();
    const { database } = service.services;
    await social.products('a', 'b', 'c');
    await social.follow(kim.token, lee.id);
    await social.blog(park.id, { asks: 1 });
    await social.follow(kim.token, park.id);
    await social.story(park.id, { title: 'of one who has not said yes' });
    await social.story(lee.id, { title: 'a draft', state: 'draft' });
    const story = await social.story(lee.id, { title: 'to be hidden' });
    await social.purchase(lee, 'a');
    await social.purchase(lee, 'unstated');
    const wish = await wished(lee.token, 'b');
    const secret = await wishes.makeList(lee.token, { visibility: 'private' });
    await wishes.wish(lee.token, 'c', { list: secret.id });
    await wished(lee.token, 'nowhere stated');
    await wishes.heart(lee.token, 'c', true);
    // Bought and never shown.
    await social.good(
      social.ask('POST', '/orders', mall.key, {
        orders: [
          {
            order: 'quiet',
            shopper: 'lee',
            placedAt: 1,
            changedAt: 1,
            lines: [{ line: '1', product: 'c', quantity: 1 }],
          },
        ],
      }),
    );
    const seen = async () =>
      what(await feed(kim.token))
        .map((one) => one.split(' ').at(-1))
        .sort();
    assert.deepEqual(await seen(), ['a', 'b', 'hidden'].sort());
    await database.write(async (trx) => {
      await trx
        .updateTable('stories')
        .set({ state: 'hidden' })
        .where('mall_id', '=', mall.id)
        .where('story_id', '=', story)
        .execute();
    });
    assert.deepEqual(await seen(), ['a', 'b']);
    // The order comes back.
    await social.good(
      social.ask('POST', '/orders', mall.key, {
        orders: [
          {
            order: 'lee a',
            shopper: 'lee',
            placedAt: 1,
            changedAt: Date.now() + DAY,
            lines: [{ line: '1', product: 'a', quantity: 1, refunded: 1 }],
          },
        ],
      }),
    );
    assert.deepEqual(await seen(), ['b']);
    await social.good(wishes.ask('DELETE', `/wishes/${wish.id}`, lee.token) as never, 204);
    assert.deepEqual(await seen(), []);
    await social.good(social.ask('DELETE', `/me/neighbours/${kim.id}`, park.token));
    await social.good(social.ask('DELETE', '/me', lee.token), 204);
    assert.deepEqual((await feed(kim.token)).following, 0);
  });

  it('gives each thing once, page by page, whatever shares a moment', async () => {
    const { social, wish, kim, lee, park, feed } = await scene();
    const now = service.services.now() - 10_000;
    const products = Array.from({ length: 9 }, (_, at) => `상품 ${at}`);
    await social.products(...products);
    for (const one of [lee, park]) {
      await social.follow(kim.token, one.id);
      for (let at = 0; at < 9; at++)
        await social.story(one.id, { title: `s${at}`, published_at: now - Math.floor(at / 3) * 20 * DAY });
      for (const product of products) await social.purchase(one, product, now);
      for (const product of products) await wish(one.token, product);
    }
    await service.services.database.write((trx) =>
      trx.updateTable('wishes').set({ added_at: now }).where('shopper_id', 'in', [lee.id, park.id]).execute(),
    );
    for (const limit of [1, 7, 50]) {
      const keys: string[] = [];
      for (let next: string | null = ''; next !== null; ) {
        const page: Feed = await feed(kim.token, `?limit=${limit}${next && `&cursor=${next}`}`);
        assert.ok(page.items.length <= limit);
        const times = page.items.map((one) => one.at);
        assert.deepEqual(
          times,
          times.toSorted((a, b) => b - a),
        );
        keys.push(
          ...page.items.map((one) =>
            [one.kind, one.member.id, one.story?.id ?? one.wish?.id ?? one.purchase?.product.product].join(
              ' ',
            ),
          ),
        );
        next = page.next;
      }
      assert.equal(keys.length, 54, `${limit} a page`);
      assert.equal(new Set(keys).size, 54);
    }
    const { status, body } = await social.ask('GET', '/me/feed?cursor=WzEsOSwiYSJd', kim.token);
    assert.deepEqual([status, body.code], [400, 'bad-cursor']);
  });

  it('stays quick with a thousand neighbours', async () => {
    const { mall, social, kim, feed } = await scene();
    const now = service.services.now();
    const ids = Array.from({ length: 1000 }, () => newId());
    const chunks = Array.from({ length: 10 }, (_, at) => ids.slice(at * 100, at * 100 + 100));
    const base = await social.story(kim.id);
    const { database } = service.services;
    const row = await database.db
      .selectFrom('stories')
      .selectAll()
      .where('mall_id', '=', mall.id)
      .where('story_id', '=', base)
      .executeTakeFirstOrThrow();
    await database.write(async (trx) => {
      for (const some of chunks) {
        await trx
          .insertInto('neighbours')
          .values(
            some.map((followed_id) => ({
              mall_id: mall.id,
              follower_id: kim.id,
              followed_id,
              state: 'follows' as const,
              at: now,
            })),
          )
          .execute();
        await trx
          .insertInto('stories')
          .values(
            some.map((shopper_id, at) => ({
              ...row,
              story_id: newId(),
              shopper_id,
              published_at: now - at * DAY,
            })),
          )
          .execute();
      }
    });
    const begun = performance.now();
    const page = await feed(kim.token);
    const took = performance.now() - begun;
    assert.equal(page.items.length, 20);
    assert.equal(page.following, 1000);
    assert.ok(took < 2000, `${took} ms`);
  });

  it('is for who is signed in, and empty for a guest', async () => {
    const { social } = await scene({ read: 'members' });
    assert.equal((await social.ask('GET', '/me/feed')).status, 401);
    const open = await scene({ write: 'everyone' });
    assert.deepEqual((await open.feed(await open.mall.guest())).items, []);
  });
});
