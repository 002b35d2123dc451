/** What a generated mall keeps of its rows besides: counts, summaries of products, words that are filed. */
import type SqliteDatabase from 'better-sqlite3';
import { DRIFT_SPANS } from '../../../server/community/reviews/later-rules.ts';
import { wordsOf } from '../../../server/community/reviews/words.ts';
import { MALL } from './load.ts';

/** A product with more reviews has their words filed; those of the youngest are not yet. */
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

/** As the service files them: of products with many reviews, all but the youngest. */
function fileWords(db: SqliteDatabase.Database, progress: (line: string) => void): void {
  const many = db
    .prepare('select product from product_stats where mall_id = ? and count > ?')
    .all(MALL, FILED_FROM) as { product: string }[];
  const youngest = db.prepare(
    'select created_at from reviews where mall_id = ? and product = ? order by created_at desc limit 1 offset ?',
  );
  const due = db.prepare(
    'select review_id, title, text from reviews where mall_id = ? and product = ? and created_at <= ?',
  );
  const word = db.prepare(
    'insert or ignore into review_words (mall_id, product, word, review_id) values (?, ?, ?, ?)',
  );
  const list = db.prepare(
    'insert or replace into review_word_lists (mall_id, review_id, words) values (?, ?, ?)',
  );
  const filed = db.prepare('update product_stats set filed_until = ? where mall_id = ? and product = ?');
  const one = db.transaction((product: string) => {
    const { created_at: until } = youngest.get(MALL, product, FILED_FROM / 2) as { created_at: number };
    const rows = due.all(MALL, product, until) as { review_id: string; title: string; text: string }[];
    for (const { review_id, title, text } of rows) {
      const words = wordsOf([title, text]);
      for (const each of words) word.run(MALL, product, each, review_id);
      list.run(MALL, review_id, words.join(' '));
    }
    filed.run(until, MALL, product);
  });
  db.exec(
    `update product_stats set unfiled = case when count > ${FILED_FROM} then ${FILED_FROM / 2} else count end`,
  );
  for (const [at, { product }] of many.entries()) {
    one(product);
    progress(`words of ${at + 1} of ${many.length} products`);
  }
}
