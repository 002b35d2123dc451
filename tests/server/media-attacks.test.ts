// What is sent to be kept, run or choked on as a clip or an animation, although it is none.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { deflateRawSync } from 'node:zlib';
import { rewriteClip } from '../../server/community/media/clips.ts';
import {
  box,
  bytesAt,
  element,
  gif,
  sample,
  sendMotion,
  u32,
  withBoxes,
  withInSegment,
} from '../support/media.ts';
import { startService, type TestService } from '../support/service.ts';
import { longestTurn } from '../support/turns.ts';

const SCRIPT = '<script>alert(1)</script>';
const html = Buffer.from(`<!doctype html><title>x</title>${SCRIPT}`.repeat(20));
const svg = Buffer.from(
  `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${SCRIPT}<rect width="9" height="9"/></svg>`,
);
const ftyp = box('ftyp', 'isom', u32(512), 'isomiso2avc1mp41');
const ebml = element('1a45dfa3', element('4282', 'webm'));
const mp4 = sample('flower.mp4');
const webm = sample('flower.webm');
const animation = sample('flower.gif');
const MANY = 0xffff_fff0;

const zip = () => {
  const deflated = deflateRawSync(Buffer.alloc(5_000_000));
  const head = Buffer.alloc(30);
  head.write('PK\x03\x04', 'latin1');
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(deflated.length, 18);
  return Buffer.concat([head, deflated]);
};

/** A GIF whose frames never end: no last byte, and blocks that lead on and on. */
const endless = () => Buffer.concat([gif(5, 5, 3).subarray(0, -1), Buffer.alloc(200_000, 0x21)]);

/** An index that has boxes in boxes, deeper than any reader needs. */
function deep(): Buffer {
  let inner = box('udta', Buffer.alloc(8));
  for (let i = 0; i < 2000; i++) inner = box('moov', inner);
  return Buffer.concat([ftyp, inner, box('mdat', Buffer.alloc(100))]);
}

/** A webm whose elements lie in each other. */
function deepWebm(): Buffer {
  let inner = element('ec', Buffer.alloc(8));
  for (let i = 0; i < 2000; i++) inner = element('18538067', inner);
  return Buffer.concat([ebml, inner]);
}

const claims = (kind: string, ...values: number[]) =>
  withBoxes(mp4, kind, (body) => Buffer.concat([u32(...values), body.subarray(values.length * 4)]));

