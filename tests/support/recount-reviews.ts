import assert from 'node:assert/strict';
import type { Reader } from '../../server/base/db/database.ts';
import type { Services } from '../../server/base/services.ts';
import { facetsIn, fileFacets } from '../../server/community/reviews/facets.ts';
import { spanOf } from '../../server/community/reviews/later-rules.ts';
import { fileWords, wordsIn } from '../../server/community/reviews/search.ts';
import type { ReviewRow } from '../../server/community/reviews/table.ts';
import { unfiledAt } from '../../server/community/reviews/unfiled.ts';
import { wordsOf } from '../../server/community/reviews/words.ts';

const reviewsOf = (db: Reader, mallId: string): Promise<ReviewRow[]> =>
  db
    .selectFrom('reviews')
    .selectAll()
    .where('mall_id', '=', mallId)
    .orderBy('created_at')
    .orderBy('review_id')
    .execute();

/** Files all reviews that are not yet, as those of a product with many more would be. */
export async function fileAll({ database }: Pick<Services, 'database'>): Promise<void> {
  await database.write(async (trx) => {
    for (const { mall_id, product } of await trx.selectFrom('product_stats').selectAll().execute()) {
      const rows = await unfiledAt(trx, mall_id, product);
      for (const row of rows) {
        if (row.later_of !== null) continue;
        await fileWords(trx, { mall_id, product, review_id: row.review_id }, wordsIn(rows, row));
        await fileFacets(trx, { mall_id, product, review_id: row.review_id }, facetsIn(row));
      }
      const until = rows.at(-1)?.created_at;
      if (until === undefined) continue;
      await trx
        .updateTable('product_stats')
        .set({ unfiled: 0, filed_until: until })
        .where('mall_id', '=', mall_id)
        .where('product', '=', product)
        .execute();
    }
  });
}

/**
 * The filed words and facets are those of the shown reviews, a later one's words under the first one; of the young ones
 * none is.
 */
export async function assertFiled(db: Reader, mallId: string): Promise<void> {
  const reviews = await reviewsOf(db, mallId);
  const products = new Map(
    (await db.selectFrom('product_stats').selectAll().where('mall_id', '=', mallId).execute()).map(
      (row) => [row.product, row] as const,
    ),
  );
  const isYoung = ({ product, created_at }: ReviewRow) =>
    created_at > (products.get(product)?.filed_until ?? 0);
  for (const [product, { unfiled }] of products) {
    const young = reviews.filter(
      (one) => one.product === product && one.state === 'shown' && isYoung(one),
    ).length;
    assert.ok(unfiled >= young, `${product}: ${young} are not filed, ${unfiled} are counted`);
    assert.ok(unfiled <= 128, `${product}: ${unfiled} are not filed`);
  }
  const expected = reviews
    .filter((one) => one.later_of === null && one.state === 'shown' && !isYoung(one))
    .flatMap((first) => {
      const later = reviews.filter((one) => one.later_of === first.review_id && one.state === 'shown');
      return wordsOf([first, ...later].flatMap((one) => [one.title, one.text])).map(
        (word) => `${first.product} ${first.review_id} ${word}`,
      );
    });
  const filed = await db.selectFrom('review_words').selectAll().where('mall_id', '=', mallId).execute();
  assert.deepEqual(
    filed.map((row) => `${row.product} ${row.review_id} ${row.word}`).sort(),
    expected.sort(),
    'filed words',
  );
  const facets = await db.selectFrom('review_facets').selectAll().where('mall_id', '=', mallId).execute();
  assert.deepEqual(
    facets.map((row) => `${row.product} ${row.review_id} ${row.facet}`).sort(),
    reviews
      .filter((one) => one.later_of === null && one.state === 'shown' && !isYoung(one))
      .flatMap((one) => facetsIn(one).map((facet) => `${one.product} ${one.review_id} ${facet}`))
      .sort(),
    'filed facets',
  );
  const lists = await db.selectFrom('review_word_lists').selectAll().where('mall_id', '=', mallId).execute();
  assert.deepEqual(
    lists.flatMap((row) => row.words.split(' ').map((word) => `${row.review_id} ${word}`)).sort(),
    filed.map((row) => `${row.review_id} ${row.word}`).sort(),
    'lists of filed words',
  );
}

/** How stars drift is what the shown reviews with a purchase say. */
export async function assertDrift(db: Reader, mallId: string): Promise<void> {
  const reviews = await reviewsOf(db, mallId);
  const shown = new Set(reviews.filter((one) => one.state === 'shown').map((one) => one.review_id));
  const expected = new Map<string, { count: number; stars: number }>();
  for (const { review_id, later_of, product, used_days, stars } of reviews) {
    if (used_days === null || !shown.has(review_id) || (later_of !== null && !shown.has(later_of))) continue;
    const key = `${product} ${spanOf(used_days)}`;
    const before = expected.get(key) ?? { count: 0, stars: 0 };
    expected.set(key, { count: before.count + 1, stars: before.stars + stars });
  }
  const rows = await db.selectFrom('product_drift').selectAll().where('mall_id', '=', mallId).execute();
  const kept = rows
    .filter((row) => row.count !== 0 || row.stars !== 0)
    .map(({ product, span, count, stars }) => [`${product} ${span}`, { count, stars }] as const);
  const sorted = (list: (readonly [string, unknown])[]) => list.sort(([a], [b]) => (a < b ? -1 : 1));
  assert.deepEqual(sorted(kept), sorted([...expected]), 'drift');
}
