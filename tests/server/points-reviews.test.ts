import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY } from '../../server/base/clock.ts';
import { freeze } from '../../server/community/reputation/store.ts';
import { KINDS as REWARD_EVENTS } from '../../server/community/reviews/rewards-consumer.ts';
import { findByOutsideId } from '../../server/mall/shoppers/store.ts';
import { pointsOf } from '../support/points.ts';
import { startService, type TestService } from '../support/service.ts';
import { picture } from '../support/two-malls.ts';

let service: TestService;
before(async () => {
  service = await startService();
});
after(() => service.stop());

const LONG = '며칠 써 보니 정말 마음에 들어요. 다음에도 여기서 사려고 해요.';
const BUDGETS = { order: 0, text: 1_000_000, photo: 1_000_000, later: 1_000_000, naegong: 0 };
let malls = 0;

/** A mall of its own that rewards reviews. */
async function shop(more: Record<string, unknown> = {}, settings: Record<string, unknown> = {}) {
  const mall = await service.addMall(`rewards${++malls}`, {
    settings: {
      returnWindowDays: 7,
      points: { reviewText: 500, reviewPhoto: 300, reviewLater: 200, budgets: BUDGETS, ...more },
      ...settings,
    },
  });
  const points = pointsOf(service, mall);
  const { ask, good } = points;
  let orders = 0;
  async function photo(shopper: string): Promise<string> {
    const answer = await service.call('POST', `/v1/${mall.id}/photos`, {
      as: await mall.token(shopper),
      headers: { 'content-type': 'image/png' },
      body: await picture(),
    });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.id;
  }
  const post = async (shopper: string, product: string, body: Record<string, unknown> = {}) =>
    ask('POST', '/reviews', await mall.token(shopper), { product, stars: 5, text: LONG, ...body });
  return {
    ...points,
    mall,
    photo,
    post,
    write: async (shopper: string, product = 'p', body: Record<string, unknown> = {}) =>
      good(post(shopper, product, body), 201),
    /** The shopper buys the product, or returns it (`refunded`). */
    async buy(
      shopper: string,
      product = 'p',
      line: Record<string, unknown> = {},
      order: Record<string, unknown> = {},
    ) {
      const now = service.services.now();
      const id = (order.order as string) ?? `O${++orders}`;
      await points.state([
        {
          shopper,
          placedAt: now - DAY,
          changedAt: now,
          lines: [{ line: '1', product, quantity: 1, amount: 30_000, ...line }],
          ...order,
          order: id,
        },
      ]);
      return id;
    },
    settled: () => points.followed('reviews-rewards', REWARD_EVENTS),
    figures: async (shopper: string) => {
      const { available, pending, owed } = await points.has(shopper);
      return [available, pending, owed];
    },
  };
}
const passed = async (days = 8) => {
  service.later(days * DAY);
  await service.services.jobs.runDue();
};

