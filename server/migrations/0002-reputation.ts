import type { Migration } from '../base/db/migrate.ts';

/** Reputation, words to search, later reviews and how stars drift. */
export const reputation: Migration = {
  name: '0002-reputation',
  steps: [
    'alter table shoppers add column level bigint not null default 0',
    'alter table shoppers add column listed bigint not null default 1',
    'alter table reviews add column later_of text',
    'alter table reviews add column later_kind text',
    'alter table reviews add column used_days bigint',
    'alter table reviews add column stamp bigint not null default 0',
    'drop index if exists reviews_fresh',
    `create index if not exists reviews_freshest on reviews
      (mall_id, product, state, fresh_until desc, review_id desc)`,
    'create index if not exists reviews_later on reviews (mall_id, later_of) where later_of is not null',
    'alter table votes add column set_aside bigint not null default 0',
    "alter table votes add column doubts text not null default ''",
    "alter table votes add column source text not null default ''",
    'alter table votes add column bought_part bigint not null default 0',
    "create index if not exists votes_by_source on votes (mall_id, source, cast_at) where source <> ''",
    "create index if not exists votes_with_source on votes (mall_id, cast_at) where source <> ''",
    `create table if not exists review_words (
      mall_id text not null, product text not null, word text not null, review_id text not null,
      primary key (mall_id, product, word, review_id))`,
    `create table if not exists review_word_lists (
      mall_id text not null, review_id text not null, words text not null, primary key (mall_id, review_id))`,
    `create table if not exists review_words_done (
      mall_id text not null, version bigint not null, review_id text not null, primary key (mall_id))`,
    `create table if not exists product_drift (
      mall_id text not null, product text not null, span bigint not null, count bigint not null, stars bigint not null,
      primary key (mall_id, product, span))`,

    `create table if not exists naegong_grants (
      mall_id text not null, shopper_id text not null, grant_id text not null, kind text not null,
      review_id text not null, product text not null, category text not null, voter_id text not null,
      weight bigint not null, wanted bigint not null, amount bigint not null, day bigint not null, at bigint not null,
      recounted_at bigint, reversed_at bigint, reversal text, primary key (mall_id, shopper_id, grant_id))`,
    `create unique index if not exists naegong_grants_standing on naegong_grants (mall_id, review_id, voter_id)
      where reversed_at is null`,
    'create index if not exists naegong_grants_by_voter on naegong_grants (mall_id, voter_id)',
    'create index if not exists naegong_grants_by_time on naegong_grants (mall_id, shopper_id, at)',
    `create index if not exists naegong_grants_reversed on naegong_grants (mall_id, shopper_id, reversed_at)
      where reversed_at is not null`,
    'create index if not exists naegong_grants_by_day on naegong_grants (mall_id, shopper_id, day)',
    `create table if not exists standings (
      mall_id text not null, shopper_id text not null, naegong bigint not null, helped bigint not null,
      weight_yes bigint not null, weight_no bigint not null, level bigint not null, frozen_at bigint,
      frozen_why text not null, primary key (mall_id, shopper_id))`,
    `create table if not exists helped_pairs (
      mall_id text not null, shopper_id text not null, voter_id text not null, votes bigint not null,
      primary key (mall_id, shopper_id, voter_id))`,
    'create index if not exists helped_pairs_by_voter on helped_pairs (mall_id, voter_id)',
    `create table if not exists naegong_tallies (
      mall_id text not null, period text not null, category text not null, shopper_id text not null,
      amount bigint not null, primary key (mall_id, period, category, shopper_id))`,
    'create index if not exists naegong_tallies_leaders on naegong_tallies (mall_id, period, category, amount desc)',
    'create table if not exists reputation_done (mall_id text not null, digest text not null, primary key (mall_id))',
  ],
};