type Case = [string, 'clip' | 'animation', () => Buffer];
const NEVER: Case[] = [
  ...(['clip', 'animation'] as const).flatMap((kind): Case[] => [
    [`SVG with a script as ${kind}`, kind, () => svg],
    [`HTML as ${kind}`, kind, () => html],
    [`ZIP as ${kind}`, kind, zip],
    [`JPEG as ${kind}`, kind, () => sample('gecko.jpg')],
    [`zeros as ${kind}`, kind, () => Buffer.alloc(4096)],
    [`one byte as ${kind}`, kind, () => Buffer.from('x')],
    [`PDF as ${kind}`, kind, () => Buffer.from('%PDF-1.7\n'.repeat(40))],
    [`an mp4 that is HTML behind its name, as ${kind}`, kind, () => Buffer.concat([ftyp, html])],
    [`a webm that is HTML behind its name, as ${kind}`, kind, () => Buffer.concat([ebml, html])],
    [
      `a GIF that is a script behind its name, as ${kind}`,
      kind,
      () => Buffer.concat([Buffer.from('GIF89a/*'), Buffer.alloc(99), Buffer.from('*/=1;alert(1)')]),
    ],
  ]),
  ['a GIF as a clip', 'clip', () => animation],
  ['an mp4 as an animation', 'animation', () => mp4],
  ['a webm as an animation', 'animation', () => webm],
  [
    'a WebP as an animation',
    'animation',
    () => Buffer.from(`RIFF\x10\0\0\0WEBPVP8 ${'\0'.repeat(80)}`, 'latin1'),
  ],
  [
    'HEVC',
    'clip',
    () => Buffer.from(mp4.toString('latin1').replaceAll('avc1', 'hvc1').replaceAll('avcC', 'hvcC'), 'latin1'),
  ],
  [
    'QuickTime',
    'clip',
    () => Buffer.concat([box('ftyp', 'qt  ', u32(0), 'qt  '), mp4.subarray(mp4.readUInt32BE(0))]),
  ],
  ['Matroska', 'clip', () => Buffer.from(webm.toString('latin1').replace('webm', 'mkvv'), 'latin1')],
  // Bombs.
  ['a GIF of 65,535 by 65,535', 'animation', () => gif(65_535, 65_535, 2)],
  ['a GIF of thousands of frames', 'animation', () => gif(2, 2, 5000)],
  ['a GIF of many frames on a large canvas', 'animation', () => gif(2000, 2000, 250)],
  ['a GIF that takes an hour', 'animation', () => gif(2, 2, 100, 3600)],
  ['a GIF without an end', 'animation', endless],
  [
    'a GIF with a size of nothing',
    'animation',
    () => Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(60), Buffer.from([0x3b])]),
  ],
  ['an mp4 with four thousand million sizes', 'clip', () => claims('stsz', 0, 0, MANY)],
  ['an mp4 with as many of one size', 'clip', () => claims('stsz', 0, 1, MANY)],
  ['an mp4 with as many places', 'clip', () => claims('stco', 0, MANY)],
  ['an mp4 with as many times', 'clip', () => claims('stts', 0, 1, MANY, 1)],
  ['an mp4 with as many pieces in one', 'clip', () => claims('stsc', 0, 1, 1, MANY, 1)],
  ['an mp4 that says it takes a century', 'clip', () => claims('stts', 0, 1, 59, 0x7fff_ffff)],
  ['an mp4 of boxes in boxes', 'clip', deep],
  [
    'an mp4 of empty boxes',
    'clip',
    () => Buffer.concat([ftyp, box('moov', Buffer.concat(Array<Buffer>(300_000).fill(box('free'))))]),
  ],
  [
    'an mp4 of boxes without a size',
    'clip',
    () => Buffer.concat([ftyp, u32(0, 0x6d6f6f76), Buffer.alloc(1000)]),
  ],
  [
    'an mp4 of larger pictures',
    'clip',
    () =>
      withBoxes(mp4, 'avc1', (body) =>
        Buffer.concat([body.subarray(0, 24), u32(0x1000_0900), body.subarray(28)]),
      ),
  ],
  [
    'an mp4 with made-up pieces',
    'clip',
    () => {
      const moof = box(
        'moof',
        box('mfhd', u32(0, 1)),
        box('traf', box('tfhd', u32(0, 1)), box('trun', u32(0, MANY))),
      );
      return Buffer.concat([mp4, moof, box('mdat', Buffer.alloc(20))]);
    },
  ],
  ['a webm of elements in elements', 'clip', deepWebm],
  [
    'a webm with a length beyond all',
    'clip',
    () => Buffer.concat([ebml, Buffer.from('1853806701fffffffffffff0', 'hex'), Buffer.alloc(2000)]),
  ],
  [
    'a webm of nothing but padding',
    'clip',
    () =>
      Buffer.concat([
        ebml,
        element('18538067', Buffer.concat(Array<Buffer>(200_000).fill(Buffer.from('ec80', 'hex')))),
      ]),
  ],
  [
    'a webm of half a million pictures of no size',
    'clip',
    () => {
      const blocks = Buffer.alloc(3_000_000);
      for (let at = 0; at < blocks.length; at += 6) blocks.writeUIntBE(0xa384_8100_0080, at, 6);
      const at = webm.indexOf('1f43b675', 0, 'hex');
      return withInSegment(
        webm.subarray(0, at),
        element('1f43b675', element('e7', Buffer.from([0])), blocks),
      );
    },
  ],
  [
    'a webm whose first picture is gone',
    'clip',
    () =>
      Buffer.concat([
        ebml,
        element('18538067', element('1549a966', element('2ad7b1', Buffer.from('0f4240', 'hex')))),
      ]),
  ],
];
for (const share of [0.001, 0.05, 0.4, 0.8, 0.999]) {
  for (const [name, kind, whole] of [
    ['mp4', 'clip', mp4],
    ['webm', 'clip', webm],
    ['GIF', 'animation', animation],
  ] as const)
    NEVER.push([
      `${share * 100} % of a ${name}`,
      kind,
      () => whole.subarray(0, Math.max(1, Math.floor(whole.length * share))),
    ]);
}

