import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/**
 * Secrets are derived from the service's one master key and never stored. `derive` gives the same 32 bytes for the
 * same words, and tells nothing of any other's.
 */
export interface Secrets {
  derive(...words: readonly string[]): Buffer;
}

/** @param master at least 32 bytes, kept outside the database */
export function openSecrets(master: Buffer): Secrets {
  if (master.length < 32) throw new Error('The master key needs at least 32 bytes');
  const known = new Map<string, Buffer>();
  return {
    derive(...words) {
      const label = JSON.stringify(words);
      let key = known.get(label);
      if (!key) {
        key = Buffer.from(hkdfSync('sha256', master, 'dangol', label, 32));
        if (known.size > 10_000) known.clear();
        known.set(label, key);
      }
      return key;
    },
  };
}

export const sha256 = (text: string | Uint8Array): string => hash('sha256', text);

/** A key in the form that is ready for use: to make it takes several times what a short text takes. */
const ready = new WeakMap<Buffer, KeyObject>();

export function hmac(key: Buffer, text: string): string {
  let object = ready.get(key);
  if (!object) {
    object = createSecretKey(key);
    ready.set(key, object);
  }
  return createHmac('sha256', object).update(text).digest('hex');
}

/** Compares in a time that tells nothing of where they differ. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Which way of sealing it was: another one, or another key, gets another number. */
const SEALED = 'v1.';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Makes a text unreadable and unchangeable without the key (AES-256-GCM): for what must be stored, or leave, and come
 * back. Twice the same text looks different each time.
 *
 * @param key 32 bytes, for this purpose alone
 * @returns url-safe text
 */
export function seal(key: Buffer, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(SEALED));
  const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return SEALED + Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString('base64url');
}

/** The text that was sealed with this key; undefined for everything else. */
export function unseal(key: Buffer, sealed: string): string | undefined {
  if (!sealed.startsWith(SEALED)) return undefined;
  const bytes = Buffer.from(sealed.slice(SEALED.length), 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const opened = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(SEALED))
    .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const text = opened.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([text, opened.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
