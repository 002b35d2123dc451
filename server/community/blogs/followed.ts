import { sql } from 'kysely';
import type { Services } from '../../base/services.ts';
import type { Followed } from '../neighbours/followed.ts';
import { ensureBlog, findBlog } from './store.ts';

/** What neighbours need of blogs. */
export const followedBlogs = ({ outbox, now }: Pick<Services, 'outbox' | 'now'>): Followed => ({
  asks: async (db, mallId, memberId) => (await findBlog(db, mallId, memberId))?.asks === 1,
  async counted(trx, mallId, memberId, by) {
    await ensureBlog(trx, mallId, memberId, now());
    await trx
      .updateTable('blogs')
      .set({ neighbour_count: sql<number>`neighbour_count + ${by}` })
      .where('mall_id', '=', mallId)
      .where('shopper_id', '=', memberId)
      .execute();
    await outbox.append(trx, {
      mallId,
      kind: 'blog.changed',
      topic: `blog:${memberId}`,
      ids: { blog: memberId },
    });
  },
});
