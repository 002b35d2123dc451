import type { Reader } from '../../base/db/database.ts';
import { preparedList } from '../../base/db/prepared.ts';
import { JsonBytes } from '../../base/http/ready.ts';
import { type Keep, openKeep } from '../../base/keep.ts';
import { AUTHOR_COLUMNS, type AuthorColumns, joinedAuthor } from '../../mall/shoppers/authors.ts';
import type { Review } from './contract.ts';
import type { ListedRow } from './helpful-page.ts';
import type { ReviewRow } from './table.ts';
import { SHOWN, type ShownRow, toReviewsWith, type Viewing } from './views.ts';
import type { Wanted } from './words-query.ts';

/**
 * The JSON of reviews as they appeared, kept under everything that they depend on: the review's stamp, the mall's name and
 * language, and its version, which moves when somebody at the mall appears otherwise. So nothing is ever invalidated, and
 * a list that must be read anew reads its order and stamps; texts come from the database only where they are not kept.
 */
export interface KeptReviews {
  texts: Keep<KeptReview>;
  /**
   * The first review of each list whose texts had to be read. What is read a second time is worth keeping; whoever reads
   * through everything once, a search engine say, would else put all that others ask for out.
   */
  read: Keep<true>;
}
interface KeptReview {
  json: Buffer;
  stamp: number;
  /** The mall as it was. */
  ofMall: string;
}
export const openKeptReviews = (): KeptReviews => ({
  texts: openKeep(MAX_BYTES),
  read: openKeep(MAX_READ_BYTES),
});
const MAX_BYTES = 48 * 1024 * 1024;
/** About as many lists as there is room for: one that comes again later than that would have been put out meanwhile. */
const MAX_READ_BYTES = 1024 * 1024;

/** A mall at a version of what may appear otherwise. */
type At = Pick<Viewing, 'mall'> & { version: number };
/** The name last: whatever it holds, no two malls or versions come to the same. */
const nameOf = ({ mall, version }: At): string =>
  `${mall.id} ${version} ${mall.settings.locale} ${mall.name}`;

/**
 * Keeps a review as its writer is answered: the list that is made anew for it would else have to look for all of it again,
 * its author too.
 *
 * @param at the mall, and its version from before the review's author was read
 */
export function keepWritten(
  kept: KeptReviews,
  at: At,
  row: Pick<ReviewRow, 'review_id' | 'stamp' | 'later_of'>,
  json: Buffer,
): void {
  // A later one appears within the first, which has moved.
  if (row.later_of !== null) return;
  kept.texts.set(row.review_id, { json, stamp: row.stamp, ofMall: nameOf(at) }, json.length);
}

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
  const ofMall = nameOf({ mall, version });
  const appearing = (row: ListedRow): Buffer | undefined => {
    const one = wanted ? undefined : kept.texts.get(row.review_id);
    return one?.stamp === row.stamp && one.ofMall === ofMall ? one.json : undefined;
  };
  const texts = rows.map(appearing);
  const missing = rows.filter((_, at) => texts[at] === undefined).map((row) => row.review_id);
  if (missing.length === 0) return JsonBytes.array(texts as Buffer[]);
  const isWorthKeeping = !wanted && isReadAgain(kept, missing[0] as string);
  const read = new Map<string, Buffer>();
  for (const review of await readReviews(db, viewing, missing, wanted))
    read.set(review.id, Buffer.from(JSON.stringify(review)));
  const all: Buffer[] = [];
  for (const [at, { review_id: id, stamp }] of rows.entries()) {
    const json = texts[at] ?? read.get(id);
    // Hidden or deleted since the list was read.
    if (!json) continue;
    all.push(json);
    if (isWorthKeeping && texts[at] === undefined) kept.texts.set(id, { json, stamp, ofMall }, json.length);
  }
  return JsonBytes.array(all);
}

function isReadAgain({ read }: KeptReviews, reviewId: string): boolean {
  const isAgain = read.get(reviewId) ?? false;
  if (!isAgain) read.set(reviewId, true, 0);
  return isAgain;
}

type SeenRow = ShownRow & AuthorColumns;
/** Those that are still shown with their authors, and the later ones of each, in one question. */
const seenRows = preparedList<[mallId: string], SeenRow>((db, ids, mallId) => {
  const shown = db
    .selectFrom('reviews')
    .leftJoin('shoppers', (join) =>
      join
        .onRef('shoppers.mall_id', '=', 'reviews.mall_id')
        .onRef('shoppers.shopper_id', '=', 'reviews.shopper_id'),
    )
    .select(SHOWN.map((column) => `reviews.${column}` as const))
    .select(AUTHOR_COLUMNS)
    .where('reviews.mall_id', '=', mallId)
    .where('reviews.state', '=', 'shown');
  return shown.where('reviews.review_id', 'in', ids).unionAll(shown.where('reviews.later_of', 'in', ids));
});

async function readReviews(
  db: Reader,
  viewing: Viewing,
  ids: readonly string[],
  wanted?: Wanted | null,
): Promise<Review[]> {
  const { mall } = viewing;
  const seen = await seenRows(db, ids, mall.id);
  const asked = new Set(ids);
  const rows = seen.filter((row) => asked.has(row.review_id));
  const later = seen
    .filter((row) => !asked.has(row.review_id))
    .sort((a, b) => a.created_at - b.created_at || (a.review_id < b.review_id ? -1 : 1));
  const authors = new Map(rows.map((row) => [row.shopper_id, joinedAuthor(row, mall.settings.locale)]));
  return toReviewsWith(db, viewing, rows, { authors, later }, wanted);
}