describe('media: attacks by clips and animations', () => {
  let service: TestService;
  let mall: Awaited<ReturnType<TestService['addMall']>>;
  before(async () => {
    service = await startService();
    mall = await service.addMall('shop1', {
      settings: { limits: { photosPerShopper: 5000, storyMegabytes: 10_000 } },
    });
    await sendMotion(service, webm, { as: await mall.token('warm') });
  });
  after(() => service.stop());

  /**
   * Does something, and the longest that the service did nothing else meanwhile, in milliseconds of its own work: what
   * other programs on the machine took up is not held against it.
   */
  async function heldUp<T>(act: () => Promise<T>): Promise<{ answer: T; longest: number }> {
    let isOver = false;
    const askHealth = async () => {
      while (!isOver) {
        assert.equal((await service.call('GET', '/healthz')).status, 200);
        await setTimeout(20);
      }
    };
    const watch = longestTurn();
    const asking = askHealth();
    const answer = await act().finally(async () => {
      isOver = true;
      await asking;
    });
    return { answer, longest: watch.stop().cpuMs };
  }

  const filesNow = async () => {
    await service.services.jobs.runDue();
    const all = readdirSync(join(service.settings.dataDir, 'files'), {
      recursive: true,
      withFileTypes: true,
    });
    return all
      .filter((one) => one.isFile())
      .map((one) => one.name)
      .sort();
  };
  const moving = () =>
    service.services.database.db
      .selectFrom('photos')
      .select('photo_id')
      .where('motion', 'is not', null)
      .execute();
  const open = () => service.services.database.db.selectFrom('uploads').select('upload_id').execute();

  it('nothing of what is no clip is kept, and the service answers meanwhile', async () => {
    const kim = await mall.token('kim');
    const { posterFor } = await import('../support/media.ts');
    const poster = await posterFor(service, kim);
    const [files, rows] = [await filesNow(), await moving()];
    // Made before, so that what is measured is the service alone.
    const made = NEVER.map(([name, kind, make]) => ({ name, kind, bytes: make() }));
    for (const { name, kind, bytes } of made) {
      const send = () =>
        heldUp(() => sendMotion(service, bytes, { as: kim, kind, poster: kind === 'clip' ? poster : null }));
      const { answer, longest } = await send();
      assert.ok(longest < 1000, `${name}: nothing else was done for ${longest} ms`);
      assert.deepEqual([answer.status, answer.body.code], [415, 'clip-refused'], name);
      assert.match(answer.headers.get('content-type') ?? '', /problem\+json/, name);
      // Nothing that only the reader's own makers understand, and nothing of ours.
      assert.doesNotMatch(answer.body.detail ?? 'x', /mediabunny|vips|\/|offset|undefined/i, name);
    }
    assert.deepEqual(await open(), []);
    assert.deepEqual(await moving(), rows);
    assert.deepEqual(await filesNow(), files);
  });

  it('what takes too long is ended', async () => {
    const start = performance.now();
    await assert.rejects(
      rewriteClip(async () => new Uint8Array(mp4), 1),
      (error: { extras?: { detail?: string } }) => error.extras?.detail === 'takes too long to read',
    );
    assert.ok(performance.now() - start < 5000);
  });

  it('what is a clip and something else is kept as the clip alone', async () => {
    const kim = await mall.token('kim');
    const both: Case[] = [
      [
        'GIF and script',
        'animation',
        () => Buffer.concat([animation, Buffer.from('*/=1;alert("polyglot")')]),
      ],
      ['mp4 and HTML', 'clip', () => Buffer.concat([mp4, html, zip()])],
      [
        'mp4 with HTML in front of its index',
        'clip',
        () =>
          Buffer.concat([
            mp4.subarray(0, mp4.readUInt32BE(0)),
            mp4.subarray(mp4.readUInt32BE(0)),
            box('free', html),
            box('uuid', svg),
          ]),
      ],
      [
        'webm with a page attached',
        'clip',
        () =>
          withInSegment(
            webm,
            element('1941a469', element('61a7', element('466e', '../../page.html'), element('465c', html))),
          ),
      ],
    ];
    for (const [name, kind, make] of both) {
      const made = await sendMotion(service, make(), { as: kim, kind });
      assert.equal(made.status, 201, `${name}: ${made.body.detail}`);
      const answer = await service.app.routes.request(new URL(made.body.motion!.url).pathname);
      assert.equal(answer.headers.get('content-type'), made.body.motion?.type);
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
      assert.match(answer.headers.get('content-security-policy') ?? '', /^sandbox/);
      for (const address of [made.body.motion!.url, made.body.large]) {
        const kept = await bytesAt(service, address);
        for (const mark of ['<script', 'alert(', 'PK\x03\x04', 'page.html', '<svg'])
          assert.equal(kept.includes(mark), false, `${name}: ${mark}`);
      }
    }
  });

  it('no name leads out of the folder, and nothing but what we named is given out', async () => {
    const names = [
      '../master.key',
      '..%2Fmaster.key',
      '%2e%2e/master.key',
      'dangol.sqlite',
      '....//x.mp4',
      `${'a'.repeat(25)}.part`,
      `${'a'.repeat(25)}.html`,
      `${'a'.repeat(25)}.mp4%00.html`,
      `${'a'.repeat(25)}.svg`,
    ];
    for (const name of names)
      for (const method of ['GET', 'HEAD']) {
        const { status } = await service.app.routes.request(`/files/shop1/${name}`, {
          method,
          headers: { range: 'bytes=0-9' },
        });
        assert.ok(status === 404 || status === 400, `${name}: ${status}`);
      }
    const kim = await mall.token('kim');
    const begun = await service.call('POST', '/v1/shop1/uploads', {
      as: kim,
      body: { kind: 'clip', bytes: 10 },
    });
    for (const id of ['..%2F..%2Fx', '../photos', `${'0'.repeat(24)}%00`, begun.body.id.toUpperCase()]) {
      const { status } = await service.call('PATCH', `/v1/shop1/uploads/${id}?offset=0`, {
        as: kim,
        body: new Uint8Array(4),
      });
      assert.ok(status === 400 || status === 404 || status === 405 || status === 415, `${id}: ${status}`);
    }
  });
});
