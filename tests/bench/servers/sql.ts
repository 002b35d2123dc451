/** Bare SQL behind node:http: one prepared statement by an index, and JSON of the same fields. No check of anything. */
import { createServer } from 'node:http';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { listen } from './listen.ts';

const { DATA_DIR = '', DATABASE_URL } = process.env;
const PAGE = 20;
const COLUMNS = `r.review_id, r.product, r.shopper_id, s.name, s.handle, s.kind, s.level, r.stars, r.title, r.text,
  r.options, r.attributes, r.bought, r.disclosure, r.created_at, r.edited_at, r.version, r.voters_yes, r.comment_count,
  r.reply_text, r.reply_at, r.used_days, r.later_of, r.later_kind`;
const query = (mall: string, product: string) => `select ${COLUMNS} from reviews r
  join shoppers s on s.mall_id = r.mall_id and s.shopper_id = r.shopper_id
  where r.mall_id = ${mall} and r.product = ${product} and r.state = 'shown'
  order by r.rank_helpful desc, r.bought desc, r.created_at desc, r.review_id desc limit ${PAGE}`;

interface Row {
  review_id: string;
  product: string;
  shopper_id: string;
  name: string | null;
  handle: string | null;
  kind: string;
  level: number;
  stars: number;
  title: string;
  text: string;
  options: string;
  attributes: string;
  bought: number;
  disclosure: string | null;
  created_at: number;
  edited_at: number | null;
  version: number;
  voters_yes: number;
  comment_count: number;
  reply_text: string | null;
  reply_at: number | null;
  used_days: number | null;
  later_of: string | null;
  later_kind: string | null;
}

const pairs = (stored: string, name: string) =>
  Object.entries(JSON.parse(stored) as Record<string, string>).map(([key, value]) => ({
    [name]: key,
    value,
  }));

const toReview = (row: Row) => ({
  id: row.review_id,
  product: row.product,
  author: {
    id: row.shopper_id,
    name: row.handle ?? row.name ?? '손님',
    guest: row.kind === 'guest',
    seller: false,
    level: row.level,
  },
  stars: row.stars,
  title: row.title,
  text: row.text,
  options: pairs(row.options, 'name'),
  attributes: pairs(row.attributes, 'key'),
  bought: row.bought === 1,
  photos: [],
  disclosure: row.disclosure,
  createdAt: row.created_at,
  editedAt: row.edited_at,
  version: row.version,
  helpful: row.voters_yes,
  comments: row.comment_count,
  reply: row.reply_text === null ? null : { text: row.reply_text, at: row.reply_at },
  usedDays: row.used_days,
  laterOf: row.later_of,
  laterKind: row.later_kind,
  later: [],
  found: [],
});

function reader(): (mall: string, product: string) => Row[] | Promise<Row[]> {
  if (DATABASE_URL === undefined) {
    const db = new Sqlite(join(DATA_DIR, 'dangol.sqlite'), { readonly: true });
    // As much room for pages as ours has.
    db.pragma('cache_size = -32000');
    const statement = db.prepare(query('?', '?'));
    return (mall, product) => statement.all(mall, product) as Row[];
  }
  const pool = new pg.Pool({
    connectionString: DATABASE_URL,
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        oid === 20 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  const text = query('$1', '$2');
  return async (mall, product) =>
    (await pool.query<Row>({ name: 'list', text, values: [mall, product] })).rows;
}

const ASKED = /^\/v1\/(\w+)\/reviews\?product=(\w+)/;
const read = reader();
const server = createServer(async (request, response) => {
  const [, mall = '', product = ''] = ASKED.exec(request.url ?? '') ?? [];
  const rows = await read(mall, product);
  const body = Buffer.from(JSON.stringify({ items: rows.map(toReview), next: null }));
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.length,
  });
  response.end(body);
});
await listen(server);
