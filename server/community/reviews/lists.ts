import { sql } from 'kysely';
import type { Reader } from '../../base/db/database.ts';
import { decodeCursor, encodeCursor } from '../../base/http/cursor.ts';
import type { Sort } from './contract.ts';
import { hasFacet } from './facets.ts';
import {
  type Fresh,
  freshBehind,
  helpfulPage,
  type Judged,
  judgedBehind,
  type ListedRow,
  shownOf,
} from './helpful-page.ts';
import { CURSOR_SHAPE, FRESH_MS, interleave } from './rules.ts';
import { has, unfiledWith } from './search.ts';
import { type Unfiled, unfiledAt } from './unfiled.ts';
import type { Wanted } from './words-query.ts';

/** Which reviews of a product are wanted. */
export interface ListQuery {
  product: string;
  sort: Sort;
  stars?: number | undefined;
  bought?: boolean | undefined;
  photo?: boolean | undefined;
  /** `option:name:value` or `attribute:key:value`. */
  facets: readonly string[];
  /** What a search asks for; null: for nothing that could be found. */
  wanted?: Wanted | null;
  /** Reviews that are not filed yet, where they must be looked through. */
  unfiled?: readonly Unfiled[];
  cursor?: string | undefined;
  limit: number;
}

export interface ListPage {
  rows: ListedRow[];
  next: string | null;
}

/** The time that a first page's view of "fresh" is rounded to, so that kept bytes stay good for a while. */
const ANCHOR_MS = 60 * 60 * 1000;
const anchorAt = (now: number): number => Math.floor(now / ANCHOR_MS) * ANCHOR_MS;

/** What a page depends on besides its mall's rows and the query: what is fresh ages by the hour. */
export const ageOf = (now: number): { name: string; until: number } => ({
  name: String(anchorAt(now)),
  until: anchorAt(now) + ANCHOR_MS,
});

/**
 * One page of a product's reviews. The cursor holds the sort key of the last item (in the helpful order: of the last
 * judged and the last fresh one, and the time that tells the two apart), so an item whose own key did not change is
 * neither repeated nor skipped, whatever others do meanwhile.
 */
export async function listReviews(
  db: Reader,
  mallId: string,
  asked: ListQuery,
  now: number,
): Promise<ListPage> {
  const { wanted, product } = asked;
  if (wanted === null) return { rows: [], next: null };
  const isLookedThrough = wanted || asked.facets.length > 0;
  const query = isLookedThrough ? { ...asked, unfiled: await unfiledAt(db, mallId, product) } : asked;
  if (query.sort === 'helpful') return helpful(db, mallId, query, now);
  if (query.sort === 'newest') return newest(db, mallId, query);
  return byStars(db, mallId, query);
}

function matching(db: Reader, mallId: string, query: ListQuery) {
  let rows = shownOf(db, mallId, query.product);
  const { wanted, unfiled = [] } = query;
  if (wanted) {
    const also = unfiledWith(unfiled, wanted);
    rows = rows.where((eb) => has(eb, mallId, query.product, wanted, also));
  }
  if (query.stars !== undefined) rows = rows.where('reviews.stars', '=', query.stars);
  if (query.bought) rows = rows.where('reviews.bought', '=', 1);
  if (query.photo) rows = rows.where('reviews.photo_count', '>', 0);
  for (const facet of query.facets)
    rows = rows.where((eb) => hasFacet(eb, mallId, query.product, facet, unfiled));
  return rows;
}

async function newest(db: Reader, mallId: string, query: ListQuery): Promise<ListPage> {
  let rows = matching(db, mallId, query);
  if (query.cursor) {
    const [at, id] = decodeCursor(query.cursor, CURSOR_SHAPE.newest) as [number, string];
    rows = rows.where(sql<boolean>`(reviews.created_at, reviews.review_id) < (${at}, ${id})`);
  }
  const found = await rows
    .orderBy('reviews.created_at', 'desc')
    .orderBy('reviews.review_id', 'desc')
    .limit(query.limit + 1)
    .execute();
  return page(found, query.limit, (row) => [row.created_at, row.review_id]);
}

async function byStars(db: Reader, mallId: string, query: ListQuery): Promise<ListPage> {
  const highest = query.sort === 'highest';
  let rows = matching(db, mallId, query);
  if (query.cursor) {
    const [stars, at, id] = decodeCursor(query.cursor, CURSOR_SHAPE.highest) as [number, number, string];
    rows = highest
      ? rows.where(
          sql<boolean>`(reviews.stars, reviews.created_at, reviews.review_id) < (${stars}, ${at}, ${id})`,
        )
      : // Fewest stars first, but the newest of each first: two directions, so no row comparison.
        rows.where(
          sql<boolean>`reviews.stars >= ${stars} and (reviews.stars > ${stars} or (reviews.created_at, reviews.review_id) < (${at}, ${id}))`,
        );
  }
  const found = await rows
    .select('reviews.stars')
    .orderBy('stars', highest ? 'desc' : 'asc')
    .orderBy('reviews.created_at', 'desc')
    .orderBy('reviews.review_id', 'desc')
    .limit(query.limit + 1)
    .execute();
  return page(found, query.limit, (row) => [row.stars, row.created_at, row.review_id]);
}

function page<Row extends ListedRow>(
  found: Row[],
  limit: number,
  key: (row: Row) => (string | number)[],
): ListPage {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last ? encodeCursor(key(last)) : null };
}

const FIRST_JUDGED: Judged = [2e9, 2, 0, ''];
const FIRST_FRESH: Fresh = [9e15, ''];

const isFiltered = ({ wanted, stars, bought, photo, facets }: ListQuery): boolean =>
  Boolean(wanted || stars !== undefined || bought || photo || facets.length > 0);

async function helpful(db: Reader, mallId: string, query: ListQuery, now: number): Promise<ListPage> {
  let anchor = anchorAt(now);
  let place = 0;
  let judgedKey = FIRST_JUDGED;
  let freshKey = FIRST_FRESH;
  if (query.cursor) {
    const parts = decodeCursor(query.cursor, CURSOR_SHAPE.helpful);
    [anchor, place] = parts as [number, number];
    judgedKey = parts.slice(2, 6) as Judged;
    freshKey = parts.slice(6, 8) as Fresh;
  }
  const oldest = anchor - FRESH_MS;
  const limit = query.limit + 1;
  const { judged, fresh } = isFiltered(query)
    ? {
        judged: await judgedBehind(matching(db, mallId, query), anchor, judgedKey, limit).execute(),
        fresh: await freshBehind(matching(db, mallId, query), anchor, oldest, freshKey, limit).execute(),
      }
    : await helpfulPage(db, mallId, query.product, { anchor, oldest, judgedKey, freshKey, limit });
  const merged = interleave<ListedRow>(judged, fresh, place, query.limit);
  const more = merged.judged < judged.length || merged.fresh < fresh.length;
  const lastJudged = judged[merged.judged - 1];
  const lastFresh = fresh[merged.fresh - 1];
  if (lastJudged)
    judgedKey = [lastJudged.rank_helpful, lastJudged.bought, lastJudged.created_at, lastJudged.review_id];
  if (lastFresh) freshKey = [lastFresh.created_at, lastFresh.review_id];
  const next = more ? encodeCursor([anchor, place + merged.items.length, ...judgedKey, ...freshKey]) : null;
  return { rows: merged.items, next };
}
