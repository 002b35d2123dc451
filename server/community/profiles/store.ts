import { sql } from 'kysely';
import type { Reader } from '../../base/db/database.ts';
import { decodeCursor, encodeCursor } from '../../base/http/cursor.ts';
import type { ReviewRow } from '../reviews/table.ts';

/** A member's reviews that stand by themselves and are shown, newest first. */
export async function reviewsOf(
  db: Reader,
  mallId: string,
  shopperId: string,
  cursor: string | undefined,
  limit: number,
): Promise<{ rows: ReviewRow[]; next: string | null }> {
  let rows = shownReviews(db, mallId, shopperId).selectAll();
  if (cursor) {
    const [at, id] = decodeCursor(cursor, ['number', 'string']) as [number, string];
    rows = rows.where(sql<boolean>`(created_at, review_id) < (${at}, ${id})`);
  }
  const found = await rows
    .orderBy('created_at', 'desc')
    .orderBy('review_id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown,
    next: found.length > limit && last ? encodeCursor([last.created_at, last.review_id]) : null,
  };
}

const shownReviews = (db: Reader, mallId: string, shopperId: string) =>
  db
    .selectFrom('reviews')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('state', '=', 'shown')
    .where('later_of', 'is', null);

export async function countReviews(db: Reader, mallId: string, shopperId: string): Promise<number> {
  const row = await shownReviews(db, mallId, shopperId)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Comments that are shown under reviews that are; those under later reviews hang on their first ones' being shown. */
export async function countComments(db: Reader, mallId: string, shopperId: string): Promise<number> {
  const row = await db
    .selectFrom('comments')
    .innerJoin('reviews', (join) =>
      join
        .onRef('reviews.mall_id', '=', 'comments.mall_id')
        .onRef('reviews.review_id', '=', 'comments.subject_id'),
    )
    .leftJoin('reviews as first', (join) =>
      join.onRef('first.mall_id', '=', 'reviews.mall_id').onRef('first.review_id', '=', 'reviews.later_of'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('comments.mall_id', '=', mallId)
    .where('comments.shopper_id', '=', shopperId)
    .where('comments.subject_kind', '=', 'review')
    .where('comments.state', '=', 'shown')
    .where('reviews.state', '=', 'shown')
    .where((eb) => eb.or([eb('reviews.later_of', 'is', null), eb('first.state', '=', 'shown')]))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
