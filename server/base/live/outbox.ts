import { sql } from 'kysely';
import { afterCommit, type Database, type Trx } from '../db/database.ts';
import { prepared, preparedInsert } from '../db/prepared.ts';
import { timedId } from '../ids.ts';
import './table.ts';

/** One line of the outbox: what happened, committed with the change itself. */
export interface OutboxEvent {
  mallId: string;
  kind: string;
  topic: string;
  ids: Readonly<Record<string, string | number | null>>;
}

/** An event that has its place in the mall's order. */
export interface PlacedEvent extends OutboxEvent {
  id: string;
  position: number;
  createdAt: number;
}

/** An event that was just committed by this process; on PostgreSQL its place is given later. */
export type CommittedEvent = Omit<PlacedEvent, 'position'> & { position: number | null };

export interface Outbox {
  /** Adds the event to the writer's transaction. */
  append(trx: Trx, event: OutboxEvent): Promise<void>;
  /** Called after each commit of this process with each event that it appended, before the writer has its answer. */
  onCommit(listener: (event: CommittedEvent) => void): () => void;
  /** True, once, of an event that this process committed: who has acted upon its commit need not act upon its place. */
  wasOwn(eventId: string): boolean;
}

/** Own events remembered until they come back with their place; one too many forgotten costs a second look, no more. */
const OWN_KEPT = 20_000;

/** How long events are kept; a stream that resumes from before that is told to load anew. */
export const OUTBOX_DAYS = 7;

const nextPosition = prepared<[mallId: string], { position: number }>((db, mallId) =>
  db
    .insertInto('outbox_heads')
    .values({ mall_id: mallId, position: 1 })
    .onConflict((conflict) =>
      conflict.column('mall_id').doUpdateSet({ position: sql<number>`outbox_heads.position + 1` }),
    )
    .returning('position'),
);
const insertEvent = preparedInsert('outbox', [
  'mall_id',
  'event_id',
  'position',
  'kind',
  'topic',
  'ids',
  'created_at',
]);

export function openOutbox(database: Database, now: () => number): Outbox {
  const listeners = new Set<(event: CommittedEvent) => void>();
  const own = new Set<string>();
  let newest = 0;
  return {
    async append(trx, event) {
      // The relay orders by time: what one process appends must not share a millisecond, or chance would order it.
      const createdAt = Math.max(now(), newest + 1);
      newest = createdAt;
      let position: number | null = null;
      if (database.kind === 'sqlite') {
        // One writer at a time: a number taken here commits before the next one is taken.
        const [head] = await nextPosition(trx, event.mallId);
        position = head?.position ?? 0;
      }
      const id = timedId(createdAt);
      await insertEvent(trx, {
        mall_id: event.mallId,
        event_id: id,
        position,
        kind: event.kind,
        topic: event.topic,
        ids: JSON.stringify(event.ids),
        created_at: createdAt,
      });
      afterCommit(trx, () => {
        if (own.size >= OWN_KEPT) own.clear();
        own.add(id);
        for (const listener of listeners) listener({ ...event, id, position, createdAt });
      });
    },
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wasOwn: (eventId) => own.delete(eventId),
  };
}
