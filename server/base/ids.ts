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

/** Letters that tell a time in milliseconds, for a thousand years. */
const TIME_LETTERS = 9;

/**
 * An id that begins with the time, for rows that tell it anyway and come in such numbers that their index should grow at
 * one end. The rest is chance.
 */
export function timedId(ms: number): string {
  let time = '';
  for (let at = TIME_LETTERS - 1; at >= 0; at--) time += LETTERS[Math.floor(ms / 32 ** at) % 32];
  return time + newId().slice(TIME_LETTERS);
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
