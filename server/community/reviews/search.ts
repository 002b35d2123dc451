import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Reader, Trx } from '../../base/db/database.ts';
import { prepared, preparedList } from '../../base/db/prepared.ts';
import type { Tables } from '../../base/db/tables.ts';
import { openKeep } from '../../base/keep.ts';
import { laterRows } from './later.ts';
import type { ReviewRow } from './table.ts';
import { type Filing, filingOf, isFiled, type Unfiled } from './unfiled.ts';
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

/** What texts were cut into the last time: reviews that are not filed yet are cut by each search. */
const cut = openKeep<readonly string[]>(8 * 1024 * 1024);

/** The words of a first review among the rows, with those of its later ones. */
export function wordsIn(rows: readonly Unfiled[], first: Unfiled): readonly string[] {
  const texts = textsOf([first, ...rows.filter((row) => row.later_of === first.review_id)]);
  const key = JSON.stringify(texts);
  let words = cut.get(key);
  if (!words) {
    words = wordsOf(texts);
    cut.set(key, words, words.join().length);
  }
  return words;
}

/** Those of the rows that have what is wanted, among the reviews of a product that are not filed yet. */
export const unfiledWith = (rows: readonly Unfiled[], wanted: Wanted): string[] =>
  rows
    .filter((row) => row.later_of === null && hasWords(wordsIn(rows, row), wanted))
    .map((row) => row.review_id);

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
  else if (filing && isFiled(after, filing)) await fileWords(trx, after, wordsOf(textsOf([after])));
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
  if (!first || !isFiled(first, await filingOf(trx, first))) return;
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

/** Files the words of a review that was not. */
export async function fileWords(trx: Trx, review: Filed, words: readonly string[]): Promise<void> {
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
