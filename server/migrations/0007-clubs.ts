import type { Migration } from '../base/db/migrate.ts';

/** Savings clubs. */
export const clubs: Migration = {
  name: '0007-clubs',
  steps: [
    'alter table notices add column club_id text',
    `create table if not exists clubs (
      mall_id text not null, club_id text not null, shopper_id text, name text not null, occasion text not null,
      occasion_text text, goal bigint not null, ends_on text not null, ends_at bigint not null, person_id text,
      person_name text not null, cover text not null, visibility text not null, link_version bigint not null,
      secret_until text, amounts text not null, payout text not null, if_short text not null, state text not null,
      hide_reason text, raised bigint not null, member_count bigint not null, comment_count bigint not null,
      comments_open bigint not null, product text, wish_id text, version bigint not null, created_at bigint not null,
      reached_at bigint, settling_at bigint, settles_as text, settled_after text not null, ended_at bigint,
      primary key (mall_id, club_id))`,
    `create index if not exists clubs_end on clubs (mall_id, ends_at) where ended_at is null`,
    'create index if not exists clubs_by_person on clubs (mall_id, person_id) where person_id is not null',
    'create index if not exists clubs_by_wish on clubs (mall_id, wish_id) where wish_id is not null',
    'create index if not exists clubs_by_shopper on clubs (mall_id, shopper_id)',
    `create table if not exists club_members (
      mall_id text not null, club_id text not null, shopper_id text not null, role text not null,
      joined_at bigint not null, left_at bigint, share bigint not null, given bigint not null, refunded bigint not null,
      received bigint not null, primary key (mall_id, club_id, shopper_id))`,
    'create index if not exists club_members_in_order on club_members (mall_id, club_id, joined_at, shopper_id)',
    'create index if not exists club_members_by_shopper on club_members (mall_id, shopper_id, joined_at)',
    `create table if not exists club_shares (
      mall_id text not null, shopper_id text not null, club_id text not null, after_seq bigint not null,
      percent bigint not null, at bigint not null, primary key (mall_id, shopper_id, club_id, after_seq))`,
    `create table if not exists contributions (
      mall_id text not null, contribution_id text not null, club_id text not null, shopper_id text not null,
      transfer_id text not null, amount bigint not null, refunded bigint not null, via text not null,
      text text not null, shown bigint not null, order_id text, line_id text, at bigint not null,
      primary key (mall_id, contribution_id))`,
    'create index if not exists contributions_newest on contributions (mall_id, club_id, at desc, contribution_id desc)',
    'create index if not exists contributions_of_club on contributions (mall_id, club_id, contribution_id)',
    `create index if not exists contributions_with_text on contributions (mall_id, club_id, at, contribution_id)
      where text <> ''`,
    'create index if not exists contributions_by_member on contributions (mall_id, club_id, shopper_id, at)',
    'create index if not exists contributions_by_shopper on contributions (mall_id, shopper_id)',
    `create index if not exists contributions_by_order on contributions (mall_id, order_id, line_id)
      where order_id is not null`,
    `create table if not exists club_invitations (
      mall_id text not null, invitation_id text not null, club_id text not null, shopper_id text not null,
      role text not null, code_hash text not null, uses_left bigint not null, created_at bigint not null,
      expires_at bigint not null, primary key (mall_id, invitation_id))`,
    'create unique index if not exists club_invitations_by_code on club_invitations (mall_id, code_hash)',
    'create index if not exists club_invitations_by_club on club_invitations (mall_id, club_id)',
    `create table if not exists till_codes (
      mall_id text not null, code_hash text not null, club_id text not null, shopper_id text not null,
      created_at bigint not null, expires_at bigint not null, used_at bigint, primary key (mall_id, code_hash))`,
    'create index if not exists till_codes_old on till_codes (mall_id, expires_at)',
    `create table if not exists club_days (
      mall_id text not null, club_id text not null, day text not null, amount bigint not null,
      primary key (mall_id, club_id, day))`,
    `create table if not exists club_events (
      mall_id text not null, event_id text not null, club_id text not null, kind text not null, shopper_id text,
      amount bigint, at bigint not null, primary key (mall_id, event_id))`,
    'create index if not exists club_events_newest on club_events (mall_id, club_id, at desc, event_id desc)',
    `create table if not exists club_coupons (
      mall_id text not null, club_id text not null, code_hash text not null, code_sealed text not null,
      shopper_id text, amount bigint not null, created_at bigint not null, used_at bigint, used_for text,
      primary key (mall_id, club_id))`,
    'create unique index if not exists club_coupons_by_code on club_coupons (mall_id, code_hash)',
    `create table if not exists wish_parts (
      mall_id text not null, part_id text not null, wish_id text not null, owner_id text not null,
      product text not null, list_id text not null, shopper_id text, amount bigint not null, named bigint not null,
      state text not null, hold_id text not null, hold_no bigint not null, promised_on text,
      deliver_on text, link_version bigint, at bigint not null, due_at bigint not null,
      primary key (mall_id, part_id), check (amount > 0))`,
    `create unique index if not exists wish_parts_one on wish_parts (mall_id, wish_id, shopper_id)
      where shopper_id is not null`,
    'create index if not exists wish_parts_by_owner on wish_parts (mall_id, owner_id, product)',
    'create index if not exists wish_parts_by_giver on wish_parts (mall_id, shopper_id, at)',
    'create index if not exists wish_parts_by_product on wish_parts (mall_id, product, wish_id)',
    'create index if not exists wish_parts_by_state on wish_parts (mall_id, state, wish_id)',
    `create table if not exists wish_clubs (
      mall_id text not null, club_id text not null, owner_id text not null, product text not null,
      wish_id text not null, list_id text not null, at bigint not null, ended_at bigint,
      primary key (mall_id, club_id))`,
    `create unique index if not exists wish_clubs_one on wish_clubs (mall_id, owner_id, product)
      where ended_at is null`,
  ],
};
