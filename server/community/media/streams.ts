/** What the packets of a clip say of themselves, for those codecs where it stands in their first bytes. */

const view = (source: AllowSharedBufferSource): Uint8Array =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);

/** Reads bits from the left; beyond the end they are zeros. */
function bitsOf(bytes: Uint8Array) {
  let at = 0;
  const bit = () => {
    const value = ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
    at++;
    return value;
  };
  const bits = (count: number) => {
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 2 + bit();
    return value;
  };
  /** Exponential Golomb, as H.264 writes numbers. */
  const golomb = () => {
    let zeros = 0;
    while (zeros < 32 && bit() === 0) zeros++;
    return 2 ** zeros - 1 + bits(zeros);
  };
  const signed = () => {
    const value = golomb();
    return value % 2 ? (value + 1) / 2 : -value / 2;
  };
  return { bit, bits, golomb, signed };
}

/**
 * Width and height that the decoder will be told.
 *
 * @returns undefined where it cannot be read from here
 */
export function pixelsOf(
  codec: string,
  key: Uint8Array,
  description: AllowSharedBufferSource | undefined,
): [number, number] | undefined {
  if (codec === 'vp8') return vp8(key);
  if (codec === 'vp9') return vp9(key);
  if (codec === 'avc') return avc(key, description && view(description));
  return codec === 'av1' ? av1(key) : undefined;
}

function vp8(key: Uint8Array): [number, number] | undefined {
  if (key.length < 10 || key[3] !== 0x9d || key[4] !== 0x01 || key[5] !== 0x2a) return undefined;
  return [(key[6]! | (key[7]! << 8)) & 0x3fff, (key[8]! | (key[9]! << 8)) & 0x3fff];
}

function vp9(key: Uint8Array): [number, number] | undefined {
  const { bit, bits } = bitsOf(key);
  if (bits(2) !== 2) return undefined;
  const profile = bit() + bit() * 2;
  if (profile === 3) bit();
  // An old picture shown again, or one that builds on others.
  if (bit() === 1 || bit() === 1) return undefined;
  bits(2);
  if (bits(24) !== 0x498342) return undefined;
  if (profile >= 2) bit();
  if (bits(3) === 7) {
    if (profile === 1 || profile === 3) bit();
  } else {
    bit();
    if (profile === 1 || profile === 3) bits(3);
  }
  return [bits(16) + 1, bits(16) + 1];
}

function av1(key: Uint8Array): [number, number] | undefined {
  for (let at = 0; at < key.length; ) {
    const kind = (key[at]! >> 3) & 15;
    let next = at + (key[at]! & 4 ? 2 : 1);
    let size = 0;
    if (key[at]! & 2) {
      for (let i = 0; i < 4; i++) {
        const byte = key[next++] ?? 0;
        size += (byte & 0x7f) * 128 ** i;
        if (byte < 0x80) break;
      }
    } else size = key.length - next;
    if (kind === 1) return av1Sequence(key.subarray(next, next + size));
    at = next + size;
  }
  return undefined;
}

function av1Sequence(bytes: Uint8Array): [number, number] | undefined {
  const { bit, bits } = bitsOf(bytes);
  bits(4);
  if (bit() === 1) bits(5);
  else {
    // Timing is told by the container; streams that tell their own are rare, and nothing is read of them here.
    if (bit() === 1) return undefined;
    const delays = bit();
    const points = bits(5) + 1;
    for (let i = 0; i < points; i++) {
      bits(12);
      if (bits(5) > 7) bit();
      if (delays && bit() === 1) bits(4);
    }
  }
  const [widthBits, heightBits] = [bits(4) + 1, bits(4) + 1];
  return [bits(widthBits) + 1, bits(heightBits) + 1];
}

