import { setImmediate as turn } from 'node:timers/promises';
import { HOUR } from '../../../base/clock.ts';
import type { Services } from '../../../base/services.ts';
import { findMall, listMalls } from '../../../mall/malls/store.ts';
import { visitDay } from '../rules.ts';

/** Blogs whose visitors of a day are forgotten in one transaction. */
const BATCH = 200;

/** Forgets who was counted on days that are over. The salts go first: from then on nothing can be told of the rest. */
export async function forgetVisitors(
  { database, now }: Pick<Services, 'database' | 'now'>,
  mallId: string,
  timeZone: string,
): Promise<void> {
  const today = visitDay(timeZone, now());
  await database.write((trx) =>
    trx.deleteFrom('visit_salts').where('mall_id', '=', mallId).where('day', '<', today).execute(),
  );
  for (;;) {
    const [first] = await database.db
      .selectFrom('blog_visitors')
      .select('day')
      .where('mall_id', '=', mallId)
      .where('day', '<', today)
      .orderBy('day')
      .limit(1)
      .execute();
    if (!first) return;
    const rows = await database.db
      .selectFrom('blog_visitors')
      .select('blog_id')
      .distinct()
      .where('mall_id', '=', mallId)
      .where('day', '=', first.day)
      .orderBy('blog_id')
      .limit(BATCH)
      .execute();
    const blogs = rows.map((row) => row.blog_id);
    await database.write((trx) =>
      trx
        .deleteFrom('blog_visitors')
        .where('mall_id', '=', mallId)
        .where('day', '=', first.day)
        .where('blog_id', 'in', blogs)
        .execute(),
    );
    await turn();
  }
}

/** Registers the forgetting. */
export function visitJobs(services: Services): void {
  services.jobs.every('blogs.visitors', HOUR, async () => {
    const { db } = services.database;
    for (const { id } of await listMalls(db)) {
      const mall = await findMall(db, id);
      if (mall) await forgetVisitors(services, id, mall.settings.timeZone);
    }
  });
}
