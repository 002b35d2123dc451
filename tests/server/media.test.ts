import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { serve } from '@hono/node-server';
import { openPace } from '../../server/base/http/pace.ts';
import type { Photo } from '../../server/community/media/contract.ts';
import { PLACES, takePlace } from '../../server/community/media/images.ts';
import { PHOTO_BODY_LIMIT, UPLOADS_AT_ONCE } from '../../server/community/media/rules.ts';
import * as store from '../../server/community/media/store.ts';
import { until } from '../support/ground.ts';
import { ORIGIN, startService, type TestService } from '../support/service.ts';
import { noise, unlike } from './data/pictures.ts';

type Sent = Photo & { code: string; detail?: string };

describe('media: sending photos', () => {
  let service: TestService;
  let mall: Awaited<ReturnType<TestService['addMall']>>;
  let kim: string;
  let lee: string;

  before(async () => {
    service = await startService();
    mall = await service.addMall('shop1', { settings: { write: 'everyone' } });
    await service.addMall('shop2');
    kim = await mall.token('kim');
    lee = await mall.token('lee');
  });
  after(() => service.stop());

  interface More {
    as?: string | null;
    query?: string;
    mall?: string;
    headers?: Record<string, string>;
  }
  const send = (body: Uint8Array, { as = kim, query = '', mall: id = 'shop1', headers = {} }: More = {}) =>
    service.call<Sent>('POST', `/v1/${id}/photos${query}`, {
      ...(as !== null && { as }),
      body: new Uint8Array(body),
      headers: { 'content-type': 'image/jpeg', ...headers },
    });
  const see = async (address: string) => service.app.routes.request(new URL(address).pathname);
  const idOf = async (token: string) =>
    (await service.call('GET', '/v1/shop1/me', { as: token })).body.id as string;
  const rowsOf = (shopperId: string) =>
    service.services.database.db
      .selectFrom('photos')
      .selectAll()
      .where('mall_id', '=', 'shop1')
      .where('shopper_id', '=', shopperId)
      .execute();

  it('without a place nothing of a body is read; with one given back it is', async () => {
    const held = Array.from({ length: PLACES }, () => takePlace());
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(new Uint8Array(1024));
        },
      },
      { highWaterMark: 0 },
    );
    const answer = await service.app.routes.request('/v1/shop1/photos', {
      method: 'POST',
      headers: { authorization: `Bearer ${kim}`, 'content-type': 'image/jpeg', origin: ORIGIN },
      body,
      duplex: 'half',
    } as RequestInit);
    const refusal = await answer.json();
    for (const giveBack of held) giveBack();
    assert.deepEqual([answer.status, refusal.code, pulled], [503, 'busy', 0]);
    assert.equal((await send(await noise(40, 30).jpeg().toBuffer())).status, 201);
  });

  it('one address does not take every place by sending slowly', async () => {
    const ends: (() => void)[] = [];
    const slow = () =>
      service.app.routes.request('/v1/shop1/photos', {
        method: 'POST',
        headers: { authorization: `Bearer ${lee}`, 'content-type': 'image/jpeg', origin: ORIGIN },
        body: new ReadableStream<Uint8Array>({
          start(controller) {
            ends.push(() => controller.close());
          },
        }),
        duplex: 'half',
      } as RequestInit);
    const tight = service.services.pace.hold;
    // As one that is not widened for tests.
    const real = openPace();
    service.services.pace.hold = real.hold;
    const statuses: number[] = [];
    const sent = Array.from({ length: PLACES }, async () => statuses.push((await slow()).status));
    const refused = PLACES - UPLOADS_AT_ONCE.points;
    await until(() => statuses.length === refused, 'those beyond what one address may send are refused');
    for (const end of ends) end();
    await Promise.all(sent);
    service.services.pace.hold = tight;
    // Nothing came of the others: their bodies were empty.
    assert.deepEqual(statuses, [
      ...Array<number>(refused).fill(429),
      ...Array<number>(UPLOADS_AT_ONCE.points).fill(415),
    ]);
  });

  it('a member and a guest may; nobody, a key and a shopper of another mall may not', async () => {
    const sent = await send(await noise(800, 600).jpeg().toBuffer(), {
      query: `?alt=${encodeURIComponent(' 나의  의자 ')}`,
    });
    assert.equal(sent.status, 201);
    assert.deepEqual([sent.body.alt, sent.body.width, sent.body.height], ['나의 의자', 800, 600]);
    assert.match(sent.body.small, /^http:\/\/service\.example\/files\/shop1\/[0-9a-v]{25}\.webp$/);
    assert.notEqual(sent.body.small, sent.body.large);
    assert.equal(sent.headers.get('cache-control'), 'no-store');
    assert.deepEqual(Object.keys(sent.body).sort(), ['alt', 'height', 'id', 'large', 'small', 'width']);
    assert.equal((await send(await unlike(), { as: await mall.guest() })).status, 201);

    const bytes = await unlike();
    assert.equal((await send(bytes, { as: null })).body.code, 'sign-in-required');
    assert.equal((await send(bytes, { as: mall.key })).body.code, 'not-allowed');
    // Signed with the other mall's secret, or with this one's for the other.
    assert.equal((await send(bytes, { mall: 'shop2' })).body.code, 'token-refused');
    assert.equal(
      (await send(bytes, { as: await mall.token('kim', { aud: 'shop2' }) })).body.code,
      'wrong-mall',
    );
    // Where only members write, a guest is told so.
    const guest = await service.addMall('guests', { settings: { write: 'everyone' } });
    const guestToken = await guest.guest();
    await service.call('PATCH', '/v1/guests/settings', { as: guest.key, body: { write: 'members' } });
    assert.equal((await send(bytes, { as: guestToken, mall: 'guests' })).body.code, 'guest-not-allowed');
  });

  it('what is no photo is refused, whatever it calls itself', async () => {
    const jpeg = await noise(300, 200).jpeg().toBuffer();
    const [gif, tiff] = [await noise(20, 20).gif().toBuffer(), await noise(20, 20).tiff().toBuffer()];
    const brand = (name: string) =>
      Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${name}`), Buffer.alloc(200)]);
    const refused: Record<string, Buffer> = {
      'nothing at all': Buffer.alloc(0),
      'one byte': Buffer.from('x'),
      SVG: Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="alert(1)"><rect width="9" height="9"/></svg>',
      ),
      'SVG after an XML line': Buffer.from(
        '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
      ),
      HTML: Buffer.from('<!doctype html><script>alert(1)</script>'.repeat(9)),
      PDF: Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>'.repeat(3)),
      GIF: gif,
      TIFF: tiff,
      HEIC: brand('heic'),
      'an AVIF film': brand('avis'),
      'AVIF in name only': brand('avif'),
      'HTML that begins as a JPEG': Buffer.concat([
        Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
        Buffer.from('<script>alert(1)</script>'.repeat(9)),
      ]),
      'a GIF that begins as a script': Buffer.concat([
        Buffer.from('GIF89a/*'),
        Buffer.alloc(99),
        Buffer.from('*/=1;alert(1)'),
      ]),
      'half a JPEG': jpeg.subarray(0, jpeg.length / 2),
      'a JPEG with a hole': Buffer.concat([jpeg.subarray(0, 700), jpeg.subarray(1500, 1600)]),
      'a WebP without a picture': Buffer.from(`RIFF\x10\0\0\0WEBPVP8 ${'\0'.repeat(40)}`, 'latin1'),
      'a PNG of one line': Buffer.concat([(await noise(9, 9).png().toBuffer()).subarray(0, 60)]),
      ZIP: Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(100)]),
    };
    for (const [name, bytes] of Object.entries(refused))
      for (const type of ['image/jpeg', 'image/svg+xml']) {
        const { status, body, headers } = await send(bytes, { headers: { 'content-type': type } });
        assert.deepEqual([status, body.code], [415, 'photo-refused'], name);
        assert.match(headers.get('content-type') ?? '', /problem\+json/, name);
        assert.doesNotMatch(body.detail ?? '', /vips|source:|offset|\//i, name);
      }
    // A photo under a wrong name is a photo.
    assert.equal((await send(await unlike(), { headers: { 'content-type': 'text/html' } })).status, 201);
    assert.equal(
      (await send(await noise(9, 9).png().toBuffer(), { headers: { 'content-type': 'application/json' } }))
        .status,
      201,
    );
  });

  it('a photo with something else behind it is kept without that', async () => {
    const polyglot = Buffer.concat([
      await unlike(),
      Buffer.from('<script>alert("polyglot")</script>'),
      Buffer.from('PK\x03\x04'),
    ]);
    const sent = await send(polyglot);
    assert.equal(sent.status, 201);
    for (const address of [sent.body.small, sent.body.large]) {
      const bytes = Buffer.from(await (await see(address)).arrayBuffer());
      assert.equal(bytes.includes('script'), false);
      assert.equal(bytes.includes('PK\x03\x04'), false);
    }
  });

  it('a wrong description is refused', async () => {
    const bytes = await unlike();
    const long = await send(bytes, { query: `?alt=${'가'.repeat(201)}` });
    assert.deepEqual([long.status, long.body.code], [400, 'bad-input']);
    assert.equal((await send(bytes, { query: `?alt=${'가'.repeat(200)}` })).status, 201);
  });

  it('too large, said before', async () => {
    const { status, body } = await send(Buffer.alloc(PHOTO_BODY_LIMIT + 1, 0xff));
    assert.deepEqual([status, body.code], [413, 'too-large']);
  });

  it('too large in chunks: read on a little, so that the sender hears of it, and no further', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(64 * 1024).fill(0xff));
      },
    });
    const answer = await service.app.routes.request('/v1/shop1/photos', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${kim}`,
        'content-type': 'image/jpeg',
        'transfer-encoding': 'chunked',
      },
      body: endless,
      duplex: 'half',
    } as RequestInit);
    assert.equal(answer.status, 413);
    assert.equal(((await answer.json()) as Sent).code, 'too-large');
    assert.ok(pulled <= (PHOTO_BODY_LIMIT + 32 * 1024 * 1024) / 65_536 + 3, `${pulled}`);
  });

  it('a body that breaks off is a bad one, and no fault of ours', async () => {
    const photo = await unlike();
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(photo.subarray(0, 100)));
      },
      pull(controller) {
        controller.error(new Error('gone'));
      },
    });
    const answer = await service.app.routes.request('/v1/shop1/photos', {
      method: 'POST',
      headers: { authorization: `Bearer ${kim}` },
      body: broken,
      duplex: 'half',
    } as RequestInit);
    assert.deepEqual([answer.status, ((await answer.json()) as Sent).code], [400, 'bad-input']);
  });

  it('too large in chunks, over a real connection', async () => {
    const server = serve({ fetch: service.app.routes.fetch, port: 0, hostname: '127.0.0.1' });
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const status = await new Promise<number>((resolve, reject) => {
        const outgoing = request({
          port,
          host: '127.0.0.1',
          method: 'POST',
          path: '/v1/shop1/photos',
          headers: { authorization: `Bearer ${kim}` },
        });
        let over = false;
        outgoing.on('response', (answer) => {
          over = true;
          resolve(answer.statusCode ?? 0);
          outgoing.destroy();
        });
        outgoing.on('error', (error) => over || reject(error));
        const part = Buffer.alloc(256 * 1024, 0xff);
        const more = () => {
          while (!over && outgoing.write(part));
          if (!over) outgoing.once('drain', more);
        };
        more();
      });
      assert.equal(status, 413);
    } finally {
      server.close();
    }
  });

  it('the same upload tried again is the same photo, with and without a key', async () => {
    const bytes = await unlike();
    const me = await idOf(lee);
    const first = await send(bytes, { as: lee, headers: { 'idempotency-key': 'upload-0001' } });
    const again = await send(bytes, { as: lee });
    const replayed = await send(bytes, { as: lee, headers: { 'idempotency-key': 'upload-0001' } });
    assert.deepEqual([again.body, replayed.body], [first.body, first.body]);
    assert.equal(replayed.headers.get('idempotency-replayed'), 'true');
    assert.equal((await rowsOf(me)).length, 1);
    assert.deepEqual((await send(bytes, { as: lee, query: '?alt=chair' })).body, {
      ...first.body,
      alt: 'chair',
    });
    assert.equal(
      (await send(await unlike(), { as: lee, headers: { 'idempotency-key': 'upload-0001' } })).body.code,
      'key-reused',
    );
    // Somebody else's same picture is theirs.
    assert.notEqual((await send(bytes)).body.id, first.body.id);
    // Once it hangs on a text, the same key still names it; without a key the same bytes are a new photo.
    await service.services.database.write((trx) =>
      store.attachPhotos(trx, 'shop1', me, { kind: 'review', id: 'r1' }, [first.body.id]),
    );
    assert.equal(
      (await send(bytes, { as: lee, headers: { 'idempotency-key': 'upload-0001' } })).body.id,
      first.body.id,
    );
    assert.equal((await rowsOf(me)).length, 1);
    assert.notEqual((await send(bytes, { as: lee })).body.id, first.body.id);
  });

  it('at the same moment as well', async () => {
    const token = await mall.token('twice');
    const bytes = await unlike();
    const all = await Promise.all(Array.from({ length: 6 }, () => send(bytes, { as: token })));
    assert.deepEqual(new Set(all.map((one) => one.status)), new Set([201]));
    assert.equal(new Set(all.map((one) => one.body.id)).size, 1);
    assert.equal((await rowsOf(await idOf(token))).length, 1);
  });

  it('twenty people at once', async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, async (_, i) =>
        send(await noise(400, 300).jpeg().toBuffer(), { as: await mall.token(`crowd${i}`) }),
      ),
    );
    assert.deepEqual(new Set(all.map((one) => one.status)), new Set([201]));
    assert.equal(new Set(all.map((one) => one.body.id)).size, 20);
    for (const { body } of all) assert.equal((await see(body.small)).status, 200);
  });

  it('no more than the mall keeps for one shopper', async () => {
    const few = await service.addMall('few', { settings: { limits: { photosPerShopper: 2 } } });
    const token = await few.token('kim');
    const first = await unlike();
    assert.equal((await send(first, { as: token, mall: 'few' })).status, 201);
    const second = await send(await unlike(), { as: token, mall: 'few' });
    const full = await send(await unlike(), { as: token, mall: 'few' });
    assert.deepEqual([full.status, full.body.code], [422, 'quota-full']);
    assert.equal((await send(first, { as: token, mall: 'few' })).status, 201);
    await service.call('DELETE', `/v1/few/photos/${second.body.id}`, { as: token });
    assert.equal((await send(await unlike(), { as: token, mall: 'few' })).status, 201);
  });

  it('not too fast', async () => {
    const slow = await startService({ environment: { PACE_SCALE: '0.05' } });
    try {
      const shop = await slow.addMall('slow');
      const token = await shop.token('kim');
      const bytes = new Uint8Array(await unlike());
      const post = () => slow.call('POST', '/v1/slow/photos', { as: token, body: bytes });
      for (let i = 0; i < 3; i++) assert.equal((await post()).status, 201);
      const refused = await post();
      assert.deepEqual([refused.status, refused.body.code], [429, 'too-many']);
      assert.ok(Number(refused.headers.get('retry-after')) > 0);
    } finally {
      await slow.stop();
    }
  });
});
