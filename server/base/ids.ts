import { randomBytes } from 'node:crypto';

const LETTERS = '0123456789abcdefghijklmnopqrstuv';

/**
 * A new opaque id: 25 lower-case letters and digits, 125 random bits. One alphabet and one length, so that every
 * database sorts ids alike whatever its collation. It tells nothing: not when, not how many.
 */
export function newId(): string {
  if (used + ID_BYTES > pool.length) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  used += ID_BYTES;
  return idFrom(pool.subarray(used - ID_BYTES, used));
}

const ID_BYTES = 25;
/** Chance is asked for in larger pieces: each asking costs the same. */
const POOL_BYTES = 160 * ID_BYTES;
let pool = Buffer.alloc(0);
let used = 0;

/** The id that these bytes spell: 25 are used. */
export function idFrom(bytes: Uint8Array): string {
  let id = '';
  for (const byte of bytes.subarray(0, 25)) id += LETTERS[byte & 31];
  return id;
}
