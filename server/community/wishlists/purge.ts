import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { DAY } from '../../base/clock.ts';
import type { Trx } from '../../base/db/database.ts';
import type { Services } from '../../base/services.ts';
import { listMalls } from '../../mall/malls/store.ts';
import { endClaims } from './claims/store.ts';
import { REMOVED_KEPT_MS } from './rules.ts';
import { announce, PURGE } from './store.ts';
import type { WishRow } from './table.ts';

type Purging = Pick<Services, 'outbox' | 'now'>;

/** Wishes in one transaction: few, so that no writer waits for long. */
const BATCH = 50;

/** Comments that hang on wishes. */
const UNDER_WISHES = sql<boolean>`subject_kind = 'wish'`;

/** Deletes wishes with all that hangs on them, for good. */
export async function deleteWishes(trx: Trx, purging: Purging, wishes: readonly WishRow[]): Promise<void> {
  const [first] = wishes;
  if (!first) return;
  const mallId = first.mall_id;
  const ids = wishes.map((wish) => wish.wish_id);
  const listOf = new Map(wishes.map((wish) => [wish.wish_id, wish.list_id]));
  const comments = await trx
    .deleteFrom('comments')
    .where('mall_id', '=', mallId)
    .where(UNDER_WISHES)
    .where('subject_id', 'in', ids)
    .returning(['comment_id', 'subject_id'])
    .execute();
  for (const { comment_id: comment, subject_id: wish } of comments)
    await purging.outbox.append(trx, {
      mallId,
      kind: 'comment.deleted',
      topic: `wishlist:${listOf.get(wish)}`,
      ids: { wish, comment },
    });
  await trx.deleteFrom('wishes').where('mall_id', '=', mallId).where('wish_id', 'in', ids).execute();
  await endClaims(trx, mallId, wishes, purging.now());
  for (const wish of wishes) await announce(trx, purging, 'wish.deleted', wish);
}

/** Deletes what was taken off more than 30 days ago, and what was on lists that are gone, at one mall. */
export async function purgeMall(
  { database, outbox, now }: Purging & Pick<Services, 'database'>,
  mallId: string,
): Promise<void> {
  for (let found = BATCH; found === BATCH; ) {
    found = await database.write(async (trx) => {
      const rows = await trx
        .selectFrom('wishes')
        .selectAll()
        .where('mall_id', '=', mallId)
        .where('removed_at', '<=', now() - REMOVED_KEPT_MS)
        .orderBy('removed_at')
        .limit(BATCH)
        .execute();
      await deleteWishes(trx, { outbox, now }, rows);
      return rows.length;
    });
    await setImmediate();
  }
}

/** Registers the deleting. */
export function wishJobs(services: Services): void {
  services.jobs.every('wishes.removed', DAY, async () => {
    for (const mall of await listMalls(services.database.db)) await purgeMall(services, mall.id);
  });
  services.jobs.on(PURGE, (_, { mallId }) => purgeMall(services, mallId));
}
