import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY } from '../../server/base/clock.ts';
import { dayAfter, dayIn, startOfDay } from '../../server/base/days.ts';
import { newId } from '../../server/base/ids.ts';
import { assertBlogCounts } from '../support/blog-counts.ts';
import { type Blogging, blogging } from '../support/blogs.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let mall: Awaited<ReturnType<TestService['addMall']>>;
let does: Blogging;

before(async () => {
  service = await startService();
  mall = await service.addMall('bought-a', { settings: { write: 'everyone' } });
  does = blogging(service, mall);
  const names = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
  await does.state(names.map((product) => ({ product, name: `상품 ${product}`, price: 1000 })));
});
after(async () => {
  await assertBlogCounts(service.services.database.db, mall.id);
  await service.stop();
});

let made = 0;
/** A member who bought p1 to p3 on three days, the last one first. */
async function buyer(products = ['p1', 'p2', 'p3']) {
  const outside = `buyer-${++made}`;
  const as = await mall.token(outside, { name: '이구매' });
  const id = await does.join(as);
  const now = service.services.now();
  const orders: string[] = [];
  for (const [at, product] of products.entries())
    orders.push(await does.order(outside, [{ product }], { placedAt: now - (at + 1) * DAY - 12_345 }));
  return { outside, as, id, orders };
}
const keys = (page: { items: { product: { product: string } }[] }) =>
  page.items.map((one) => one.product.product);

