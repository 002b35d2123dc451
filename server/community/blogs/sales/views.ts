import { sql } from 'kysely';
import type { Reader } from '../../../base/db/database.ts';
import { decodeCursor, encodeCursor } from '../../../base/http/cursor.ts';
import type { Mall } from '../../../mall/malls/rules.ts';
import { productsOf } from '../../wishlists/views.ts';
import type { SalePage } from './contract.ts';
import { stateOf } from './rules.ts';
import { pointsOfSales } from './store.ts';

/** What an author's blog sold, newest first. */
export async function salePage(
  db: Reader,
  mall: Mall,
  author: string,
  { cursor, limit, now }: { cursor?: string | undefined; limit: number; now: number },
): Promise<SalePage> {
  let rows = db
    .selectFrom('story_sales')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('shopper_id', '=', author);
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(cursor, ['number', 'string']);
    rows = rows.where(sql<boolean>`(at, sale_id) < (${at}, ${id})`);
  }
  const found = await rows
    .orderBy('at', 'desc')
    .orderBy('sale_id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = found.slice(0, limit);
  const points = await pointsOfSales(
    db,
    mall.id,
    author,
    shown.map((row) => row.sale_id),
  );
  const products = new Map(
    (
      await productsOf(
        db,
        mall,
        shown.map((row) => row.product),
      )
    ).map((one) => [one.product, one]),
  );
  const titles = await titlesOf(
    db,
    mall.id,
    author,
    shown.flatMap((row) => row.story_id ?? []),
  );
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      id: row.sale_id,
      story:
        row.story_id !== null && titles.has(row.story_id)
          ? { id: row.story_id, title: titles.get(row.story_id) ?? '' }
          : null,
      product: products.get(row.product)!,
      day: row.day,
      count: row.quantity,
      state: stateOf({ quantity: row.quantity, dueAt: row.due_at }, now),
      dueAt: row.due_at,
      points: points.get(row.sale_id) ?? 0,
    })),
    next: found.length > limit && last ? encodeCursor([last.at, last.sale_id]) : null,
    total: await totalOf(db, mall.id, author),
  };
}

/** Titles of those of the author's own stories that are there. */
async function titlesOf(
  db: Reader,
  mallId: string,
  author: string,
  storyIds: readonly string[],
): Promise<Map<string, string>> {
  if (storyIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('stories')
    .select(['story_id', 'title'])
    .where('mall_id', '=', mallId)
    .where('story_id', 'in', storyIds)
    .where('shopper_id', '=', author)
    .execute();
  return new Map(rows.map((row) => [row.story_id, row.title]));
}

async function totalOf(db: Reader, mallId: string, author: string): Promise<SalePage['total']> {
  const sales = await db
    .selectFrom('story_sales')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', author)
    .where('quantity', '>', 0)
    .executeTakeFirstOrThrow();
  const earned = await db
    .selectFrom('story_earnings')
    .select(sql<number>`coalesce(sum(amount - taken), 0)`.as('points'))
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', author)
    .executeTakeFirstOrThrow();
  return { count: Number(sales.count), points: Number(earned.points) };
}
