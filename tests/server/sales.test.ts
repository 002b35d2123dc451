import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY } from '../../server/base/clock.ts';
import { brief, saleScene } from '../support/sales.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
before(async () => {
  service = await startService();
});
after(() => service.stop());

describe('what a story sold', () => {
  it('is shown to its author alone, pending, sure, and gone with what is returned', async () => {
    const scene = await saleScene(service);
    const { social, kim, story, mark, order, sales, figures, balances, movements } = scene;
    await social.products('p');
    const marked = mark(kim.id, story);
    await order('A-17', 'lee', [{ mark: marked, quantity: 2, amount: 20_000 }, { product: 'q' }]);
    const page = await sales('kim');
    assert.deepEqual(brief(page), { items: [['p', 2, 'pending', 2000]], total: [1, 2000] });
    assert.deepEqual(page.items[0]?.story, { id: story, title: '여름 셔츠 세 벌' });
    assert.equal(page.items[0]?.product.name, '상품 p');
    assert.deepEqual(await figures('kim'), [0, 2000, 0]);
    // Neither who it was nor which order, anywhere that the author looks.
    const seen = JSON.stringify([
      page,
      await movements('kim'),
      await social.notices(kim.token),
      await social.events(`shopper:${kim.id}`),
    ]);
    assert.ok(!/\blee\b|A-17/.test(seen), seen);
    assert.deepEqual(
      (await social.notices(kim.token)).map((one) => [one.kind, one.from, one.story?.id, one.facts]),
      [['story-sold', null, story, { amount: 2000 }]],
    );
    assert.deepEqual(brief(await sales('lee')), { items: [], total: [0, 0] });
    assert.equal((await social.ask('GET', '/me/sales')).status, 401);

    await order('A-17', 'lee', [{ mark: marked, quantity: 2, amount: 20_000, refunded: 1 }]);
    assert.deepEqual(brief(await sales('kim')), { items: [['p', 1, 'pending', 1000]], total: [1, 1000] });
    await scene.passed();
    assert.deepEqual(brief(await sales('kim')), { items: [['p', 1, 'sure', 1000]], total: [1, 1000] });
    assert.deepEqual(await figures('kim'), [1000, 0, 0]);
    await order('A-17', 'lee', [{ mark: marked, quantity: 2, amount: 20_000, refunded: 2 }]);
    assert.deepEqual(brief(await sales('kim')), { items: [['p', 0, 'returned', 0]], total: [0, 0] });
    assert.deepEqual(await figures('kim'), [0, 0, 0]);
    assert.deepEqual((await movements('kim')).map((one) => one.kind).sort(), [
      'story-sale',
      'story-sale-returned',
      'story-sale-returned',
    ]);
    await balances();
    const notices = await social.notices(await scene.mall.token('kim'));
    assert.equal(notices.length, 1, 'told once');
  });

  it('counts what the mark says and nothing else', async () => {
    const scene = await saleScene(service);
    const { kim, story, mark, order, sales, placedAt, paid, social } = scene;
    const other = await saleScene(service);
    const [park, gone] = [await social.member('park'), await social.member('gone')];
    const [plain, lost] = [await social.story(kim.id), await paid(gone.id)];
    const ofGone = mark(gone.id, lost);
    await social.good(social.ask('DELETE', '/me', gone.token), 204);
    const good = mark(kim.id, story);
    for (const [what, shopper, line, points] of [
      ['its story', 'lee', { mark: good }, 1000],
      ['a purchase', 'lee', { mark: mark(kim.id, null) }, 0],
      ['a story without the sentence', 'lee', { mark: mark(kim.id, plain) }, 0],
      ['a story that is gone', 'lee', { mark: mark(kim.id, 'a'.repeat(25)) }, 0],
      ["somebody else's story", 'lee', { mark: mark(kim.id, await paid(park.id)) }, 0],
      ['a buyer unknown', null, { mark: good }, 0],
      ['the last day', 'lee', { mark: mark(kim.id, story, 'p', placedAt - 7 * DAY) }, 1000],
      ['the author', 'kim', { mark: good }, null],
      ['another product', 'lee', { mark: good, product: 'q' }, null],
      ['another mall', 'lee', { mark: other.mark(kim.id, story) }, null],
      ['too late', 'lee', { mark: mark(kim.id, story, 'p', placedAt - 8 * DAY) }, null],
      ['from tomorrow', 'lee', { mark: mark(kim.id, story, 'p', placedAt + 2 * DAY) }, null],
      ['made up', 'lee', { mark: `x${good.slice(1)}` }, null],
      ['anything', 'lee', { mark: '" or 1=1 --' }, null],
      ['none', 'lee', {}, null],
      ['returned before it was heard of', 'lee', { mark: good, refunded: 1 }, null],
      ['an author who left', 'lee', { mark: ofGone }, null],
    ] as const) {
      const before = (await sales('kim')).total;
      await order(`order ${what}`, shopper, [line]);
      const { total } = await sales('kim');
      assert.deepEqual(
        [total.count - before.count, total.points - before.points],
        points === null ? [0, 0] : [1, points],
        what,
      );
    }
    assert.equal((await scene.rows()).length, 7);
    await scene.balances();
  });

  it('moves with the mark: to another story, another author, or away and back', async () => {
    const scene = await saleScene(service);
    const { kim, story, mark, order, sales, figures, paid, social, used, balances } = scene;
    const park = await social.member('park');
    const [second, theirs] = [await paid(kim.id), await paid(park.id)];
    for (const [marked, kims, parks] of [
      [mark(kim.id, story), 1000, 0],
      [mark(kim.id, second), 1000, 0],
      [mark(park.id, theirs), 0, 1000],
      [null, 0, 0],
      [mark(kim.id, story), 1000, 0],
    ] as const) {
      await order('A', 'lee', [{ mark: marked }]);
      assert.deepEqual(await figures('kim'), [0, kims, 0]);
      assert.deepEqual(await figures('park'), [0, parks, 0]);
      assert.equal((await sales('kim')).total.count, kims > 0 ? 1 : 0);
      assert.equal((await sales('park')).items.length, parks > 0 ? 1 : 0);
    }
    assert.equal(await used(), 1000, 'what was given before uses no budget again');
    // Another buyer; then the author: then it is none.
    await order('A', 'choi', [{ mark: mark(kim.id, story) }]);
    assert.deepEqual(await figures('kim'), [0, 1000, 0]);
    await order('A', 'kim', [{ mark: mark(kim.id, story) }]);
    assert.deepEqual(await figures('kim'), [0, 0, 0]);
    assert.deepEqual(await scene.rows(), []);
    await order('A', 'lee', []);
    await balances();
  });

  it('keeps to the terms of the day it was counted, and to the budget', async () => {
    service.toMidMonth();
    const scene = await saleScene(service, {
      budgets: { order: 0, text: 0, photo: 0, later: 0, naegong: 0, sale: 1500 },
    });
    const { mall, kim, story, mark, order, figures, good, ask, used, balances } = scene;
    const line = { mark: mark(kim.id, story), quantity: 2, amount: 20_000 };
    await order('A', 'lee', [line]);
    assert.deepEqual(await figures('kim'), [0, 1500, 0], 'what the budget has left');
    await good(ask('PATCH', '/settings', mall.key, { points: { saleRate: 100 } }));
    await order('A', 'lee', [{ ...line, refunded: 1 }]);
    assert.deepEqual(await figures('kim'), [0, 1000, 0]);
    await order('A', 'lee', [line]);
    assert.deepEqual(await figures('kim'), [0, 1500, 0], 'its own room is there again');
    await order('B', 'lee', [line]);
    assert.deepEqual(await figures('kim'), [0, 1500, 0]);
    assert.equal(await used(), 1500);
    await order('C', 'lee', [{ ...line, amount: 100 }], { currency: 'USD' });
    assert.equal((await scene.sales('kim')).total.count, 3);
    await balances();
  });
});

