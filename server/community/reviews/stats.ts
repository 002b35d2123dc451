import { sql } from 'kysely';
import type { Trx } from '../../base/db/database.ts';
import { prepared, preparedList } from '../../base/db/prepared.ts';
import { moveDrift } from './drift.ts';
import { type Counted, facetsOf, type StatColumn, type StatDelta, statDelta } from './rules.ts';
import { type Filing, moveWords } from './search.ts';
import type { ReviewRow } from './table.ts';

/** A later review belongs to the first one: it is no further voice. */
const counted = (row: ReviewRow | null): Counted | null =>
  row?.state === 'shown' && row.later_of === null
    ? { stars: row.stars, withPhoto: row.photo_count > 0, bought: row.bought === 1 }
    : null;

function facetRows(row: ReviewRow | null): string[] {
  if (!row || row.state === 'deleted') return [];
  if (row.state === 'hidden') return [`hidden:${row.hide_reason}`];
  if (row.later_of !== null) return [];
  // Two options may come to the same facet (`a:b` and `a b`): it counts once.
  return [...new Set(facetsOf(JSON.parse(row.options), JSON.parse(row.attributes)))];
}

/** Moves the summary, facets, words and drift of a product by the difference between a review before and after. */
export async function recount(trx: Trx, before: ReviewRow | null, after: ReviewRow): Promise<void> {
  const { mall_id: mallId, product, review_id: reviewId } = after;
  const isNew = before === null && after.state === 'shown';
  const filing = await addToStats(trx, mallId, product, statDelta(counted(before), counted(after)), isNew);
  await moveWords(trx, before, after, filing);
  await moveDrift(trx, before, after);
  const old = facetRows(before);
  const fresh = facetRows(after);
  const gone = old.filter((facet) => !fresh.includes(facet));
  const come = fresh.filter((facet) => !old.includes(facet));
  if (gone.length > 0) await takeFacets(trx, after, gone);
  // Why something is hidden is counted, but no filter leads to it.
  const found = come.filter((facet) => !facet.startsWith('hidden:'));
  if (found.length > 0) await insertFacets(trx, found, mallId, product, reviewId);
  if (come.length > 0) await countFacets(trx, come, mallId, product, 1);
}

async function takeFacets(trx: Trx, row: ReviewRow, facets: readonly string[]): Promise<void> {
  const { mall_id: mallId, product, review_id: reviewId } = row;
  await trx
    .deleteFrom('review_facets')
    .where('mall_id', '=', mallId)
    .where('product', '=', product)
    .where('facet', 'in', facets)
    .where('review_id', '=', reviewId)
    .execute();
  await countFacets(trx, facets, mallId, product, -1);
  // What nobody names any more is forgotten: an option is somebody's own words.
  await trx
    .deleteFrom('product_facet_stats')
    .where('mall_id', '=', mallId)
    .where('product', '=', product)
    .where('facet', 'in', facets)
    .where('count', '<=', 0)
    .execute();
}

const insertFacets = preparedList<[mallId: string, product: string, reviewId: string], unknown>(
  (db, facets, mall_id, product, review_id) =>
    db.insertInto('review_facets').values(facets.map((facet) => ({ mall_id, product, facet, review_id }))),
);

const countFacets = preparedList<[mallId: string, product: string, by: number], unknown>(
  (db, facets, mall_id, product, by) =>
    db
      .insertInto('product_facet_stats')
      .values(facets.map((facet) => ({ mall_id, product, facet, count: by })))
      .onConflict((conflict) =>
        conflict
          .columns(['mall_id', 'product', 'facet'])
          .doUpdateSet({ count: sql<number>`product_facet_stats.count + excluded.count` }),
      ),
);

const STATS = [
  'count',
  'stars_1',
  'stars_2',
  'stars_3',
  'stars_4',
  'stars_5',
  'with_photo',
  'bought',
  'unfiled',
] as const satisfies readonly (StatColumn | 'unfiled')[];

/** One statement for every difference: what does not move moves by nothing. */
const moveStats = prepared<[mallId: string, product: string, ...by: number[]], Filing>(
  (db, mallId, product, ...by) => {
    const delta = Object.fromEntries(STATS.map((column, at) => [column, by[at] as number]));
    return db
      .insertInto('product_stats')
      .values({
        mall_id: mallId,
        product,
        filed_until: 0,
        ...(delta as Record<(typeof STATS)[number], number>),
      })
      .onConflict((conflict) =>
        conflict
          .columns(['mall_id', 'product'])
          .doUpdateSet(
            Object.fromEntries(
              STATS.map((column) => [column, sql`product_stats.${sql.ref(column)} + ${delta[column]}`]),
            ),
          ),
      )
      .returning(['unfiled', 'filed_until']);
  },
  STATS.length + 2,
);

/** @returns how far the words of the product's reviews are filed, this one counted when it is new */
async function addToStats(
  trx: Trx,
  mallId: string,
  product: string,
  delta: StatDelta,
  isNew: boolean,
): Promise<Filing | undefined> {
  if (Object.keys(delta).length === 0 && !isNew) return undefined;
  const by: Partial<Record<(typeof STATS)[number], number>> = { ...delta, unfiled: isNew ? 1 : 0 };
  const [filing] = await moveStats(trx, mallId, product, ...STATS.map((column) => by[column] ?? 0));
  return filing;
}
