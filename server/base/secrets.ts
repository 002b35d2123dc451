import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

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

export const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

export const hmac = (key: Buffer, text: string): string =>
  createHmac('sha256', key).update(text).digest('hex');

/** Compares in a time that tells nothing of where they differ. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
