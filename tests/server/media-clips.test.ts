import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  BufferSource,
  BufferTarget,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
  WEBM,
} from 'mediabunny';
import sharp from 'sharp';
import type { Media } from '../../server/community/media/contract.ts';
import { attachMedia, mediaOf, renewFiles } from '../../server/community/media/motion.ts';
import { rangeOf } from '../../server/community/media/ranges.ts';
import * as store from '../../server/community/media/store.ts';
import {
  box,
  bytesAt,
  element,
  gif,
  posterFor,
  sample,
  sendMotion,
  withInMoov,
  withInSegment,
} from '../support/media.ts';
import { startService, type TestService } from '../support/service.ts';

const pathOf = (address: string) => new URL(address).pathname;
const inputOf = (bytes: Uint8Array) => new Input({ source: new BufferSource(bytes), formats: [MP4, WEBM] });

/** The pictures of a sample alone, as a phone writes them that is held upright. */
async function turned(bytes: Uint8Array, more: { seconds?: number } = {}): Promise<Buffer> {
  const track = (await inputOf(bytes).getPrimaryVideoTrack())!;
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: 'in-memory' }),
    target: new BufferTarget(),
  });
  const source = new EncodedVideoPacketSource((await track.getCodec())!);
  output.addVideoTrack(source, { rotation: 90 });
  await output.start();
  let first = true;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    const slow = (more.seconds ?? 2) / 2;
    await source.add(
      packet.clone({ timestamp: packet.timestamp * slow, duration: packet.duration * slow }),
      first ? { decoderConfig: (await track.getDecoderConfig())! } : undefined,
    );
    first = false;
  }
  await output.finalize();
  return Buffer.from(output.target.buffer!);
}

