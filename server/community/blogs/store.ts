import type { Reader } from '../../base/db/database.ts';
import type { BlogRow } from './table.ts';

export function findBlog(db: Reader, mallId: string, memberId: string): Promise<BlogRow | undefined> {
  return db
    .selectFrom('blogs')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', memberId)
    .executeTakeFirst();
}
