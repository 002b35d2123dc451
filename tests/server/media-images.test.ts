import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import sharp, { type CreateRaw, type Sharp } from 'sharp';
import { Problem } from '../../server/base/http/problem.ts';
import { develop, PLACES, takePlace } from '../../server/community/media/images.ts';
import { countScans, formatOf, refusalOf, type Shape } from '../../server/community/media/rules.ts';
import { chunk } from './data/pictures.ts';

type Rgb = readonly [number, number, number];
const RED: Rgb = [220, 30, 30];
const GREEN: Rgb = [30, 180, 60];
const BLUE: Rgb = [40, 60, 210];
const YELLOW: Rgb = [240, 220, 40];

/** Raw pixels: red and green above, blue and yellow below. */
function quarters(width: number, height: number): Buffer {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const colour = y < height / 2 ? (x < width / 2 ? RED : GREEN) : x < width / 2 ? BLUE : YELLOW;
      pixels.set(colour, (y * width + x) * 3);
    }
  return pixels;
}
const raw = (pixels: Buffer, width: number, height: number) =>
  sharp(pixels, { raw: { width, height, channels: 3 } });
const picture = (width = 64, height = 48) => raw(quarters(width, height), width, height);
/** The colours in the middle of the four quarters: left and right above, left and right below. */
async function cornersOf(webp: Uint8Array): Promise<Rgb[]> {
  const { data, info } = await sharp(webp).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (fx: number, fy: number): Rgb => {
    const from = (Math.floor(info.height * fy) * info.width + Math.floor(info.width * fx)) * info.channels;
    return [data[from]!, data[from + 1]!, data[from + 2]!];
  };
  return [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)];
}
function assertColours(found: Rgb[], wanted: Rgb[], what: string): void {
  const far = (a: Rgb, b: Rgb) => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
  for (const [i, colour] of wanted.entries())
    assert.ok(far(found[i]!, colour) < 40, `${what}: corner ${i} is ${found[i]}`);
}

/** The names of the parts of a WebP file. */
function chunksOf(webp: Uint8Array): string[] {
  const bytes = Buffer.from(webp);
  const names: string[] = [];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4);
    names.push(bytes.toString('latin1', at, at + 4));
    at += 8 + size + (size % 2);
  }
  return names;
}
/** Nothing but the picture itself: no EXIF, XMP or colour profile, and no text that was in one. */
async function assertBare(webp: Uint8Array, secrets: readonly string[] = []): Promise<void> {
  const { exif, icc, xmp, iptc, orientation, format } = await sharp(webp).metadata();
  assert.deepEqual(
    { exif, icc, xmp, iptc, orientation, format },
    {
      exif: undefined,
      icc: undefined,
      xmp: undefined,
      iptc: undefined,
      orientation: undefined,
      format: 'webp',
    },
  );
  assert.deepEqual(
    chunksOf(webp).filter((name) => !['VP8 ', 'VP8L', 'VP8X', 'ALPH'].includes(name)),
    [],
  );
  for (const secret of secrets) assert.equal(Buffer.from(webp).includes(secret), false, secret);
}

const SECRETS = ['SecretCam', 'SERIAL-4711', 'Jane Owner', 'GPSHIDDEN'];
const withSecrets = (image: Sharp) =>
  image
    .withIccProfile('p3')
    .withExif({
      IFD0: { Make: 'SecretCam', Artist: 'Jane Owner' },
      IFD2: { BodySerialNumber: 'SERIAL-4711' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '37/1 33/1 58/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '126/1 58/1 40/1',
        GPSAreaInformation: 'GPSHIDDEN',
      },
    })
    .withXmp(
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="GPSHIDDEN"/></rdf:RDF></x:xmpmeta>',
    );

