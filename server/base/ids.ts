import { randomBytes } from 'node:crypto';

const LETTERS = '0123456789abcdefghijklmnopqrstuv';

/**
 * A new opaque id: 25 lower-case letters and digits, 125 random bits. One alphabet and one length, so that every
 * database sorts ids alike whatever its collation. It tells nothing: not when, not how many.
 */
export function newId(): string {
  let id = '';
  for (const byte of randomBytes(25)) id += LETTERS[byte & 31];
  return id;
}
