import sharp from 'sharp';
import { Problem } from '../../base/http/problem.ts';
import { shapeOfGif } from './gif.ts';
// What may be decoded is said there once for the process; this adds the one more reader.
import { SMALL_QUALITY, STILL_QUALITY } from './images.ts';
import { ANIMATION_PIXELS, gifRefusal } from './motion-rules.ts';
import { MAX_PIXELS, SMALL_PIXELS } from './rules.ts';
import { openTurns } from './turns.ts';

/** An animation, with the still that stands for it. */
export interface Animated {
  motion: Buffer;
  durationMs: number;
  width: number;
  height: number;
  small: Buffer;
  large: Buffer;
}

// Photos are judged by their first bytes before anything decodes them, so that no GIF reaches it by their way.
sharp.unblock({ operation: ['VipsForeignLoadNsgif'] });

const inTurn = openTurns(2, 20);
const DECODE_SECONDS = 30;

/**
 * Makes an animated WebP of a GIF, and a still of its first picture; nothing else that was in the file is in them.
 *
 * @param read brings the bytes, once it is their turn: so few uploads are held in memory
 * @throws Problem clip-refused for what is no GIF, or too much of one
 */
export function animate(read: () => Promise<Buffer>): Promise<Animated> {
  return inTurn(async () => {
    const bytes = await read();
    const shape = shapeOfGif(bytes);
    if (!shape) throw new Problem('clip-refused', { detail: 'no whole GIF' });
    const refusal = gifRefusal(shape);
    if (refusal) throw new Problem('clip-refused', { detail: refusal });
    try {
      return await animateNow(bytes, shape.durationMs);
    } catch (error) {
      if (error instanceof Problem) throw error;
      throw new Problem('clip-refused', {
        detail: /timeout/.test(String(error)) ? 'takes too long to decode' : 'cannot be decoded',
      });
    }
  });
}

async function animateNow(bytes: Buffer, durationMs: number): Promise<Animated> {
  const options = { limitInputPixels: MAX_PIXELS, failOn: 'error' } as const;
  const motion = await sharp(bytes, { ...options, animated: true })
    .timeout({ seconds: DECODE_SECONDS })
    .resize({ width: ANIMATION_PIXELS, withoutEnlargement: true })
    .webp({ quality: 70, effort: 2 })
    .toBuffer();
  const { data, info } = await sharp(bytes, options)
    .timeout({ seconds: DECODE_SECONDS })
    .resize({ width: ANIMATION_PIXELS, withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const still = () =>
    sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
  const large = await still().webp({ quality: STILL_QUALITY }).toBuffer();
  const small = await still()
    .resize(SMALL_PIXELS, SMALL_PIXELS, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: SMALL_QUALITY })
    .toBuffer();
  return { motion, durationMs, width: info.width, height: info.height, small, large };
}
