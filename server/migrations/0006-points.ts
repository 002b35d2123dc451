import type { Migration, Step } from '../base/db/migrate.ts';

const STAYS = 'What the ledger says is never changed';

/** What is in the table stays as it was written: the database itself refuses anything else. */
const forbidChange = (table: string): Step[] => [
  {
    sqlite: `create trigger if not exists ${table}_not_changed before update on ${table}
      begin select raise(abort, '${STAYS}'); end`,
    postgres: `create or replace function ${table}_stay() returns trigger language plpgsql as
      $$ begin raise exception '${STAYS}' using errcode = 'restrict_violation'; end $$`,
  },
  {
    sqlite: `create trigger if not exists ${table}_not_deleted before delete on ${table}
      begin select raise(abort, '${STAYS}'); end`,
    postgres: `create trigger ${table}_stay before update or delete on ${table}
      for each row execute function ${table}_stay()`,
  },
];

/** Small rows lie in the tree of their key itself: SQLite finds and writes them at one place instead of two. */
const withKey = (table: string): Step => ({ sqlite: `${table} without rowid`, postgres: table });

/** The ledger of points. */
export const points: Migration = {
  name: '0006-points',
  steps: [
    withKey(`create table if not exists accounts (
      mall_id text not null, account_id text not null, kind text not null, shopper_id text, balance bigint not null,
      held bigint not null, incoming bigint not null, seq bigint not null, head text not null, last_at bigint not null,
      seal text not null, primary key (mall_id, account_id),
      check (held >= 0 and incoming >= 0),
      check (case when kind = 'owed' then balance <= 0 and held = 0 else balance >= held end))`),
    'create index if not exists accounts_by_shopper on accounts (mall_id, shopper_id) where shopper_id is not null',
    `create table if not exists transfers (
      mall_id text not null, transfer_id text not null, phase text not null, of_id text, from_account text not null,
      to_account text not null, amount bigint not null, kind text not null, key_digest text not null, at bigint not null,
      due_at bigint, on_due text, facts_digest text not null, lots_digest text not null, from_seq bigint, from_balance bigint,
      from_hash text, to_seq bigint, to_balance bigint, to_hash text, primary key (mall_id, transfer_id),
      check (amount > 0 and from_account <> to_account))`,
    'create unique index if not exists transfers_once on transfers (mall_id, key_digest)',
    `create unique index if not exists transfers_from on transfers (mall_id, from_account, from_seq)
      where from_seq is not null`,
    `create unique index if not exists transfers_to on transfers (mall_id, to_account, to_seq)
      where to_seq is not null`,
    'create index if not exists transfers_of on transfers (mall_id, of_id) where of_id is not null',
    withKey(`create table if not exists pendings (
      mall_id text not null, transfer_id text not null, from_account text not null, to_account text not null,
      kind text not null, rest bigint not null, due_at bigint, on_due text,
      primary key (mall_id, transfer_id), check (rest >= 0))`),
    'create index if not exists pendings_due on pendings (mall_id, due_at) where due_at is not null',
    'create index if not exists pendings_to on pendings (mall_id, to_account, due_at)',
    'create index if not exists pendings_from on pendings (mall_id, from_account)',
    withKey(`create table if not exists lots (
      mall_id text not null, lot_id text not null, account_id text not null, expires_at bigint, rest bigint not null,
      warned bigint not null, primary key (mall_id, lot_id), check (rest >= 0))`),
    // In the order in which they are spent: what never expires comes last.
    `create index if not exists lots_of on lots (mall_id, account_id, coalesce(expires_at, 9007199254740991), lot_id)
      where rest > 0`,
    'create index if not exists lots_end on lots (mall_id, expires_at) where rest > 0 and expires_at is not null',
    withKey(`create table if not exists lot_moves (
      mall_id text not null, transfer_id text not null, lot_id text not null, amount bigint not null, returns_id text,
      from_lot_id text, expires_at bigint, primary key (mall_id, transfer_id, lot_id))`),
    `create index if not exists lot_moves_returns on lot_moves (mall_id, returns_id) where returns_id is not null`,
    withKey(`create table if not exists pot_lots (
      mall_id text not null, account_id text not null, expires_at bigint not null, amount bigint not null,
      primary key (mall_id, account_id, expires_at), check (amount >= 0))`),
    withKey(`create table if not exists transfer_facts (
      mall_id text not null, transfer_id text not null, shopper_id text, salt text not null, order_id text, line_id text,
      review_id text, club_id text, note text, primary key (mall_id, transfer_id))`),
    'create index if not exists transfer_facts_by_shopper on transfer_facts (mall_id, shopper_id)',
    ...forbidChange('transfers'),
    ...forbidChange('lot_moves'),
    `create table if not exists reward_months (
      mall_id text not null, month text not null, source text not null, used bigint not null,
      primary key (mall_id, month, source))`,
    `create table if not exists point_holds (
      mall_id text not null, hold_id text not null, shopper_id text, order_id text, amount bigint not null,
      refunded bigint not null, due_at bigint not null, primary key (mall_id, hold_id), check (refunded <= amount))`,
    'create index if not exists point_holds_by_shopper on point_holds (mall_id, shopper_id)',
    `create table if not exists payouts (
      mall_id text not null, payout_id text not null, shopper_id text, amount bigint not null, state text not null,
      at bigint not null, ended_at bigint, primary key (mall_id, payout_id))`,
    'create index if not exists payouts_by_state on payouts (mall_id, state, payout_id)',
    'create index if not exists payouts_by_shopper on payouts (mall_id, shopper_id)',
    `create table if not exists order_earnings (
      mall_id text not null, order_id text not null, line_id text not null, transfer_id text not null,
      shopper_id text not null, amount bigint not null, taken bigint not null, rate bigint not null, room bigint not null,
      primary key (mall_id, order_id, line_id, transfer_id), check (taken <= amount))`,
    'create index if not exists order_earnings_by_shopper on order_earnings (mall_id, shopper_id)',
    `create table if not exists review_rewards (
      mall_id text not null, review_id text not null, part text not null, shopper_id text not null,
      product text not null, order_id text not null, line_id text not null, amount bigint not null,
      transfer_id text not null, due_at bigint not null, text_min bigint not null, month text not null,
      at bigint not null, stands bigint not null, round bigint not null, primary key (mall_id, review_id, part))`,
    'create index if not exists review_rewards_by_shopper on review_rewards (mall_id, shopper_id, product)',
    `create table if not exists naegong_conversions (
      mall_id text not null, shopper_id text not null, converted bigint not null, day bigint not null,
      points bigint not null, primary key (mall_id, shopper_id))`,
  ],
};
