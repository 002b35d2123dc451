import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import type { Photo } from '../../server/community/media/contract.ts';
import * as store from '../../server/community/media/store.ts';
import { startService, type TestService } from '../support/service.ts';
import { noise, unlike } from './data/pictures.ts';

const pathOf = (address: string) => new URL(address).pathname;

describe('media: files and my photos', () => {
  let service: TestService;
  let mall: Awaited<ReturnType<TestService['addMall']>>;
  let other: typeof mall;
  let kim: string;
  let lee: string;

  before(async () => {
    service = await startService();
    mall = await service.addMall('shop1', { settings: { write: 'everyone' } });
    other = await service.addMall('shop2');
    kim = await mall.token('kim');
    lee = await mall.token('lee');
  });
  after(() => service.stop());

  const send = (body: Uint8Array, { as = kim, query = '', mall: id = 'shop1' } = {}) =>
    service.call<Photo>('POST', `/v1/${id}/photos${query}`, { as, body: new Uint8Array(body) });
  const see = async (address: string, headers: Record<string, string> = {}, method = 'GET') =>
    service.app.routes.request(pathOf(address), { method, headers });
  const statusOf = async (address: string) => (await see(address)).status;
  const idOf = async (token: string) =>
    (await service.call('GET', '/v1/shop1/me', { as: token })).body.id as string;
  const rowsOf = (shopperId: string) =>
    service.services.database.db
      .selectFrom('photos')
      .selectAll()
      .where('mall_id', '=', 'shop1')
      .where('shopper_id', '=', shopperId)
      .execute();

  describe('files', () => {
    it('are served to any page, sealed', async () => {
      const { body } = await send(await noise(900, 700).jpeg().toBuffer());
      const answer = await see(body.large, { origin: 'https://elsewhere.example' });
      const bytes = await answer.arrayBuffer();
      assert.equal(answer.status, 200);
      const wanted = {
        'content-type': 'image/webp',
        'content-length': String(bytes.byteLength),
        'content-disposition': 'inline',
        'cache-control': 'public, max-age=86400',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
        'cross-origin-resource-policy': 'cross-origin',
        'access-control-allow-origin': '*',
      };
      for (const [name, value] of Object.entries(wanted)) assert.equal(answer.headers.get(name), value, name);
      const etag = answer.headers.get('etag') ?? '';
      const known = await see(body.large, { 'if-none-match': etag });
      assert.deepEqual(
        [known.status, known.headers.get('etag'), (await known.arrayBuffer()).byteLength],
        [304, etag, 0],
      );
      const head = await see(body.large, {}, 'HEAD');
      assert.deepEqual(
        [head.status, head.headers.get('content-length'), (await head.arrayBuffer()).byteLength],
        [200, wanted['content-length'], 0],
      );
      const { width, height } = await sharp(
        Buffer.from(await (await see(body.small)).arrayBuffer()),
      ).metadata();
      assert.deepEqual([width, height], [320, 249]);
    });

    it('are not found under another mall, another name, or no name', async () => {
      const { body } = await send(await unlike());
      const name = pathOf(body.large).split('/').at(-1)!;
      const paths = [
        `/files/shop2/${name}`,
        `/files/nomall/${name}`,
        `/files/shop1/${'0'.repeat(25)}.webp`,
        `/files/shop1/${name.toUpperCase()}`,
        `/files/shop1/${name}.webp`,
        '/files/shop1/..%2f..%2fdangol.db',
        '/files/shop1/%00',
        '/files/shop1/',
        '/files/shop1',
      ];
      for (const path of paths) {
        const answer = await service.app.routes.request(path);
        assert.equal(answer.status, 404, path);
        assert.equal(answer.headers.get('cache-control'), 'no-store', path);
      }
    });

    it('of a hidden text are not found from then on, and found again when it is shown', async () => {
      const { body } = await send(await unlike());
      const { write } = service.services.database;
      const me = await idOf(kim);
      await write((trx) => store.attachPhotos(trx, 'shop1', me, { kind: 'review', id: 'hide' }, [body.id]));
      const etag = (await see(body.large)).headers.get('etag') ?? '';
      await write((trx) => store.setHidden(trx, 'shop1', 'review', 'hide', true));
      assert.deepEqual([await statusOf(body.large), await statusOf(body.small)], [404, 404]);
      assert.equal((await see(body.large, { 'if-none-match': etag })).status, 404);
      await write((trx) => store.setHidden(trx, 'shop1', 'review', 'hide', false));
      assert.equal(await statusOf(body.large), 200);
    });

    it('of a mall for members only are kept by no cache', async () => {
      const closed = await service.addMall('closed', { settings: { read: 'members' } });
      const { body } = await send(await unlike(), { as: await closed.token('kim'), mall: 'closed' });
      const answer = await see(body.small);
      assert.deepEqual([answer.status, answer.headers.get('cache-control')], [200, 'no-store']);
    });
  });

  describe('a photo of mine', () => {
    const change = (id: string, as: string | null, alt: unknown, at = 'shop1') =>
      service.call('PATCH', `/v1/${at}/photos/${id}`, { ...(as !== null && { as }), body: { alt } });
    const remove = (id: string, as: string | null, at = 'shop1') =>
      service.call('DELETE', `/v1/${at}/photos/${id}`, as === null ? {} : { as });

    it('can be described by its owner alone', async () => {
      const { body } = await send(await unlike());
      const changed = await change(body.id, kim, '창가의 의자');
      assert.deepEqual([changed.status, changed.body], [200, { ...body, alt: '창가의 의자' }]);
      assert.equal((await change(body.id, kim, '가'.repeat(201))).body.code, 'bad-input');
      assert.equal((await change(body.id, null, 'x')).body.code, 'sign-in-required');
      assert.equal((await change(body.id, mall.key, 'x')).body.code, 'sign-in-required');
      const missing = await change('0'.repeat(25), lee, 'x');
      for (const answer of [
        await change(body.id, lee, 'x'),
        await change(body.id, await other.token('kim'), 'x', 'shop2'),
        missing,
      ])
        assert.deepEqual(
          [answer.status, answer.body.code, answer.body.detail],
          [404, 'not-found', undefined],
        );
      const row = (await rowsOf(await idOf(kim))).find((one) => one.photo_id === body.id);
      assert.equal(row?.alt, '창가의 의자');
    });

    it('can be taken back by its owner alone, while it waits; the files go', async () => {
      const { body } = await send(await unlike());
      for (const answer of [
        await remove(body.id, lee),
        await remove(body.id, await other.token('kim'), 'shop2'),
      ])
        assert.deepEqual([answer.status, answer.body.code], [404, 'not-found']);
      assert.equal((await remove(body.id, null)).status, 401);
      assert.equal(await statusOf(body.large), 200);
      assert.equal((await remove(body.id, kim)).status, 204);
      assert.equal(await statusOf(body.large), 404);
      assert.equal((await remove(body.id, kim)).status, 404);
      await service.services.jobs.runDue();
      for (const address of [body.small, body.large])
        assert.equal(await service.services.files.get(pathOf(address).split('/').at(-1)!), undefined);
    });

    it('goes with its review once it hangs there', async () => {
      const { body } = await send(await unlike());
      const me = await idOf(kim);
      await service.services.database.write((trx) =>
        store.attachPhotos(trx, 'shop1', me, { kind: 'review', id: 'with' }, [body.id]),
      );
      const refused = await remove(body.id, kim);
      assert.deepEqual([refused.status, refused.body.code], [409, 'changed-meanwhile']);
      assert.equal(await statusOf(body.large), 200);
    });

    it('tells the outbox what happened, in ids alone', async () => {
      const { body } = await send(await unlike(), { query: '?alt=nothing-of-this' });
      await change(body.id, kim, 'nor-of-this');
      await remove(body.id, kim);
      const events = await service.services.database.db
        .selectFrom('outbox')
        .selectAll()
        .where('mall_id', '=', 'shop1')
        .execute();
      const own = events.filter((event) => event.ids.includes(body.id));
      assert.deepEqual(own.map((event) => event.kind).sort(), [
        'photo.changed',
        'photo.deleted',
        'photo.sent',
      ]);
      assert.ok(own.every((event) => event.topic.startsWith('shopper:')));
      assert.doesNotMatch(JSON.stringify(events), /of-this|\bwebp\b/);
    });
  });
});
