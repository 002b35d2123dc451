import type { z } from '@hono/zod-openapi';
import type { Statement, StatementEntry } from '../../server/community/clubs/contract.ts';

/** The newest transfer of a pot that was seen once: later statements contain it. */
export interface Head {
  seq: number;
  hash: string;
}

export type Found =
  | { kind: 'whole'; entries: number; head: Head; known: Head | undefined }
  /** The first entry that does not fit what is before it. */
  | { kind: 'broken'; at: number }
  /** Each entry fits, but what was seen before is not among them. */
  | { kind: 'other'; known: Head };

type Hash = (text: string) => Promise<string>;
type Told = Pick<
  z.infer<typeof StatementEntry>,
  'seq' | 'hash' | 'parts' | 'amount' | 'balance' | 'kind' | 'at'
>;

/** Where in what is hashed of a transfer each thing stands (server/mall/points/rules.ts). */
const PART = { seq: 0, phase: 2, from: 4, to: 5, amount: 6, kind: 7, at: 9, balance: 13 } as const;

/** What a transfer moves in this account: only what is posted does. */
function moved(parts: Told['parts'], account: string): number {
  const phase = parts[PART.phase];
  if (phase !== 'posted' && phase !== 'post') return 0;
  const amount = Number(parts[PART.amount]);
  return parts[PART.to] === account ? amount : parts[PART.from] === account ? -amount : Number.NaN;
}

/** Whether what is shown of an entry is what is hashed of it. */
function isTold({ seq, parts, amount, balance, kind, at }: Told, by: number): boolean {
  return (
    parts[PART.seq] === seq &&
    parts[PART.balance] === balance &&
    parts[PART.kind] === kind &&
    parts[PART.at] === at &&
    (by === 0 || amount === by)
  );
}

/**
 * Recomputes the chain of a pot from its beginning: each hash is made of the one before it and of what the entry says,
 * each balance of the one before it and of what was moved.
 *
 * @param known what this browser saw at its end the last time
 */
export async function check(
  { account, items, head }: Pick<z.infer<typeof Statement>, 'account' | 'head'> & { items: readonly Told[] },
  known: Head | undefined,
  hash: Hash,
): Promise<Found> {
  let before = await hash(account);
  let balance = 0;
  let isKnown = !known || known.seq === 0;
  for (let at = 0; at < items.length; at++) {
    const entry = items[at]!;
    const by = moved(entry.parts, account);
    balance += by;
    const fits =
      entry.seq === at + 1 &&
      entry.balance === balance &&
      balance >= 0 &&
      isTold(entry, by) &&
      entry.hash === (await hash(JSON.stringify([before, ...entry.parts])));
    if (!fits) return { kind: 'broken', at: at + 1 };
    before = entry.hash;
    if (known?.seq === entry.seq) isKnown = known.hash === entry.hash;
  }
  // Of a pot that nothing has gone into yet there is only the hash that its chain begins with.
  const last = items.at(-1);
  if (head.seq !== (last?.seq ?? 0) || head.balance !== balance || (last && head.hash !== before))
    return { kind: 'broken', at: head.seq };
  if (!isKnown) return { kind: 'other', known: known! };
  return { kind: 'whole', entries: items.length, head: { seq: head.seq, hash: head.hash }, known };
}

/** SHA-256 of a text in hex, by the browser; nothing where the page has no https, and so no such thing. */
export function browserHash(): Hash | undefined {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return undefined;
  return async (text) => {
    const bytes = new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(text)));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  };
}
