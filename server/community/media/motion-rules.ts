import { MAX_PIXELS } from './rules.ts';

const MEGABYTE = 1024 * 1024;
/** Bytes of one upload. */
export const MOST_BYTES = { animation: 12 * MEGABYTE, clip: 64 * MEGABYTE } as const;
/** Bytes of one part of it. */
export const PART_BYTES = MEGABYTE;
/** Parts of one upload: enough for parts of 64 KB. */
export const MOST_PARTS = 1024;
/** Uploads that one member has open at a time. */
export const MOST_OPEN = 3;

export const MOST_MS = 60_000;
/** A camera that was told to stop after a minute stops a little later. */
export const SLACK_MS = 500;
export const MOST_GIF_FRAMES = 300;
/** Width of what an animation becomes. */
export const ANIMATION_PIXELS = 640;
const MOST_SIDE = 20_000;

/** Why an animation is not even decoded, for the developer who reads the answer; undefined when it may be. */
export function gifRefusal(shape: {
  width: number;
  height: number;
  frames: number;
  durationMs: number;
}): string | undefined {
  const { width, height, frames, durationMs } = shape;
  if (width < 1 || height < 1) return 'no size';
  if (frames > MOST_GIF_FRAMES) return `at most ${MOST_GIF_FRAMES} frames`;
  if (Math.max(width, height) > MOST_SIDE) return `at most ${MOST_SIDE} pixels a side`;
  if (width * height * frames > MAX_PIXELS)
    return `at most ${MAX_PIXELS / 1_000_000} megapixels in all frames together`;
  if (durationMs > MOST_MS + SLACK_MS) return `at most ${MOST_MS / 1000} seconds`;
  return undefined;
}

/** What a clip may be. */
export const CLIP = {
  videoCodecs: ['avc', 'vp8', 'vp9', 'av1'],
  audioCodecs: { mp4: ['aac', 'mp3', 'opus'], webm: ['opus', 'vorbis'] },
  /** Pixels of its long side. */
  mostSide: 1920,
  /** Pieces of one track: 120 pictures a second, and sound in the smallest pieces there are. */
  mostPackets: 30_000,
  mostMs: MOST_MS + SLACK_MS,
} as const;

/** The container by its first bytes alone. */
export function containerOf(bytes: Uint8Array): 'mp4' | 'webm' | undefined {
  if (bytes.length < 64) return undefined;
  if (String.fromCharCode(...bytes.subarray(4, 8)) === 'ftyp') return 'mp4';
  if (bytes[0] === 0x1a && bytes[1] === 0x45 && bytes[2] === 0xdf && bytes[3] === 0xa3) return 'webm';
  return undefined;
}

/** Boxes of an mp4 that hold boxes. */
const HOLDERS = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'edts', 'moof', 'traf', 'mvex', 'udta']);
const AT_THE_TOP = new Set(['ftyp', 'moov', 'mdat', 'moof']);
const MOST_BOXES = 200_000;

/**
 * Why an mp4 is not even read: a table that claims more than the file can hold, or more than a minute has, would make a
 * reader count to it. Undefined when it may be read.
 */
export function boxRefusal(bytes: Uint8Array): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let boxes = 0;
  const tracks = { count: 0 };

  function walk(from: number, to: number, depth: number): string | undefined {
    for (let at = from; at + 8 <= to; ) {
      if (++boxes > MOST_BOXES) return 'too many boxes';
      const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
      let [head, size] = [8, view.getUint32(at)];
      if (size === 1) {
        if (at + 16 > to) return 'a box breaks off';
        [head, size] = [16, Number(view.getBigUint64(at + 8))];
      } else if (size === 0) size = to - at;
      if (size < head) return 'a box without a size';
      // What is behind the last box of ours at the top is not kept anyway; anything else that is too long broke off.
      if (at + size > to && (depth > 0 || AT_THE_TOP.has(kind))) return 'it breaks off';
      const end = Math.min(at + size, to);
      if (kind === 'trak' && ++tracks.count > 20) return 'too many tracks';
      const refusal =
        HOLDERS.has(kind) && depth < 8 ? walk(at + head, end, depth + 1) : table(kind, at + head, end);
      if (refusal) return refusal;
      at += size;
    }
    return undefined;
  }

  function table(kind: string, at: number, end: number): string | undefined {
    const room = end - at;
    const count = (offset: number) => (room >= offset + 4 ? view.getUint32(at + offset) : 0);
    const most = CLIP.mostPackets;
    const claims = (entries: number, bytesEach: number, head: number) =>
      entries > most || entries * bytesEach > room - head ? `${kind} claims too many entries` : undefined;
    if (kind === 'stsz') return count(4) === 0 ? claims(count(8), 4, 12) : claims(count(8), 0, 12);
    if (kind === 'stz2') return claims(count(8), 0.5, 12);
    if (kind === 'stco' || kind === 'stss') return claims(count(4), 4, 8);
    if (kind === 'co64') return claims(count(4), 8, 8);
    if (kind === 'stsc') {
      const entries = count(4);
      const refusal = claims(entries, 12, 8);
      for (let i = 0; !refusal && i < entries; i++)
        if (view.getUint32(at + 12 + i * 12) > most) return `${kind} claims too many entries`;
      return refusal;
    }
    if (kind === 'elst') return claims(count(4), 12, 8);
    if (kind === 'stts' || kind === 'ctts') {
      const entries = count(4);
      const refusal = claims(entries, 8, 8);
      if (refusal) return refusal;
      let samples = 0;
      for (let i = 0; i < entries; i++) samples += view.getUint32(at + 8 + i * 8);
      return samples > most ? `${kind} claims too many entries` : undefined;
    }
    if (kind === 'trun') {
      const flags = count(0) & 0xffffff;
      let each = 0;
      for (const flag of [0x100, 0x200, 0x400, 0x800]) if (flags & flag) each += 4;
      return claims(count(4), each, 8);
    }
    return undefined;
  }

  return walk(0, bytes.length, 0);
}

/** Why a webm is not even read: it says that it is longer. Undefined when it may be read. */
export function segmentRefusal(bytes: Uint8Array): string | undefined {
  /** The number that begins at a place, with the bytes it takes; of an id nothing is taken off. */
  const number = (at: number, isId: boolean) => {
    const first = bytes[at] ?? 0;
    const length = Math.clz32(first) - 23;
    let value = isId ? first : first & (0xff >> length);
    let isUnknown = value === 0xff >> length;
    for (let i = 1; i < length; i++) {
      const byte = bytes[at + i] ?? 0;
      isUnknown &&= byte === 0xff;
      value = value * 256 + byte;
    }
    return { value, length, isUnknown };
  };
  for (let at = 0; at + 12 <= bytes.length; ) {
    const id = number(at, true);
    const size = number(at + id.length, false);
    if (id.length > 4 || size.length > 8) return 'no webm';
    const from = at + id.length + size.length;
    // A reader would follow segments in segments down.
    if (id.value === SEGMENT && number(from, true).value === SEGMENT) return 'no webm';
    // One that is recorded live does not know its length.
    if (id.value === SEGMENT)
      return !size.isUnknown && from + size.value > bytes.length ? 'it breaks off' : undefined;
    at = from + size.value;
  }
  return 'no webm';
}
const SEGMENT = 0x18538067;
