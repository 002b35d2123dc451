import type { Migration } from '../base/db/migrate.ts';

/**
 * Reviews that somebody has said something about, in the helpful order: a list comes to them past any number of fresh
 * ones. Most reviews are never in there, so that a post writes nothing to it.
 */
export const judged: Migration = {
  name: '0009-judged',
  steps: [
    `create index if not exists reviews_judged on reviews
      (mall_id, product, state, rank_helpful desc, bought desc, created_at desc, review_id desc,
       fresh_until, later_of, stamp)
      where (fresh_until = 0 or rank_helpful > 0)`,
  ],
};
