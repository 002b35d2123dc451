/** What the blocks of a GIF say, before anything of it is decoded. */
export interface GifShape {
  width: number;
  height: number;
  frames: number;
  /** How long all frames are shown once, in milliseconds, as browsers do it. */
  durationMs: number;
}

/** Browsers show frames that say they are shown for less than 20 ms for 100. */
const SHORTEST_MS = 20;
const SHOWN_INSTEAD_MS = 100;

/**
 * Walks the blocks of a GIF to its end; what lies behind that is not looked at. Takes a time that the bytes bound.
 *
 * @returns undefined when it is no GIF, or breaks off before its end
 */
export function shapeOfGif(bytes: Uint8Array): GifShape | undefined {
  const word = (at: number) => bytes[at]! | (bytes[at + 1]! << 8);
  if (!/^GIF8[79]a$/.test(String.fromCharCode(...bytes.subarray(0, 6))) || bytes.length < 14)
    return undefined;
  const tableBytes = (flags: number) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  let [width, height] = [word(6), word(8)];
  let [frames, durationMs, delay] = [0, 0, 0];
  let at = 13 + tableBytes(bytes[10]!);
  const skipBlocks = () => {
    while (at < bytes.length && bytes[at] !== 0) at += bytes[at]! + 1;
    at++;
  };
  while (at < bytes.length) {
    const kind = bytes[at]!;
    if (kind === 0x3b) return frames > 0 ? { width, height, frames, durationMs } : undefined;
    if (kind === 0x21) {
      // How long the next frame is shown, in hundredths of a second.
      if (bytes[at + 1] === 0xf9 && at + 6 < bytes.length) delay = word(at + 4) * 10;
      at += 2;
      skipBlocks();
    } else if (kind === 0x2c && at + 10 < bytes.length) {
      frames++;
      durationMs += delay < SHORTEST_MS ? SHOWN_INSTEAD_MS : delay;
      delay = 0;
      // Decoders make the canvas larger for a frame that reaches beyond it.
      width = Math.max(width, word(at + 1) + word(at + 5));
      height = Math.max(height, word(at + 3) + word(at + 7));
      at += 10 + tableBytes(bytes[at + 9]!) + 1;
      skipBlocks();
    } else return undefined;
  }
  return undefined;
}
