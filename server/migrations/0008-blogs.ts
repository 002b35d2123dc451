import type { Migration } from '../base/db/migrate.ts';

/** Animations and clips; shopping blogs, neighbours, and what stories sold. */
export const blogs: Migration = {
  name: '0008-blogs',
  steps: [
    'alter table photos add column motion text',
    'alter table photos add column motion_file text',
    'alter table photos add column motion_bytes bigint not null default 0',
    'alter table photos add column duration_ms bigint',
    'alter table photos add column sound bigint not null default 0',
    `create unique index if not exists photos_motion_file on photos (mall_id, motion_file)
      where motion_file is not null`,
    `create table if not exists uploads (
      mall_id text not null, upload_id text not null, shopper_id text not null, kind text not null,
      bytes bigint not null, received bigint not null, parts text not null, created_at bigint not null,
      changed_at bigint not null, primary key (mall_id, upload_id))`,
    'create index if not exists uploads_by_shopper on uploads (mall_id, shopper_id)',
    'create index if not exists uploads_old on uploads (mall_id, changed_at)',
    'alter table notices add column story_id text',
    `create table if not exists neighbours (
      mall_id text not null, follower_id text not null, followed_id text not null, state text not null,
      at bigint not null, primary key (mall_id, follower_id, followed_id))`,
    `create index if not exists neighbours_following on neighbours
      (mall_id, follower_id, at desc, followed_id desc)`,
    `create index if not exists neighbours_followers on neighbours
      (mall_id, followed_id, state, at desc, follower_id desc)`,
    `create table if not exists blogs (
      mall_id text not null, shopper_id text not null, title text, about text not null, skin text not null,
      font text not null, layout text not null, hue bigint, tune text, asks bigint not null, front_page_at bigint,
      hide_reason text, story_count bigint not null, purchase_count bigint not null, neighbour_count bigint not null,
      visit_count bigint not null, gone_times text, version bigint not null, created_at bigint not null,
      primary key (mall_id, shopper_id))`,
    `create table if not exists blog_boards (
      mall_id text not null, board_id text not null, shopper_id text not null, name text not null,
      place bigint not null, story_count bigint not null, primary key (mall_id, board_id))`,
    'create index if not exists blog_boards_in_order on blog_boards (mall_id, shopper_id, place)',
    `create table if not exists stories (
      mall_id text not null, story_id text not null, shopper_id text not null, board_id text, title text not null,
      text text not null, state text not null, hide_reason text, comments_open bigint not null, review_id text,
      disclosure text, media_count bigint not null, product_count bigint not null, comment_count bigint not null,
      heart_count bigint not null, published_at bigint, created_at bigint not null, edited_at bigint,
      version bigint not null, primary key (mall_id, story_id))`,
    `create index if not exists stories_newest on stories
      (mall_id, shopper_id, published_at desc, story_id desc) where state = 'shown'`,
    `create index if not exists stories_of_board on stories
      (mall_id, board_id, published_at desc, story_id desc) where state = 'shown'`,
    `create index if not exists stories_unseen on stories (mall_id, shopper_id, created_at desc, story_id desc)
      where state <> 'shown'`,
    "create index if not exists stories_recent on stories (mall_id, published_at) where state = 'shown'",
    `create table if not exists story_marks (
      mall_id text not null, story_id text not null, photo_id text not null, place bigint not null,
      shopper_id text not null, product text not null, x bigint not null, y bigint not null,
      primary key (mall_id, story_id, photo_id, place))`,
    'create index if not exists story_marks_by_shopper on story_marks (mall_id, shopper_id)',
    `create table if not exists story_hearts (
      mall_id text not null, story_id text not null, shopper_id text not null, at bigint not null,
      primary key (mall_id, story_id, shopper_id))`,
    'create index if not exists story_hearts_by_shopper on story_hearts (mall_id, shopper_id, at)',
    'create index if not exists story_hearts_recent on story_hearts (mall_id, at)',
    `create table if not exists shown_purchases (
      mall_id text not null, shopper_id text not null, product text not null, bought_at bigint not null,
      shown_at bigint not null, primary key (mall_id, shopper_id, product))`,
    `create index if not exists shown_purchases_newest on shown_purchases
      (mall_id, shopper_id, bought_at desc, product desc)`,
    `create index if not exists shown_purchases_latest on shown_purchases
      (mall_id, shopper_id, shown_at desc, product desc)`,
    `create table if not exists blog_visits (
      mall_id text not null, shopper_id text not null, day text not null, count bigint not null,
      primary key (mall_id, shopper_id, day))`,
    'create index if not exists blog_visits_by_day on blog_visits (mall_id, day, count desc)',
    `create table if not exists blog_visitors (
      mall_id text not null, day text not null, blog_id text not null, digest text not null,
      primary key (mall_id, day, blog_id, digest))`,
    `create table if not exists visit_salts (
      mall_id text not null, day text not null, salt text not null, primary key (mall_id, day))`,
    `create table if not exists story_sales (
      mall_id text not null, sale_id text not null, shopper_id text not null, order_id text not null,
      line_id text not null, story_id text, product text not null, buyer_id text, quantity bigint not null,
      day text not null, at bigint not null, due_at bigint not null, doubt text, rate bigint not null,
      primary key (mall_id, sale_id))`,
    'create unique index if not exists story_sales_by_line on story_sales (mall_id, order_id, line_id)',
    `create index if not exists story_sales_newest on story_sales (mall_id, shopper_id, at desc, sale_id desc)`,
    'create index if not exists story_sales_of_story on story_sales (mall_id, story_id, at)',
    'create index if not exists story_sales_by_buyer on story_sales (mall_id, buyer_id, shopper_id, at)',
    `create table if not exists story_earnings (
      mall_id text not null, sale_id text not null, transfer_id text not null, shopper_id text not null,
      amount bigint not null, taken bigint not null, room bigint not null, primary key (mall_id, sale_id, transfer_id))`,
    'create index if not exists story_earnings_by_shopper on story_earnings (mall_id, shopper_id)',
    `create table if not exists blog_pins (
      mall_id text not null, kind text not null, id text not null, shopper_id text not null,
      pinned_at bigint not null, primary key (mall_id, kind, id))`,
    'create index if not exists blog_pins_by_shopper on blog_pins (mall_id, shopper_id)',
    // What a member wished on public lists, newest first: for the feed of their neighbours.
    'create index if not exists wishes_latest on wishes (mall_id, shopper_id, added_at desc, wish_id desc)',
  ],
};
