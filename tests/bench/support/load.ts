/**
 * The data. Four hundred reviews are written through the API itself, by a clock that goes through two years; what they
 * left in the tables is then copied by SQL, with other ids, as often as wanted. So every table that a review fills is
 * filled, whatever features come.
 */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { buildApp } from '../../../server/app.ts';
import type { Database } from '../../../server/base/db/database.ts';
import type { Tables } from '../../../server/base/db/tables.ts';
import { recountMall } from '../../../server/community/reputation/recount-job.ts';
import { fillReviews } from '../../../server/community/reviews/fill.ts';
import { MallSettings } from '../../../server/mall/malls/contract.ts';
import { insertKey, insertMall } from '../../../server/mall/malls/store.ts';
import { mallSecret } from '../../../server/mall/shoppers/tokens.ts';
import { openServices } from '../../../server/open.ts';
import { readSettings } from '../../../server/settings.ts';
import { freshDatabase } from '../../support/postgres.ts';
import { fileAll } from '../../support/recount-reviews.ts';
import { colourOf, starsOf, textOf } from './texts.ts';

export const MALL = 'bench';
/** The page that the mall is registered for; browsers send it with every request. */
export const ORIGIN = 'https://mall.example';
/** The product that has as many reviews as fifty others together. */
export const BIG = 'big';

/** What is written through the API: so many products with twenty reviews each, and one with twenty. */
const PRODUCTS = 20;
const EACH = 20;
const OF_BIG = 20;
const MEMBERS = PRODUCTS * EACH + OF_BIG;
/** The copies, the first included, that make 1,000 products with 20 reviews and one with 1,000. */
export const ONE = 50;

const DAY = 24 * 60 * 60 * 1000;
const SPAN = 2 * 365 * DAY;

/** Tables whose rows belong to products, reviews or shoppers, and are copied with them. */
const COPIED = [
  'shoppers',
  'products',
  'reviews',
  'review_facets',
  'review_words',
  'review_word_lists',
  'product_stats',
  'product_facet_stats',
  'product_drift',
] as const;
/** Tables that a copy needs no rows in. */
const APART = [
  'migrations',
  'malls',
  'mall_origins',
  'mall_keys',
  'outbox',
  'outbox_heads',
  'consumers',
  'jobs',
  'leases',
  'idempotency',
  'pace',
  'review_words_done',
  'reputation_done',
];
/** Sums by product: those of the big one are multiplied instead of copied. */
const SUMS: Partial<Record<(typeof COPIED)[number], string[]>> = {
  product_stats: ['mall_id', 'product'],
  product_facet_stats: ['mall_id', 'product', 'facet'],
  product_drift: ['mall_id', 'product', 'span'],
};

export interface Ground {
  /** What a process that works with this data is started with. */
  environment: Record<string, string>;
  dataDir: string;
  databaseUrl: string | undefined;
  key: string;
  products: number;
  members: number;
  /** A member's token, as the mall's backend signs it. */
  token(member: number): string;
  close(): Promise<void>;
}

/** The name of one of the products with twenty reviews. */
export const productName = (number: number): string => `p${number}`;

/** The number of the product that a member wrote about; undefined: the big one. */
export function productOf(member: number): number | undefined {
  const written = member % MEMBERS;
  if (written >= PRODUCTS * EACH) return undefined;
  return (written % PRODUCTS) + Math.floor(member / MEMBERS) * PRODUCTS;
}

/**
 * Fills a database of its own.
 *
 * @param copies how often the written reviews are there in the end; {@link ONE} for what the figures are about
 * @param postgres the address of a server on which a database may be made; without one it is an SQLite file
 */
