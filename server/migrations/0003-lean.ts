import type { Migration } from '../base/db/migrate.ts';

/** A review's row in fewer indexes, each of which every post writes a page of; its words wait to be filed with others'. */
export const lean: Migration = {
  name: '0003-lean',
  steps: [
    // Who is fresh is read from the newest: fresh is what is newer than a fortnight.
    'drop index if exists reviews_freshest',
    // One index finds what a shopper wrote, of all products or of one.
    `create unique index if not exists reviews_of_shopper on reviews
      (mall_id, shopper_id, product, ordinal)`,
    'drop index if exists reviews_one',
    'drop index if exists reviews_by_shopper',
    'drop index if exists review_facets_by_review',
    `create table if not exists review_words_waiting (
      mall_id text not null, product text not null, review_id text not null, words text not null,
      primary key (mall_id, product, review_id))`,
  ],
};
