import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Reader, Trx } from '../../base/db/database.ts';
import { prepared, preparedInsert, preparedList } from '../../base/db/prepared.ts';
import type { Tables } from '../../base/db/tables.ts';
import { laterRows } from './later.ts';
import type { ReviewRow, ReviewWordsWaitingRow } from './table.ts';
import { wordsOf } from './words.ts';
import { hasWords, type Wanted } from './words-query.ts';

/**
 * The condition that a review has what is wanted. Each look-up is one range of the index (mall, product, word), read
 * once for the whole query.
 *
 * @param waiting those that have it and whose words wait, by {@link waitingWith}: asked for once more, since they may have
 * been filed since
 */
export function has(
  eb: ExpressionBuilder<Tables, 'reviews'>,
  mallId: string,
  product: string,
  wanted: Wanted,
  waiting: readonly string[],
): Expression<SqlBool> {
  if ('all' in wanted) return eb.and(wanted.all.map((one) => has(eb, mallId, product, one, waiting)));
  if ('any' in wanted) return eb.or(wanted.any.map((one) => has(eb, mallId, product, one, waiting)));
  const { from, before } = wanted.look;
  const filed = eb
    .selectFrom('review_words')
    .select('review_words.review_id')
    .where('review_words.mall_id', '=', mallId)
    .where('review_words.product', '=', product)
    .where('review_words.word', '>=', from)
    .where('review_words.word', '<', before);
  if (waiting.length === 0) return eb('reviews.review_id', 'in', filed);
  const also = eb
    .selectFrom('review_words_waiting')
    .select('review_words_waiting.review_id')
    .where('review_words_waiting.mall_id', '=', mallId)
    .where('review_words_waiting.product', '=', product)
    .where('review_words_waiting.review_id', 'in', waiting);
  return eb('reviews.review_id', 'in', filed.unionAll(also));
}

const waitingAt = prepared<
  [mallId: string, product: string],
  Pick<ReviewWordsWaitingRow, 'review_id' | 'words'>
>((db, mallId, product) =>
  db
    .selectFrom('review_words_waiting')
    .select(['review_id', 'words'])
    .where('mall_id', '=', mallId)
    .where('product', '=', product)
    .orderBy('review_id'),
);

/** The reviews of a product that have what is wanted, among those whose words wait. */
export async function waitingWith(
  db: Reader,
  mallId: string,
  product: string,
  wanted: Wanted,
): Promise<string[]> {
  const rows = await waitingAt(db, mallId, product);
  return rows.filter((row) => hasWords(row.words.split(' '), wanted)).map((row) => row.review_id);
}

const textsOf = (rows: readonly ReviewRow[]): string[] => rows.flatMap((row) => [row.title, row.text]);

/** Files the words of a review when its text or what hides it has changed. Those of a later one are the first one's. */
export async function moveWords(trx: Trx, before: ReviewRow | null, after: ReviewRow): Promise<void> {
  if (before && before.state === after.state && before.title === after.title && before.text === after.text)
    return;
  if (before === null && after.later_of === null) {
    const words = after.state === 'shown' ? wordsOf(textsOf([after])) : [];
    if (words.length > 0) await wait(trx, after, words);
  } else await fileAnew(trx, after.mall_id, after.later_of ?? after.review_id);
}

/** Brings the filed words of a first review to what its texts say now; writes nothing but the difference. */
export async function fileAnew(trx: Trx, mallId: string, reviewId: string): Promise<void> {
  const first = await trx
    .selectFrom('reviews')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('review_id', '=', reviewId)
    .executeTakeFirst();
  if (!first) return;
  const shown = first.state === 'shown' ? [first, ...(await laterRows(trx, mallId, [reviewId]))] : [];
  const words = wordsOf(textsOf(shown));
  const filed = await filedWords(trx, mallId, reviewId);
  if (filed.length === 0) {
    await stopWaiting(trx, mallId, first.product, reviewId);
    if (words.length > 0) await wait(trx, first, words);
    return;
  }
  const wanted = new Set(words);
  const known = new Set(filed);
  const gone = filed.filter((word) => !wanted.has(word));
  const come = words.filter((word) => !known.has(word));
  if (gone.length + come.length === 0) return;
  await unfile(trx, first, gone);
  await file(trx, first, come);
  await list(trx, first, words);
}

/**
 * Words of one review lie all over the index, a page each; those of many reviews share pages. So the words of a product's
 * reviews wait, each review's in one row, until there are this many, and are then filed this many together. Those that
 * wait are few enough to be looked through one by one.
 */
const MOST_WAITING = 128;
const FILED_TOGETHER = 64;

const putWaiting = preparedInsert('review_words_waiting', ['mall_id', 'product', 'review_id', 'words']);
const countWaiting = prepared<[mallId: string, product: string], { count: number }>((db, mallId, product) =>
  db
    .selectFrom('review_words_waiting')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('mall_id', '=', mallId)
    .where('product', '=', product),
);

async function wait(trx: Trx, { mall_id, product, review_id }: ReviewRow, words: readonly string[]) {
  await putWaiting(trx, { mall_id, product, review_id, words: words.join(' ') });
  const [waiting] = await countWaiting(trx, mall_id, product);
  if (Number(waiting?.count) <= MOST_WAITING) return;
  const rows = await waitingAt(trx, mall_id, product);
  for (const row of rows.slice(0, FILED_TOGETHER)) {
    const review = { mall_id, product, review_id: row.review_id };
    await stopWaiting(trx, mall_id, product, row.review_id);
    await file(trx, review, row.words.split(' '));
    await putList(trx, mall_id, row.review_id, row.words);
  }
}

async function stopWaiting(trx: Trx, mallId: string, product: string, reviewId: string): Promise<void> {
  await trx
    .deleteFrom('review_words_waiting')
    .where('mall_id', '=', mallId)
    .where('product', '=', product)
    .where('review_id', '=', reviewId)
    .execute();
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

async function file(trx: Trx, review: Filed, words: readonly string[]): Promise<void> {
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