describe('rewards for reviews', () => {
  it('are pending until the time to return has passed, and the review says so in its first line', async () => {
    const { buy, write, photo, figures, movements, ask } = await shop();
    await buy('kim');
    const review = await write('kim', 'p', { photos: [await photo('kim')] });
    assert.equal(review.disclosure, '[적립금 후기] 이 후기를 쓰고 적립금 800원을 받았습니다.');
    const { body: board } = await ask('GET', '/board?product=p');
    assert.equal(board.reviews.items[0].disclosure, review.disclosure);
    assert.deepEqual(await figures('kim'), [0, 800, 0]);
    assert.deepEqual(
      (await movements('kim')).map(({ kind, amount, state, review: of }) => [kind, amount, state, of]),
      [
        ['review-photo', 300, 'pending', review.id],
        ['review-text', 500, 'pending', review.id],
      ],
    );
    await passed();
    assert.deepEqual(await figures('kim'), [800, 0, 0]);
  });

  it('are the same whatever the stars are', async () => {
    const { buy, write, figures } = await shop();
    const seen = [];
    for (const stars of [1, 2, 3, 4, 5]) {
      await buy(`s${stars}`);
      const { disclosure } = await write(`s${stars}`, 'p', { stars });
      seen.push(JSON.stringify([disclosure, await figures(`s${stars}`)]));
    }
    assert.deepEqual(new Set(seen).size, 1);
    assert.match(seen[0] ?? '', /500/);
  });

  it('are only for what was bought here, long enough, worth enough, in time, and for members', async () => {
    const { buy, write, figures, mall, ask } = await shop(
      { reviewFloor: 20_000, reviewTextMin: 20, reviewDays: 30 },
      { write: 'everyone' },
    );
    const none = async (shopper: string, body = {}) => {
      const review = await write(shopper, 'p', body);
      assert.deepEqual([review.disclosure, await figures(shopper)], [null, [0, 0, 0]], shopper);
    };
    await none('not-bought');
    await buy('other-product', 'q');
    await none('other-product');
    await buy('short');
    await none('short', { text: '짧지만 좋아요' });
    await buy('cheap', 'p', { amount: 19_999 });
    await none('cheap');
    await buy('returned', 'p', { refunded: 1 });
    await none('returned');
    await buy('late', 'p', {}, { placedAt: service.services.now() - 31 * DAY });
    await none('late');
    await buy('half', 'p', { quantity: 2, refunded: 1, amount: 39_998 });
    await none('half');
    const guest = await mall.guest();
    const byGuest = await ask('POST', '/reviews', guest, { product: 'p', stars: 5, text: LONG });
    assert.deepEqual([byGuest.status, byGuest.body.disclosure], [201, null]);
    await buy('good', 'p', { quantity: 2, refunded: 1, amount: 40_000 });
    assert.ok((await write('good')).disclosure);
  });

  it('keep within the reviews of a month and its budgets, and are all or nothing', async () => {
    service.toMidMonth();
    const capped = await shop({ reviewsPerMonth: 2 });
    for (const product of ['a', 'b', 'c']) await capped.buy('kim', product);
    const given = [];
    for (const product of ['a', 'b', 'c'])
      given.push((await capped.write('kim', product, { text: `${LONG} ${product}` })).disclosure !== null);
    assert.deepEqual(given, [true, true, false]);
    service.later(32 * DAY);
    await capped.buy('kim', 'd');
    assert.ok((await capped.write('kim', 'd', { text: `${LONG} d` })).disclosure, 'another month');

    service.toMidMonth();
    const poor = await shop({ budgets: { ...BUDGETS, text: 1200, photo: 0 } });
    const lines = [];
    for (const shopper of ['a', 'b', 'c']) {
      await poor.buy(shopper);
      lines.push((await poor.write(shopper, 'p', { photos: [await poor.photo(shopper)] })).disclosure);
    }
    assert.deepEqual(
      lines.map((line) => line && /[\d,]+(?=원)/.exec(line)?.[0]),
      ['500', '500', null],
    );
    const { months } = await poor.good(poor.backend('GET', '/report'));
    assert.equal(months.find((one: { source: string }) => one.source === 'text').used, 1000);

    const off = await shop({ budgets: { ...BUDGETS, text: 0, photo: 0, later: 0 } });
    await off.buy('kim');
    assert.equal((await off.write('kim')).disclosure, null);
  });

  it('add a later one after a month, once', async () => {
    const { buy, write, figures, post } = await shop();
    await buy('kim');
    await write('kim');
    await passed(22);
    const later = await write('kim', 'p', { later: 'month', text: `${LONG} 한 달 뒤에도요.` });
    assert.equal(later.disclosure, '[적립금 후기] 이 후기를 쓰고 적립금 200원을 받았습니다.');
    await passed(1);
    assert.deepEqual(await figures('kim'), [700, 0, 0]);
    const using = await write('kim', 'p', { later: 'using', text: `${LONG} 아직 써요.` });
    assert.equal(using.disclosure, null);
    assert.equal((await post('kim', 'p', { later: 'month', text: `${LONG} 또` })).status, 409);
    assert.deepEqual(await figures('kim'), [700, 0, 0]);
  });

  it('keep the terms of when the review was written', async () => {
    const { buy, write, figures, mall, ask, settled } = await shop();
    await buy('kim');
    const review = await write('kim');
    await ask('PATCH', '/settings', mall.key, {
      points: { reviewText: 5, reviewTextMin: 900, reviewFloor: 999_999 },
    });
    const edited = await ask('PATCH', `/reviews/${review.id}`, await mall.token('kim'), {
      stars: 1,
      text: `${LONG} 고침`,
      photos: [],
      version: 1,
    });
    assert.deepEqual([edited.status, edited.body.disclosure], [200, review.disclosure]);
    await settled();
    assert.deepEqual(await figures('kim'), [0, 500, 0]);
    await passed();
    assert.deepEqual(await figures('kim'), [500, 0, 0]);
  });

  it('go with a review that is deleted, hidden for good, or no longer what was rewarded, and come back with it', async () => {
    const { buy, write, photo, figures, mall, ask, settled, movements, balances } = await shop();
    const moderate = async (body: unknown) => {
      const answer = await ask('POST', '/moderation', mall.key, body);
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      await settled();
    };
    await buy('kim');
    const review = await write('kim', 'p', { photos: [await photo('kim')] });
    const subject = { kind: 'review', id: review.id };
    await moderate({ action: 'hide', subject, reason: 'rights_block' });
    assert.deepEqual(await figures('kim'), [0, 800, 0], 'a block ends by itself');
    await moderate({ action: 'restore', subject });
    await moderate({ action: 'hide', subject, reason: 'spam' });
    assert.deepEqual(await figures('kim'), [0, 0, 0]);
    await moderate({ action: 'restore', subject });
    assert.deepEqual(await figures('kim'), [0, 800, 0]);
    await passed();
    assert.deepEqual(await figures('kim'), [800, 0, 0]);
    const token = await mall.token('kim');
    const edit = await ask('PATCH', `/reviews/${review.id}`, token, {
      stars: 5,
      text: '짧게 고쳤어요',
      photos: review.photos.map((one: { id: string }) => one.id),
      version: 1,
    });
    assert.equal(edit.status, 200, JSON.stringify(edit.body));
    await settled();
    assert.deepEqual(await figures('kim'), [300, 0, 0]);
    const reversed = (await movements('kim')).find(
      (one) => one.kind === 'review-reversed' && one.state === 'posted',
    );
    assert.deepEqual([reversed?.amount, reversed?.review], [-500, review.id]);
    assert.equal((await ask('DELETE', `/reviews/${review.id}`, token)).status, 204);
    await settled();
    assert.deepEqual(await figures('kim'), [0, 0, 0]);
    await balances();
  });

  it('go with the order that is returned, also after they were spent', async () => {
    const { buy, write, figures, hold, good, backend, settled, balances } = await shop();
    const order = await buy('kim');
    await write('kim');
    await passed();
    const { hold: id } = await hold('kim', 400);
    await good(backend('POST', `/holds/${id}/capture`, {}));
    await buy(
      'kim',
      'p',
      { quantity: 2, refunded: 1 },
      { order, placedAt: service.services.now() - 9 * DAY },
    );
    await settled();
    assert.deepEqual(await figures('kim'), [100, 0, 0], 'some of it is kept');
    await buy(
      'kim',
      'p',
      { quantity: 2, refunded: 2 },
      { order, placedAt: service.services.now() - 9 * DAY },
    );
    await settled();
    assert.deepEqual(await figures('kim'), [0, 0, 400]);
    await balances();
  });

  it('are not given while the rewards of a member wait', async () => {
    const { buy, write, mall } = await shop();
    await buy('kim');
    const { database, now } = service.services;
    const row = await findByOutsideId(database.db, mall.id, 'kim');
    await database.write((trx) => freeze(trx, mall.id, row!.shopper_id, ['ring'], now()));
    assert.equal((await write('kim')).disclosure, null);
  });

  it('tell of what the mall gives elsewhere in the same line', async () => {
    const { buy, write } = await shop({}, { rewardsElsewhere: true });
    const without = await write('lee');
    assert.match(without.disclosure, /쇼핑몰에서 적립금을 받았습니다\.$/);
    await buy('kim');
    const { disclosure } = await write('kim');
    assert.equal(disclosure, `[적립금 후기] 이 후기를 쓰고 적립금 500원을 받았습니다. ${without.disclosure}`);
  });
});
