import type { Migration } from '../base/db/migrate.ts';

/**
 * The words of new reviews are in no table until they are filed: a product knows how far its reviews are. Those that
 * waited in a table of their own are filed by the job that brings older reviews up, which begins anew.
 */
export const unfiled: Migration = {
  name: '0010-unfiled',
  steps: [
    'alter table product_stats add column unfiled bigint not null default 0',
    'alter table product_stats add column filed_until bigint not null default 0',
    `update product_stats set filed_until = coalesce((select max(created_at) from reviews
      where reviews.mall_id = product_stats.mall_id and reviews.product = product_stats.product), 0)
      where filed_until = 0 and unfiled = 0`,
    'delete from review_words_done',
    'drop table if exists review_words_waiting',
  ],
};
