import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Reader, Trx } from '../../../base/db/database.ts';
import { hmac, type Secrets } from '../../../base/secrets.ts';
import type { Mall } from '../../../mall/malls/rules.ts';
import { visitDay } from '../rules.ts';
import { ensureBlog } from '../store.ts';

type At = Pick<Mall, 'id' | 'settings'>;
/** Somebody comes to a blog. */
export interface Visit {
  /** The member whose blog it is. */
  blog: string;
  /** The id of a member, or the key of an address. It is never kept. */
  visitor: string;
}

const today = (mall: At, now: number) => visitDay(mall.settings.timeZone, now);

/**
 * What a visitor is counted by. Without the salt of the day, which goes with it, and the service's own key it tells
 * nothing: not who it was, and not that two visits of other days or other blogs were the same person's.
 */
function digestOf(secrets: Secrets, mallId: string, salt: string, { blog, visitor }: Visit): string {
  const key = hmac(secrets.derive('blog-visits', mallId), salt);
  return hmac(Buffer.from(key, 'hex'), JSON.stringify([blog, visitor]));
}

async function saltOf(db: Reader, mallId: string, day: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('visit_salts')
    .select('salt')
    .where('mall_id', '=', mallId)
    .where('day', '=', day)
    .executeTakeFirst();
  return row?.salt;
}

/** Whether the visitor has been counted today: then there is nothing to write. */
export async function isCounted(
  db: Reader,
  secrets: Secrets,
  mall: At,
  visit: Visit,
  now: number,
): Promise<boolean> {
  const day = today(mall, now);
  const salt = await saltOf(db, mall.id, day);
  if (salt === undefined) return false;
  const row = await db
    .selectFrom('blog_visitors')
    .select('digest')
    .where('mall_id', '=', mall.id)
    .where('day', '=', day)
    .where('blog_id', '=', visit.blog)
    .where('digest', '=', digestOf(secrets, mall.id, salt, visit))
    .executeTakeFirst();
  return row !== undefined;
}

/** Counts a visitor once a day. */
export async function countVisitor(
  trx: Trx,
  secrets: Secrets,
  mall: At,
  visit: Visit,
  now: number,
): Promise<void> {
  const day = today(mall, now);
  await trx
    .insertInto('visit_salts')
    .values({ mall_id: mall.id, day, salt: randomBytes(32).toString('base64url') })
    .onConflict((conflict) => conflict.columns(['mall_id', 'day']).doNothing())
    .execute();
  const salt = (await saltOf(trx, mall.id, day)) ?? '';
  const digest = digestOf(secrets, mall.id, salt, visit);
  const fresh = await trx
    .insertInto('blog_visitors')
    .values({ mall_id: mall.id, day, blog_id: visit.blog, digest })
    .onConflict((conflict) => conflict.columns(['mall_id', 'day', 'blog_id', 'digest']).doNothing())
    .returning('digest')
    .executeTakeFirst();
  if (!fresh) return;
  await trx
    .insertInto('blog_visits')
    .values({ mall_id: mall.id, shopper_id: visit.blog, day, count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['mall_id', 'shopper_id', 'day'])
        .doUpdateSet({ count: sql<number>`blog_visits.count + 1` }),
    )
    .execute();
  await ensureBlog(trx, mall.id, visit.blog, now);
  await trx
    .updateTable('blogs')
    .set({ visit_count: sql<number>`visit_count + 1` })
    .where('mall_id', '=', mall.id)
    .where('shopper_id', '=', visit.blog)
    .execute();
}
