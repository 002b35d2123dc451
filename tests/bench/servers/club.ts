/**
 * Bare SQL behind node:http: the page of a club by prepared statements on its indexes, and JSON of the same fields. No check
 * of anything: whoever the token names is believed.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { listen } from './listen.ts';

const { DATA_DIR = '', DATABASE_URL } = process.env;

// biome-ignore lint/suspicious/noExplicitAny: rows as they come
type Row = Record<string, any>;
type Statement = (...values: unknown[]) => Row[] | Promise<Row[]>;

function opened(): (sql: string) => Statement {
  if (DATABASE_URL === undefined) {
    const db = new Sqlite(join(DATA_DIR, 'dangol.sqlite'), { readonly: true });
    // As much room for pages as ours has.
    db.pragma('cache_size = -32000');
    return (sql) => {
      const statement = db.prepare(sql);
      return (...values) => statement.all(...values) as Row[];
    };
  }
  const pool = new pg.Pool({
    connectionString: DATABASE_URL,
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        oid === 20 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  let names = 0;
  return (sql) => {
    const name = `club-${names++}`;
    let places = 0;
    const text = sql.replaceAll('?', () => `$${++places}`);
    return async (...values) => (await pool.query<Row>({ name, text, values })).rows;
  };
}

const MEMBERS = 50;
const prepare = opened();
const head = prepare('select position from outbox_heads where mall_id = ?');
const shopper = prepare('select shopper_id, tokens_from from shoppers where mall_id = ? and outside_id = ?');
const club = prepare('select * from clubs where mall_id = ? and club_id = ?');
const member = prepare('select * from club_members where mall_id = ? and club_id = ? and shopper_id = ?');
const members = prepare(`select * from club_members where mall_id = ? and club_id = ? and left_at is null
  order by joined_at, shopper_id limit ${MEMBERS}`);
const given = prepare(
  'select * from contributions where mall_id = ? and club_id = ? order by at desc, contribution_id desc limit 21',
);
const events = prepare(
  'select * from club_events where mall_id = ? and club_id = ? order by at desc, event_id desc limit 20',
);
const days = prepare('select day, amount from club_days where mall_id = ? and club_id = ? and day > ?');
const wallet = prepare('select * from accounts where mall_id = ? and account_id in (?, ?)');
/** By how many they are. */
const names = new Map<number, Statement>();
function named(count: number): Statement {
  let statement = names.get(count);
  if (!statement) {
    statement = prepare(`select shopper_id, kind, name, handle, level from shoppers
      where mall_id = ? and shopper_id in (${Array(count).fill('?').join()})`);
    names.set(count, statement);
  }
  return statement;
}

async function pageOf(mallId: string, clubId: string, outsideId: string, mall: unknown) {
  const [at] = await head(mallId);
  const [me] = await shopper(mallId, outsideId);
  const id: string = me?.shopper_id;
  const [row = {}] = await club(mallId, clubId);
  const [mine = {}] = await member(mallId, clubId, id);
  const people = await members(mallId, clubId);
  const gifts = await given(mallId, clubId);
  const happened = await events(mallId, clubId);
  const ids = new Set<string>();
  for (const one of [row, ...people, ...gifts, ...happened]) if (one.shopper_id) ids.add(one.shopper_id);
  const authors = new Map(
    (await named(ids.size)(mallId, ...ids)).map((one) => [
      one.shopper_id,
      {
        id: one.shopper_id,
        name: one.handle ?? one.name ?? '손님',
        guest: one.kind === 'guest',
        seller: false,
        level: one.level,
      },
    ]),
  );
  const byDay = await days(mallId, clubId, '2000-01-01');
  const [purse] = await wallet(mallId, `w:${id}`, `o:${id}`);
  const last = gifts[19];
  return {
    mall,
    club: {
      id: row.club_id,
      name: row.name,
      occasion: row.occasion,
      occasionText: row.occasion_text,
      cover: { emoji: JSON.parse(row.cover).emoji, photo: null },
      starter: authors.get(row.shopper_id),
      person: { name: row.person_name, member: null },
      goal: row.goal,
      raised: row.raised,
      percent: Math.floor((row.raised * 100) / row.goal),
      endsOn: row.ends_on,
      visibility: row.visibility,
      secretUntil: row.secret_until,
      amounts: row.amounts,
      payout: row.payout,
      ifShort: row.if_short,
      state: row.state,
      memberCount: row.member_count,
      comments: row.comment_count,
      commentsOpen: row.comments_open === 1,
      product: null,
      createdAt: row.created_at,
      endedAt: row.ended_at,
      version: row.version,
    },
    members: people.map((one) => ({
      member: authors.get(one.shopper_id),
      role: one.role,
      joinedAt: one.joined_at,
      given: one.given - one.refunded,
      left: false,
    })),
    contributions: {
      items: gifts.slice(0, 20).map((one) => ({
        id: one.contribution_id,
        by: authors.get(one.shopper_id),
        amount: one.amount,
        refunded: one.refunded,
        via: one.via,
        text: one.text,
        at: one.at,
      })),
      next:
        gifts[20] && last ? Buffer.from(`${last.at} ${last.contribution_id}`).toString('base64url') : null,
    },
    happenings: happened.map((one) => ({
      id: one.event_id,
      kind: one.kind,
      by: authors.get(one.shopper_id) ?? null,
      amount: one.amount,
      at: one.at,
    })),
    forecast: byDay.length > 7 ? { on: row.ends_on, inTime: true } : null,
    me: {
      role: mine.role,
      given: mine.given - mine.refunded,
      refunded: mine.refunded,
      received: mine.received,
      share: mine.share,
      available: purse ? purse.balance - purse.held : 0,
      may: { contribute: true, invite: true, change: true, close: true, cancel: true, leave: true },
      linkKey: null,
      outcome: null,
      coupon: null,
    },
    position: at?.position ?? 0,
  };
}

const ASKED = /^\/v1\/(\w+)\/clubs\/(\w+)$/;
const [mall] = await once(process, 'message');
const server = createServer(async (request, response) => {
  const [, mallId = '', clubId = ''] = ASKED.exec(request.url ?? '') ?? [];
  const [, claims = ''] = (request.headers.authorization ?? '').split('.');
  const { sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sub: string };
  const body = Buffer.from(JSON.stringify(await pageOf(mallId, clubId, sub, mall)));
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.length,
  });
  response.end(body);
});
await listen(server);
