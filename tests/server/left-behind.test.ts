// What is answered or kept after somebody changed or left: nothing of before.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { picture } from '../support/scene.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let mall: Awaited<ReturnType<TestService['addMall']>>;
before(async () => {
  service = await startService();
  mall = await service.addMall('left', { settings: { write: 'everyone' } });
});
after(() => service.stop());
const ask = (method: string, path: string, as?: string, body?: unknown, headers?: Record<string, string>) =>
  service.call(method, `/v1/left${path}`, { as, body, ...(headers && { headers }) });

describe('kept answers', () => {
  it('tell the new words for a photo wherever it is shown', async () => {
    const kim = await mall.token('kim');
    const jpeg = new Uint8Array(await picture());
    const photo = await ask('POST', '/photos?alt=old', kim, jpeg, { 'content-type': 'image/jpeg' });
    const review = { product: 'alt', stars: 5, text: 'with a photo here', photos: [photo.body.id] };
    assert.equal((await ask('POST', '/reviews', kim, review)).status, 201);
    const shown = async () => {
      const { photos, reviews } = (await ask('GET', '/board?product=alt')).body;
      return [photos[0].photo.alt, reviews.items[0].photos[0].alt];
    };
    assert.deepEqual(await shown(), ['old', 'old']);
    assert.equal((await ask('PATCH', `/photos/${photo.body.id}`, kim, { alt: 'new' })).status, 200);
    assert.deepEqual(await shown(), ['new', 'new']);
  });

  it('know nobody who has left, also one who never wrote', async () => {
    const lee = await mall.token('lee');
    const { id } = (await ask('PATCH', '/me', lee, { handle: '이름하나' })).body;
    assert.equal((await ask('GET', `/members/${id}`)).status, 200);
    assert.equal((await ask('DELETE', '/me', lee)).status, 204);
    assert.equal((await ask('GET', `/members/${id}`)).status, 404);
  });
});

describe('whoever leaves while they write', () => {
  const writes: [what: string, send: (as: string, product: string) => Promise<{ status: number }>][] = [
    [
      'a review',
      (as, product) => ask('POST', '/reviews', as, { product, stars: 5, text: `my own words on ${product}` }),
    ],
    [
      'a photo',
      async (as) =>
        ask('POST', '/photos', as, new Uint8Array(await picture()), { 'content-type': 'image/jpeg' }),
    ],
  ];
  for (const [what, send] of writes)
    it(`leaves ${what} erased or refused, never behind`, async () => {
      const { db } = service.services.database;
      for (let time = 0; time < 8; time++) {
        const token = await mall.token(`${what} ${time}`);
        const { id } = (await ask('PATCH', '/me', token, { handle: `name ${what} ${time}` })).body;
        const [left, wrote] = await Promise.all([ask('DELETE', '/me', token), send(token, `p${time}`)]);
        assert.equal(left.status, 204);
        assert.ok([201, 401, 410].includes(wrote.status), String(wrote.status));
        const reviews = await db
          .selectFrom('reviews')
          .select('review_id')
          .where('mall_id', '=', 'left')
          .where('shopper_id', '=', id)
          .where('state', '=', 'shown')
          .execute();
        const photos = await db
          .selectFrom('photos')
          .select('photo_id')
          .where('mall_id', '=', 'left')
          .where('shopper_id', '=', id)
          .execute();
        assert.deepEqual([reviews.length, photos.length], [0, 0]);
      }
    });
});
