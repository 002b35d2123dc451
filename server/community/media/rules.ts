import { DAY } from '../../base/clock.ts';

/** What a photo may be sent as. GIF and TIFF are pictures too, but not of these. */
export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'avif';

/** Bytes of one upload. */
export const PHOTO_BODY_LIMIT = 12 * 1024 * 1024;
export const SMALL_PIXELS = 320;
export const LARGE_PIXELS = 1600;
/** A photo that waits for its text longer than this is swept. */
export const WAITING_MS = DAY;

/** The largest sensor of today's phones in its everyday mode is just below this. */
export const MAX_PIXELS = 50_000_000;
const MAX_SIDE = 20_000;
/** Memory that a decoder may need for one photo. */
const MAX_DECODER_BYTES = 180 * 1024 * 1024;
/** A progressive JPEG is walked once for every scan: pixels times scans. Cameras and encoders write about ten. */
const MAX_SCANNED_PIXELS = 400_000_000;
/** Over this size a picture with less than a byte for 250 pixels shows nothing: it is a bomb, or blank. */
const BLANK_FROM_PIXELS = 4_000_000;
const BLANK_PIXELS_PER_BYTE = 250;

const ascii = (bytes: Uint8Array, from: number, to: number) =>
  String.fromCharCode(...bytes.subarray(from, to));

/**
 * The format by the first bytes alone: what an upload calls itself counts for nothing.
 *
 * @returns undefined for everything that is not one of ours
 */
export function formatOf(bytes: Uint8Array): PhotoFormat | undefined {
  if (bytes.length < 32) return undefined;
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp';
  // Sequences ("avis") are films, and HEIC has a codec that is not free to ship.
  if (ascii(bytes, 4, 12) === 'ftypavif') return 'avif';
  return undefined;
}

/** What the header of a picture says, before anything of it is decoded. */
export interface Shape {
  format: PhotoFormat;
  width: number;
  height: number;
  /** Values per pixel, with transparency. */
  channels: number;
  bitsPerChannel: number;
  /** Sent coarse first: the whole of it must be held to show any of it. */
  progressive: boolean;
  /** Passes over the whole picture; 1 for all but JPEG. */
  scans: number;
  /** Of the upload. */
  bytes: number;
}

/** Memory that decoding takes, as measured: formats that stream need lines, the others the whole picture. */
function decoderBytes(shape: Shape): number {
  const pixels = shape.width * shape.height;
  const raw = pixels * shape.channels * (shape.bitsPerChannel > 8 ? 2 : 1);
  if (shape.format === 'avif') return pixels * (shape.bitsPerChannel > 8 ? 30 : 22);
  if (shape.format === 'png' && shape.progressive) return raw * 1.35;
  if (shape.format === 'jpeg' && shape.progressive) return raw * 2.1;
  return 0;
}

/** Why a picture is not even decoded, for the developer who reads the answer; undefined when it may be. */
export function refusalOf(shape: Shape): string | undefined {
  const pixels = shape.width * shape.height;
  if (pixels < 1) return 'no size';
  if (pixels > MAX_PIXELS) return `at most ${MAX_PIXELS / 1_000_000} megapixels`;
  if (Math.max(shape.width, shape.height) > MAX_SIDE) return `at most ${MAX_SIDE} pixels a side`;
  if (pixels > BLANK_FROM_PIXELS && pixels > shape.bytes * BLANK_PIXELS_PER_BYTE)
    return 'more canvas than content';
  if (decoderBytes(shape) > MAX_DECODER_BYTES)
    return `too many pixels for ${shape.progressive ? 'progressive ' : ''}${shape.format}`;
  if (pixels * shape.scans > MAX_SCANNED_PIXELS) return 'too many scans';
  return undefined;
}

/**
 * How many scans a JPEG has, by walking its markers to its end. What lies inside a segment (a thumbnail) or behind the
 * end (the film of a moving photo) is not counted.
 */
export function countScans(jpeg: Uint8Array): number {
  let scans = 0;
  let at = 2;
  while (at + 4 <= jpeg.length) {
    if (jpeg[at] !== 0xff) {
      at++;
      continue;
    }
    const marker = jpeg[at + 1]!;
    if (marker === 0xd9) break;
    // Filling, an escaped byte of the picture itself, or a mark between its rows.
    if (marker === 0xff) at++;
    else if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else {
      if (marker === 0xda) scans++;
      at += 2 + ((jpeg[at + 2]! << 8) | jpeg[at + 3]!);
    }
  }
  return scans;
}

/** Photos one shopper may send: enough for ten reviews with five each and some changes of mind. */
export const UPLOAD_PACE = { name: 'photos', points: 60, seconds: 600 };
/** Photos that one address sends at the same time: what two reviews have. */
export const UPLOADS_AT_ONCE = { name: 'uploads', points: 10, seconds: 2 };
/** Texts for photos, and photos taken back. */
export const CHANGE_PACE = { name: 'photo-changes', points: 120, seconds: 600 };

/** What the name of a stored file looks like; nothing else is ever asked of the store of files. */
export const FILE_NAME = /^[0-9a-v]{25}\.(webp|mp4|webm)$/;

/** What a stored file is given out as, by its name, which this service gave it. */
export function typeOfFile(name: string): 'image/webp' | 'video/mp4' | 'video/webm' {
  if (name.endsWith('.mp4')) return 'video/mp4';
  return name.endsWith('.webm') ? 'video/webm' : 'image/webp';
}
