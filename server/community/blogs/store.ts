import type { Reader, Trx } from '../../base/db/database.ts';
import type { BlogRow } from './table.ts';

export function findBlog(db: Reader, mallId: string, memberId: string): Promise<BlogRow | undefined> {
  return db
    .selectFrom('blogs')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', memberId)
    .executeTakeFirst();
}

/** The row of a blog, made when its member first does something with it, or somebody else does. */
export async function ensureBlog(trx: Trx, mallId: string, memberId: string, now: number): Promise<void> {
  await trx
    .insertInto('blogs')
    .values({
      mall_id: mallId,
      shopper_id: memberId,
      title: null,
      about: '',
      skin: 'plain',
      font: 'page',
      layout: 'shelf',
      hue: null,
      tune: null,
      asks: 0,
      front_page_at: null,
      hide_reason: null,
      story_count: 0,
      purchase_count: 0,
      neighbour_count: 0,
      visit_count: 0,
      version: 0,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['mall_id', 'shopper_id']).doNothing())
    .execute();
}
