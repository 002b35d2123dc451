import { DAY, HOUR } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { sweepIdempotency } from '../http/idempotency.ts';
import { ANY_MALL } from '../live/consumer.ts';
import { OUTBOX_DAYS } from '../live/outbox.ts';
import type { Services } from '../services.ts';

const BATCH = 500;

/** What the ground itself does again and again. */
export function groundJobs(services: Pick<Services, 'jobs' | 'database' | 'now'>): void {
  const { jobs, database, now } = services;
  jobs.every('ground.outbox', HOUR, () => sweepOutbox(database, now()));
  jobs.every('ground.idempotency', HOUR, () => sweepIdempotency(database, now()));
  jobs.every('ground.pace', HOUR, () => sweepPace(database, now()));
}

/** Forgets counts of pace that have run out; there are none but on PostgreSQL, where all processes share them. */
async function sweepPace(database: Database, now: number): Promise<void> {
  await database.write((trx) => trx.deleteFrom('pace').where('expire', '<', now).execute());
}

/**
 * Forgets the events whose week is over, always from the oldest position on, so that what is kept has no hole; never one
 * that a consumer has yet to see.
 */
export async function sweepOutbox(database: Database, now: number): Promise<void> {
  const cutoff = now - OUTBOX_DAYS * DAY;
  const heads = await database.db.selectFrom('outbox_heads').selectAll().execute();
  for (const { mall_id: mallId, position: head } of heads) {
    const seen = Math.min(head, await slowestCursor(database, mallId));
    while ((await sweepBatch(database, mallId, seen, cutoff)) === BATCH);
  }
}

/** How far every consumer there is has read this mall; one that has not begun has read nothing. */
async function slowestCursor(database: Database, mallId: string): Promise<number> {
  const cursors = await database.db
    .selectFrom('consumers as known')
    .leftJoin('consumers as own', (join) =>
      join.onRef('own.consumer', '=', 'known.consumer').on('own.mall_id', '=', mallId),
    )
    .where('known.mall_id', '=', ANY_MALL)
    .select('own.position as position')
    .execute();
  return Math.min(Number.POSITIVE_INFINITY, ...cursors.map((cursor) => cursor.position ?? 0));
}

async function sweepBatch(database: Database, mallId: string, seen: number, cutoff: number): Promise<number> {
  const oldest = await database.db
    .selectFrom('outbox')
    .select(['position', 'created_at'])
    .where('mall_id', '=', mallId)
    .where('position', '<=', seen)
    .orderBy('position')
    .limit(BATCH)
    .execute();
  const young = oldest.findIndex((event) => event.created_at >= cutoff);
  const old = young === -1 ? oldest : oldest.slice(0, young);
  const last = old.at(-1)?.position;
  if (last === undefined || last === null) return 0;
  await database.write((trx) =>
    trx.deleteFrom('outbox').where('mall_id', '=', mallId).where('position', '<=', last).execute(),
  );
  return old.length;
}
