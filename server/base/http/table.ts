import type { Personal } from '../db/tables.ts';

export interface IdempotencyRow {
  mall_id: string;
  /** Digest of who asked, the route and the key. */
  key_digest: string;
  body_digest: string;
  /** JSON of the ids that the request made; what the answer is built from again. */
  result: string;
  expires_at: number;
}

/** Counts of what was done, shared by all processes on PostgreSQL. Its columns are the limiter library's. */
export interface PaceRow {
  key: string;
  points: number;
  expire: number | null;
}

declare module '../db/tables.ts' {
  interface Tables {
    idempotency: IdempotencyRow;
    pace: PaceRow;
  }
}

export const personal = {
  idempotency: { owner: null, exports: [], erase: 'keep' },
  pace: { owner: null, exports: [], erase: 'keep' },
} satisfies Personal;
