/**
 * The least that a durable post takes: JSON parsed, one row, one commit that waits for the disk; with GROUPED=1 the posts
 * of one tick share a commit. Reads are ready bytes.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { newId } from '../../../server/base/ids.ts';
import { listen } from './listen.ts';

const { DATA_DIR = '', DATABASE_URL, GROUPED } = process.env;
const TABLE = `create table if not exists bare_posts (
  id text primary key, product text not null, stars bigint not null, text text not null, created_at bigint not null)`;
const INDEX = 'create index if not exists bare_posts_by_product on bare_posts (product, created_at)';

type Row = [id: string, product: string, stars: number, text: string, createdAt: number];
/** Stores rows for good; several share one commit. */
type Insert = (rows: readonly Row[]) => void | Promise<void>;

function sqlite(): Insert {
  const db = new Sqlite(join(DATA_DIR, 'bare.sqlite'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(`${TABLE}; ${INDEX}`);
  const one = db.prepare('insert into bare_posts values (?, ?, ?, ?, ?)');
  const all = db.transaction((rows: readonly Row[]) => {
    for (const row of rows) one.run(...row);
  });
  return (rows) => all(rows);
}

async function postgres(url: string): Promise<Insert> {
  const pool = new pg.Pool({ connectionString: url });
  await pool.query(TABLE);
  await pool.query(INDEX);
  return async (rows) => {
    const places = rows.map((_, at) => `(${[1, 2, 3, 4, 5].map((place) => `$${at * 5 + place}`).join()})`);
    await pool.query({
      name: `insert ${rows.length}`,
      text: `insert into bare_posts values ${places.join()}`,
      values: rows.flat(),
    });
  };
}

const insert = DATABASE_URL === undefined ? sqlite() : await postgres(DATABASE_URL);
const [bodies] = (await once(process, 'message')) as [Map<string, Uint8Array>];

function answer(response: ServerResponse, status: number, body: Uint8Array): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.length,
  });
  response.end(body);
}

const created = (response: ServerResponse, [id]: Row) => answer(response, 201, Buffer.from(`{"id":"${id}"}`));

let waiting: { row: Row; response: ServerResponse }[] = [];
async function flush(): Promise<void> {
  const group = waiting;
  waiting = [];
  await insert(group.map(({ row }) => row));
  for (const { row, response } of group) created(response, row);
}

function post(request: IncomingMessage, response: ServerResponse): void {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', async () => {
    const { product, stars, text } = JSON.parse(Buffer.concat(parts).toString('utf8')) as {
      product: string;
      stars: number;
      text: string;
    };
    const row: Row = [newId(), product, stars, text, Date.now()];
    if (GROUPED === '1') {
      if (waiting.push({ row, response }) === 1) setImmediate(flush);
      return;
    }
    await insert([row]);
    created(response, row);
  });
}

await listen(
  createServer((request, response) => {
    if (request.method === 'POST') return post(request, response);
    const body = bodies.get(request.url ?? '');
    return answer(response, body ? 200 : 404, body ?? new Uint8Array());
  }),
);
