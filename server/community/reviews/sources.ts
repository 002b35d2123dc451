import { sql } from 'kysely';
import type { Database } from '../../base/db/database.ts';
import { SOURCE_MS } from '../reputation/facts.ts';

/** Forgets where votes came from once that is no longer needed. */
export async function forgetSources(database: Database, now: number): Promise<void> {
  const malls = await database.db.selectFrom('malls').select('mall_id').execute();
  for (const { mall_id: mallId } of malls)
    await database.write((trx) =>
      trx
        .updateTable('votes')
        .set({ source: '' })
        .where('mall_id', '=', mallId)
        // As the partial index says it, so that it is used: a value that is given would not do.
        .where(sql<boolean>`source <> ''`)
        .where('cast_at', '<=', now - SOURCE_MS)
        .execute(),
    );
}
