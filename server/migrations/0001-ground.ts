import type { Migration } from '../base/db/migrate.ts';

/** The first schema. One statement a step, each of which may run twice; SQL that SQLite and PostgreSQL both take. */
export const ground: Migration = {
  name: '0001-ground',
  steps: [
    `create table if not exists outbox (
      mall_id text not null, event_id text not null, position bigint, kind text not null, topic text not null,
      ids text not null, created_at bigint not null, primary key (mall_id, event_id))`,
    'create unique index if not exists outbox_by_position on outbox (mall_id, position)',
    'create index if not exists outbox_waiting on outbox (created_at, event_id) where position is null',
    'create table if not exists outbox_heads (mall_id text primary key, position bigint not null)',
    `create table if not exists consumers (
      mall_id text not null, consumer text not null, position bigint not null, primary key (mall_id, consumer))`,
    `create table if not exists leases (
      name text primary key, holder text not null, fence bigint not null, expires_at bigint not null)`,
    `create table if not exists jobs (
      job_id text primary key, mall_id text not null, kind text not null, payload text not null, run_at bigint not null,
      attempts bigint not null default 0, lease_holder text, lease_expires_at bigint not null default 0)`,
    'create index if not exists jobs_due on jobs (run_at)',
    `create table if not exists idempotency (
      mall_id text not null, key_digest text not null, body_digest text not null, result text not null,
      expires_at bigint not null, primary key (mall_id, key_digest))`,
    'create index if not exists idempotency_old on idempotency (expires_at)',
    'create table if not exists pace (key text primary key, points bigint not null default 0, expire bigint)',

    `create table if not exists malls (
      mall_id text primary key, name text not null, settings text not null, secret_version bigint not null,
      secret_old_until bigint not null, seeded bigint not null default 0, created_at bigint not null)`,
    'create table if not exists mall_origins (mall_id text not null, origin text not null, primary key (mall_id, origin))',
    `create table if not exists mall_keys (
      mall_id text not null, key_id text not null, name text not null, scopes text not null, hash text not null,
      created_at bigint not null, revoked_at bigint, primary key (mall_id, key_id))`,
    `create table if not exists shoppers (
      mall_id text not null, shopper_id text not null, kind text not null, outside_id text, name text, handle text,
      handle_key text, created_at bigint not null, joined_at bigint, tokens_from bigint not null default 0,
      merged_into text, erased_at bigint, primary key (mall_id, shopper_id))`,
    'create unique index if not exists shoppers_by_outside on shoppers (mall_id, outside_id)',
    'create unique index if not exists shoppers_by_handle on shoppers (mall_id, handle_key)',
    `create table if not exists sessions (
      mall_id text not null, session_id text not null, shopper_id text not null, created_at bigint not null,
      expires_at bigint not null, revoked_at bigint, primary key (mall_id, session_id))`,
    'create index if not exists sessions_by_shopper on sessions (mall_id, shopper_id)',
    `create table if not exists edit_codes (
      mall_id text not null, code_hash text not null, shopper_id text not null, expires_at bigint not null,
      primary key (mall_id, code_hash))`,
    `create table if not exists products (
      mall_id text not null, product text not null, confirmed bigint not null, name text, url text, image text,
      price bigint, currency text, availability text, options text not null, category text, changed_at bigint not null,
      primary key (mall_id, product))`,
    `create table if not exists orders (
      mall_id text not null, order_id text not null, shopper_id text, placed_at bigint not null,
      changed_at bigint not null, digest text not null, currency text, primary key (mall_id, order_id))`,
    'create index if not exists orders_by_shopper on orders (mall_id, shopper_id)',
    `create table if not exists order_lines (
      mall_id text not null, order_id text not null, line_id text not null, shopper_id text, product text not null,
      options text not null, quantity bigint not null, refunded bigint not null, amount bigint not null, mark text,
      primary key (mall_id, order_id, line_id))`,
    'create index if not exists order_lines_by_shopper on order_lines (mall_id, shopper_id, product)',

    `create table if not exists photos (
      mall_id text not null, photo_id text not null, shopper_id text not null, owner_kind text, owner_id text,
      place bigint not null, alt text not null, width bigint not null, height bigint not null, small_file text not null,
      large_file text not null, bytes bigint not null, source_digest text not null, hidden bigint not null default 0,
      created_at bigint not null, primary key (mall_id, photo_id))`,
    'create index if not exists photos_by_owner on photos (mall_id, owner_kind, owner_id, place)',
    'create index if not exists photos_by_shopper on photos (mall_id, shopper_id)',
    'create index if not exists photos_by_file on photos (mall_id, small_file)',
    'create index if not exists photos_by_large_file on photos (mall_id, large_file)',
    'create index if not exists photos_waiting on photos (mall_id, created_at) where owner_id is null',
    `create table if not exists comments (
      mall_id text not null, comment_id text not null, subject_kind text not null, subject_id text not null,
      parent_id text, shopper_id text not null, text text not null, text_digest text not null, state text not null,
      hide_reason text, created_at bigint not null, edited_at bigint, thread_at bigint not null, thread_id text not null,
      primary key (mall_id, comment_id))`,
    `create index if not exists comments_by_subject on comments
      (mall_id, subject_kind, subject_id, thread_at, thread_id, created_at, comment_id)`,
    'create index if not exists comments_by_shopper on comments (mall_id, shopper_id, created_at)',
    `create table if not exists reviews (
      mall_id text not null, review_id text not null, product text not null, shopper_id text not null,
      ordinal bigint not null, stars bigint not null, title text not null, text text not null, text_digest text not null,
      options text not null, attributes text not null, bought bigint not null, photo_count bigint not null,
      disclosure text, state text not null, hide_reason text, version bigint not null, created_at bigint not null,
      edited_at bigint, weight_yes bigint not null, weight_no bigint not null, voters_yes bigint not null,
      comment_count bigint not null, reply_text text, reply_at bigint, rank_helpful bigint not null,
      fresh_until bigint not null, primary key (mall_id, review_id))`,
    'create unique index if not exists reviews_one on reviews (mall_id, product, shopper_id, ordinal)',
    `create index if not exists reviews_helpful on reviews
      (mall_id, product, state, rank_helpful desc, bought desc, created_at desc, review_id desc)`,
    'create index if not exists reviews_newest on reviews (mall_id, product, state, created_at desc, review_id desc)',
    `create index if not exists reviews_stars on reviews
      (mall_id, product, state, stars, created_at desc, review_id desc)`,
    'create index if not exists reviews_fresh on reviews (mall_id, product, state, fresh_until)',
    'create index if not exists reviews_by_shopper on reviews (mall_id, shopper_id, created_at)',
    `create table if not exists review_edits (
      mall_id text not null, review_id text not null, version bigint not null, shopper_id text not null,
      stars bigint not null, title text not null, text text not null, written_at bigint not null,
      primary key (mall_id, review_id, version))`,
    'create index if not exists review_edits_by_shopper on review_edits (mall_id, shopper_id)',
    `create table if not exists votes (
      mall_id text not null, review_id text not null, shopper_id text not null, helpful bigint not null,
      weight bigint not null, cast_at bigint not null, primary key (mall_id, review_id, shopper_id))`,
    'create index if not exists votes_by_shopper on votes (mall_id, shopper_id)',
    `create table if not exists review_facets (
      mall_id text not null, product text not null, facet text not null, review_id text not null,
      primary key (mall_id, product, facet, review_id))`,
    'create index if not exists review_facets_by_review on review_facets (mall_id, review_id)',
    `create table if not exists product_stats (
      mall_id text not null, product text not null, count bigint not null, stars_1 bigint not null,
      stars_2 bigint not null, stars_3 bigint not null, stars_4 bigint not null, stars_5 bigint not null,
      with_photo bigint not null, bought bigint not null, primary key (mall_id, product))`,
    `create table if not exists product_facet_stats (
      mall_id text not null, product text not null, facet text not null, count bigint not null,
      primary key (mall_id, product, facet))`,
    `create table if not exists reports (
      mall_id text not null, report_id text not null, subject_kind text not null, subject_id text not null,
      shopper_id text not null, reason text not null, note text not null, state text not null,
      created_at bigint not null, closed_at bigint, primary key (mall_id, report_id))`,
    'create index if not exists reports_by_subject on reports (mall_id, subject_kind, subject_id)',
    'create index if not exists reports_by_state on reports (mall_id, state, created_at, report_id)',
    'create index if not exists reports_by_shopper on reports (mall_id, shopper_id)',
    `create table if not exists moderations (
      mall_id text not null, moderation_id text not null, subject_kind text not null, subject_id text not null,
      action text not null, reason text, actor text not null, at bigint not null,
      primary key (mall_id, moderation_id))`,
    'create index if not exists moderations_by_subject on moderations (mall_id, subject_kind, subject_id, at)',
  ],
};
