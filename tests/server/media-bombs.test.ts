import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { chunk, noise, png } from './data/pictures.ts';

describe('media: bombs', () => {
  /**
   * Develops the bytes in a process of their own; what it cost is measured from after a first photo. The decoder's limit
   * is by the clock, which other programs on the machine take up as well: it is left out here, and what counts is the work,
   * which takes no longer than that where nothing else runs.
   */
  function developApart(bytes: Uint8Array): Promise<{ outcome: string; ms: number; mb: number }> {
    const code = `
      const { develop } = await import(${JSON.stringify(new URL('../../server/community/media/images.ts', import.meta.url).href)});
      const { default: sharp } = await import(${JSON.stringify(import.meta.resolve('sharp'))});
      sharp.prototype.timeout = function () {
        return this;
      };
      const parts = [];
      for await (const part of process.stdin) parts.push(part);
      const bytes = Buffer.concat(parts);
      await develop(await sharp({ create: { width: 1800, height: 900, channels: 3, background: '#fff' } }).jpeg().toBuffer());
      const before = process.resourceUsage().maxRSS;
      const start = process.cpuUsage();
      const outcome = await develop(bytes).then(() => 'taken', (error) => error.code ?? String(error));
      const { user, system } = process.cpuUsage(start);
      const ms = (user + system) / 1000;
      console.log(JSON.stringify({ outcome, ms, mb: (process.resourceUsage().maxRSS - before) / 1024 }));`;
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      let out = '';
      child.stdout.on('data', (part) => {
        out += part;
      });
      child.on('error', reject);
      child.on('close', (status) =>
        status === 0 ? resolve(JSON.parse(out)) : reject(new Error(`ended with ${status}: ${out}`)),
      );
      child.stdin.end(bytes);
    });
  }
  const flat = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#36a' }, limitInputPixels: false });
  const idat = (bytes: number) => chunk('IDAT', deflateSync(Buffer.alloc(bytes)));
  const text = (bytes: number) =>
    Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(Buffer.alloc(bytes))]);
  async function manyScans(): Promise<Buffer> {
    const jpeg = await noise(1200, 1200).jpeg({ progressive: true, quality: 20 }).toBuffer();
    const last = jpeg.lastIndexOf('ffda', undefined, 'hex');
    const scan = jpeg.subarray(last, -2);
    return Buffer.concat([jpeg.subarray(0, -2), ...Array<Buffer>(400).fill(scan), jpeg.subarray(-2)]);
  }

  const refused: [string, () => Buffer | Promise<Buffer>][] = [
    ['PNG of 60,000 by 60,000 in one bit', () => png(60_000, 60_000, 1, 0, [idat(60_000)])],
    ['PNG of 2^31 by 2^31', () => png(0x7fffffff, 0x7fffffff, 8, 2, [idat(1000)])],
    ['PNG one pixel wide and 40 million high', () => png(1, 40_000_000, 8, 0, [idat(80_000_000)])],
    ['PNG of 49 megapixels of nothing', () => png(7000, 7000, 8, 2, [idat(7000 * 21_001)])],
    [
      'PNG of 49 megapixels, 16 bits, interlaced',
      () =>
        png(
          7000,
          7000,
          16,
          6,
          [chunk('teSt', randomFillSync(Buffer.alloc(400_000))), idat(7000 * 56_001)],
          1,
        ),
    ],
    [
      'JPEG of 49 megapixels, progressive',
      () => flat(7000, 7000).jpeg({ progressive: true, chromaSubsampling: '4:4:4', quality: 95 }).toBuffer(),
    ],
    ['JPEG with hundreds of scans', manyScans],
    [
      'WebP of 49 megapixels in 38 bytes',
      () => flat(7000, 7000).webp({ lossless: true, effort: 0 }).toBuffer(),
    ],
    ['AVIF of 24 megapixels', () => flat(6000, 4000).avif({ effort: 0 }).toBuffer()],
  ];
  for (const [name, make] of refused)
    it(`refuses ${name} within 2 s and 200 MB`, async () => {
      const { outcome, ms, mb } = await developApart(await make());
      assert.equal(outcome, 'photo-refused');
      assert.ok(ms < 2000, `${ms} ms`);
      assert.ok(mb < 200, `${mb} MB`);
    });

  const taken: [string, () => Buffer | Promise<Buffer>][] = [
    [
      'a comment that unpacks to 200 MB',
      () => png(10, 10, 8, 2, [chunk('zTXt', text(200_000_000)), idat(310)]),
    ],
    ['picture data that goes on for 200 MB', () => png(10, 10, 8, 2, [idat(200_000_000)])],
    [
      'the heaviest JPEG that is let in',
      () => noise(5200, 5200).jpeg({ progressive: true, chromaSubsampling: '4:4:4', quality: 8 }).toBuffer(),
    ],
    [
      'the heaviest AVIF that is let in',
      () => noise(3840, 2160).blur(4).avif({ effort: 0, quality: 30 }).toBuffer(),
    ],
    ['a 49-megapixel JPEG as cameras write it', () => flat(7000, 7000).jpeg().toBuffer()],
  ];
  for (const [name, make] of taken)
    it(`stays under 2 s and 200 MB with ${name}`, async () => {
      const { outcome, ms, mb } = await developApart(await make());
      assert.equal(outcome, 'taken');
      assert.ok(ms < 2000, `${ms} ms: longer than the decoder may take`);
      assert.ok(mb < 200, `${mb} MB`);
    });
});
