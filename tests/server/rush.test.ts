import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SCENE_SETTINGS, type Scene, setScene } from '../support/scene.ts';
import { startService, type TestService } from '../support/service.ts';

/** The same thing at the same moment: a double click, two tabs, or somebody who tries whether it can be had twice. */
const AT_ONCE = 12;

let service: TestService;
let mall: Awaited<ReturnType<TestService['addMall']>>;
before(async () => {
  service = await startService();
  mall = await service.addMall('shop', { settings: SCENE_SETTINGS });
});
after(() => service.stop());

interface Rush {
  method: string;
  path: (scene: Scene) => string;
  as?: keyof Scene['tokens'];
  body?: (scene: Scene, n: number) => unknown;
  /** How many may succeed; the others are refused with these codes. */
  wins: number | 'all';
  codes?: string[];
}
const text = (n: number) => `A text of its own, ${n}.`;
const subjectOf = (scene: Scene) => ({ kind: 'review', id: scene.review });
const RUSHES: Record<string, Rush> = {
  'one review of a product': {
    method: 'POST',
    path: () => '/reviews',
    as: 'reader',
    body: (scene, n) => ({ product: scene.product, stars: 3, text: text(n) }),
    wins: 1,
    codes: ['already-reviewed'],
  },
  'one edit of a version': {
    method: 'PATCH',
    path: (scene) => `/reviews/${scene.review}`,
    as: 'author',
    body: (scene, n) => ({ stars: 3, text: text(n), version: scene.version }),
    wins: 1,
    codes: ['changed-meanwhile'],
  },
  'the same comment': {
    method: 'POST',
    path: () => '/comments',
    as: 'reader',
    body: (scene) => ({ subject: subjectOf(scene), text: 'Again and again.' }),
    wins: 1,
    codes: ['repeated-text'],
  },
  'one vote': {
    method: 'PUT',
    path: (scene) => `/reviews/${scene.review}/vote`,
    as: 'reader',
    body: (_, n) => ({ helpful: n % 2 === 0 }),
    wins: 'all',
  },
  'one report': {
    method: 'POST',
    path: () => '/reports',
    as: 'reader',
    body: (scene) => ({ subject: subjectOf(scene), reason: 'spam' }),
    wins: 'all',
  },
  'an edit code': {
    method: 'POST',
    path: () => '/edit-codes',
    body: (scene) => ({ code: scene.code }),
    wins: 1,
    codes: ['token-refused'],
  },
  'a merge': {
    method: 'POST',
    path: () => '/merge',
    as: 'reader',
    body: (scene) => ({ guestToken: scene.tokens.guest }),
    wins: 1,
    codes: ['already-merged'],
  },
  'a deletion': {
    method: 'DELETE',
    path: (scene) => `/reviews/${scene.review}`,
    as: 'author',
    wins: 1,
    codes: ['gone'],
  },
  'a comment’s deletion': {
    method: 'DELETE',
    path: (scene) => `/comments/${scene.comment}`,
    as: 'reader',
    wins: 1,
    codes: ['gone'],
  },
  'a hide': {
    method: 'POST',
    path: () => '/moderation',
    as: 'key',
    body: (scene) => ({ action: 'hide', subject: subjectOf(scene), reason: 'spam' }),
    wins: 'all',
  },
  'products stated': {
    method: 'PUT',
    path: () => '/products',
    as: 'key',
    body: (scene, n) => ({
      products: [
        { product: scene.product, name: `Cup ${n}` },
        { product: `new-${scene.product}`, name: 'x' },
      ],
    }),
    wins: 'all',
  },
  'an order stated': {
    method: 'POST',
    path: () => '/orders',
    as: 'key',
    body: (scene, n) => ({
      orders: [
        {
          order: `rush-${scene.order}`,
          shopper: `new-${scene.authorId}`,
          placedAt: 1,
          changedAt: 1000 + n,
          lines: [{ line: '1', product: scene.product, quantity: 1, refunded: n % 2 }],
        },
      ],
    }),
    wins: 'all',
  },
  'one name': {
    method: 'PATCH',
    path: () => '/me',
    as: 'reader',
    body: (scene) => ({ handle: `n${scene.product.slice(2)}` }),
    wins: 'all',
  },
};

