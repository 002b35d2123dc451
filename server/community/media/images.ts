import sharp from 'sharp';
import { Problem } from '../../base/http/problem.ts';
import { countScans, formatOf, LARGE_PIXELS, MAX_PIXELS, refusalOf, SMALL_PIXELS } from './rules.ts';

/** One photo in the sizes that are kept, upright, without anything that the camera wrote into it. */
export interface Developed {
  width: number;
  height: number;
  small: Buffer;
  large: Buffer;
}

// Of the readers that come with libvips only those for our formats stay: no SVG, no TIFF, no GIF, whatever asks.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadHeif'],
});
// Photos come once and differ: a cache would only hold memory. One thread each keeps the other cores for answers.
sharp.cache(false);
sharp.concurrency(1);

/** Pictures that are decoded at one time in this process. */
const AT_ONCE = 2;
/** Uploads that are held in memory at one time, those that are still being sent included. */
export const PLACES = 22;
const DECODE_SECONDS = 2;
export const STILL_QUALITY = 80;
export const SMALL_QUALITY = 76;

let running = 0;
let taken = 0;
const waiting: (() => void)[] = [];

/**
 * Takes a place for an upload, before its bytes are read: without one they would fill the memory before anybody looks.
 *
 * @returns how to give it back, to be called once
 * @throws Problem busy when too many are under way
 */
export function takePlace(): () => void {
  if (taken >= PLACES) throw new Problem('busy', { retryAfter: 2 });
  taken++;
  return () => {
    taken--;
  };
}

/**
 * Decodes an upload and makes the kept sizes of it, at most two at a time in this process.
 *
 * @throws Problem photo-refused for what is no photo, or too much of one
 */
export async function develop(bytes: Buffer): Promise<Developed> {
  if (!formatOf(bytes)) throw new Problem('photo-refused', { detail: 'send JPEG, PNG, WebP or AVIF' });
  if (running < AT_ONCE) running++;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await developNow(bytes);
  } catch (error) {
    if (error instanceof Problem) throw error;
    // libvips speaks of offsets and operations: nothing that a person who sent a broken file could use.
    throw new Problem('photo-refused', {
      detail: /timeout/.test(String(error)) ? 'takes too long to decode' : 'cannot be decoded',
    });
  } finally {
    // The place goes straight to the next one, so that nobody who comes now overtakes.
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

async function developNow(bytes: Buffer): Promise<Developed> {
  const format = formatOf(bytes)!;
  const options = { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true } as const;
  const said = await sharp(bytes, options).metadata();
  const refusal = refusalOf({
    format,
    width: said.width,
    height: said.height,
    channels: said.channels,
    bitsPerChannel: said.bitsPerSample ?? 8,
    progressive: said.isProgressive,
    scans: format === 'jpeg' ? countScans(bytes) : 1,
    bytes: bytes.length,
  });
  if (refusal) throw new Problem('photo-refused', { detail: refusal });
  const { data, info } = await sharp(bytes, options)
    .timeout({ seconds: DECODE_SECONDS })
    .autoOrient()
    .resize(LARGE_PIXELS, LARGE_PIXELS, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = () =>
    sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
  const large = await pixels().webp({ quality: STILL_QUALITY }).toBuffer();
  const small = await pixels()
    .resize(SMALL_PIXELS, SMALL_PIXELS, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: SMALL_QUALITY })
    .toBuffer();
  return { width: info.width, height: info.height, small, large };
}
