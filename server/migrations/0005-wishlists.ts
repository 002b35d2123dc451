import type { Migration } from '../base/db/migrate.ts';

/** Wishlists, claims, hearts; inbox, mail and alerts. */
export const wishlists: Migration = {
  name: '0005-wishlists',
  steps: [
    `create table if not exists wishlists (
      mall_id text not null, list_id text not null, shopper_id text not null, is_default bigint not null, name text,
      occasion text, occasion_on text, visibility text not null, link_version bigint not null,
      comments_open bigint not null, claims_hidden_until text, wish_count bigint not null, version bigint not null,
      created_at bigint not null, primary key (mall_id, list_id))`,
    `create index if not exists wishlists_by_shopper on wishlists
      (mall_id, shopper_id, is_default desc, created_at desc, list_id desc)`,
    'create unique index if not exists wishlists_default on wishlists (mall_id, shopper_id) where is_default = 1',
    `create table if not exists wishes (
      mall_id text not null, wish_id text not null, list_id text not null, shopper_id text not null,
      product text not null, options text not null, note text not null, quantity bigint not null,
      priority bigint not null, price_then bigint, currency_then text, place bigint not null, state text not null,
      hide_reason text, removed_at bigint, comment_count bigint not null, added_at bigint not null, edited_at bigint,
      version bigint not null, primary key (mall_id, wish_id))`,
    'create unique index if not exists wishes_one on wishes (mall_id, list_id, product)',
    'create index if not exists wishes_in_order on wishes (mall_id, list_id, place, wish_id)',
    'create index if not exists wishes_by_product on wishes (mall_id, shopper_id, product)',
    'create index if not exists wishes_removed on wishes (mall_id, removed_at) where removed_at is not null',
    `create table if not exists wishlist_people (
      mall_id text not null, list_id text not null, shopper_id text not null, role text not null, since bigint not null,
      primary key (mall_id, list_id, shopper_id))`,
    'create index if not exists wishlist_people_by_shopper on wishlist_people (mall_id, shopper_id, since)',
    `create table if not exists wishlist_invitations (
      mall_id text not null, invitation_id text not null, list_id text not null, shopper_id text not null,
      role text not null, code_hash text not null, uses_left bigint not null, created_at bigint not null,
      expires_at bigint not null, primary key (mall_id, invitation_id))`,
    'create unique index if not exists wishlist_invitations_by_code on wishlist_invitations (mall_id, code_hash)',
    'create index if not exists wishlist_invitations_by_list on wishlist_invitations (mall_id, list_id)',
    `create table if not exists wish_claims (
      mall_id text not null, claim_id text not null, owner_id text not null, product text not null,
      wish_id text not null, list_id text not null, shopper_id text not null, named bigint not null,
      claimed_at bigint not null, changed_at bigint, gone_at bigint, link_version bigint, shown_from text,
      primary key (mall_id, claim_id))`,
    `create unique index if not exists wish_claims_one on wish_claims (mall_id, owner_id, product)
      where gone_at is null`,
    'create index if not exists wish_claims_by_wish on wish_claims (mall_id, wish_id)',
    'create index if not exists wish_claims_by_list on wish_claims (mall_id, list_id)',
    `create index if not exists wishlists_by_day on wishlists (mall_id, claims_hidden_until)
      where claims_hidden_until is not null`,
    'create index if not exists wish_claims_by_giver on wish_claims (mall_id, shopper_id, claimed_at, claim_id)',
    `create table if not exists product_wishes (
      mall_id text not null, product text not null, members bigint not null, primary key (mall_id, product))`,
    `create table if not exists wish_visits (
      mall_id text not null, day text not null, product text not null, count bigint not null,
      primary key (mall_id, day, product))`,

    'alter table products add column stock bigint',
    `create table if not exists notices (
      mall_id text not null, notice_id text not null, shopper_id text not null, kind text not null,
      advertising bigint not null, once_key text not null, product text, list_id text, wish_id text, from_id text,
      facts text not null, created_at bigint not null, read_at bigint, gone_at bigint,
      primary key (mall_id, notice_id))`,
    'create unique index if not exists notices_once on notices (mall_id, shopper_id, once_key)',
    'create index if not exists notices_newest on notices (mall_id, shopper_id, created_at desc, notice_id desc)',
    `create index if not exists notices_unread on notices (mall_id, shopper_id, created_at) where read_at is null`,
    'create index if not exists notices_old on notices (mall_id, created_at)',
    'create index if not exists notices_gone on notices (mall_id, gone_at) where gone_at is not null',
    `create table if not exists contacts (
      mall_id text not null, shopper_id text not null, address_sealed text not null, address_digest text not null,
      language text not null, confirmed_at bigint, code_hash text, code_until bigint, code_tries bigint not null,
      created_at bigint not null, primary key (mall_id, shopper_id))`,
    `create table if not exists consents (
      mall_id text not null, shopper_id text not null, purpose text not null, channel text not null,
      given bigint not null, at bigint not null, told_at bigint, checked_at bigint,
      primary key (mall_id, shopper_id, purpose, channel))`,
    'create index if not exists consents_old on consents (mall_id, checked_at) where given = 1',
    `create table if not exists mails (
      mall_id text not null, mail_id text not null, shopper_id text not null, purpose text not null, notice_id text,
      state text not null, why text, created_at bigint not null, sent_at bigint, primary key (mall_id, mail_id))`,
    'create index if not exists mails_by_shopper on mails (mall_id, shopper_id, created_at)',
    'create index if not exists mails_old on mails (mall_id, created_at)',
    `create table if not exists alerts (
      mall_id text not null, product text not null, shopper_id text not null, price_drop bigint not null, below bigint,
      restock bigint not null, few_left bigint not null, mail bigint not null, last_price bigint,
      last_currency text, last_available bigint not null, last_few bigint not null, created_at bigint not null,
      primary key (mall_id, product, shopper_id))`,
    'create index if not exists alerts_by_shopper on alerts (mall_id, shopper_id)',
  ],
};
