import type { Reader, Trx } from '../../base/db/database.ts';
import { prepared, preparedInsert } from '../../base/db/prepared.ts';
import { timedId } from '../../base/ids.ts';
import { sha256 } from '../../base/secrets.ts';
import { attachPhotos, detachAll, setHidden } from '../media/store.ts';
import { reverseAllOn } from '../reputation/grants.ts';
import type { Counting } from '../reputation/store.ts';
import type { HideReason, LaterKind } from './contract.ts';
import { isFirstShown, laterRows } from './later.ts';
import { comparableText, freshUntil } from './rules.ts';
import { STAMPED, stampFirst } from './stamp.ts';
import { recount } from './stats.ts';
import { REVIEW_COLUMNS, type ReviewRow } from './table.ts';

const byId = prepared<[mallId: string, reviewId: string], ReviewRow>((db, mallId, reviewId) =>
  db.selectFrom('reviews').selectAll().where('mall_id', '=', mallId).where('review_id', '=', reviewId),
);

export async function findReview(
  db: Reader,
  mallId: string,
  reviewId: string,
): Promise<ReviewRow | undefined> {
  return (await byId(db, mallId, reviewId))[0];
}

/** All that one shopper wrote of a product, deleted reviews and later ones included, in the order of their numbers. */
export const ownReviews = prepared<[mallId: string, product: string, shopperId: string], ReviewRow>(
  (db, mallId, product, shopperId) =>
    db
      .selectFrom('reviews')
      .selectAll()
      .where('mall_id', '=', mallId)
      .where('product', '=', product)
      .where('shopper_id', '=', shopperId)
      .orderBy('ordinal'),
);

/** The first of one's own reviews that is there. */
export const firstOf = (own: readonly ReviewRow[]): ReviewRow | undefined =>
  own.find((row) => row.later_of === null && row.state !== 'deleted');

/** Earlier texts of a review, newest first. */
export async function historyOf(db: Reader, mallId: string, reviewId: string) {
  const rows = await db
    .selectFrom('review_edits')
    .select(['version', 'stars', 'title', 'text', 'written_at as at'])
    .where('mall_id', '=', mallId)
    .where('review_id', '=', reviewId)
    .orderBy('version', 'desc')
    .limit(50)
    .execute();
  return rows;
}

export const textDigest = (text: string): string => sha256(comparableText(text));

/** True when one of one's own reviews has these very words (a deleted one keeps no digest). */
export function repeats(own: readonly ReviewRow[], text: string, except?: string): boolean {
  if (own.length === 0) return false;
  const digest = textDigest(text);
  return own.some((row) => row.text_digest === digest && row.state !== 'deleted' && row.review_id !== except);
}

export interface ReviewContent {
  stars: number;
  title: string;
  text: string;
  options: Record<string, string>;
  attributes: Record<string, string>;
  photos: readonly string[];
}

export interface NewReview extends ReviewContent {
  product: string;
  shopperId: string;
  bought: boolean;
  usedDays: number | null;
  disclosure: string | null;
  /** Its number among the shopper's reviews of the product. */
  ordinal: number;
  /** Of a later review: the first one, and what kind it is. */
  later?: { of: string; kind: LaterKind } | undefined;
}

const addRow = preparedInsert('reviews', REVIEW_COLUMNS);

/** Adds a review, its photos, facets and place in the summary. */
export async function insertReview(
  trx: Trx,
  mallId: string,
  review: NewReview,
  now: number,
): Promise<ReviewRow> {
  // Its time is told to everybody anyway; ids of chance would have each post write a page of their index alone.
  const id = timedId(now);
  const row: ReviewRow = {
    mall_id: mallId,
    review_id: id,
    product: review.product,
    shopper_id: review.shopperId,
    ordinal: review.ordinal,
    stars: review.stars,
    title: review.title,
    text: review.text,
    text_digest: textDigest(review.text),
    options: JSON.stringify(review.options),
    attributes: JSON.stringify(review.attributes),
    bought: review.bought ? 1 : 0,
    photo_count: review.photos.length,
    disclosure: review.disclosure,
    state: 'shown',
    hide_reason: null,
    version: 1,
    created_at: now,
    edited_at: null,
    weight_yes: 0,
    weight_no: 0,
    voters_yes: 0,
    comment_count: 0,
    stamp: 0,
    later_of: review.later?.of ?? null,
    later_kind: review.later?.kind ?? null,
    used_days: review.usedDays,
    reply_text: null,
    reply_at: null,
    rank_helpful: 0,
    fresh_until: freshUntil(now, 0, 0),
  };
  await addRow(trx, row);
  if (review.photos.length > 0)
    await attachPhotos(trx, mallId, review.shopperId, { kind: 'review', id }, review.photos);
  await stampFirst(trx, row);
  await recount(trx, null, row);
  return row;
}

