import type { Migration } from '../base/db/migrate.ts';

/** The two orders that first pages are read in hold all that such a page is made from, so that no row is looked up for it. */
export const covering: Migration = {
  name: '0004-covering',
  steps: [
    `create index if not exists reviews_most_helpful on reviews
      (mall_id, product, state, rank_helpful desc, bought desc, created_at desc, review_id desc,
       fresh_until, later_of, stamp)`,
    `create index if not exists reviews_latest on reviews
      (mall_id, product, state, created_at desc, review_id desc, fresh_until, later_of, stamp)`,
    'drop index if exists reviews_helpful',
    'drop index if exists reviews_newest',
  ],
};
