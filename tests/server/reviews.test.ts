import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Board, MyBoard, Review, ReviewPage } from '../../server/community/reviews/contract.ts';
import { REVIEW_COLUMNS } from '../../server/community/reviews/table.ts';
import { until } from '../support/ground.ts';
import { ORIGIN, startService, type TestService } from '../support/service.ts';

const attributes = [
  {
    key: 'fit',
    label: { ko: '핏', en: 'Fit' },
    values: [
      { key: 'slim', label: { ko: '슬림' } },
      { key: 'loose', label: { ko: '루즈' } },
    ],
  },
];

type Mall = Awaited<ReturnType<TestService['addMall']>>;
let service: TestService;
let mall: Mall;
let other: Mall;

before(async () => {
  service = await startService();
  mall = await service.addMall('shop-a', { settings: { write: 'everyone', attributes } });
  other = await service.addMall('shop-b', { settings: { write: 'members' } });
});
after(() => service.stop());

const path = (rest: string, at: Mall = mall) => `/v1/${at.id}${rest}`;
const board = async (product: string) =>
  (await service.call<Board>('GET', path(`/board?product=${product}`))).body;

async function write(product: string, shopper: string, more: Record<string, unknown> = {}): Promise<Review> {
  const answer = await service.call<Review>('POST', path('/reviews'), {
    as: await mall.token(shopper),
    body: { product, stars: 5, text: `${shopper} likes ${product} a lot`, ...more },
  });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
}

