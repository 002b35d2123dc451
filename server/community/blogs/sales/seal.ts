import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { Secrets } from '../../../base/secrets.ts';

export { markDay } from './rules.ts';

/**
 * A sealed mark says from whose blog, and from which story, a reader came to a product, and on which day. Nobody but the
 * service can read, make or change one; for the same words it is the same text, so that answers that hold it can be kept.
 */
export interface MarkFacts {
  author: string;
  /** Null: from what they bought. */
  story: string | null;
  product: string;
  /** Whole days since 1970 (UTC), as `markDay` gives it. */
  day: number;
}

/** Longest mark that is given out, in characters. */
export const MOST_MARK = 150;
/** What else is read as one at all. */
const MARK = /^[A-Za-z0-9_-]{60,150}$/;
const VERSION = 1;
const ID = 25;
const DIGEST = 8;
const NONCE = 12;
const TAG = 16;
const HEAD = 1 + 4 + DIGEST;

const keysOf = (secrets: Secrets, mallId: string) => ({
  /** Hides it and keeps it whole. */
  seal: secrets.derive('story-mark', mallId),
  /** Gives each text its own nonce, and products their digests. */
  digest: secrets.derive('story-mark-digest', mallId),
});

const digestOf = (key: Buffer, what: 'product' | 'nonce', of: string | Buffer): Buffer =>
  createHmac('sha256', key).update(`${what}\0`).update(of).digest();

/**
 * @param facts.author id of the member whose blog it is
 * @returns url-safe text of at most {@link MOST_MARK} characters
 */
export function sealMark(
  secrets: Secrets,
  mallId: string,
  { author, story, product, day }: MarkFacts,
): string {
  const keys = keysOf(secrets, mallId);
  const head = Buffer.alloc(HEAD);
  head.writeUInt8(VERSION, 0);
  head.writeUInt32BE(day, 1);
  digestOf(keys.digest, 'product', product).copy(head, 1 + 4, 0, DIGEST);
  const text = Buffer.concat([head, Buffer.from(author + (story ?? ''), 'latin1')]);
  // Made of the text itself: the same nonce never meets another text, and the same text gives the same mark.
  const nonce = digestOf(keys.digest, 'nonce', text).subarray(0, NONCE);
  const cipher = createCipheriv('aes-256-gcm', keys.seal, nonce);
  const hidden = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString('base64url');
}

/**
 * What a mark says; undefined for whatever is none of this mall's, or is one of another product.
 *
 * @param product of the line that brought it
 */
export function unsealMark(
  secrets: Secrets,
  mallId: string,
  product: string,
  text: string,
): Omit<MarkFacts, 'product'> | undefined {
  if (!MARK.test(text)) return undefined;
  const keys = keysOf(secrets, mallId);
  const bytes = Buffer.from(text, 'base64url');
  // Only as it was given out: no second spelling of its last letter.
  if (bytes.toString('base64url') !== text) return undefined;
  const nonce = bytes.subarray(0, NONCE);
  const opened = createDecipheriv('aes-256-gcm', keys.seal, nonce, { authTagLength: TAG }).setAuthTag(
    bytes.subarray(NONCE, NONCE + TAG),
  );
  let plain: Buffer;
  try {
    plain = Buffer.concat([opened.update(bytes.subarray(NONCE + TAG)), opened.final()]);
  } catch {
    return undefined;
  }
  const ids = plain.subarray(HEAD).toString('latin1');
  if (plain[0] !== VERSION || (ids.length !== ID && ids.length !== 2 * ID)) return undefined;
  const digest = digestOf(keys.digest, 'product', product).subarray(0, DIGEST);
  if (!digest.equals(plain.subarray(1 + 4, HEAD))) return undefined;
  return {
    author: ids.slice(0, ID),
    story: ids.length > ID ? ids.slice(ID) : null,
    day: plain.readUInt32BE(1),
  };
}
