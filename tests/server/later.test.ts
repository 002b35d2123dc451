import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY, MINUTE } from '../../server/base/clock.ts';
import type {
  Board,
  LaterKind,
  MyBoard,
  Review,
  ReviewPage,
} from '../../server/community/reviews/contract.ts';
import { fillReviews } from '../../server/community/reviews/fill.ts';
import {
  driftOf,
  kindsToAdd,
  type LaterFacts,
  spanOf,
  usedDays,
} from '../../server/community/reviews/later-rules.ts';
import { until } from '../support/ground.ts';
import { assertCounts } from '../support/recount.ts';
import { picture } from '../support/scene.ts';
import { startService, type TestService } from '../support/service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;
let service: TestService;
let mall: Mall;
const db = () => service.services.database.db;

before(async () => {
  service = await startService();
  mall = await service.addMall('shop', { settings: { write: 'everyone' } });
});
after(() => service.stop());

/** One request to the mall; the body of the answer, which must have this status. */
// biome-ignore lint/suspicious/noExplicitAny: as the answer of the service
async function ask<T = any>(
  method: string,
  path: string,
  as?: string,
  body?: unknown,
  status = 200,
): Promise<T> {
  const answer = await service.call<T>(method, `/v1/${mall.id}${path}`, { as, body });
  assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
let texts = 0;
const written = (product: string, more: object = {}) => ({
  product,
  stars: 5,
  text: `이 상품 이야기 ${++texts}`,
  ...more,
});
const post = (as: string, product: string, more: object = {}) =>
  ask<Review>('POST', '/reviews', as, written(product, more), 201);
const refused = async (as: string, product: string, more: object) =>
  (await service.call('POST', `/v1/${mall.id}/reviews`, { as, body: written(product, more) })).body.code;
const mine = (as: string, product: string) => ask<MyBoard>('GET', `/me/board?product=${product}`, as);
const board = (product: string) => ask<Board>('GET', `/board?product=${product}`);
const shown = async (id: string) =>
  (await service.call('GET', `/v1/${mall.id}/reviews/${id}`)).status === 200;

let orders = 0;
async function order(shopper: string, product: string, daysAgo: number, refunded = 0, id = `o${++orders}`) {
  const now = service.services.now();
  await ask('POST', '/orders', mall.key, {
    orders: [
      {
        order: id,
        shopper,
        // A moment before, so that the days are whole for what was written just now.
        placedAt: now - daysAgo * DAY - MINUTE,
        changedAt: now,
        lines: [{ line: '1', product, quantity: 1, refunded }],
      },
    ],
  });
  return id;
}
const moderate = (action: string, id: string) =>
  ask('POST', '/moderation', mall.key, {
    action,
    subject: { kind: 'review', id },
    ...(action === 'hide' && { reason: 'spam' }),
  });

describe('rules', () => {
  const at = (day: number) => day * DAY;
  const facts = (more: Partial<LaterFacts>): LaterFacts => ({
    now: at(100),
    firstAt: at(100),
    orders: [],
    added: [],
    ...more,
  });
  const bought = (day: number, refunded = false) => ({ placedAt: at(day), kept: !refunded, refunded });
  const table: [string, Partial<LaterFacts>, LaterKind[]][] = [
    ['just written, not bought', {}, []],
    ['20 days after the first review', { firstAt: at(80.1) }, []],
    ['21 days after the first review', { firstAt: at(79) }, ['month']],
    ['21 days after the purchase', { orders: [bought(79)] }, ['month', 'using', 'returned']],
    ['6 days after the purchase', { orders: [bought(94)] }, []],
    ['7 days after the purchase', { orders: [bought(93)] }, ['using', 'returned']],
    ['the mall refunded it', { orders: [bought(99, true)] }, ['returned']],
    ['a refund is no use of it', { orders: [bought(50, true)] }, ['returned']],
    ['each kind once', { orders: [bought(70)], added: ['month', 'using', 'returned'] }, []],
    ['what was sent back is not in use', { orders: [bought(90)], added: ['returned'] }, []],
    [
      'bought again after the first review',
      { firstAt: at(95), orders: [bought(90), bought(96)] },
      ['again', 'using', 'returned'],
    ],
    ['bought twice before it', { firstAt: at(99), orders: [bought(96), bought(97)] }, []],
    ['again is said of this order', { firstAt: at(95), orders: [bought(96)], added: ['again'] }, []],
    [
      'and may be said of the next',
      { firstAt: at(95), orders: [bought(96), bought(97)], added: ['again'] },
      ['again'],
    ],
  ];
  for (const [name, more, expected] of table)
    it(name, () => assert.deepEqual(kindsToAdd(facts(more)), expected));

  it('days of use are whole and never below none', () => {
    assert.equal(usedDays(null, at(5)), null);
    assert.equal(usedDays(at(6), at(5)), null);
    assert.equal(usedDays(at(5), at(5)), 0);
    assert.equal(usedDays(at(5), at(6) - 1), 0);
    assert.equal(usedDays(at(5), at(6)), 1);
  });
  it('spans begin at their day', () => {
    assert.deepEqual(
      [0, 7, 8, 30, 31, 90, 91, 365, 366, 4000].map(spanOf),
      [0, 0, 8, 8, 31, 31, 91, 91, 366, 366],
    );
  });
  it('drift is told from ten reviews and two spans on', () => {
    const row = (span: number, count: number, stars: number) => ({ span, count, stars });
    assert.deepEqual(driftOf([row(0, 9, 45)]), []);
    assert.deepEqual(driftOf([row(0, 10, 45)]), []);
    assert.deepEqual(driftOf([row(0, 8, 40), row(31, 1, 1)]), []);
    assert.deepEqual(driftOf([row(31, 3, 10), row(0, 7, 35), row(91, 0, 0)]), [
      { days: 0, count: 7, mean: 5 },
      { days: 31, count: 3, mean: 3.33 },
    ]);
  });
});

describe('a later review', () => {
  it('hangs on the first one and counts for nothing else', async () => {
    const as = await mall.token('kim');
    await order('kim', 'p1', 30);
    const first = await post(as, 'p1', { text: '첫인상이 좋아요' });
    assert.equal(first.usedDays, 30);
    assert.deepEqual((await mine(as, 'p1')).mayAdd, ['month', 'using', 'returned']);
    const before = await board('p1');
    const later = await post(as, 'p1', { later: 'month', stars: 2, text: '한달 쓰니 헐거워졌어요' });
    assert.deepEqual(
      [later.laterOf, later.laterKind, later.later, later.bought],
      [first.id, 'month', [], true],
    );
    const now = await board('p1');
    assert.deepEqual({ ...now.summary, drift: [] }, before.summary);
    assert.deepEqual(
      now.reviews.items.map((one) => one.id),
      [first.id],
    );
    const [hanging] = now.reviews.items[0]!.later;
    assert.equal(hanging?.id, later.id);
    assert.equal(hanging?.kind, 'month');
    assert.equal(hanging?.stars, 2);
    for (const sort of ['newest', 'highest', 'lowest', 'helpful'])
      assert.equal((await ask<ReviewPage>('GET', `/reviews?product=p1&sort=${sort}`)).items.length, 1);
    const [rating] = (await ask('GET', '/ratings?product=p1')).items;
    assert.deepEqual([rating.count, rating.mean], [1, 5]);
    const me = await mine(as, 'p1');
    assert.deepEqual(me.mayAdd, ['using', 'returned']);
    assert.equal(me.review?.id, first.id);
    assert.deepEqual(
      me.reviews.map((one) => one.id),
      [first.id, later.id],
    );
    assert.equal((await ask<Review>('GET', `/reviews/${later.id}`)).laterOf, first.id);
    await assertCounts(db(), mall.id);
  });

  it('is found by a search, as a part of the first one', async () => {
    const { items } = await ask<ReviewPage>('GET', `/reviews?product=p1&q=${encodeURIComponent('헐거워')}`);
    assert.equal(items.length, 1);
    assert.equal(items[0]?.laterOf, null);
    assert.deepEqual(items[0]?.found, ['헐거']);
    const both = await ask<ReviewPage>('GET', `/reviews?product=p1&q=${encodeURIComponent('첫인상 한달')}`);
    assert.equal(both.items.length, 1);
  });

  it('is refused without a first one, too early, and twice', async () => {
    const as = await mall.token('lee');
    assert.equal(await refused(as, 'p2', { later: 'month' }), 'later-without-first');
    await post(as, 'p2');
    assert.equal(await refused(as, 'p2', {}), 'already-reviewed');
    for (const later of ['month', 'again', 'using', 'returned'])
      assert.equal(await refused(as, 'p2', { later }), 'later-too-soon', later);
    assert.equal(await refused(as, 'p2', { later: 'next-week' }), 'bad-input');
    assert.deepEqual((await mine(as, 'p2')).mayAdd, []);
    await order('lee', 'p2', 8);
    await post(as, 'p2', { later: 'using' });
    assert.equal(await refused(as, 'p2', { later: 'using' }), 'already-reviewed');
    // Somebody else's first one is no ground to stand on.
    assert.equal(await refused(await mall.token('choi'), 'p2', { later: 'using' }), 'later-without-first');
    // An order before the first review is not "again".
    assert.equal(await refused(as, 'p2', { later: 'again' }), 'later-too-soon');
    await order('lee', 'p2', -0.01);
    await post(as, 'p2', { later: 'again' });
    assert.equal(await refused(as, 'p2', { later: 'again' }), 'later-too-soon');
    await assertCounts(db(), mall.id);
  });

  it('is edited, with its history, and deleted, as any', async () => {
    const as = await mall.token('kim');
    const { reviews } = await mine(as, 'p1');
    const { id } = reviews[1]!;
    const edited = await ask<Review>('PATCH', `/reviews/${id}`, as, {
      stars: 3,
      text: '조금 조이니 괜찮아요',
      version: 1,
    });
    assert.deepEqual([edited.laterKind, edited.stars, edited.version], ['month', 3, 2]);
    assert.equal((await ask('GET', `/reviews/${id}/history`)).items.length, 1);
    assert.equal((await board('p1')).reviews.items[0]!.later[0]!.text, '조금 조이니 괜찮아요');
    assert.equal(
      (await ask<ReviewPage>('GET', `/reviews?product=p1&q=${encodeURIComponent('헐거워')}`)).items.length,
      0,
    );
    await assertCounts(db(), mall.id);
    await ask('DELETE', `/reviews/${id}`, as, undefined, 204);
    assert.deepEqual((await board('p1')).reviews.items[0]!.later, []);
    assert.ok((await mine(as, 'p1')).mayAdd.includes('month'));
    await assertCounts(db(), mall.id);
  });

  it('can be reported, hidden and restored alone', async () => {
    const as = await mall.token('park');
    await order('park', 'p3', 10);
    const first = await post(as, 'p3');
    const later = await post(as, 'p3', { later: 'using' });
    const subject = { kind: 'review', id: later.id };
    await ask('POST', '/reports', await mall.token('reader'), { subject, reason: 'spam' }, 202);
    await moderate('hide', later.id);
    assert.deepEqual((await board('p3')).reviews.items[0]!.later, []);
    const told = await db()
      .selectFrom('outbox')
      .select('ids')
      .where('topic', '=', 'product:p3')
      .where('kind', '=', 'review.hidden')
      .executeTakeFirstOrThrow();
    assert.deepEqual(JSON.parse(told.ids), { review: later.id, first: first.id });
    assert.equal(await shown(later.id), false);
    assert.equal(await shown(first.id), true);
    assert.deepEqual((await mine(as, 'p3')).reviews[1], { id: later.id, hidden: 'spam' });
    assert.equal((await board('p3')).summary.hidden.total, 1);
    await assertCounts(db(), mall.id);
    await moderate('restore', later.id);
    assert.equal((await board('p3')).reviews.items[0]!.later.length, 1);
    await assertCounts(db(), mall.id);
  });

  it('is seen with its first one alone: hidden with it, photos too, and gone with it', async () => {
    const as = await mall.token('jung');
    await order('jung', 'p4', 10);
    const first = await post(as, 'p4');
    const photo = await service.call('POST', `/v1/${mall.id}/photos?alt=x`, {
      as,
      body: await picture(),
      headers: { 'content-type': 'image/png' },
    });
    const later = await post(as, 'p4', { later: 'using', photos: [photo.body.id] });
    const file = new URL(photo.body.small).pathname;
    assert.equal((await board('p4')).photos.length, 0);
    assert.equal((await board('p4')).reviews.items[0]!.later[0]!.photos.length, 1);
    assert.equal((await service.call('GET', file)).status, 200);
    await moderate('hide', first.id);
    assert.equal(await shown(later.id), false);
    assert.equal((await service.call('GET', `/v1/${mall.id}/reviews/${later.id}/history`)).status, 404);
    assert.equal((await service.call('GET', file)).status, 404);
    assert.equal(await refused(as, 'p4', { later: 'returned' }), 'gone');
    assert.deepEqual((await mine(as, 'p4')).mayAdd, []);
    await assertCounts(db(), mall.id);
    await moderate('hide', later.id);
    await moderate('restore', first.id);
    assert.equal((await service.call('GET', file)).status, 404);
    await moderate('restore', later.id);
    assert.equal((await service.call('GET', file)).status, 200);
    await assertCounts(db(), mall.id);
    await ask('DELETE', `/reviews/${first.id}`, as, undefined, 204);
    assert.equal(await shown(later.id), false);
    assert.deepEqual((await mine(as, 'p4')).reviews, []);
    assert.equal((await board('p4')).summary.count, 0);
    await assertCounts(db(), mall.id);
  });

  it('takes votes and comments while it is seen, none when its first one is not', async () => {
    const as = await mall.token('oh');
    const reader = await mall.token('reader');
    await order('oh', 'p8', 10);
    const first = await post(as, 'p8');
    const later = await post(as, 'p8', { later: 'using' });
    const vote = { helpful: true };
    assert.equal((await ask('PUT', `/reviews/${later.id}/vote`, reader, vote)).helpful, 1);
    await ask('PUT', `/reviews/${later.id}/vote`, as, vote, 403);
    const subject = { kind: 'review', id: later.id };
    await ask('POST', '/comments', reader, { subject, text: '오래 쓰셨네요' }, 201);
    await moderate('hide', first.id);
    await ask('POST', '/comments', reader, { subject, text: '안 보이는데요' }, 410);
    await ask('PUT', `/reviews/${later.id}/vote`, reader, { helpful: false }, 410);
    await ask('DELETE', `/reviews/${later.id}/vote`, reader, undefined, 410);
    await assertCounts(db(), mall.id);
  });

  it('tells open pages where it is seen', async () => {
    const as = await mall.token('yoon');
    await order('yoon', 'p5', 10);
    const first = await post(as, 'p5');
    const later = await post(as, 'p5', { later: 'using' });
    await ask('DELETE', `/reviews/${first.id}`, as, undefined, 204);
    const events = await db()
      .selectFrom('outbox')
      .select(['kind', 'ids', 'created_at'])
      .where('topic', '=', 'product:p5')
      .where('kind', 'like', 'review.%')
      .orderBy('created_at')
      .execute();
    assert.deepEqual(
      events.map((one) => [one.kind, JSON.parse(one.ids)]),
      [
        ['review.created', { review: first.id }],
        ['review.created', { review: later.id, first: first.id }],
        ['review.deleted', { review: later.id, first: first.id }],
        ['review.deleted', { review: first.id }],
      ],
    );
  });

  it("of a guest stays on the guest's own first one when the guest becomes a member", async () => {
    const guest = await mall.guest();
    const first = await post(guest, 'p6');
    service.later(22 * DAY);
    const later = await post(guest, 'p6', { later: 'month' });
    const as = await mall.token('member');
    await order('member', 'p6', 40);
    const own = await post(as, 'p6');
    await ask('POST', '/merge', as, { guestToken: guest });
    const { items } = await ask<ReviewPage>('GET', '/reviews?product=p6&sort=newest');
    assert.deepEqual(
      items.map((one) => [one.id, one.later.map((other) => other.id)]),
      [
        [own.id, []],
        [first.id, [later.id]],
      ],
    );
    assert.deepEqual(
      items.map((one) => one.usedDays),
      [40, 18],
    );
    const me = await mine(as, 'p6');
    assert.equal(me.review?.id, own.id);
    assert.deepEqual(
      me.reviews.map((one) => one.id),
      [own.id, first.id, later.id],
    );
    await assertCounts(db(), mall.id);
  });

  for (const keep of ['', '?keep=text'])
    it(`of somebody erased${keep && ', who leaves the texts'}: ${keep ? 'stays with the first' : 'goes'}`, async () => {
      const product = `p7${keep.length}`;
      const as = await mall.token(`leaver${keep}`);
      await order(`leaver${keep}`, product, 10);
      const first = await post(as, product);
      const later = await post(as, product, { later: 'using' });
      const other = await post(as, `${product}b`);
      await order(`leaver${keep}`, `${product}b`, 10);
      const hanging = await post(as, `${product}b`, { later: 'returned' });
      await moderate('hide', other.id);
      await ask('DELETE', `/me${keep}`, as, undefined, 204);
      assert.deepEqual([await shown(first.id), await shown(later.id)], [keep !== '', keep !== '']);
      const state = await db()
        .selectFrom('reviews')
        .select(['state', 'text'])
        .where('review_id', '=', hanging.id)
        .executeTakeFirst();
      assert.deepEqual(state, { state: 'deleted', text: '' });
      await assertCounts(db(), mall.id);
    });
});

describe('the days of use', () => {
  it('follow the orders, both ways, after the review too', async () => {
    const as = await mall.token('late');
    const review = await post(as, 'd1');
    assert.equal(review.usedDays, null);
    const days = async () => (await ask<Review>('GET', `/reviews/${review.id}`, as)).usedDays;
    const second = await order('late', 'd1', 12);
    await until(async () => (await days()) === 12, 'the order came');
    const third = await order('late', 'd1', 50);
    await until(async () => (await days()) === 50, 'an earlier order came');
    await order('late', 'd1', 50, 1, third);
    await until(async () => (await days()) === 12, 'the earlier one was refunded');
    await order('late', 'd1', 12, 1, second);
    await until(async () => (await days()) === null, 'all was refunded');
    // Bought after it was written: it was written without having it.
    await order('late', 'd1', -0.01);
    await until(async () => (await ask<Review>('GET', `/reviews/${review.id}`, as)).bought, 'the order came');
    assert.equal(await days(), null);
    await assertCounts(db(), mall.id);
  });

  it('of reviews from before they were kept are filled in', async () => {
    const as = await mall.token('old');
    await order('old', 'd2', 33);
    const review = await post(as, 'd2');
    await service.services.database.write(async (trx) => {
      await trx.updateTable('reviews').set({ used_days: null }).where('review_id', '=', review.id).execute();
      await trx.deleteFrom('product_drift').where('product', '=', 'd2').execute();
      await trx.deleteFrom('review_words_done').execute();
    });
    await fillReviews(service.services);
    assert.equal((await ask<Review>('GET', `/reviews/${review.id}`, as)).usedDays, 33);
    await assertCounts(db(), mall.id);
  });

  it("show how a product's stars drift, from ten reviews on", async () => {
    for (let at = 0; at < 9; at++) {
      await order(`s${at}`, 'd3', at < 6 ? 2 : 40);
      await post(await mall.token(`s${at}`), 'd3', { stars: at < 6 ? 5 : 3 });
    }
    assert.deepEqual((await board('d3')).summary.drift, []);
    const later = await post(await mall.token('s8'), 'd3', { later: 'month', stars: 1 });
    assert.deepEqual((await board('d3')).summary.drift, [
      { days: 0, count: 6, mean: 5 },
      { days: 31, count: 4, mean: 2.5 },
    ]);
    assert.equal((await board('d3')).summary.count, 9);
    await moderate('hide', later.id);
    assert.deepEqual((await board('d3')).summary.drift, []);
    await assertCounts(db(), mall.id);
  });
});
