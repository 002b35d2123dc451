/** What a generated mall keeps of its rows besides: counts, summaries of products, words that are filed. */
import type SqliteDatabase from 'better-sqlite3';
import { DRIFT_SPANS } from '../../../server/community/reviews/later-rules.ts';
import { MALL } from './load.ts';

/** A product with more reviews has their words filed; the newest wait. */
const FILED_FROM = 128;

const SPAN = DRIFT_SPANS.toReversed()
  .map((span) => `when used_days >= ${span} then ${span}`)
  .join(' ');

/** Each stands for itself and may be done twice. */
const SUMS: readonly (readonly [what: string, sql: string])[] = [
  [
    'summaries of products',
    `insert or replace into product_stats (mall_id, product, count, stars_1, stars_2, stars_3, stars_4, stars_5, with_photo, bought)
      select mall_id, product, count(*), sum(stars = 1), sum(stars = 2), sum(stars = 3), sum(stars = 4), sum(stars = 5),
        sum(photo_count > 0), sum(bought) from reviews group by mall_id, product`,
  ],
  [
    'facets of products',
    `insert or replace into product_facet_stats (mall_id, product, facet, count)
      select mall_id, product, facet, count(*) from review_facets group by mall_id, product, facet`,
  ],
  [
    'drift of products',
    `insert or replace into product_drift (mall_id, product, span, count, stars)
      select mall_id, product, case ${SPAN} else 0 end as span, count(*), sum(stars) from reviews
      where used_days is not null group by mall_id, product, span`,
  ],
  [
    'wishes of products',
    `insert or replace into product_wishes (mall_id, product, members)
      select mall_id, product, count(distinct shopper_id) from wishes where list_id in
        (select list_id from wishlists where visibility = 'public') group by mall_id, product`,
  ],
  [
    'neighbours of blogs',
    `update blogs set neighbour_count = found.count from
      (select mall_id, followed_id, count(*) as count from neighbours where state = 'follows' group by mall_id, followed_id) as found
      where blogs.mall_id = found.mall_id and blogs.shopper_id = found.followed_id`,
  ],
  [
    'visits of blogs',
    `update blogs set visit_count = found.count from
      (select mall_id, shopper_id, sum(count) as count from blog_visits group by mall_id, shopper_id) as found
      where blogs.mall_id = found.mall_id and blogs.shopper_id = found.shopper_id`,
  ],
];

export function sumUp(db: SqliteDatabase.Database, progress: (line: string) => void): void {
  for (const [what, sql] of SUMS) {
    progress(what);
    db.exec(sql);
  }
  fileWords(db, progress);
}

/** As the service files them: of products with many reviews, all but those that still wait. */
function fileWords(db: SqliteDatabase.Database, progress: (line: string) => void): void {
  const many = db
    .prepare(
      'select product, count(*) as count from review_words_waiting where mall_id = ? group by product having count(*) > ?',
    )
    .all(MALL, FILED_FROM) as { product: string; count: number }[];
  const waiting = db.prepare(
    'select review_id, words from review_words_waiting where mall_id = ? and product = ? order by review_id limit ?',
  );
  const word = db.prepare(
    'insert or ignore into review_words (mall_id, product, word, review_id) values (?, ?, ?, ?)',
  );
  const list = db.prepare(
    'insert or replace into review_word_lists (mall_id, review_id, words) values (?, ?, ?)',
  );
  const filed = db.prepare(
    'delete from review_words_waiting where mall_id = ? and product = ? and review_id = ?',
  );
  const one = db.transaction((product: string, count: number) => {
    const rows = waiting.all(MALL, product, count) as { review_id: string; words: string }[];
    for (const { review_id, words } of rows) {
      for (const each of words.split(' ')) word.run(MALL, product, each, review_id);
      list.run(MALL, review_id, words);
      filed.run(MALL, product, review_id);
    }
  });
  for (const [at, { product, count }] of many.entries()) {
    one(product, count - FILED_FROM / 2);
    progress(`words of ${at + 1} of ${many.length} products`);
  }
}