describe('media: rules', () => {
  const photo: Shape = {
    format: 'jpeg',
    width: 4000,
    height: 3000,
    channels: 3,
    bitsPerChannel: 8,
    progressive: false,
    scans: 1,
    bytes: 3_000_000,
  };
  const table: [string, Partial<Shape>, RegExp | undefined][] = [
    ['a phone photo', {}, undefined],
    ['50 megapixels of a phone', { width: 8160, height: 6120 }, undefined],
    ['more than that', { width: 8200, height: 6120 }, /megapixels/],
    ['no size', { width: 0 }, /no size/],
    ['a very long strip', { width: 20_001, height: 100 }, /a side/],
    ['a long screenshot', { format: 'png', width: 1080, height: 20_000, bytes: 300_000 }, undefined],
    ['a huge canvas in a tiny file', { format: 'webp', width: 7000, height: 7000, bytes: 38 }, /more canvas/],
    ['a small blank picture', { format: 'png', width: 1500, height: 1500, bytes: 300 }, undefined],
    ['progressive, 24 megapixels', { width: 6000, height: 4000, progressive: true, scans: 10 }, undefined],
    [
      'progressive, 50 megapixels',
      { width: 8160, height: 6120, progressive: true, scans: 10 },
      /progressive jpeg/,
    ],
    [
      'interlaced with 16 bits',
      { format: 'png', width: 5000, height: 5000, channels: 4, bitsPerChannel: 16, progressive: true },
      /progressive png/,
    ],
    ['AVIF of a screen', { format: 'avif', width: 3840, height: 2160 }, undefined],
    ['AVIF of a camera', { format: 'avif' }, /avif/],
    ['AVIF with ten bits', { format: 'avif', width: 3000, height: 2200, bitsPerChannel: 10 }, /avif/],
    ['many scans', { progressive: true, scans: 60 }, /scans/],
  ];
  for (const [name, change, refused] of table)
    it(name, () => {
      const found = refusalOf({ ...photo, ...change });
      if (refused) assert.match(found ?? 'taken', refused);
      else assert.equal(found, undefined);
    });

  it('knows a format by its first bytes', async () => {
    assert.equal(formatOf(await picture().jpeg().toBuffer()), 'jpeg');
    assert.equal(formatOf(await picture().png().toBuffer()), 'png');
    assert.equal(formatOf(await picture().webp().toBuffer()), 'webp');
    assert.equal(formatOf(await picture().avif({ effort: 0 }).toBuffer()), 'avif');
    for (const other of [
      await picture().gif().toBuffer(),
      await picture().tiff().toBuffer(),
      Buffer.alloc(0),
      Buffer.alloc(100),
    ])
      assert.equal(formatOf(other), undefined);
  });

  it('counts scans by the markers, not in a thumbnail, not behind the end', async () => {
    const plain = await picture().jpeg().toBuffer();
    const progressive = await picture().jpeg({ progressive: true }).toBuffer();
    assert.equal(countScans(plain), 1);
    assert.equal(countScans(Buffer.concat([plain, progressive, progressive])), 1);
    assert.ok(countScans(progressive) > 5);
    const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, progressive.length + 2]), progressive]);
    segment.writeUInt16BE(progressive.length + 2, 2);
    assert.equal(countScans(Buffer.concat([plain.subarray(0, 2), segment, plain.subarray(2)])), 1);
    assert.equal(countScans(Buffer.from([0xff, 0xd8, 0xff])), 0);
  });
});

