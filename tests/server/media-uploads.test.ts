import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DAY, HOUR } from '../../server/base/clock.ts';
import type { Upload } from '../../server/community/media/contract.ts';
import { sweepWaiting } from '../../server/community/media/sweep.ts';
import { bytesAt, gif, OCTETS, posterFor, sample, sendMotion, sendParts } from '../support/media.ts';
import { ORIGIN, startService, type TestService } from '../support/service.ts';

describe('media: uploads in parts', () => {
  let service: TestService;
  let mall: Awaited<ReturnType<TestService['addMall']>>;
  let names = 0;
  const member = () => mall.token(`member${names++}`);

  before(async () => {
    service = await startService();
    mall = await service.addMall('shop1', { settings: { write: 'everyone' } });
    await service.addMall('shop2');
  });
  after(() => service.stop());

  const begin = (as: string | undefined, body: unknown = { kind: 'clip', bytes: 10 }, id = 'shop1') =>
    service.call('POST', `/v1/${id}/uploads`, { as, body });
  const part = (as: string | undefined, upload: string, offset: number, bytes: Uint8Array, id = 'shop1') =>
    service.call('PATCH', `/v1/${id}/uploads/${upload}?offset=${offset}`, {
      as,
      body: new Uint8Array(bytes),
      headers: OCTETS,
    });
  const look = (as: string | undefined, upload: string, id = 'shop1') =>
    service.call('GET', `/v1/${id}/uploads/${upload}`, { as });
  const finish = (as: string | undefined, upload: string, body: unknown, headers = {}) =>
    service.call('POST', `/v1/shop1/uploads/${upload}/finish`, { as, body, headers });
  const idOf = async (as: string) => (await service.call('GET', '/v1/shop1/me', { as })).body.id as string;
  const rows = () => service.services.database.db.selectFrom('uploads').selectAll().execute();
  /** Names of the files of parts that lie anywhere. */
  const partsLeft = () =>
    readdirSync(join(service.settings.dataDir, 'files'), { recursive: true }).filter((name) =>
      String(name).endsWith('.part'),
    );

  it('members may; guests, nobody, keys and other malls may not', async () => {
    const kim = await member();
    const begun = await begin(kim);
    assert.equal(begun.status, 201);
    assert.deepEqual(Object.keys(begun.body).sort(), [
      'bytes',
      'expiresAt',
      'id',
      'kind',
      'partBytes',
      'received',
    ]);
    assert.deepEqual([begun.body.received, begun.body.partBytes], [0, 1024 * 1024]);
    const { id } = begun.body;
    const guest = await mall.guest();
    const ask: [string, string | undefined, string][] = [
      ['sign-in-required', undefined, 'nobody'],
      ['guest-not-allowed', guest, 'a guest'],
      ['not-allowed', mall.key, 'a key'],
    ];
    for (const [code, as, name] of ask)
      for (const answer of [
        await begin(as),
        await look(as, id),
        await part(as, id, 0, Buffer.from('x')),
        await finish(as, id, {}),
        await service.call('DELETE', `/v1/shop1/uploads/${id}`, { as }),
      ])
        assert.equal(answer.body.code, code, name);
    // Another member's and another mall's is as good as none.
    const lee = await member();
    for (const answer of [
      await look(lee, id),
      await part(lee, id, 0, Buffer.from('x')),
      await finish(lee, id, {}),
      await service.call('DELETE', `/v1/shop1/uploads/${id}`, { as: lee }),
    ])
      assert.deepEqual([answer.status, answer.body.code], [404, 'not-found']);
    assert.equal((await look(kim, id, 'shop2')).body.code, 'token-refused');
  });

  it('goes on where it broke off; the same part sent again is answered as it is', async () => {
    const kim = await member();
    const bytes = Buffer.from('0123456789');
    const { id } = (await begin(kim)).body as Upload;
    assert.equal((await part(kim, id, 0, bytes.subarray(0, 4))).body.received, 4);
    const again = await part(kim, id, 0, bytes.subarray(0, 4));
    assert.deepEqual([again.status, again.body.received], [200, 4]);
    assert.equal((await look(kim, id)).body.received, 4);
    // Others at a place that is taken, a gap, and what overlaps.
    for (const [offset, more] of [
      [0, 'abcd'],
      [5, '56789'],
      [3, '3456'],
      [2, '2'],
    ] as const) {
      const wrong = await part(kim, id, offset, Buffer.from(more));
      assert.deepEqual([wrong.status, wrong.body.code], [409, 'offset-wrong'], `${offset}`);
    }
    assert.equal((await part(kim, id, 4, Buffer.alloc(7))).body.code, 'too-large');
    assert.equal((await part(kim, id, 4, Buffer.alloc(0))).body.code, 'bad-input');
    assert.equal((await part(kim, id, 4, Buffer.alloc(1024 * 1024 + 1))).body.code, 'too-large');
    assert.equal(
      (await finish(kim, id, { poster: await posterFor(service, kim) })).body.code,
      'offset-wrong',
    );
    // Two at once at the same place: one of them is kept.
    const both = await Promise.all([
      part(kim, id, 4, bytes.subarray(4)),
      part(kim, id, 4, bytes.subarray(4)),
    ]);
    assert.deepEqual(
      both.map((one) => [one.status, one.body.received]),
      [
        [200, 10],
        [200, 10],
      ],
    );
    assert.equal((await service.call('DELETE', `/v1/shop1/uploads/${id}`, { as: kim })).status, 204);
    assert.equal((await look(kim, id)).status, 404);
    await service.services.jobs.runDue();
    assert.deepEqual(partsLeft(), []);
  });

  it('a page of the mall may send parts: the preflight allows what is used', async () => {
    const answer = await service.app.routes.request('/v1/shop1/uploads/0a1b2c3d4e5f6g7h8i9jkalmn', {
      method: 'OPTIONS',
      headers: {
        origin: ORIGIN,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization,content-type,idempotency-key',
      },
    });
    assert.equal(answer.status, 204);
    assert.match(answer.headers.get('access-control-allow-methods') ?? '', /PATCH/);
    for (const name of ['authorization', 'content-type', 'idempotency-key'])
      assert.match(answer.headers.get('access-control-allow-headers') ?? '', new RegExp(name));
  });

  it('limits: bytes of each kind, three open ones, megabytes of a member', async () => {
    const megabyte = 1024 * 1024;
    const kim = await member();
    const table: [object, number, string | undefined][] = [
      [{ kind: 'clip', bytes: 64 * megabyte + 1 }, 413, 'too-large'],
      [{ kind: 'animation', bytes: 12 * megabyte + 1 }, 413, 'too-large'],
      [{ kind: 'clip', bytes: 0 }, 400, 'bad-input'],
      [{ kind: 'film', bytes: 1 }, 400, 'bad-input'],
      [{ kind: 'clip', bytes: 64 * megabyte }, 201, undefined],
      [{ kind: 'animation', bytes: 12 * megabyte }, 201, undefined],
      [{ kind: 'clip', bytes: 1 }, 201, undefined],
      [{ kind: 'clip', bytes: 1 }, 422, 'quota-full'],
    ];
    for (const [body, status, code] of table) {
      const answer = await begin(kim, body);
      assert.deepEqual([answer.status, answer.body.code], [status, code], JSON.stringify(body));
    }
    const small = await service.addMall('small', { settings: { limits: { storyMegabytes: 1 } } });
    const lee = await small.token('lee');
    const animation = await sendMotion(service, sample('flower.gif'), {
      as: lee,
      mall: 'small',
      kind: 'animation',
    });
    assert.equal(animation.status, 201);
    assert.equal((await begin(lee, { kind: 'clip', bytes: megabyte }, 'small')).body.code, 'quota-full');
    assert.equal((await begin(lee, { kind: 'clip', bytes: 400_000 }, 'small')).status, 201);
    // What is open counts as well.
    assert.equal((await begin(lee, { kind: 'clip', bytes: 400_000 }, 'small')).body.code, 'quota-full');
  });

  it('the key of a request makes it once, and a finish that is tried again names the same', async () => {
    const kim = await member();
    const headers = { 'idempotency-key': 'upload-key-1' };
    const body = { kind: 'animation', bytes: gif(4, 4, 2).length };
    const post = () => service.call('POST', '/v1/shop1/uploads', { as: kim, body, headers });
    const [first, second] = [await post(), await post()];
    assert.equal(first.body.id, second.body.id);
    assert.equal((await part(kim, first.body.id, 0, gif(4, 4, 2))).status, 200);
    const end = { 'idempotency-key': 'finish-key-1' };
    const made = await finish(kim, first.body.id, { alt: '점' }, end);
    assert.equal(made.status, 201);
    const again = await finish(kim, first.body.id, { alt: '점' }, end);
    assert.deepEqual([again.status, again.body], [201, made.body]);
    assert.equal(again.headers.get('idempotency-replayed'), 'true');
    assert.equal((await finish(kim, first.body.id, { alt: '다른' }, end)).body.code, 'key-reused');
    assert.equal((await finish(kim, first.body.id, { alt: '점' })).body.code, 'not-found');
  });

  it('finished twice at the same moment it becomes one', async () => {
    const kim = await member();
    const { id } = await sendParts(service, sample('flower.gif'), { as: kim, kind: 'animation' });
    const headers = { 'idempotency-key': 'finish-twice' };
    const all = await Promise.all([finish(kim, id, {}, headers), finish(kim, id, {}, headers)]);
    assert.equal(all.filter((one) => one.status === 201).length >= 1, true);
    for (const one of all)
      assert.ok(one.status === 201 || one.body.code === 'in-flight', JSON.stringify(one.body));
    const me = await idOf(kim);
    const kept = await service.services.database.db
      .selectFrom('photos')
      .select('motion_file')
      .where('mall_id', '=', 'shop1')
      .where('shopper_id', '=', me)
      .execute();
    assert.equal(kept.length, 1);
  });

  it('what has seen no part for a day is forgotten, with its parts', async () => {
    // A token lives for an hour: a new one each time.
    const kim = () => mall.token('patient');
    const old = (await begin(await kim())).body as Upload;
    await part(await kim(), old.id, 0, Buffer.from('01234'));
    service.later(DAY - HOUR);
    assert.equal((await part(await kim(), old.id, 5, Buffer.from('5'))).status, 200);
    service.later(2 * HOUR);
    await sweepWaiting(service.services);
    assert.equal((await look(await kim(), old.id)).status, 200, 'a part keeps it');
    service.later(DAY);
    await sweepWaiting(service.services);
    await service.services.jobs.runDue();
    service.later(2 * HOUR);
    await service.services.jobs.runDue();
    assert.deepEqual(await rows(), []);
    assert.deepEqual(partsLeft(), []);
  });

  it('an erased member leaves neither uploads nor what moves', async () => {
    const kim = await member();
    const clip = await sendMotion(service, sample('flower.webm'), { as: kim });
    const animation = await sendMotion(service, gif(9, 9, 3), { as: kim, kind: 'animation' });
    assert.deepEqual([clip.status, animation.status], [201, 201]);
    const { id } = (await begin(kim)).body as Upload;
    await part(kim, id, 0, Buffer.from('01'));
    const exported = (await service.call('GET', '/v1/shop1/me/export', { as: kim })).body;
    const moving: string[] = exported.data.photos.map((row: { motionAddress: string }) => row.motionAddress);
    assert.deepEqual(moving.toSorted(), [clip.body.motion!.url, animation.body.motion!.url].toSorted());
    for (const row of exported.data.photos) assert.match(row.address, /\.webp$/);
    assert.equal(exported.data.uploads.length, 1);
    assert.equal((await bytesAt(service, clip.body.motion!.url)).length > 1000, true);
    const erased = await service.call('DELETE', '/v1/shop1/me', { as: kim });
    assert.ok(erased.status < 300, JSON.stringify(erased.body));
    for (const url of [...moving, clip.body.small, animation.body.large])
      assert.equal((await service.app.routes.request(new URL(url).pathname)).status, 404);
    await service.services.jobs.runDue();
    for (const url of moving)
      assert.equal(await service.services.files.size(new URL(url).pathname.split('/').at(-1)!), undefined);
    assert.equal(
      (await rows()).some((row) => row.upload_id === id),
      false,
    );
    assert.deepEqual(partsLeft(), []);
  });
});
