import type { Database, Trx } from '../../base/db/database.ts';
import { GONE_KEPT_MS, KEPT_MS } from './rules.ts';

const BATCH = 100;

/** Forgets old notices and mails, and those taken out of the inbox that nothing counts any more, batch by batch. */
export async function sweepInbox(database: Database, now: number): Promise<void> {
  const malls = await database.db.selectFrom('malls').select('mall_id').execute();
  for (const { mall_id: mallId } of malls) {
    const sweep = async (one: (trx: Trx) => Promise<number>) => {
      while ((await database.write(one)) === BATCH);
    };
    await sweep((trx) => sweepNotices(trx, mallId, 'gone_at', now - GONE_KEPT_MS));
    await sweep((trx) => sweepNotices(trx, mallId, 'created_at', now - KEPT_MS));
    await sweep((trx) => sweepMails(trx, mallId, now - KEPT_MS));
  }
}

async function sweepNotices(
  trx: Trx,
  mallId: string,
  column: 'gone_at' | 'created_at',
  until: number,
): Promise<number> {
  const rows = await trx
    .selectFrom('notices')
    .select('notice_id')
    .where('mall_id', '=', mallId)
    .where(column, '<', until)
    .orderBy(column)
    .limit(BATCH)
    .execute();
  const ids = rows.map((row) => row.notice_id);
  if (ids.length > 0)
    await trx.deleteFrom('notices').where('mall_id', '=', mallId).where('notice_id', 'in', ids).execute();
  return ids.length;
}

async function sweepMails(trx: Trx, mallId: string, until: number): Promise<number> {
  const rows = await trx
    .selectFrom('mails')
    .select('mail_id')
    .where('mall_id', '=', mallId)
    .where('created_at', '<', until)
    .orderBy('created_at')
    .limit(BATCH)
    .execute();
  const ids = rows.map((row) => row.mail_id);
  if (ids.length > 0)
    await trx.deleteFrom('mails').where('mall_id', '=', mallId).where('mail_id', 'in', ids).execute();
  return ids.length;
}
