import assert from 'node:assert/strict';
import type { Reader } from '../../server/base/db/database.ts';
import { facetsOf, rankHelpful } from '../../server/community/reviews/rules.ts';

/** Counts a mall's reviews, votes and comments anew from their rows, and compares with every count that is kept. */
export async function assertCounts(db: Reader, mallId: string): Promise<void> {
  const reviews = await db.selectFrom('reviews').selectAll().where('mall_id', '=', mallId).execute();
  const votes = await db.selectFrom('votes').selectAll().where('mall_id', '=', mallId).execute();
  const comments = await db.selectFrom('comments').selectAll().where('mall_id', '=', mallId).execute();
  const photos = await db.selectFrom('photos').selectAll().where('mall_id', '=', mallId).execute();
  const stats = new Map<string, number>();
  const facets = new Map<string, number>();
  const add = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const review of reviews) {
    const of = votes.filter((vote) => vote.review_id === review.review_id);
    const weigh = (helpful: number) =>
      of.filter((vote) => vote.helpful === helpful).reduce((sum, vote) => sum + vote.weight, 0);
    const shown = comments.filter(
      (one) => one.subject_id === review.review_id && one.state === 'shown',
    ).length;
    assert.deepEqual(
      [review.weight_yes, review.weight_no, review.voters_yes, review.comment_count, review.rank_helpful],
      [
        weigh(1),
        weigh(0),
        of.filter((vote) => vote.helpful && vote.weight > 0).length,
        shown,
        rankHelpful(weigh(1), weigh(0)),
      ],
      `counts of review ${review.review_id}`,
    );
    assert.ok(
      of.every((vote) => vote.shopper_id !== review.shopper_id),
      'nobody votes on their own',
    );
    assert.equal(
      photos.filter((photo) => photo.owner_id === review.review_id).length,
      review.photo_count,
      'photos',
    );
    const { product } = review;
    if (review.state === 'hidden') add(facets, `${product}|hidden:${review.hide_reason}`);
    if (review.state !== 'shown') continue;
    for (const column of [
      'count',
      `stars_${review.stars}`,
      ...(review.photo_count ? ['with_photo'] : []),
      ...(review.bought ? ['bought'] : []),
    ])
      add(stats, `${product}|${column}`);
    for (const facet of new Set(facetsOf(JSON.parse(review.options), JSON.parse(review.attributes))))
      add(facets, `${product}|${facet}`);
  }
  const keptStats = new Map<string, number>();
  for (const { mall_id: _, product, ...columns } of await db
    .selectFrom('product_stats')
    .selectAll()
    .where('mall_id', '=', mallId)
    .execute())
    for (const [column, count] of Object.entries(columns))
      if (count !== 0) keptStats.set(`${product}|${column}`, Number(count));
  assert.deepEqual(sorted(keptStats), sorted(stats), 'summaries');
  const keptFacets = new Map<string, number>();
  for (const row of await db
    .selectFrom('product_facet_stats')
    .selectAll()
    .where('mall_id', '=', mallId)
    .execute())
    keptFacets.set(`${row.product}|${row.facet}`, row.count);
  assert.deepEqual(sorted(keptFacets), sorted(facets), 'counts of facets');
}

const sorted = (map: Map<string, number>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
