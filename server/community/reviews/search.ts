import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Reader, Trx } from '../../base/db/database.ts';
import { prepared, preparedList } from '../../base/db/prepared.ts';
import type { Tables } from '../../base/db/tables.ts';
import { openKeep } from '../../base/keep.ts';
import { laterRows } from './later.ts';
import type { ProductStatsRow, ReviewRow } from './table.ts';
import { wordsOf } from './words.ts';
import { hasWords, type Wanted } from './words-query.ts';

/**
 * The condition that a review has what is wanted. Each look-up is one range of the index (mall, product, word), read
 * once for the whole query.
 *
 * @param unfiled those that have it and whose words are not filed yet, by {@link unfiledWith}
 */
export function has(
  eb: ExpressionBuilder<Tables, 'reviews'>,
  mallId: string,
  product: string,
  wanted: Wanted,
  unfiled: readonly string[],
): Expression<SqlBool> {
  if ('all' in wanted) return eb.and(wanted.all.map((one) => has(eb, mallId, product, one, unfiled)));
  if ('any' in wanted) return eb.or(wanted.any.map((one) => has(eb, mallId, product, one, unfiled)));
  const { from, before } = wanted.look;
  const filed = eb
    .selectFrom('review_words')
    .select('review_words.review_id')
    .where('review_words.mall_id', '=', mallId)
    .where('review_words.product', '=', product)
    .where('review_words.word', '>=', from)
    .where('review_words.word', '<', before);
  if (unfiled.length === 0) return eb('reviews.review_id', 'in', filed);
  const also = eb
    .selectFrom('reviews as unfiled')
    .select('unfiled.review_id')
    .where('unfiled.mall_id', '=', mallId)
    .where('unfiled.review_id', 'in', unfiled);
  return eb('reviews.review_id', 'in', filed.unionAll(also));
}

type Unfiled = Pick<ReviewRow, 'review_id' | 'later_of' | 'title' | 'text' | 'created_at'>;
/** Those that were written since words were last filed, oldest first; later ones, which are younger than their first. */
const unfiledAt = prepared<[mallId: string, product: string], Unfiled>((db, mallId, product) =>
  db
    .selectFrom('reviews')
    .select(['review_id', 'later_of', 'title', 'text', 'created_at'])
    .where('mall_id', '=', mallId)
    .where('product', '=', product)
    .where('state', '=', 'shown')
    .where('created_at', '>', (eb) =>
      eb
        .selectFrom('product_stats')
        .select('filed_until')
        .where('product_stats.mall_id', '=', mallId)
        .where('product_stats.product', '=', product),
    )
    .orderBy('created_at')
    .orderBy('review_id'),
);

/** What texts were cut into the last time: reviews that are not filed yet are cut by each search. */
const cut = openKeep<readonly string[]>(8 * 1024 * 1024);

/** The words of a first review among the rows, with those of its later ones. */
function wordsIn(rows: readonly Unfiled[], first: Unfiled): readonly string[] {
  const texts = textsOf([first, ...rows.filter((row) => row.later_of === first.review_id)]);
  const key = JSON.stringify(texts);
  let words = cut.get(key);
  if (!words) {
    words = wordsOf(texts);
    cut.set(key, words, words.join().length);
  }
  return words;
}

/** The reviews of a product that have what is wanted, among those whose words are not filed yet. */
export async function unfiledWith(
  db: Reader,
  mallId: string,
  product: string,
  wanted: Wanted,
): Promise<string[]> {
  const rows = await unfiledAt(db, mallId, product);
  return rows
    .filter((row) => row.later_of === null && hasWords(wordsIn(rows, row), wanted))
    .map((row) => row.review_id);
}

const textsOf = (rows: readonly Pick<ReviewRow, 'title' | 'text'>[]): string[] =>
  rows.flatMap((row) => [row.title, row.text]);

/**
 * Files the words of a review when its text or what hides it has changed. Those of a later one are the first one's.
 *
 * @param filing how far those of its product are filed, when that was asked
 */
export async function moveWords(
  trx: Trx,
  before: ReviewRow | null,
  after: ReviewRow,
  filing: Filing | undefined,
): Promise<void> {
  if (before && before.state === after.state && before.title === after.title && before.text === after.text)
    return;
  if (before !== null || after.later_of !== null)
    await fileAnew(trx, after.mall_id, after.later_of ?? after.review_id);
  // It was on its way when younger ones were filed.
  else if (filing && after.created_at <= filing.filed_until)
    await file(trx, after, wordsOf(textsOf([after])));
  if (filing && filing.unfiled > MOST_UNFILED) await fileOldest(trx, after);
}

/**
 * Brings the filed words of a first review to what its texts say now; writes nothing but the difference, and nothing at
 * all while its turn to be filed has not come.
 */
