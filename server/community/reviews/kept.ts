import type { Reader } from '../../base/db/database.ts';
import { JsonBytes } from '../../base/http/ready.ts';
import { type Keep, openKeep } from '../../base/keep.ts';
import type { ListedRow } from './lists.ts';
import type { ReviewRow } from './table.ts';
import { toReviews, type Viewing } from './views.ts';
import type { Wanted } from './words-query.ts';

/**
 * The JSON of reviews as they appeared, kept under everything that they depend on: the review's stamp, the mall's name and
 * language, and its version, which moves when somebody at the mall appears otherwise. So nothing is ever invalidated, and
 * a list that must be read anew reads its order and stamps; texts come from the database only where they are not kept.
 */
export type KeptReviews = Keep<Buffer>;
export const openKeptReviews = (): KeptReviews => openKeep(MAX_BYTES);
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * The rows of a list as JSON, in their order. What a search found is marked for that search alone, so it is not kept.
 *
 * @param version the mall's, from before the rows were read
 */
export async function listedReviews(
  db: Reader,
  kept: KeptReviews,
  { version, ...viewing }: Viewing & { version: number },
  rows: readonly ListedRow[],
  wanted?: Wanted | null,
): Promise<JsonBytes> {
  const { mall } = viewing;
  // The name last: whatever it holds, no two malls or versions come to the same key.
  const ofMall = `${mall.id} ${version} ${mall.settings.locale} ${mall.name}`;
  const keys = rows.map((row) => `${row.review_id} ${row.stamp} ${ofMall}`);
  const texts = wanted ? rows.map(() => undefined) : keys.map((key) => kept.get(key));
  const missing = rows.filter((_, at) => texts[at] === undefined).map((row) => row.review_id);
  const read = new Map<string, Buffer>();
  if (missing.length > 0)
    for (const review of await toReviews(db, viewing, await wholeRows(db, viewing.mall.id, missing), wanted))
      read.set(review.id, Buffer.from(JSON.stringify(review)));
  const all: Buffer[] = [];
  for (const [at, row] of rows.entries()) {
    const text = texts[at] ?? read.get(row.review_id);
    // Hidden or deleted since the list was read.
    if (!text) continue;
    all.push(text);
    if (!wanted && texts[at] === undefined) kept.set(keys[at] as string, text, text.length);
  }
  return JsonBytes.array(all);
}

/** Those that are still shown. */
function wholeRows(db: Reader, mallId: string, ids: readonly string[]): Promise<ReviewRow[]> {
  return db
    .selectFrom('reviews')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('review_id', 'in', ids)
    .where('state', '=', 'shown')
    .execute();
}
