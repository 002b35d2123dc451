import type { Reader } from '../db/database.ts';
import type { PlacedEvent } from './outbox.ts';
import './table.ts';

/**
 * The mall's events that come after a position, oldest first.
 *
 * @param only those up to a position, of some kinds
 */
export async function readEvents(
  db: Reader,
  mallId: string,
  after: number,
  limit: number,
  only: { upTo?: number; kinds?: readonly string[] | undefined } = {},
): Promise<PlacedEvent[]> {
  let asked = db
    .selectFrom('outbox')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit);
  if (only.upTo !== undefined) asked = asked.where('position', '<=', only.upTo);
  if (only.kinds) asked = asked.where('kind', 'in', only.kinds);
  const rows = await asked.execute();
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

/** The position of the mall's nth event after another one; undefined where there are fewer. */
export async function positionAfter(
  db: Reader,
  mallId: string,
  after: number,
  nth: number,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('outbox')
    .select('position')
    .where('mall_id', '=', mallId)
    .where('position', '>', after)
    .orderBy('position')
    .limit(1)
    .offset(nth - 1)
    .executeTakeFirst();
  return row?.position ?? undefined;
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