describe('what a member bought', () => {
  it('is shown to nobody before they say so, and then product by product', async () => {
    const { as, id } = await buyer();
    const mine = await does.myPurchases(as);
    assert.deepEqual(
      mine.items.map((one) => [one.product.product, one.shown, one.reviewed]),
      [
        ['p1', false, false],
        ['p2', false, false],
        ['p3', false, false],
      ],
    );
    assert.equal(mine.shown, 0);
    assert.deepEqual((await does.purchases(id)).items, []);
    assert.deepEqual(await does.show(as, 'p2'), { shown: 1 });
    assert.deepEqual(await does.show(as, 'p2'), { shown: 1 });
    const [shown, ...rest] = (await does.purchases(id)).items;
    assert.equal(rest.length, 0);
    assert.equal(shown?.product.product, 'p2');
    assert.equal((shown?.boughtAt ?? 1) % DAY, 0, 'the day alone is told');
    assert.match(shown?.mark ?? '', /^[\w-]{60,150}$/);
    assert.equal((await does.mine(as)).purchasesShown, 1);
    assert.deepEqual(keys((await does.read(id)).purchases), ['p2']);
    const [card] = (await does.cards([id])).items;
    assert.deepEqual(keys({ items: card?.purchases ?? [] }), ['p2']);
    assert.deepEqual(await does.show(as, 'p2', false), { shown: 0 });
    assert.deepEqual(await does.show(as, 'p2', false), { shown: 0 });
    assert.deepEqual((await does.purchases(id)).items, []);
  });

  it('is of the day that it was at the mall, from its first minute to its last', async () => {
    const outside = `buyer-${++made}`;
    const as = await mall.token(outside, { name: '이구매' });
    const id = await does.join(as);
    const today = dayIn('Asia/Seoul', service.services.now());
    const [yesterday, before] = [dayAfter(today, -1), dayAfter(today, -2)];
    await does.order(outside, [{ product: 'p1' }], { placedAt: startOfDay('Asia/Seoul', yesterday) });
    await does.order(outside, [{ product: 'p2' }], { placedAt: startOfDay('Asia/Seoul', yesterday) - 1 });
    const days = (page: { items: { boughtAt: number }[] }) =>
      page.items.map((one) => new Date(one.boughtAt).toISOString());
    const told = [yesterday, before].map((day) => `${day}T00:00:00.000Z`);
    assert.deepEqual(days(await does.myPurchases(as)), told);
    await does.show(as, null);
    assert.deepEqual(days(await does.purchases(id)), told);
    // Bought again on the last minute of a day, it is of that one.
    await does.order(outside, [{ product: 'p2' }], { placedAt: startOfDay('Asia/Seoul', today) - 1 });
    await does.followed();
    assert.deepEqual(days(await does.purchases(id)), [told[0], told[0]]);
  });

  it('is all shown by one switch, and what is bought later is not', async () => {
    const { as, id, outside } = await buyer();
    assert.deepEqual(await does.show(as, null), { shown: 3 });
    await does.order(outside, [{ product: 'p4' }]);
    await does.followed();
    assert.deepEqual(keys(await does.purchases(id)), ['p1', 'p2', 'p3']);
    const mine = await does.myPurchases(as);
    assert.deepEqual(
      mine.items.map((one) => one.shown),
      [false, true, true, true],
    );
    assert.equal(mine.shown, 3);
    assert.deepEqual(await does.show(as, null, false), { shown: 0 });
  });

  it('goes page by page, for others and for its buyer', async () => {
    const { as, id } = await buyer();
    await does.show(as, null);
    for (const read of [
      (query: string) => does.purchases(id, query),
      (query: string) => does.myPurchases(as, query),
    ]) {
      const first = await read('?limit=2');
      assert.deepEqual(keys(first), ['p1', 'p2']);
      const second = await read(`?limit=2&cursor=${first.next}`);
      assert.deepEqual(keys(second), ['p3']);
      assert.equal(second.next, null);
    }
    assert.equal((await does.ask('GET', `/blogs/${id}/purchases?cursor=none`)).body.code, 'bad-cursor');
  });

  it('that went back is shown no longer, not even for a moment; bought again it waits for a new yes', async () => {
    const { as, id, outside, orders } = await buyer();
    await does.show(as, null);
    const at = service.services.now();
    const back = { order: orders[0] as string, placedAt: at - DAY, changedAt: at + 1 };
    await does.order(outside, [{ product: 'p1', refunded: 1 }], back);
    assert.deepEqual(keys(await does.purchases(id)), ['p2', 'p3']);
    await does.followed();
    assert.equal((await does.mine(as)).purchasesShown, 2);
    assert.equal((await does.ask('PUT', '/me/purchases', as, { product: 'p1', shown: true })).status, 404);
    await does.order(outside, [{ product: 'p1' }]);
    await does.followed();
    assert.deepEqual(keys(await does.purchases(id)), ['p2', 'p3']);
    // One of two orders that goes back leaves the other, and its day.
    const twice = await buyer(['p5', 'p5']);
    await does.show(twice.as, 'p5');
    const [before1] = (await does.purchases(twice.id)).items;
    const first = { order: twice.orders[0] as string, placedAt: at - DAY, changedAt: at + 1 };
    await does.order(twice.outside, [{ product: 'p5', refunded: 1 }], first);
    await does.followed();
    const [after1] = (await does.purchases(twice.id)).items;
    assert.equal((before1?.boughtAt ?? 0) - (after1?.boughtAt ?? 0), DAY);
  });

  it('stands with what they wrote of it themselves, as long as that is shown', async () => {
    const { as, id } = await buyer();
    const photo = await does.photo(as);
    const said = { product: 'p1', stars: 4, text: '입어 보니 참 좋아요. '.repeat(30), photos: [photo.id] };
    const review = await does.good(does.ask('POST', '/reviews', as, said), 201);
    await does.good(
      does.ask('POST', '/reviews', await mall.token('somebody-else'), {
        product: 'p1',
        stars: 1,
        text: '남이 쓴 다른 후기예요',
      }),
      201,
    );
    await does.show(as, 'p1');
    const [shown] = (await does.purchases(id)).items;
    assert.equal(shown?.review?.id, review.id);
    assert.equal(shown?.review?.stars, 4);
    assert.equal(shown?.review?.photo?.id, photo.id);
    assert.equal([...(shown?.review?.text ?? '')].length, 200);
    assert.equal((await does.myPurchases(as)).items.find((one) => one.shown)?.reviewed, true);
    const subject = { kind: 'review', id: review.id };
    await does.good(
      does.ask('POST', '/moderation', mall.key, { action: 'hide', subject, reason: 'spam' }),
      200,
    );
    assert.equal((await does.purchases(id)).items[0]?.review, null);
  });

  it('of a product that the mall has not stated only its buyer sees', async () => {
    const { as, id, outside } = await buyer([]);
    const product = `new-${newId()}`;
    await does.order(outside, [{ product }]);
    assert.deepEqual(await does.show(as, product), { shown: 1 });
    assert.deepEqual(keys(await does.myPurchases(as)), [product]);
    assert.deepEqual(keys(await does.purchases(id)), []);
    assert.deepEqual((await does.cards([id])).items[0]?.purchases, []);
    await does.state([{ product, name: '이제 알려진 상품' }]);
    assert.deepEqual(keys(await does.purchases(id)), [product]);
  });

  it('concerns its buyer alone: guests, strangers and keys have nothing there', async () => {
    const { as, id } = await buyer();
    const guest = await mall.guest();
    for (const [who, code] of [
      [undefined, 'sign-in-required'],
      [guest, 'guest-not-allowed'],
      [mall.key, 'sign-in-required'],
    ] as const) {
      assert.equal((await does.ask('GET', '/me/purchases', who)).body.code, code);
      const put = await does.ask('PUT', '/me/purchases', who, { product: null, shown: true });
      assert.equal(put.body.code, who === mall.key ? 'not-allowed' : code);
    }
    const stranger = await mall.token('stranger');
    assert.equal(
      (await does.ask('PUT', '/me/purchases', stranger, { product: 'p1', shown: true })).status,
      404,
    );
    assert.deepEqual(await does.show(stranger, null), { shown: 0 });
    assert.deepEqual((await does.purchases(id)).items, []);
    assert.deepEqual((await does.myPurchases(as)).shown, 0);
  });
});
