import type { Personal } from '../db/tables.ts';

export interface OutboxRow {
  mall_id: string;
  event_id: string;
  /** Given in the writer's transaction on SQLite, by the relay on PostgreSQL; null until then. */
  position: number | null;
  /** What happened: `review.created`. */
  kind: string;
  /** What an open page listens to: `product:1234`. */
  topic: string;
  /** JSON of ids; never a text that a person wrote. */
  ids: string;
  created_at: number;
}

/** The newest position of each mall: one small row to poll, and the counter that positions come from. */
export interface OutboxHeadRow {
  mall_id: string;
  position: number;
}

/** How far a consumer has read a mall's events. Moves in the same transaction as what it did. */
export interface ConsumerRow {
  mall_id: string;
  consumer: string;
  position: number;
}

/** One row per lease that only one process may hold; `fence` grows with every new holder. */
export interface LeaseRow {
  name: string;
  holder: string;
  fence: number;
  expires_at: number;
}

declare module '../db/tables.ts' {
  interface Tables {
    outbox: OutboxRow;
    outbox_heads: OutboxHeadRow;
    consumers: ConsumerRow;
    leases: LeaseRow;
  }
}

export const personal = {
  outbox: { owner: null, exports: [], erase: 'keep' },
  outbox_heads: { owner: null, exports: [], erase: 'keep' },
  consumers: { owner: null, exports: [], erase: 'keep' },
  leases: { owner: null, exports: [], erase: 'keep' },
} satisfies Personal;