/** The mall states a product with these options. */
async function state(product: string, options: Record<string, string[]>, at: Mall = mall): Promise<void> {
  const answer = await service.call('PUT', path('/products', at), {
    as: at.key,
    body: {
      products: [
        {
          product,
          name: product,
          options: Object.keys(options).map((name) => ({ name, values: options[name] })),
        },
      ],
    },
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
}

describe('a review that was just written', () => {
  const listed = async (product: string) =>
    (await service.call<ReviewPage>('GET', path(`/reviews?product=${product}`))).body.items;

  it('is in the list as its writer was answered, and as it is by itself', async () => {
    const written = await write('just', 'just-1', { options: { size: 'M' }, attributes: { fit: 'slim' } });
    assert.deepEqual(await listed('just'), [written]);
    assert.deepEqual((await service.call<Review>('GET', path(`/reviews/${written.id}`))).body, written);
  });
  it('is in the list as it is after whatever changed how it appears', async () => {
    const as = await mall.token('just-2');
    const written = await write('just-moved', 'just-2');
    const named = await service.call('PATCH', path('/me'), { as, body: { handle: 'Spring Wind' } });
    assert.equal(named.status, 200, JSON.stringify(named.body));
    assert.equal((await listed('just-moved'))[0]?.author.name, 'Spring Wind');
    const { version, title } = written;
    const edited = await service.call<Review>('PATCH', path(`/reviews/${written.id}`), {
      as,
      body: {
        version,
        stars: 3,
        title,
        text: 'other words than before',
        options: {},
        attributes: {},
        photos: [],
      },
    });
    assert.equal(edited.status, 200, JSON.stringify(edited.body));
    assert.deepEqual(await listed('just-moved'), [edited.body]);
  });
});

describe('who may write', () => {
  const body = { product: 'who', stars: 4, text: 'hello there' };
  it('nobody is asked to sign in', async () => {
    const answer = await service.call('POST', path('/reviews'), { body });
    assert.equal(answer.status, 401);
    assert.equal(answer.body.code, 'sign-in-required');
  });
  it('a guest writes where the mall lets everyone, and cannot even begin where it does not', async () => {
    const guest = await mall.guest();
    assert.equal((await service.call('POST', path('/reviews'), { as: guest, body })).status, 201);
    assert.equal((await service.call('POST', path('/guests', other))).body.code, 'sign-in-required');
  });
  it('a key is not a shopper', async () => {
    assert.equal(
      (await service.call('POST', path('/reviews'), { as: mall.key, body })).body.code,
      'not-allowed',
    );
  });
  it("another mall's token is refused by name", async () => {
    const answer = await service.call('POST', path('/reviews'), { as: await other.token('x'), body });
    assert.equal(answer.status, 401);
    assert.equal(answer.body.code, 'token-refused');
  });
  it('with read = members nothing is public and nothing is stored by caches', async () => {
    const closed = await service.addMall('shop-closed', { settings: { read: 'members' } });
    for (const route of ['/board?product=1', '/reviews?product=1', '/ratings?product=1']) {
      const answer = await service.call('GET', path(route, closed));
      assert.equal(answer.body.code, 'sign-in-required', route);
      const signed = await service.call('GET', path(route, closed), { as: await closed.token('m') });
      assert.equal(signed.status, 200);
      assert.equal(signed.headers.get('cache-control'), 'no-store');
    }
  });
});

describe('a review', () => {
  it('is there for everybody at once, masked, counted', async () => {
    const review = await service.call<Review>('POST', path('/reviews'), {
      as: await mall.token('member-id-of-the-mall', { name: '김민수' }),
      body: {
        product: 'p1',
        stars: 4,
        title: ' 좋은\n의자 ',
        text: '튼튼하고 예뻐요 👨‍👩‍👧',
        options: { 색상: '블루' },
        attributes: { fit: 'slim' },
      },
    });
    assert.equal(review.status, 201);
    assert.equal(review.body.author.name, '김*수');
    assert.equal(review.body.title, '좋은 의자');
    const seen = await board('p1');
    assert.deepEqual(seen.reviews.items, [review.body]);
    assert.deepEqual(seen.summary.histogram, [0, 0, 0, 1, 0]);
    // What it calls an option is its writer's word alone until the mall has stated it.
    assert.deepEqual(seen.summary.options, {});
    assert.deepEqual(seen.summary.attributes, { fit: { slim: 1 } });
    assert.equal(seen.product?.confirmed, false);
    assert.ok(!JSON.stringify(seen).includes('김민수'));
    assert.ok(!JSON.stringify(seen).includes('member-id-of-the-mall'));
    await state('p1', { 색상: ['블루', '그린'] });
    const stated = await board('p1');
    assert.deepEqual(stated.summary.options, { 색상: { 블루: 1 } });
    assert.equal(stated.product?.confirmed, true);
  });
  it('names only options that there are, or that its writer ordered or had', async () => {
    await state('opt', { 색상: ['블루', '그린'], 'a:b': ['c:d'] });
    const made = await write('opt', 'o1', {
      options: { 색상: '블루', 크기: '무료 쿠폰은 여기', 'a:b': 'c:d' },
    });
    assert.deepEqual(made.options, [
      { name: '색상', value: '블루' },
      { name: 'a:b', value: 'c:d' },
    ]);
    assert.deepEqual((await write('opt', 'o2', { options: { 색상: '보라' } })).options, []);
    assert.deepEqual((await board('opt')).summary.options, { 색상: { 블루: 1 }, 'a b': { 'c:d': 1 } });
    await service.call('POST', path('/orders'), {
      as: mall.key,
      body: {
        orders: [
          {
            order: 'opt-1',
            shopper: 'o3',
            placedAt: 1000,
            changedAt: 1000,
            lines: [{ line: '1', product: 'opt', quantity: 1, options: { 색상: '한정 금색' } }],
          },
        ],
      },
    });
    assert.deepEqual((await write('opt', 'o3', { options: { 색상: '한정 금색' } })).options, [
      { name: '색상', value: '한정 금색' },
    ]);
    // The mall no longer has that colour: an edit of another word does not take it off.
    await state('opt', { 색상: ['그린'] });
    assert.deepEqual((await board('opt')).summary.options, {});
    const edited = await service.call<Review>('PATCH', path(`/reviews/${made.id}`), {
      as: await mall.token('o1'),
      body: { version: 1, stars: 5, text: 'still as good as new', options: { 색상: '블루', 크기: '또' } },
    });
    assert.deepEqual(edited.body.options, [{ name: '색상', value: '블루' }]);
  });
  it('cannot hide how much is hidden behind options that it made up', async () => {
    const hidden = await write('drown', 'd0');
    await service.call('POST', path('/moderation'), {
      as: mall.key,
      body: { action: 'hide', reason: 'abuse', subject: { kind: 'review', id: hidden.id } },
    });
    for (let n = 1; n <= 21; n++)
      await write('drown', `d${n}`, {
        attributes: { fit: 'slim' },
        options: Object.fromEntries(Array.from({ length: 10 }, (_, k) => [`0${n}-${k}`, 'x'])),
      });
    const { summary } = await board('drown');
    assert.deepEqual(summary.hidden, { total: 1, reasons: { abuse: 1 } });
    assert.deepEqual(summary.attributes, { fit: { slim: 21 } });
    assert.deepEqual(summary.options, {});
  });
  it('is refused when the day is full; what was refused or is sent again uses up nothing', async () => {
    const busy = await service.addMall('shop-busy', {
      settings: { write: 'everyone', limits: { reviewsPerDay: 2, commentsPerDay: 2 } },
    });
    const as = await busy.token('kim');
    const post = (product: string, text: string, key?: string) =>
      service.call('POST', path('/reviews', busy), {
        as,
        body: { product, stars: 5, text },
        ...(key && { headers: { 'idempotency-key': key } }),
      });
    const say = (review: string, text: string, key?: string) =>
      service.call('POST', path('/comments', busy), {
        as,
        body: { subject: { kind: 'review', id: review }, text },
        ...(key && { headers: { 'idempotency-key': key } }),
      });
    const first = await post('1', 'the first of today');
    for (let n = 0; n < 5; n++) assert.equal((await post('1', `again ${n}`)).body.code, 'already-reviewed');
    const second = await post('2', 'the second of today', 'second-review');
    assert.equal(second.status, 201);
    const full = await post('3', 'the third of today');
    assert.deepEqual([full.status, full.body.code], [429, 'too-many']);
    assert.ok(full.body.retryAfter > 86_000 && full.body.retryAfter <= 86_400);
    const replay = await post('2', 'the second of today', 'second-review');
    assert.deepEqual([replay.status, replay.body.id], [201, second.body.id]);
    // A deleted one was written all the same.
    await service.call('DELETE', path(`/reviews/${first.body.id}`, busy), { as });
    assert.equal((await post('3', 'the third of today')).status, 429);

    const on = second.body.id;
    assert.equal((await say(on, '하나')).status, 201);
    for (let n = 0; n < 5; n++) assert.equal((await say(on, '하나')).body.code, 'repeated-text');
    const said = await say(on, '둘', 'second-comment');
    assert.equal(said.status, 201);
    assert.equal((await say(on, '셋')).body.code, 'too-many');
    assert.deepEqual((await say(on, '둘', 'second-comment')).body.id, said.body.id);

    service.later(24 * 60 * 60 * 1000);
    const late = await busy.token('kim');
    const next = await service.call('POST', path('/reviews', busy), {
      as: late,
      body: { product: '3', stars: 5, text: 'the first of tomorrow' },
    });
    assert.equal(next.status, 201);
  });
  it('is one per shopper and product; the same words are refused kindly', async () => {
    await write('p2', 'm1', { text: 'only once please' });
    const again = await service.call('POST', path('/reviews'), {
      as: await mall.token('m1'),
      body: { product: 'p2', stars: 1, text: 'something else' },
    });
    assert.equal(again.status, 409);
    assert.equal(again.body.code, 'already-reviewed');
    const repeated = await service.call('POST', path('/reviews'), {
      as: await mall.token('m1'),
      body: { product: 'p2', stars: 1, text: 'Only once, please!' },
      headers: { 'accept-language': 'ko' },
    });
    assert.equal(repeated.body.code, 'repeated-text');
    assert.match(repeated.body.title, /같은 내용/);
    await write('p2-other', 'm1', { text: 'only once please' });
  });
  it('a double click with one key makes one review', async () => {
    const token = await mall.token('double');
    const send = () =>
      service.call('POST', path('/reviews'), {
        as: token,
        body: { product: 'dbl', stars: 5, text: 'click click' },
        headers: { 'idempotency-key': 'one-and-the-same' },
      });
    const answers = await Promise.all([send(), send(), send()]);
    for (const answer of answers) assert.ok([201, 409].includes(answer.status), JSON.stringify(answer.body));
    assert.equal((await send()).status, 201);
    assert.equal((await board('dbl')).summary.count, 1);
  });
  it('is edited with history, by its writer alone, from the version seen', async () => {
    const review = await write('p3', 'm3', { attributes: { fit: 'slim' } });
    const change = { stars: 2, text: 'after a month it broke', attributes: { fit: 'loose' }, version: 1 };
    const patch = async (as: string, body: unknown) =>
      service.call('PATCH', path(`/reviews/${review.id}`), { as, body });
    assert.equal((await patch(await mall.token('m4'), change)).body.code, 'not-allowed');
    const edited = await patch(await mall.token('m3'), change);
    assert.equal(edited.status, 200);
    assert.equal(edited.body.version, 2);
    assert.ok(edited.body.editedAt);
    assert.equal((await patch(await mall.token('m3'), change)).body.code, 'changed-meanwhile');
    const history = await service.call('GET', path(`/reviews/${review.id}/history`));
    assert.equal(history.body.items.length, 1);
    assert.equal(history.body.items[0].text, 'm3 likes p3 a lot');
    const { summary } = await board('p3');
    assert.deepEqual(summary.histogram, [0, 1, 0, 0, 0]);
    assert.deepEqual(summary.attributes, { fit: { loose: 1 } });
  });
  it('is deleted with all that was its own; a new one may follow', async () => {
    await state('p4', { size: ['L'] });
    const review = await write('p4', 'm5', { options: { size: 'L' } });
    assert.deepEqual((await board('p4')).summary.options, { size: { L: 1 } });
    await service.call('PUT', path(`/reviews/${review.id}/vote`), {
      as: await mall.token('m6'),
      body: { helpful: true },
    });
    const gone = (as: string) => service.call('DELETE', path(`/reviews/${review.id}`), { as });
    assert.equal((await gone(await mall.token('m6'))).status, 403);
    assert.equal((await gone(await mall.token('m5'))).status, 204);
    assert.equal((await gone(await mall.token('m5'))).status, 410);
    const { summary, reviews } = await board('p4');
    assert.equal(summary.count, 0);
    assert.deepEqual(summary.options, {});
    assert.deepEqual(reviews.items, []);
    assert.equal((await service.call('GET', path(`/reviews/${review.id}`))).status, 404);
    const late = await service.call('PUT', path(`/reviews/${review.id}/vote`), {
      as: await mall.token('m7'),
      body: { helpful: true },
    });
    assert.equal(late.body.code, 'gone');
    await write('p4', 'm5', { text: 'a second thought' });
  });
  it('what the mall does not know is refused by field', async () => {
    const answer = await service.call('POST', path('/reviews'), {
      as: await mall.token('m8'),
      body: { product: 'p5', stars: 5, text: 'hmm', attributes: { colour: 'red' } },
    });
    assert.equal(answer.status, 400);
    assert.deepEqual(
      answer.body.fields.map((field: { path: string }) => field.path),
      ['text', 'attributes.colour'],
    );
    for (const wrong of [
      { stars: 0 },
      { stars: 6 },
      { stars: 4.5 },
      { stars: '5' },
      { text: '   ' },
      { product: '' },
      { product: 'a\u0000b' },
    ]) {
      const refused = await service.call('POST', path('/reviews'), {
        as: await mall.token('m8'),
        body: { product: 'p5', stars: 5, text: 'long enough', ...wrong },
      });
      assert.equal(refused.body.code, 'bad-input', JSON.stringify(wrong));
    }
  });
  it('carries the disclosure that was true when it was written', async () => {
    const paying = await service.addMall('shop-paying', { settings: { rewardsElsewhere: true } });
    const answer = await service.call<Review>('POST', path('/reviews', paying), {
      as: await paying.token('p'),
      body: { product: '1', stars: 3, text: 'so so, really' },
    });
    assert.match(answer.body.disclosure ?? '', /^\[적립금 후기\]/);
    await service.call('PATCH', path('/settings', paying), {
      as: paying.key,
      body: { rewardsElsewhere: false },
    });
    const later = await service.call<Review>('GET', path(`/reviews/${answer.body.id}`, paying));
    assert.match(later.body.disclosure ?? '', /^\[적립금 후기\]/);
  });
  it("the seller's reply comes and goes by key alone", async () => {
    const review = await write('p6', 'm9');
    const reply = (as: string) =>
      service.call('PUT', path(`/reviews/${review.id}/reply`), { as, body: { text: '감사합니다' } });
    assert.equal((await reply(await mall.token('m9'))).status, 401);
    assert.equal((await reply(await mall.addKey(['orders']))).body.code, 'key-scope');
    assert.equal((await reply(other.key)).status, 401);
    assert.equal((await reply(mall.key)).body.reply.text, '감사합니다');
    assert.equal(
      (await service.call('DELETE', path(`/reviews/${review.id}/reply`), { as: mall.key })).status,
      204,
    );
    assert.equal((await board('p6')).reviews.items[0]?.reply, null);
  });
});

describe('what is mine', () => {
  it('is told of one product alone, with why each of my reviews is hidden', async () => {
    const as = await mall.token('me');
    const [here, there] = [await write('mine-1', 'me'), await write('mine-2', 'me')];
    const say = async (id: string) =>
      (
        await service.call('POST', path('/comments'), {
          as,
          body: { subject: { kind: 'review', id }, text: 'I forgot to say' },
        })
      ).body.id as string;
    const [said] = [await say(here.id), await say(there.id)];
    const mine = async () =>
      (await service.call<MyBoard>('GET', path('/me/board?product=mine-1'), { as })).body;
    const before = await mine();
    assert.deepEqual(before.comments, [said]);
    assert.deepEqual(before.reviews, [{ id: here.id, hidden: null }]);
    await service.call('POST', path('/moderation'), {
      as: mall.key,
      body: { action: 'hide', reason: 'spam', subject: { kind: 'review', id: here.id } },
    });
    const after = await mine();
    assert.deepEqual([after.review?.id, after.hidden], [here.id, 'spam']);
    assert.deepEqual(after.reviews, [{ id: here.id, hidden: 'spam' }]);
    await service.call('DELETE', path(`/reviews/${here.id}`), { as });
    assert.deepEqual((await mine()).reviews, []);
    assert.equal((await mine()).review, null);
  });
});

describe('votes', () => {
  it('count once per shopper, change, are withdrawn, and are not for oneself', async () => {
    const review = await write('v1', 'author');
    const vote = async (shopper: string, helpful: boolean | null) =>
      helpful === null
        ? service.call('DELETE', path(`/reviews/${review.id}/vote`), { as: await mall.token(shopper) })
        : service.call('PUT', path(`/reviews/${review.id}/vote`), {
            as: await mall.token(shopper),
            body: { helpful },
          });
    assert.equal((await vote('author', true)).body.code, 'own-thing');
    assert.deepEqual((await vote('a', true)).body, { review: review.id, helpful: 1, mine: true });
    assert.equal((await vote('a', true)).body.helpful, 1);
    assert.equal((await vote('b', true)).body.helpful, 2);
    assert.equal((await vote('a', false)).body.helpful, 1);
    const mine = await service.call<MyBoard>('GET', path('/me/board?product=v1'), {
      as: await mall.token('a'),
    });
    assert.deepEqual(mine.body.votes, { [review.id]: false });
    assert.equal(mine.headers.get('cache-control'), 'no-store');
    assert.deepEqual((await vote('b', null)).body, { review: review.id, helpful: 0, mine: null });
  });
  it("a guest's vote is remembered but weighs nothing", async () => {
    const review = await write('v2', 'author');
    const answer = await service.call('PUT', path(`/reviews/${review.id}/vote`), {
      as: await mall.guest(),
      body: { helpful: true },
    });
    assert.deepEqual(answer.body, { review: review.id, helpful: 0, mine: true });
  });
});

describe('orders and votes', () => {
  it("the label 'bought' comes from the mall's order and goes with a refund", async () => {
    const early = await write('b1', 'buyer');
    assert.equal(early.bought, false);
    const order = (changedAt: number, refunded: number) =>
      service.call('POST', path('/orders'), {
        as: mall.key,
        body: {
          orders: [
            {
              order: 'o-1',
              shopper: 'buyer',
              placedAt: 1000,
              changedAt,
              lines: [{ line: '1', product: 'b1', quantity: 1, refunded, options: { 색상: '블루' } }],
            },
          ],
        },
      });
    assert.equal((await order(1000, 0)).status, 200);
    await until(async () => (await board('b1')).reviews.items[0]?.bought === true, 'bought is shown');
    assert.equal((await board('b1')).summary.bought, 1);
    const mine = await service.call<MyBoard>('GET', path('/me/board?product=b1'), {
      as: await mall.token('buyer'),
    });
    assert.equal(mine.body.bought, true);
    assert.deepEqual(mine.body.options, { 색상: '블루' });
    await order(2000, 1);
    await until(async () => (await board('b1')).reviews.items[0]?.bought === false, 'it is gone again');
    // An older statement changes nothing.
    assert.equal((await order(1500, 0)).body.older, 1);
    assert.equal((await board('b1')).summary.bought, 0);
  });
});

describe('lists', () => {
  const ids: Record<string, string> = {};
  before(async () => {
    await state('list', { size: ['S', 'L'] });
    for (let n = 1; n <= 23; n++) {
      service.later(1000);
      const review = await write('list', `r${n}`, {
        stars: (n % 5) + 1,
        options: { size: n % 2 ? 'L' : 'S' },
        attributes: n % 3 ? {} : { fit: 'slim' },
      });
      ids[review.id] = `r${n}`;
    }
  });
  const all = async (query: string, limit: number, between?: () => Promise<unknown>) => {
    const items: Review[] = [];
    let cursor = '';
    do {
      const answer = await service.call<ReviewPage>(
        'GET',
        path(`/reviews?product=list&limit=${limit}${query}${cursor && `&cursor=${cursor}`}`),
      );
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      items.push(...answer.body.items);
      cursor = answer.body.next ?? '';
      await between?.();
    } while (cursor);
    return items;
  };
  it('newest, highest and lowest are in order, whole, without repeats', async () => {
    for (const sort of ['newest', 'highest', 'lowest', 'helpful']) {
      const items = await all(`&sort=${sort}`, 4);
      assert.equal(new Set(items.map((one) => one.id)).size, 23, sort);
      assert.equal(items.length, 23, sort);
      const keys = items.map((one) =>
        sort === 'highest' ? -one.stars : sort === 'lowest' ? one.stars : -one.createdAt,
      );
      if (sort !== 'helpful')
        assert.deepEqual(
          keys,
          [...keys].sort((a, b) => a - b),
          sort,
        );
    }
  });
  it('filters by stars, option, attribute', async () => {
    assert.ok((await all('&sort=newest&stars=3', 3)).every((one) => one.stars === 3));
    assert.equal((await all('&sort=newest&option=size:S', 5)).length, 11);
    assert.equal((await all('&sort=helpful&attribute=fit:slim', 5)).length, 7);
    assert.equal((await all('&sort=newest&bought=1', 5)).length, 0);
    assert.equal((await all('&sort=newest&photo=true', 5)).length, 0);
  });
  it('a page goes on where it was while others write and vote', async () => {
    let n = 0;
    const items = await all('&sort=newest', 5, async () => write('list', `new${n++}`));
    assert.equal(items.filter((one) => ids[one.id]).length, 23);
    assert.equal(new Set(items.map((one) => one.id)).size, items.length);
  });
  it('helpful leads with the proven and keeps places for the fresh', async () => {
    const proven = Object.keys(ids).filter((id) => ['r2', 'r3', 'r4', 'r5'].includes(ids[id] ?? ''));
    for (const id of proven)
      for (let n = 0; n < 6; n++)
        await service.call('PUT', path(`/reviews/${id}/vote`), {
          as: await mall.token(`voter${n}`),
          body: { helpful: ids[id] !== 'r5' || n < 3 },
        });
    const items = await all('&sort=helpful', 10);
    assert.deepEqual(new Set(items.slice(0, 3).map((one) => ids[one.id])), new Set(['r2', 'r3', 'r4']));
    assert.ok(!proven.includes(items[3]?.id ?? ''), 'the fourth place is kept for a fresh one');
    assert.equal(ids[items[4]?.id ?? ''], 'r5');
  });
  it('cursors that are not ours are refused', async () => {
    for (const cursor of [
      'abc',
      Buffer.from('[1]').toString('base64url'),
      Buffer.from('["x",null]').toString('base64url'),
      'x'.repeat(401),
    ]) {
      const answer = await service.call('GET', path(`/reviews?product=list&sort=newest&cursor=${cursor}`));
      assert.equal(answer.status, 400, cursor);
    }
  });
});

describe('the first page of a quiet mall', () => {
  const HOUR = 60 * 60 * 1000;
  it('ages, though nobody writes: what is fresh no more gives up the place kept for it', async () => {
    const quiet = await service.addMall('shop-aging', { settings: { write: 'everyone' } });
    const ids: string[] = [];
    for (let n = 0; n < 8; n++) {
      const answer = await service.call<Review>('POST', path('/reviews', quiet), {
        as: await quiet.token(`a${n}`),
        body: { product: 'age', stars: 5, text: `number ${n} of them all` },
      });
      ids.push(answer.body.id);
    }
    // All but the last were judged by many; it alone is fresh, and takes the fourth place.
    const last = ids.pop() ?? '';
    for (const id of ids)
      for (let n = 0; n < 5; n++)
        await service.call('PUT', path(`/reviews/${id}/vote`, quiet), {
          as: await quiet.token(`voter${n}`),
          body: { helpful: true },
        });
    const places = async () =>
      (await service.call<Board>('GET', path('/board?product=age', quiet))).body.reviews.items.map(
        (one) => one.id,
      );
    const listed = async () =>
      (await service.call<ReviewPage>('GET', path('/reviews?product=age', quiet))).body.items.map(
        (one) => one.id,
      );
    await until(async () => (await places()).indexOf(last) === 3, 'the last is on the fourth place');
    assert.equal((await listed()).indexOf(last), 3);
    service.later(14 * 24 * HOUR + HOUR);
    assert.equal((await places()).indexOf(last), 7);
    assert.equal((await listed()).indexOf(last), 7);
  });
});

describe('reading', () => {
  it('a hundred ratings in one answer, in the order asked', async () => {
    await write('rate-1', 'x', { stars: 4 });
    const many = Array.from({ length: 100 }, (_, n) => `product=rate-${n}`).join('&');
    const answer = await service.call('GET', path(`/ratings?${many}`));
    assert.equal(answer.body.items.length, 100);
    assert.deepEqual(answer.body.items[1], { product: 'rate-1', count: 1, mean: 4 });
    assert.deepEqual(answer.body.items[0], { product: 'rate-0', count: 0, mean: null });
    assert.equal(
      (await service.call('GET', path(`/ratings?${many}&product=one-more`))).body.code,
      'bad-input',
    );
  });
  it('answers 304 to one who has it, and anew after any write', async () => {
    // A mall of its own: what happens elsewhere at a mall moves the position in the answer.
    const quiet = await service.addMall('shop-quiet');
    const first = await service.call('GET', path('/board?product=etag', quiet));
    const etag = first.headers.get('etag') ?? '';
    assert.match(first.headers.get('cache-control') ?? '', /public/);
    assert.equal(
      (await service.call('GET', path('/board?product=etag', quiet), { headers: { 'if-none-match': etag } }))
        .status,
      304,
    );
    await service.call('POST', path('/reviews', quiet), {
      as: await quiet.token('x'),
      body: { product: 'etag', stars: 5, text: 'now there is one' },
    });
    const next = await service.call<Board>('GET', path('/board?product=etag', quiet), {
      headers: { 'if-none-match': etag },
    });
    assert.equal(next.status, 200);
    assert.equal(next.body.summary.count, 1);
  });
  it('says the exact origin and varies by it, also from kept bytes', async () => {
    const answer = await service.call('GET', path('/board?product=etag'));
    assert.equal(answer.headers.get('access-control-allow-origin'), ORIGIN);
    assert.match(answer.headers.get('vary') ?? '', /origin/i);
    const backend = await service.call('GET', path('/board?product=etag'), { origin: null });
    assert.equal(backend.headers.get('access-control-allow-origin'), null);
    assert.match(backend.headers.get('vary') ?? '', /origin/i);
  });
  it('never makes a product', async () => {
    await service.call('GET', path('/board?product=never-seen'));
    assert.equal((await board('never-seen')).product, null);
  });
});

describe('comments', () => {
  it('have two levels and no deeper, are edited and deleted by their writer, counted', async () => {
    const review = await write('c1', 'author');
    const post = async (shopper: string, text: string, parent?: string) =>
      service.call('POST', path('/comments'), {
        as: await mall.token(shopper),
        body: { subject: { kind: 'review', id: review.id }, text, parent },
      });
    const first = (await post('a', '어디서 샀어요?')).body;
    const answer = (await post('b', '여기서요', first.id)).body;
    const deeper = (await post('a', '고마워요', answer.id)).body;
    assert.equal(answer.parent, first.id);
    assert.equal(deeper.parent, first.id);
    assert.equal((await post('a', '어디서 샀어요?')).body.code, 'repeated-text');
    assert.equal((await board('c1')).reviews.items[0]?.comments, 3);
    const list = () => service.call('GET', path(`/comments?kind=review&id=${review.id}`));
    assert.deepEqual(
      (await list()).body.items.map((one: { id: string }) => one.id),
      [first.id, answer.id, deeper.id],
    );
    const edit = async (shopper: string) =>
      service.call('PATCH', path(`/comments/${answer.id}`), {
        as: await mall.token(shopper),
        body: { text: '저 아래에서요' },
      });
    assert.equal((await edit('a')).status, 403);
    assert.equal((await edit('b')).body.text, '저 아래에서요');
    const remove = async (id: string, shopper: string) =>
      service.call('DELETE', path(`/comments/${id}`), { as: await mall.token(shopper) });
    assert.equal((await remove(first.id, 'b')).status, 403);
    assert.equal((await remove(first.id, 'a')).status, 204);
    const left = (await list()).body;
    assert.equal(left.total, 2);
    assert.deepEqual(
      left.items.map((one: { state: string; text: string }) => [one.state, one.text]),
      [
        ['deleted', ''],
        ['shown', '저 아래에서요'],
        ['shown', '고마워요'],
      ],
    );
    await remove(answer.id, 'b');
    await remove(deeper.id, 'a');
    assert.deepEqual((await list()).body.items, []);
    assert.equal((await board('c1')).reviews.items[0]?.comments, 0);
  });
  it('hang on nothing that is not there', async () => {
    const missing = await service.call('POST', path('/comments'), {
      as: await mall.token('a'),
      body: { subject: { kind: 'review', id: '0'.repeat(25) }, text: 'hello' },
    });
    assert.equal(missing.body.code, 'gone');
    assert.equal((await service.call('GET', path(`/comments?kind=review&id=${'0'.repeat(25)}`))).status, 404);
  });
});

describe('the columns of a review', () => {
  it('are all named, so that none is left out when one is added', async () => {
    const row = await service.services.database.db
      .selectFrom('reviews')
      .selectAll()
      .executeTakeFirstOrThrow();
    assert.deepEqual(Object.keys(row).sort(), [...REVIEW_COLUMNS].sort());
  });
});