export async function fileAnew(trx: Trx, mallId: string, reviewId: string): Promise<void> {
  const first = await trx
    .selectFrom('reviews')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('review_id', '=', reviewId)
    .executeTakeFirst();
  if (!first || first.created_at > (await filedUntil(trx, first))) return;
  const shown = first.state === 'shown' ? [first, ...(await laterRows(trx, mallId, [reviewId]))] : [];
  const words = wordsOf(textsOf(shown));
  const filed = await filedWords(trx, mallId, reviewId);
  const wanted = new Set(words);
  const known = new Set(filed);
  const gone = filed.filter((word) => !wanted.has(word));
  const come = words.filter((word) => !known.has(word));
  if (gone.length + come.length === 0) return;
  await unfile(trx, first, gone);
  await insertAll(trx, first, come);
  await list(trx, first, words);
}

/**
 * Words of one review lie all over the index, a page each; those of many reviews share pages. So those of a product's new
 * reviews are filed only when there are more than so many, and then so many of them together, the oldest first. Until then
 * they are few enough to be cut and looked through by whoever searches, and a post writes none.
 */
const MOST_UNFILED = 128;
const FILED_TOGETHER = 64;

/** How far the words of a product's reviews are filed. */
export type Filing = Pick<ProductStatsRow, 'unfiled' | 'filed_until'>;

async function filedUntil(db: Reader, { mall_id, product }: ReviewRow): Promise<number> {
  const row = await db
    .selectFrom('product_stats')
    .select('filed_until')
    .where('mall_id', '=', mall_id)
    .where('product', '=', product)
    .executeTakeFirst();
  return row?.filed_until ?? 0;
}

async function fileOldest(trx: Trx, { mall_id, product }: ReviewRow): Promise<void> {
  const rows = await unfiledAt(trx, mall_id, product);
  // All of one moment: the moment tells which are filed.
  const until = rows[FILED_TOGETHER - 1]?.created_at ?? 0;
  const due = rows.filter((row) => row.created_at <= until);
  for (const row of due)
    if (row.later_of === null)
      await file(trx, { mall_id, product, review_id: row.review_id }, wordsIn(rows, row));
  await trx
    .updateTable('product_stats')
    .set({ unfiled: rows.length - due.length, ...(until > 0 && { filed_until: until }) })
    .where('mall_id', '=', mall_id)
    .where('product', '=', product)
    .execute();
}

/** Files a review that was not. */
async function file(trx: Trx, review: Filed, words: readonly string[]): Promise<void> {
  await insertAll(trx, review, words);
  await list(trx, review, words);
}

/** What a row of words belongs to. */
type Filed = Pick<ReviewRow, 'mall_id' | 'product' | 'review_id'>;

async function filedWords(db: Reader, mallId: string, reviewId: string): Promise<string[]> {
  const row = await db
    .selectFrom('review_word_lists')
    .select('words')
    .where('mall_id', '=', mallId)
    .where('review_id', '=', reviewId)
    .executeTakeFirst();
  return row ? row.words.split(' ') : [];
}

/** Keeps which words are filed for a review; none leave no row. */
async function list(trx: Trx, { mall_id, review_id }: Filed, words: readonly string[]): Promise<void> {
  if (words.length === 0) {
    await trx
      .deleteFrom('review_word_lists')
      .where('mall_id', '=', mall_id)
      .where('review_id', '=', review_id)
      .execute();
    return;
  }
  await putList(trx, mall_id, review_id, words.join(' '));
}

const putList = prepared<[mallId: string, reviewId: string, words: string], unknown>(
  (db, mall_id, review_id, words) =>
    db
      .insertInto('review_word_lists')
      .values({ mall_id, review_id, words })
      .onConflict((conflict) =>
        conflict.columns(['mall_id', 'review_id']).doUpdateSet((eb) => ({ words: eb.ref('excluded.words') })),
      ),
);

/** Rows in one statement. */
const MOST_ROWS = 64;

function* portions(words: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < words.length; at += MOST_ROWS) yield words.slice(at, at + MOST_ROWS);
}

const insertWords = preparedList<[mallId: string, product: string, reviewId: string], unknown>(
  (db, words, mall_id, product, review_id) =>
    db.insertInto('review_words').values(words.map((word) => ({ mall_id, product, word, review_id }))),
);

async function insertAll(trx: Trx, review: Filed, words: readonly string[]): Promise<void> {
  for (const some of portions(words))
    await insertWords(trx, some, review.mall_id, review.product, review.review_id);
}

async function unfile(trx: Trx, review: Filed, words: readonly string[]): Promise<void> {
  for (const some of portions(words))
    await trx
      .deleteFrom('review_words')
      .where('mall_id', '=', review.mall_id)
      .where('product', '=', review.product)
      .where('word', 'in', some)
      .where('review_id', '=', review.review_id)
      .execute();
}
