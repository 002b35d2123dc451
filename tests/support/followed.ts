import type { TestService } from './service.ts';

/**
 * Whether a consumer has seen all events of these kinds that a mall has. Events of other kinds its cursor passes in its
 * own time, and nobody need wait for that.
 */
export async function hasFollowed(
  { database }: Pick<TestService['services'], 'database'>,
  mallId: string,
  consumer: string,
  kinds: readonly string[],
): Promise<boolean> {
  const events = await database.db
    .selectFrom('outbox')
    .select('position')
    .where('mall_id', '=', mallId)
    .where('kind', 'in', kinds)
    .execute();
  const seen = await database.db
    .selectFrom('consumers')
    .select('position')
    .where('mall_id', '=', mallId)
    .where('consumer', '=', consumer)
    .executeTakeFirst();
  // On PostgreSQL the relay gives positions in its own time.
  return events.every(({ position }) => position !== null && position <= (seen?.position ?? 0));
}