/** The largest of the sizes that stand in the set-up, and in the packet itself. */
function avc(key: Uint8Array, setUp: Uint8Array | undefined): [number, number] | undefined {
  const sizes: [number, number][] = [];
  const take = (unit: Uint8Array) => {
    const size = (unit[0] ?? 0) % 32 === 7 ? avcSet(unit) : undefined;
    if (size) sizes.push(size);
  };
  if (setUp && setUp.length > 6) {
    let at = 6;
    for (let left = setUp[5]! & 31; left > 0 && at + 2 <= setUp.length; left--) {
      const size = (setUp[at]! << 8) | setUp[at + 1]!;
      take(setUp.subarray(at + 2, at + 2 + size));
      at += 2 + size;
    }
  }
  const lengthBytes = setUp && setUp.length > 4 ? (setUp[4]! & 3) + 1 : 4;
  for (let at = 0; at + lengthBytes < key.length; ) {
    let size = 0;
    for (let i = 0; i < lengthBytes; i++) size = size * 256 + key[at + i]!;
    take(key.subarray(at + lengthBytes, at + lengthBytes + size));
    at += lengthBytes + size;
  }
  let largest: [number, number] | undefined;
  for (const one of sizes) if (!largest || Math.max(...one) > Math.max(...largest)) largest = one;
  return largest;
}

const WITH_CHROMA = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** Numbers for scaling end when the next one would be 0. */
function skipScaling(signed: () => number, count: number): void {
  let last = 8;
  for (let i = 0; i < count && last !== 0; i++) last = (last + signed() + 256) % 256;
}

/** A sequence parameter set of H.264. */
function avcSet(unit: Uint8Array): [number, number] | undefined {
  const plain: number[] = [];
  for (let i = 1; i < unit.length && plain.length < 400; i++)
    // A three after two zeros is written so that nothing looks like a start; it is not part of it.
    if (!(unit[i] === 3 && unit[i - 1] === 0 && unit[i - 2] === 0)) plain.push(unit[i]!);
  const { bit, bits, golomb, signed } = bitsOf(Uint8Array.from(plain));
  const profile = bits(8);
  bits(16);
  golomb();
  if (WITH_CHROMA.has(profile)) {
    const chroma = golomb();
    if (chroma === 3) bit();
    golomb();
    golomb();
    bit();
    if (bit() === 1)
      for (let i = 0; i < (chroma === 3 ? 12 : 8); i++) {
        const isWritten = bit() === 1;
        if (isWritten) skipScaling(signed, i < 6 ? 16 : 64);
      }
  }
  golomb();
  const order = golomb();
  if (order === 0) golomb();
  else if (order === 1) {
    bit();
    signed();
    signed();
    const cycle = golomb();
    if (cycle > 255) return undefined;
    for (let i = 0; i < cycle; i++) signed();
  }
  golomb();
  bit();
  const width = (golomb() + 1) * 16;
  const rows = golomb() + 1;
  const height = rows * 16 * (bit() === 1 ? 1 : 2);
  // Written in blocks of 16: what is cut off at the edges is at most that.
  return [width - 15, height - 31 > 0 ? height - 31 : height];
}

/**
 * What a Vorbis decoder is told, without the tags in it: three parts, the middle one holds them.
 *
 * @returns undefined when it is not that
 */
export function bareVorbis(told: Uint8Array): Uint8Array | undefined {
  if (told[0] !== 2) return undefined;
  let at = 1;
  const size = () => {
    let sum = 0;
    for (;;) {
      const byte = told[at++];
      if (byte === undefined) return Number.NaN;
      sum += byte;
      if (byte < 255) return sum;
    }
  };
  const [first, tags] = [size(), size()];
  const last = told.length - at - first - tags;
  // The first is 30 bytes, so that its size is one byte, as is that of the empty tags.
  if (first !== 30 || !(last > 0)) return undefined;
  const head = told.subarray(at, at + first);
  const setUp = told.subarray(at + first + tags);
  const empty = [3, ...Buffer.from('vorbis'), 0, 0, 0, 0, 0, 0, 0, 0, 1];
  return Uint8Array.from([2, first, empty.length, ...head, ...empty, ...setUp]);
}
