import { sql } from 'kysely';
import { afterCommit, type Database, type Trx } from '../db/database.ts';
import { newId } from '../ids.ts';

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

export interface Outbox {
  /** Adds the event to the writer's transaction. */
  append(trx: Trx, event: OutboxEvent): Promise<void>;
  /** Called after each commit of this process that appended, with the malls that moved. */
  onCommit(listener: (mallId: string) => void): () => void;
}

/** How long events are kept; a stream that resumes from before that is told to load anew. */
export const OUTBOX_DAYS = 7;

export function openOutbox(database: Database, now: () => number): Outbox {
  const listeners = new Set<(mallId: string) => void>();
  let newest = 0;
  return {
    async append(trx, event) {
      // The relay orders by time: what one process appends must not share a millisecond, or chance would order it.
      const createdAt = Math.max(now(), newest + 1);
      newest = createdAt;
      let position: number | null = null;
      if (database.kind === 'sqlite') {
        // One writer at a time: a number taken here commits before the next one is taken.
        const head = await trx
          .insertInto('outbox_heads')
          .values({ mall_id: event.mallId, position: 1 })
          .onConflict((conflict) =>
            conflict.column('mall_id').doUpdateSet({ position: sql<number>`outbox_heads.position + 1` }),
          )
          .returning('position')
          .executeTakeFirstOrThrow();
        position = head.position;
      }
      await trx
        .insertInto('outbox')
        .values({
          mall_id: event.mallId,
          event_id: newId(),
          position,
          kind: event.kind,
          topic: event.topic,
          ids: JSON.stringify(event.ids),
          created_at: createdAt,
        })
        .execute();
      afterCommit(trx, () => {
        for (const listener of listeners) listener(event.mallId);
      });
    },
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