describe('doubts', () => {
  it('two who buy by way of each other, or three in a round, earn nothing by it', async () => {
    const scene = await saleScene(service);
    const { kim, story, mark, order, figures, paid, social, placedAt } = scene;
    const [lee, park] = [await social.member('lee'), await social.member('park')];
    const [lees, parks] = [await paid(lee.id), await paid(park.id)];
    await order('1', 'lee', [{ mark: mark(kim.id, story) }]);
    await order('2', 'kim', [{ mark: mark(lee.id, lees) }]);
    assert.deepEqual(
      [await figures('kim'), await figures('lee')],
      [
        [0, 1000, 0],
        [0, 0, 0],
      ],
    );
    // Lee bought of Kim; Park of Lee; now Kim of Park.
    await order('3', 'park', [{ mark: mark(lee.id, lees) }]);
    await order('4', 'kim', [{ mark: mark(park.id, parks) }]);
    assert.deepEqual(
      [await figures('lee'), await figures('park')],
      [
        [0, 1000, 0],
        [0, 0, 0],
      ],
    );
    assert.deepEqual(
      (await scene.rows()).map((row) => row.doubt),
      [null, 'circle', null, 'circle'],
    );
    // Counted all the same, and told without a word of why.
    assert.equal((await scene.sales('park')).total.count, 1);
    // Long after it is none any more.
    const later = placedAt + 91 * DAY;
    service.later(91 * DAY);
    await order('5', 'kim', [{ mark: mark(lee.id, lees, 'p', later) }], { placedAt: later });
    assert.equal((await scene.rows()).at(-1)?.doubt, null);
  });

  it('one buyer earns one author only so much in a month, whichever order comes first', async () => {
    const scene = await saleScene(service, { salesPerBuyer: 2 });
    const { kim, story, mark, order, figures, placedAt, balances } = scene;
    const at = (day: number) => ({ placedAt: placedAt - day * DAY });
    const line = (day: number) => ({ mark: mark(kim.id, story, 'p', placedAt - day * DAY) });
    await order('3', 'lee', [line(0)], at(0));
    await order('2', 'lee', [line(10)], at(10));
    await order('1', 'lee', [line(20)], at(20));
    await order('0', 'lee', [line(60)], at(60));
    const doubts = async () => (await scene.rows()).map((row) => row.doubt);
    assert.deepEqual(await doubts(), [null, null, null, 'often']);
    assert.deepEqual(
      (await figures('kim')).slice(0, 2).reduce((a, b) => a! + b!, 0),
      3000,
    );
    await order('4', 'choi', [line(0)], at(0));
    assert.deepEqual((await doubts()).at(-1), null);
    // One of the two comes back: there is room for the third.
    await order('1', 'lee', [{ ...line(20), refunded: 1 }], at(20));
    assert.deepEqual((await doubts())[3], null);
    await order('1', 'lee', [line(20)], at(20));
    assert.deepEqual((await doubts())[3], 'often');
    await balances();
  });
});

