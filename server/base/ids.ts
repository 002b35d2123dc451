import { randomBytes } from 'node:crypto';

const LETTERS = '0123456789abcdefghijklmnopqrstuv';

/**
 * A new opaque id: 25 lower-case letters and digits, 125 random bits. One alphabet and one length, so that every
 * database sorts ids alike whatever its collation. It tells nothing: not when, not how many.
 */
export const newId = (): string => idFrom(randomBytes(25));

/** The id that these bytes spell: 25 are used. */
export function idFrom(bytes: Uint8Array): string {
  let id = '';
  for (const byte of bytes.subarray(0, 25)) id += LETTERS[byte & 31];
  return id;
}
