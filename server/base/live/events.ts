import type { Reader } from '../db/database.ts';
import type { PlacedEvent } from './outbox.ts';
import './table.ts';

/** The mall's events that come after a position, oldest first. */
export async function readEvents(
  db: Reader,
  mallId: string,
  after: number,
  limit: number,
): Promise<PlacedEvent[]> {
  const rows = await db
    .selectFrom('outbox')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    mallId: row.mall_id,
    id: row.event_id,
    position: row.position ?? 0,
    kind: row.kind,
    topic: row.topic,
    ids: JSON.parse(row.ids) as PlacedEvent['ids'],
    createdAt: row.created_at,
  }));
}

/** The newest position of the mall, 0 when nothing has happened there. */
export async function readHead(db: Reader, mallId: string): Promise<number> {
  const row = await db
    .selectFrom('outbox_heads')
    .select('position')
    .where('mall_id', '=', mallId)
    .executeTakeFirst();
  return row?.position ?? 0;
}