describe('whoever leaves', () => {
  it('a buyer is made nobody, and the author keeps what they have', async () => {
    const scene = await saleScene(service);
    const { kim, story, mark, order, figures, social, balances } = scene;
    const lee = await social.member('lee');
    await order('A', 'lee', [{ mark: mark(kim.id, story), quantity: 2, amount: 20_000 }]);
    await social.good(social.ask('DELETE', '/me', lee.token), 204);
    const [row] = await scene.rows();
    assert.equal(row?.buyer_id, null);
    assert.ok(!JSON.stringify(await scene.rows()).includes(lee.id));
    assert.deepEqual(await figures('kim'), [0, 2000, 0]);
    // Restated afterwards: the terms stay, and the refund is taken back.
    await order('A', 'lee', [{ mark: mark(kim.id, story), quantity: 2, amount: 20_000, refunded: 1 }]);
    assert.deepEqual(await figures('kim'), [0, 1000, 0]);
    await balances();
  });

  it('of an author nothing comes any more, whatever the mall goes on to state', async () => {
    const scene = await saleScene(service);
    const { kim, story, mark, order, social, balances, paid } = scene;
    await order('A', 'lee', [{ mark: mark(kim.id, story) }]);
    await scene.passed();
    await social.good(social.ask('DELETE', '/me', await scene.mall.token('kim')), 204);
    assert.deepEqual((await scene.rows())[0]?.shopper_id, '');
    await order('A', 'lee', [{ mark: mark(kim.id, story), refunded: 1 }]);
    assert.deepEqual((await scene.rows())[0]?.quantity, 0);
    const park = await social.member('park');
    await order('A', 'lee', [{ mark: mark(park.id, await paid(park.id)) }]);
    const [available = 0, pending = 0] = await scene.figures('park');
    assert.equal(available + pending, 1000);
    await balances();
  });
});