export async function loadGround(copies: number, postgres?: string): Promise<Ground> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dangol-bench-'));
  const own = postgres === undefined ? undefined : await freshDatabase(postgres);
  const environment: Record<string, string> = {
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '0',
    MASTER_KEY: '5a'.repeat(32),
    // Every request comes from one address here.
    PACE_SCALE: '1000000000',
    ...(own && { DATABASE_URL: own.url }),
  };
  const close = async () => {
    await own?.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const end = Date.now();
    let now = end - SPAN;
    const opened = await openServices(readSettings({ ...environment, LOG_LEVEL: 'silent' }), {
      now: () => now,
      synchronous: 'NORMAL',
    });
    const { database, secrets } = opened.services;
    const { key } = await database.write(async (trx) => {
      await insertMall(
        trx,
        { id: MALL, name: 'Bench', origins: [ORIGIN], settings: settings(), seeded: false },
        now,
      );
      return insertKey(trx, MALL, 'bench', ['all'], now);
    });
    const token = signer(mallSecret(secrets, MALL, 1));
    const app = buildApp(opened.services, {
      outside: opened.outside,
      closing: new AbortController().signal,
      widgets: dataDir,
    });
    await write(app.routes, key, token, (at) => {
      now = end - SPAN + at;
    });
    // Else the service would look through all of the copies, while it is measured, for what is done already.
    await fillReviews(opened.services);
    await fileAll(opened.services);
    await recountMall(opened.services, MALL, () => undefined);
    await copy(database, copies);
    await opened.close();
    return {
      environment,
      dataDir,
      databaseUrl: own?.url,
      key,
      products: PRODUCTS * copies,
      members: MEMBERS * copies,
      token: (member) => token(member, Date.now()),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

export const settings = () =>
  MallSettings.parse({
    limits: { reviewsPerDay: 1000 },
    attributes: [
      {
        key: 'fit',
        label: { ko: '핏', en: 'Fit' },
        values: ['slim', 'regular', 'loose'].map((value) => ({
          key: value,
          label: { ko: value, en: value },
        })),
      },
    ],
  });

function signer(secret: Uint8Array | string) {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = part({ alg: 'HS256', typ: 'JWT' });
  return (member: number, now: number) => {
    const seconds = Math.floor(now / 1000);
    const signed = `${head}.${part({ sub: `m${member}`, aud: MALL, iat: seconds, exp: seconds + 12 * 3600 })}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };
}

interface Api {
  request(path: string, init: RequestInit): Response | Promise<Response>;
}

/** Writes what is copied later: products by the mall, then reviews of members in turn of the products. */
async function write(
  api: Api,
  key: string,
  token: (member: number, now: number) => string,
  moveTo: (ms: number) => void,
): Promise<void> {
  const end = Date.now();
  const call = async (method: string, path: string, as: string, body: unknown) => {
    const answer = await api.request(`/v1/${MALL}${path}`, {
      method,
      headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  };
  const options = [{ name: '색상', values: ['블루', '화이트', '블랙', '베이지'] }];
  const names = [...Array.from({ length: PRODUCTS }, (_, at) => productName(at)), BIG];
  moveTo(0);
  await call('PUT', '/products', key, {
    products: names.map((product) => ({ product, name: `상품 ${product}`, options, category: '의류' })),
  });
  for (let member = 0; member < MEMBERS; member++) {
    const at = Math.floor(((member + 1) / (MEMBERS + 1)) * SPAN);
    moveTo(at);
    await call('POST', '/reviews', token(member, end - SPAN + at), {
      product: member < PRODUCTS * EACH ? productName(member % PRODUCTS) : BIG,
      ...review(member),
    });
  }
}

/** What a member writes: the same each time it is asked for. */
export const review = (member: number) => ({
  stars: starsOf(member),
  title: '',
  text: textOf(member),
  options: { 색상: colourOf(member) },
  attributes: { fit: ['slim', 'regular', 'loose'][member % 3] },
  photos: [],
});

/** Copies rows with other ids: `p3` becomes `p103`, `p203` and so on, the big product grows. */
async function copy(database: Database, copies: number): Promise<void> {
  await onlyKnownRows(database);
  if (copies < 2) return;
  await database.write(async (trx) => {
    await sql`create temporary table bench_copies (place integer, suffix text)`.execute(trx);
    for (let from = 1; from < copies; from += 200) {
      const rows = Array.from({ length: Math.min(200, copies - from) }, (_, at) => from + at);
      await sql`insert into bench_copies values ${sql.join(
        rows.map((place) => sql`(${sql.lit(place)}, ${sql.lit(place.toString(32).padStart(8, '0'))})`),
      )}`.execute(trx);
    }
    for (const table of COPIED) {
      await sql`create temporary table ${sql.table(`bench_${table}`)} as select * from ${sql.table(table)}`.execute(
        trx,
      );
      const keys = SUMS[table];
      const columns = await columnsOf(database, trx, table);
      const big = sql`where product <> ${sql.lit(BIG)}`;
      const list = sql.join(columns.map((column) => sql.ref(column)));
      await sql`insert into ${sql.table(table)} (${list}) select ${sql.join(columns.map(copied))}
        from bench_copies, ${sql.table(`bench_${table}`)} ${keys || table === 'products' ? big : sql``}`.execute(
        trx,
      );
      if (!keys) continue;
      const grown = columns
        .filter((column) => !keys.includes(column) && column !== 'filed_until')
        .map((column) => sql`${sql.ref(column)} = ${sql.ref(column)} * ${sql.lit(copies)}`);
      await sql`update ${sql.table(table)} set ${sql.join(grown)} where product = ${sql.lit(BIG)}`.execute(
        trx,
      );
    }
  });
  if (database.kind === 'postgres') await sql`vacuum analyze`.execute(database.db);
}

/** How a column of a copy is made from the one that is copied. */
function copied(column: string) {
  const from = sql.ref(column);
  const counted = (letter: string, by: number) =>
    sql`${sql.lit(letter)} || (cast(substr(${from}, 2) as integer) + place * ${sql.lit(by)})`;
  if (column === 'review_id' || column === 'shopper_id') return sql`substr(${from}, 1, 17) || suffix`;
  if (column === 'outside_id') return counted('m', MEMBERS);
  if (column === 'product')
    return sql`case when product = ${sql.lit(BIG)} then product else ${counted('p', PRODUCTS)} end`;
  return from;
}

type Trx = Parameters<Parameters<Database['write']>[0]>[0];

async function columnsOf(database: Database, trx: Trx, table: string): Promise<string[]> {
  const asked =
    database.kind === 'sqlite'
      ? sql<{ name: string }>`select name from pragma_table_info(${sql.lit(table)})`
      : sql<{
          name: string;
        }>`select column_name as name from information_schema.columns where table_schema = current_schema() and table_name = ${sql.lit(table)}`;
  return (await asked.execute(trx)).rows.map((row) => row.name);
}

/** A table that this file does not know and that writing a review fills would be missing from the copies. */
async function onlyKnownRows(database: Database): Promise<void> {
  const asked =
    database.kind === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_master where type = 'table'`
      : sql<{
          name: string;
        }>`select table_name as name from information_schema.tables where table_schema = current_schema()`;
  const known = new Set<string>([...COPIED, ...APART]);
  for (const { name } of (await asked.execute(database.db)).rows) {
    if (known.has(name)) continue;
    const row = await database.db
      .selectFrom(name as keyof Tables)
      .selectAll()
      .limit(1)
      .executeTakeFirst();
    if (row) throw new Error(`${name} has rows: say in tests/bench/support/load.ts whether they are copied`);
  }
}