describe('media: pictures', () => {
  /** EXIF: which side of what one sees the first row and the first column of the file are. */
  const sides = [
    ['top', 'left'],
    ['top', 'right'],
    ['bottom', 'right'],
    ['bottom', 'left'],
    ['left', 'top'],
    ['right', 'top'],
    ['right', 'bottom'],
    ['left', 'bottom'],
  ] as const;
  for (const [i, [row0, column0]] of sides.entries())
    it(`orientation ${i + 1} comes out upright`, async () => {
      const [width, height] = [240, 160];
      const upright = quarters(width, height);
      const turned = row0 === 'left' || row0 === 'right';
      const [fileWidth, fileHeight] = turned ? [height, width] : [width, height];
      const file = Buffer.alloc(upright.length);
      for (let row = 0; row < fileHeight; row++)
        for (let column = 0; column < fileWidth; column++) {
          const across = turned ? row : column;
          const down = turned ? column : row;
          const x = row0 === 'right' || column0 === 'right' ? width - 1 - across : across;
          const y = row0 === 'bottom' || column0 === 'bottom' ? height - 1 - down : down;
          upright.copy(file, (row * fileWidth + column) * 3, (y * width + x) * 3, (y * width + x) * 3 + 3);
        }
      const upload = await raw(file, fileWidth, fileHeight)
        .jpeg({ quality: 95 })
        .withMetadata({ orientation: i + 1 })
        .toBuffer();
      const made = await develop(upload);
      assert.deepEqual([made.width, made.height], [width, height]);
      for (const webp of [made.small, made.large]) {
        assertColours(await cornersOf(webp), [RED, GREEN, BLUE, YELLOW], `orientation ${i + 1}`);
        await assertBare(webp);
      }
    });

  it('every format loses camera, serial, owner, place and profile', async () => {
    for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
      const upload = await withSecrets(picture(400, 300))
        .toFormat(format, { effort: format === 'jpeg' ? undefined : 1 } as object)
        .toBuffer();
      const said = await sharp(upload).metadata();
      assert.ok(said.exif && said.icc, `${format} carries metadata to begin with`);
      const made = await develop(upload);
      for (const webp of [made.small, made.large]) await assertBare(webp, SECRETS);
      assertColours(await cornersOf(made.large), [RED, GREEN, BLUE, YELLOW], format);
    }
  });

  it('colours of a wide profile become sRGB', async () => {
    // Pure green of Display P3 lies outside sRGB, and is clipped to its pure green; taken over as numbers, this dull
    // green of P3 would stay (100, 180, 100).
    const upload = await sharp({
      create: { width: 64, height: 64, channels: 3, background: { r: 100, g: 180, b: 100 } },
    })
      .png()
      .toBuffer();
    const { data: icc } = {
      data: (await sharp(await picture().withIccProfile('p3').png().toBuffer()).metadata()).icc!,
    };
    const tagged = Buffer.concat([
      upload.subarray(0, 33),
      chunk('iCCP', Buffer.concat([Buffer.from('p3\0\0', 'latin1'), deflateSync(icc)])),
      upload.subarray(33),
    ]);
    const [corner] = await cornersOf((await develop(tagged)).large);
    assert.ok(corner![0] < 85 && corner![1] > 176, `${corner}`);
  });

  it('keeps the sizes within their limits, and never enlarges', async () => {
    const big = await develop(await picture(2400, 1200).jpeg().toBuffer());
    assert.deepEqual([big.width, big.height], [1600, 800]);
    const of = async (webp: Buffer) => ((m) => [m.width, m.height])(await sharp(webp).metadata());
    assert.deepEqual(await of(big.large), [1600, 800]);
    assert.deepEqual(await of(big.small), [320, 160]);
    const little = await develop(await picture(90, 60).png().toBuffer());
    assert.deepEqual(await of(little.large), [90, 60]);
    assert.deepEqual(await of(little.small), [90, 60]);
    const thin = await develop(await picture(2, 4000).png().toBuffer());
    assert.deepEqual(await of(thin.large), [1, 1600]);
  });

  it('takes grey, transparent, 16-bit, CMYK and moving pictures (the first frame)', async () => {
    const frames = Buffer.concat([Buffer.alloc(3000, 10), Buffer.alloc(3000, 200)]);
    const moving = await sharp(frames, {
      raw: { width: 40, height: 50, channels: 3, pageHeight: 25 } as CreateRaw,
    })
      .webp()
      .toBuffer();
    assert.equal((await sharp(moving).metadata()).pages, 2);
    const uploads = {
      grey: await picture().greyscale().jpeg().toBuffer(),
      transparent: await picture().ensureAlpha(0.5).png().toBuffer(),
      deep: await picture().toColourspace('rgb16').png().toBuffer(),
      cmyk: await picture().toColourspace('cmyk').jpeg().toBuffer(),
      moving,
    };
    for (const [name, upload] of Object.entries(uploads)) {
      const made = await develop(upload);
      const said = await sharp(made.large).metadata();
      assert.equal(said.pages ?? 1, 1, name);
      assert.equal(said.hasAlpha, name === 'transparent', name);
      assert.equal(said.height, name === 'moving' ? 25 : 48, name);
      await assertBare(made.small);
    }
  });

  it('the shipped samples come out upright and bare', async () => {
    const folder = new URL('../../demo/data/uploads/', import.meta.url);
    const names = readdirSync(folder).filter((name) => name.endsWith('.jpg'));
    assert.ok(names.length >= 3);
    for (const name of names) {
      const upload = readFileSync(new URL(name, folder));
      const said = await sharp(upload).metadata();
      assert.ok(said.exif?.includes('Sample Cam'), `${name} has EXIF`);
      assert.ok((said.orientation ?? 1) > 1, `${name} lies on its side`);
      const made = await develop(upload);
      assert.equal(made.width > made.height, name.startsWith('landscape'), name);
      for (const webp of [made.small, made.large]) await assertBare(webp, ['Sample Cam']);
    }
  });

  it('places are as many as there are, and those given back are free again', () => {
    const held = Array.from({ length: PLACES }, () => takePlace());
    const refused = (error: unknown) => error instanceof Problem && error.code === 'busy';
    assert.throws(takePlace, refused);
    held.pop()?.();
    held.push(takePlace());
    assert.throws(takePlace, refused);
    for (const giveBack of held) giveBack();
  });

  it('two at once are decoded, the others wait their turn', async () => {
    const upload = await picture(600, 400).jpeg().toBuffer();
    const broken = upload.subarray(0, 300);
    const all = await Promise.allSettled(
      Array.from({ length: 25 }, (_, n) => develop(n % 5 ? upload : broken)),
    );
    assert.equal(all.filter((one) => one.status === 'rejected').length, 5);
    assert.equal((await Promise.all(Array.from({ length: 22 }, () => develop(upload)))).length, 22);
  });
});