/** Puts a new text in the place of the old one, which is kept as history. */
export async function editReview(
  trx: Trx,
  before: ReviewRow,
  content: ReviewContent,
  now: number,
): Promise<ReviewRow> {
  await trx
    .insertInto('review_edits')
    .values({
      mall_id: before.mall_id,
      review_id: before.review_id,
      version: before.version,
      shopper_id: before.shopper_id,
      stars: before.stars,
      title: before.title,
      text: before.text,
      written_at: before.edited_at ?? before.created_at,
    })
    .execute();
  await attachPhotos(
    trx,
    before.mall_id,
    before.shopper_id,
    { kind: 'review', id: before.review_id },
    content.photos,
  );
  // Photos that come to a hidden review are hidden with it.
  if (before.state === 'hidden' || !(await isFirstShown(trx, before)))
    await setHidden(trx, before.mall_id, 'review', before.review_id, true);
  return change(trx, before, {
    stars: content.stars,
    title: content.title,
    text: content.text,
    text_digest: textDigest(content.text),
    options: JSON.stringify(content.options),
    attributes: JSON.stringify(content.attributes),
    photo_count: content.photos.length,
    version: before.version + 1,
    edited_at: now,
  });
}

/** Takes a review away for good: text, history, photos and votes go, the row stays as a nameless place for what hung on it. */
export async function deleteReview(trx: Trx, counting: Counting, before: ReviewRow): Promise<void> {
  await reverseAllOn(trx, counting, before, 'deleted');
  await detachAll(trx, before.mall_id, 'review', before.review_id);
  for (const table of ['review_edits', 'votes'] as const)
    await trx
      .deleteFrom(table)
      .where('mall_id', '=', before.mall_id)
      .where('review_id', '=', before.review_id)
      .execute();
  await change(trx, before, {
    state: 'deleted',
    hide_reason: null,
    title: '',
    text: '',
    text_digest: '',
    options: '{}',
    attributes: '{}',
    photo_count: 0,
    reply_text: null,
    reply_at: null,
    weight_yes: 0,
    weight_no: 0,
    voters_yes: 0,
    rank_helpful: 0,
  });
}

/** Hides a shown review for a reason of the closed list. False when there was nothing to hide. */
export async function hideReview(
  trx: Trx,
  mallId: string,
  reviewId: string,
  reason: HideReason,
): Promise<boolean> {
  const before = await findReview(trx, mallId, reviewId);
  if (before?.state !== 'shown') return false;
  await change(trx, before, { state: 'hidden', hide_reason: reason });
  await hidePhotos(trx, before, true);
  return true;
}

/** Shows a hidden review again. False when it was not hidden. */
export async function restoreReview(trx: Trx, mallId: string, reviewId: string): Promise<boolean> {
  const before = await findReview(trx, mallId, reviewId);
  if (before?.state !== 'hidden') return false;
  await change(trx, before, { state: 'shown', hide_reason: null });
  await hidePhotos(trx, before, !(await isFirstShown(trx, before)));
  return true;
}

/** Photos of a review and of the shown ones that hang on it: they are seen with it alone. */
async function hidePhotos(trx: Trx, review: ReviewRow, hidden: boolean): Promise<void> {
  const { mall_id: mallId, review_id: id } = review;
  const later = review.later_of === null ? await laterRows(trx, mallId, [id]) : [];
  for (const one of [id, ...later.map((row) => row.review_id)])
    await setHidden(trx, mallId, 'review', one, hidden);
}

/** The seller's reply, or null to take it back. False when there is no such review. */
export async function setReply(
  trx: Trx,
  mallId: string,
  reviewId: string,
  text: string | null,
  now: number,
): Promise<boolean> {
  const done = await trx
    .updateTable('reviews')
    .set({ reply_text: text, reply_at: text === null ? null : now, ...STAMPED })
    .where('mall_id', '=', mallId)
    .where('review_id', '=', reviewId)
    .where('state', '!=', 'deleted')
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/** Moves the number of comments shown under a review. */
export async function addComments(trx: Trx, mallId: string, reviewId: string, by: number): Promise<void> {
  await trx
    .updateTable('reviews')
    .set((eb) => ({ comment_count: eb('comment_count', '+', by), ...STAMPED }))
    .where('mall_id', '=', mallId)
    .where('review_id', '=', reviewId)
    .execute();
}

/** Writes some columns of a review and moves the summary by the difference. */
export async function change(trx: Trx, before: ReviewRow, set: Partial<ReviewRow>): Promise<ReviewRow> {
  const after: ReviewRow = { ...before, ...set };
  await trx
    .updateTable('reviews')
    .set({ ...set, ...STAMPED })
    .where('mall_id', '=', before.mall_id)
    .where('review_id', '=', before.review_id)
    .execute();
  await stampFirst(trx, before);
  await recount(trx, before, after);
  return after;
}