describe('media: animations and clips', () => {
  let service: TestService;
  let mall: Awaited<ReturnType<TestService['addMall']>>;
  let kim: string;
  let me: string;
  let clip: Media;
  const clipBytes = sample('flower.mp4');

  before(async () => {
    service = await startService();
    mall = await service.addMall('shop1', { settings: { write: 'everyone' } });
    kim = await mall.token('kim');
    me = (await service.call('PATCH', '/v1/shop1/me', { as: kim, body: { handle: '동영상' } })).body.id;
    clip = (await sendMotion(service, clipBytes, { as: kim, alt: '꽃' })).body;
  });
  after(() => service.stop());

  const see = (address: string, headers: Record<string, string> = {}, method = 'GET') =>
    service.app.routes.request(pathOf(address), { method, headers });
  const write = <T>(body: Parameters<TestService['services']['database']['write']>[0]) =>
    service.services.database.write(body) as Promise<T>;

  it('an mp4 and a webm become clips with their poster as the still', async () => {
    assert.deepEqual(Object.keys(clip).sort(), ['alt', 'height', 'id', 'large', 'motion', 'small', 'width']);
    assert.deepEqual([clip.alt, clip.width, clip.height], ['꽃', 48, 27]);
    const { motion } = clip;
    assert.match(motion?.url ?? '', /^http:\/\/service\.example\/files\/shop1\/[0-9a-v]{25}\.mp4$/);
    assert.deepEqual([motion?.kind, motion?.type, motion?.sound], ['clip', 'video/mp4', true]);
    assert.ok(Math.abs((motion?.durationMs ?? 0) - 2000) < 200, `${motion?.durationMs}`);
    const webm = await sendMotion(service, sample('flower.webm'), { as: kim });
    assert.deepEqual(
      [webm.status, webm.body.id, webm.body.motion?.type, webm.body.motion?.sound],
      [201, webm.poster, 'video/webm', true],
    );
    for (const [address, type, codecs] of [
      [motion!.url, 'video/mp4', ['avc', 'aac']],
      [webm.body.motion!.url, 'video/webm', ['vp8', 'vorbis']],
    ] as const) {
      const answer = await see(address);
      assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, type]);
      const input = inputOf(new Uint8Array(await answer.arrayBuffer()));
      const tracks = await input.getTracks();
      assert.deepEqual(await Promise.all(tracks.map((track) => track.getCodec())), codecs);
    }
  });

  it('a GIF becomes an animated WebP of at most 640 pixels with a still', async () => {
    const made = await sendMotion(service, sample('flower.gif'), {
      as: kim,
      kind: 'animation',
      alt: '움직이는 꽃',
    });
    assert.equal(made.status, 201);
    const { motion } = made.body;
    assert.deepEqual([motion?.kind, motion?.type, motion?.sound], ['animation', 'image/webp', false]);
    const said = await sharp(sample('flower.gif'), { animated: true }).metadata();
    const bytes = await bytesAt(service, motion!.url);
    const animated = await sharp(bytes, { animated: true }).metadata();
    assert.deepEqual([animated.format, animated.pages, animated.width], ['webp', said.pages, said.width]);
    assert.equal(
      motion?.durationMs,
      said.delay?.reduce((sum, one) => sum + one, 0),
    );
    const still = await sharp(await bytesAt(service, made.body.large)).metadata();
    assert.deepEqual([still.format, still.pages, still.width], ['webp', undefined, said.width]);
    assert.equal((await bytesAt(service, made.body.small)).length > 0, true);
  });

  it('a poster is a photo of mine that waits; an animation has none', async () => {
    const lee = await mall.token('lee');
    const waiting = await posterFor(service, kim);
    await write((trx) => store.attachPhotos(trx, 'shop1', me, { kind: 'review', id: 'taken' }, [waiting]));
    const wrong: Record<string, string | null> = {
      'none at all': null,
      'of another': await posterFor(service, lee),
      'no photo': '0'.repeat(25),
      'one that hangs on a review': waiting,
      'a clip itself': clip.id,
    };
    for (const [name, poster] of Object.entries(wrong)) {
      const answer = await sendMotion(service, sample('flower.webm'), { as: kim, poster });
      assert.deepEqual([answer.status, answer.body.code], [400, 'bad-input'], name);
      assert.equal(answer.body.fields?.[0]?.path, 'poster', name);
      // It is there still, for a right one.
      assert.equal(
        (await service.call('DELETE', `/v1/shop1/uploads/${answer.upload}`, { as: kim })).status,
        204,
      );
    }
    const animation = await sendMotion(service, gif(2, 2, 2), {
      as: kim,
      kind: 'animation',
      poster: await posterFor(service, kim),
    });
    assert.deepEqual([animation.body.code, animation.body.fields?.[0]?.path], ['bad-input', 'poster']);
    await service.call('DELETE', `/v1/shop1/uploads/${animation.upload}`, { as: kim });
  });

  it('a clip that was held upright stays so', async () => {
    const made = await sendMotion(service, await turned(clipBytes), { as: kim });
    assert.equal(made.status, 201);
    const track = await inputOf(await bytesAt(service, made.body.motion!.url)).getPrimaryVideoTrack();
    assert.deepEqual([await track?.getRotation(), made.body.motion?.sound], [90, false]);
  });

  it('a minute and a little is taken, more is not', async () => {
    const minute = await sendMotion(service, await turned(clipBytes, { seconds: 61 }), { as: kim });
    assert.deepEqual([minute.status, Math.round((minute.body.motion?.durationMs ?? 0) / 1000)], [201, 60]);
    const more = await sendMotion(service, await turned(clipBytes, { seconds: 63 }), { as: kim });
    assert.deepEqual(
      [more.status, more.body.code, more.body.detail],
      [415, 'clip-refused', 'at most 60 seconds'],
    );
  });

  it('nothing of where and by whom it was made is in it', async () => {
    const place = '+37.5665+126.9780/';
    const marks = [place, 'SECRET-TAG', 'Phone 99', 'com.maker.location', '<script>'];
    const udta = box(
      'udta',
      box('\xa9xyz', Buffer.from([0, place.length, 0x15, 0xc7]), place),
      box('\xa9mak', Buffer.from([0, 8, 0x15, 0xc7]), 'Phone 99'),
      box('meta', 'com.maker.location SECRET-TAG'),
    );
    const mp4 = Buffer.concat([
      withInMoov(clipBytes, udta),
      box('free', 'SECRET-TAG'),
      Buffer.from('<script>alert(1)</script>'),
    ]);
    const webm = withInSegment(
      sample('flower.webm'),
      element(
        '1254c367',
        element('7373', element('67c8', element('45a3', 'LOCATION'), element('4487', `${place}SECRET-TAG`))),
      ),
      element(
        '1941a469',
        element(
          '61a7',
          element('466e', 'page.html'),
          element('4660', 'text/html'),
          element('465c', '<script>alert(1)</script>'),
          element('46ae', Buffer.from([1])),
        ),
      ),
    );
    const animation = Buffer.concat([
      sample('flower.gif').subarray(0, -1),
      Buffer.from([0x21, 0xfe, 10]),
      Buffer.from('SECRET-TAG'),
      Buffer.from([0, 0x3b]),
      Buffer.from('<script>alert(1)</script>'),
    ]);
    for (const [name, bytes, kind] of [
      ['mp4', mp4, 'clip'],
      ['webm', webm, 'clip'],
      ['gif', animation, 'animation'],
    ] as const) {
      assert.ok(
        marks.some((mark) => bytes.includes(mark)),
        name,
      );
      const made = await sendMotion(service, bytes, { as: kim, kind });
      assert.equal(made.status, 201, `${name} ${made.body.detail}`);
      for (const address of [made.body.motion!.url, made.body.large, made.body.small]) {
        const kept = await bytesAt(service, address);
        for (const mark of marks) assert.equal(kept.includes(mark), false, `${name} ${mark}`);
      }
    }
    const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#a63' } })
      .jpeg()
      .withExif({
        IFD0: { Make: 'SECRET-TAG' },
        IFD3: {
          GPSLatitudeRef: 'N',
          GPSLatitude: '37/1 33/1 59/1',
          GPSLongitudeRef: 'E',
          GPSLongitude: '126/1 58/1 41/1',
        },
      })
      .toBuffer();
    assert.ok((await sharp(photo).metadata()).exif?.includes('SECRET-TAG'));
    const sent = await service.call('POST', '/v1/shop1/photos', { as: kim, body: new Uint8Array(photo) });
    for (const address of [sent.body.small, sent.body.large]) {
      const kept = await bytesAt(service, address);
      assert.equal(kept.includes('SECRET-TAG') || (await sharp(kept).metadata()).exif !== undefined, false);
    }
  });

  describe('files', () => {
    it('are given out in ranges and whole, sealed', async () => {
      const { url } = clip.motion!;
      const whole = await see(url);
      const bytes = Buffer.from(await whole.arrayBuffer());
      const size = bytes.length;
      const sealed = {
        'accept-ranges': 'bytes',
        'content-type': 'video/mp4',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
        'cross-origin-resource-policy': 'cross-origin',
        'access-control-allow-origin': '*',
        'content-disposition': 'inline',
      };
      for (const [name, value] of Object.entries(sealed)) assert.equal(whole.headers.get(name), value, name);
      assert.deepEqual([whole.status, whole.headers.get('content-length')], [200, String(size)]);
      const etag = whole.headers.get('etag')!;
      // Range, If-Range, status, from, to.
      const table: [string, string | undefined, number, number, number][] = [
        ['bytes=0-', undefined, 206, 0, size - 1],
        ['bytes=0-0', undefined, 206, 0, 0],
        ['bytes=100-199', undefined, 206, 100, 199],
        ['bytes=100-99999999', undefined, 206, 100, size - 1],
        ['bytes=-10', undefined, 206, size - 10, size - 1],
        [`bytes=-${size * 2}`, undefined, 206, 0, size - 1],
        ['bytes=5-9', etag, 206, 5, 9],
        ['bytes=5-9', '"another"', 200, 0, size - 1],
        ['bytes=5-9', `W/${etag}`, 200, 0, size - 1],
        ['bytes=0-1,5-9', undefined, 200, 0, size - 1],
        ['bytes=9-5', undefined, 200, 0, size - 1],
        ['lines=1-2', undefined, 200, 0, size - 1],
        [`bytes=${size}-`, undefined, 416, 0, -1],
        ['bytes=-0', undefined, 416, 0, -1],
      ];
      for (const [range, condition, status, from, to] of table)
        for (const method of ['GET', 'HEAD']) {
          const answer = await see(url, { range, ...(condition && { 'if-range': condition }) }, method);
          const part = Buffer.from(await answer.arrayBuffer());
          assert.equal(answer.status, status, range);
          if (status === 416) assert.equal(answer.headers.get('content-range'), `bytes */${size}`);
          if (status === 206)
            assert.equal(answer.headers.get('content-range'), `bytes ${from}-${to}/${size}`);
          if (status !== 416)
            assert.equal(answer.headers.get('content-length'), String(to - from + 1), range);
          assert.ok(method === 'HEAD' ? part.length === 0 : part.equals(bytes.subarray(from, to + 1)), range);
          assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
        }
      assert.equal((await see(url, { 'if-none-match': `"x", ${etag}` })).status, 304);
      assert.equal((await see(clip.large, { range: 'bytes=2-5' })).headers.get('content-length'), '4');
    });

    it('one answer to a range has at most 2 MiB', () => {
      const [size, most] = [10_000_000, 2 * 1024 * 1024];
      assert.deepEqual(rangeOf('bytes=0-', size), { from: 0, length: most });
      assert.deepEqual(rangeOf('bytes=1000-9999999', size), { from: 1000, length: most });
      assert.deepEqual(rangeOf('bytes=-5000000', size), { from: 5_000_000, length: most });
      assert.equal(rangeOf('bytes=-', size), undefined);
      assert.equal(rangeOf('bytes=0-', 0), 'none');
    });

    it('hidden is 404 at once, and given new names the old are', async () => {
      const owner = { kind: 'story', id: 'story-1' };
      const { url } = clip.motion!;
      await write((trx) => attachMedia(trx, 'shop1', me, owner, [clip.id]));
      const shown = async () =>
        (
          await mediaOf(service.services.database.db, 'shop1', 'story', ['story-1'], 'http://service.example')
        ).get('story-1') ?? [];
      assert.deepEqual(await shown(), [clip]);
      await write((trx) => store.setHidden(trx, 'shop1', 'story', 'story-1', true));
      for (const address of [url, clip.small, clip.large])
        assert.equal((await see(address, { range: 'bytes=0-' })).status, 404);
      await write((trx) => store.setHidden(trx, 'shop1', 'story', 'story-1', false));
      const before = await bytesAt(service, url);
      const setNames = await renewFiles(service.services, 'shop1', owner);
      assert.equal((await see(url)).status, 200, 'until it is committed');
      await write(setNames);
      for (const address of [url, clip.small, clip.large]) assert.equal((await see(address)).status, 404);
      const [renewed] = await shown();
      assert.ok(renewed?.motion && renewed.motion.url !== url && renewed.id === clip.id);
      assert.deepEqual(await bytesAt(service, renewed.motion.url), before);
      await service.services.jobs.runDue();
      assert.equal(await service.services.files.size(pathOf(url).split('/').at(-1)!), undefined);
      service.later(2 * 3_600_000);
      await service.services.jobs.runDue();
      assert.deepEqual(await bytesAt(service, renewed.motion.url), before, 'the copies stay');
      // What joined between copying and committing has no copy: nothing is committed.
      const late = await renewFiles(service.services, 'shop1', owner);
      const token = await mall.token('kim');
      const more = await posterFor(service, token);
      await write((trx) => attachMedia(trx, 'shop1', me, owner, [clip.id, more]));
      await assert.rejects(write(late), (error: { code?: string }) => error.code === 'busy');
      clip = (await shown())[0]!;
    });

    it('reviews take no clip, stories do', async () => {
      const token = await mall.token('kim');
      const moving = (await sendMotion(service, gif(3, 3, 2), { as: token, kind: 'animation' })).body;
      await assert.rejects(
        write((trx) => store.attachPhotos(trx, 'shop1', me, { kind: 'review', id: 'r9' }, [moving.id])),
        (error: { code?: string; extras?: { fields?: { path: string }[] } }) =>
          error.code === 'bad-input' && error.extras?.fields?.[0]?.path === 'photos.0',
      );
      await write((trx) => attachMedia(trx, 'shop1', me, { kind: 'story', id: 's9' }, [moving.id]));
      await assert.rejects(
        write((trx) => attachMedia(trx, 'shop1', me, { kind: 'story', id: 's8' }, [moving.id])),
        (error: { extras?: { fields?: { path: string }[] } }) =>
          error.extras?.fields?.[0]?.path === 'media.0',
      );
    });
  });
});