describe('the same at the same moment', () => {
  for (const [name, rush] of Object.entries(RUSHES))
    test(name, async () => {
      const scene = await setScene(service, mall);
      const answers = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, n) =>
          service.call(rush.method, `/v1/shop${rush.path(scene)}`, {
            as: scene.tokens[rush.as ?? 'nobody'],
            ...(rush.body && { body: rush.body(scene, n) }),
          }),
        ),
      );
      const won = answers.filter((one) => one.status < 300).length;
      const lost = answers.filter((one) => one.status >= 300);
      const told = [...new Set(lost.map((one) => `${one.status} ${one.body.code}`))].join(', ');
      assert.ok(
        lost.every((one) => one.status < 500),
        told,
      );
      assert.equal(won, rush.wins === 'all' ? AT_ONCE : rush.wins, told);
      for (const one of lost) assert.ok(rush.codes?.includes(one.body.code), told);
      const { body } = await service.call('GET', `/v1/shop/board?product=${scene.product}`);
      const shown: { helpful: number; comments: number }[] = body.reviews.items;
      assert.equal(body.summary.count, shown.length);
      assert.equal(
        body.summary.histogram.reduce((sum: number, one: number) => sum + one, 0),
        shown.length,
      );
      assert.ok(shown.every((one) => one.helpful <= 1 && one.comments <= 3));
    });

  test('one key of idempotency: one effect, and every answer the same or "in flight"', async () => {
    const scene = await setScene(service, mall);
    const headers = { 'idempotency-key': `rush-${scene.product}` };
    const body = { product: `idem-${scene.product}`, stars: 5, text: 'Written once.' };
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, () =>
        service.call('POST', '/v1/shop/reviews', { as: scene.tokens.reader, body, headers }),
      ),
    );
    const ids = new Set(answers.filter((one) => one.status === 201).map((one) => one.body.id));
    assert.equal(ids.size, 1);
    for (const one of answers)
      assert.ok(one.status === 201 || one.body.code === 'in-flight', `${one.status} ${one.body.code}`);
  });

  test('a name that two want goes to one', async () => {
    const wanting = await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => mall.token(`wants-${n}`)));
    const answers = await Promise.all(
      wanting.map((as) => service.call('PATCH', '/v1/shop/me', { as, body: { handle: 'wanted' } })),
    );
    assert.equal(answers.filter((one) => one.status === 200).length, 1);
    for (const one of answers)
      assert.ok(one.status === 200 || one.body.code === 'handle-taken', one.body.code);
  });

  test('a member’s first requests, all at once, make one member', async () => {
    const as = await mall.token('brand-new', { name: 'New' });
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, () => service.call('GET', '/v1/shop/me', { as })),
    );
    assert.deepEqual([...new Set(answers.map((one) => one.status))], [200]);
    assert.equal(new Set(answers.map((one) => one.body.id)).size, 1);
  });

  test('votes on a review while it is being deleted: counted or told that it is gone', async () => {
    const scene = await setScene(service, mall);
    const voters = await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => mall.token(`late-${n}`)));
    const [deleted, ...votes] = await Promise.all([
      service.call('DELETE', `/v1/shop/reviews/${scene.review}`, { as: scene.tokens.author }),
      ...voters.map((as) =>
        service.call('PUT', `/v1/shop/reviews/${scene.review}/vote`, { as, body: { helpful: true } }),
      ),
    ]);
    assert.equal(deleted.status, 204);
    for (const one of votes)
      assert.ok(one.status === 200 || one.body.code === 'gone', `${one.status} ${one.body.code}`);
    const { body } = await service.call('GET', `/v1/shop/board?product=${scene.product}`);
    assert.equal(body.summary.count, 0);
  });
});
