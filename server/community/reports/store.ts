import type { Reader, Trx } from '../../base/db/database.ts';
import { newId } from '../../base/ids.ts';
import type { Outbox } from '../../base/live/outbox.ts';
import { findComment, hideComment, restoreComment } from '../comments/store.ts';
import type { CommentRow } from '../comments/table.ts';
import type { HideReason } from '../reviews/contract.ts';
import { addComments, findReview, hideReview, restoreReview } from '../reviews/store.ts';
import type { ReviewRow } from '../reviews/table.ts';
import type { Moderation, Report } from './contract.ts';
import { decide, type SubjectState } from './rules.ts';
import type { ReportRow } from './table.ts';
import './table.ts';

export type Subject = Report['subject'];

/** A thing that was reported, as it stands. */
export interface Thing {
  author: string;
  state: SubjectState;
  /** Why it is hidden, when it is. */
  hideReason: string | null;
  text: string;
  stars: number | null;
  product: string | null;
  /** The review it is, or hangs on. */
  review: string;
  /** Of a later review: the first one, where it is seen. */
  first: string | null;
}

const ofReview = (row: ReviewRow): Thing => ({
  author: row.shopper_id,
  state: row.state,
  hideReason: row.hide_reason,
  text: row.title ? `${row.title}\n${row.text}` : row.text,
  stars: row.stars,
  product: row.product,
  review: row.review_id,
  first: row.later_of,
});

const ofComment = (row: CommentRow, review: ReviewRow | undefined): Thing => ({
  author: row.shopper_id,
  // What hangs on a thing that is not shown cannot be seen either.
  state: row.state === 'shown' && review?.state === 'deleted' ? 'deleted' : row.state,
  hideReason: row.hide_reason,
  text: row.text,
  stars: null,
  product: review?.product ?? null,
  review: row.subject_id,
  first: null,
});

export async function findThing(db: Reader, mallId: string, subject: Subject): Promise<Thing | undefined> {
  if (subject.kind === 'review') {
    const row = await findReview(db, mallId, subject.id);
    return row && ofReview(row);
  }
  const row = await findComment(db, mallId, subject.id);
  return row && ofComment(row, await findReview(db, mallId, row.subject_id));
}

/** Takes a report; a second one of the same thing by the same shopper changes nothing. Returns the report's id. */
export async function insertReport(
  trx: Trx,
  mallId: string,
  report: { shopperId: string; subject: Subject; reason: ReportRow['reason']; note: string },
  now: number,
): Promise<{ id: string; fresh: boolean }> {
  const known = await trx
    .selectFrom('reports')
    .select('report_id')
    .where('mall_id', '=', mallId)
    .where('subject_kind', '=', report.subject.kind)
    .where('subject_id', '=', report.subject.id)
    .where('shopper_id', '=', report.shopperId)
    .executeTakeFirst();
  if (known) return { id: known.report_id, fresh: false };
  const id = newId();
  await trx
    .insertInto('reports')
    .values({
      mall_id: mallId,
      report_id: id,
      subject_kind: report.subject.kind,
      subject_id: report.subject.id,
      shopper_id: report.shopperId,
      reason: report.reason,
      note: report.note,
      state: 'open',
      created_at: now,
      closed_at: null,
    })
    .execute();
  return { id, fresh: true };
}

/**
 * Hides, restores or keeps a thing: the thing itself, its reports, the record of what was done and the event, in one
 * transaction. What is already so stays so, and is recorded no second time.
 *
 * @param actor the key's id, `command line`, or `time`
 * @returns how the thing stands then; undefined when there is no such thing
 */
export async function moderate(
  trx: Trx,
  outbox: Outbox,
  mallId: string,
  order: Moderation,
  actor: string,
  now: number,
): Promise<SubjectState | undefined> {
  const thing = await findThing(trx, mallId, order.subject);
  const decision = thing && decide(order.action, thing.state);
  if (!thing || !decision) return thing?.state;
  const { kind, id } = order.subject;
  const reason = order.action === 'hide' ? order.reason : null;
  if (decision.does === 'hide' && reason) await hide(trx, mallId, order.subject, thing, reason);
  if (decision.does === 'restore') await restore(trx, mallId, order.subject, thing);
  await closeReports(trx, mallId, order.subject, 'open', decision.closesAs, now);
  if (decision.reopensHidden)
    await closeReports(trx, mallId, order.subject, 'hidden', decision.closesAs, now);
  if (decision.does !== 'nothing' || order.action === 'keep')
    await trx
      .insertInto('moderations')
      .values({
        mall_id: mallId,
        moderation_id: newId(),
        subject_kind: kind,
        subject_id: id,
        action: order.action,
        reason,
        actor,
        at: now,
      })
      .execute();
  if (decision.does === 'nothing') return thing.state;
  await outbox.append(trx, {
    mallId,
    kind: `${kind}.${decision.does === 'hide' ? 'hidden' : 'restored'}`,
    topic: `product:${thing.product}`,
    ids: {
      review: thing.review,
      ...(kind === 'comment' && { comment: id }),
      ...(thing.first !== null && { first: thing.first }),
    },
  });
  return decision.does === 'hide' ? 'hidden' : 'shown';
}

async function hide(
  trx: Trx,
  mallId: string,
  { kind, id }: Subject,
  thing: Thing,
  reason: HideReason,
): Promise<void> {
  if (kind === 'review') await hideReview(trx, mallId, id, reason);
  else if (await hideComment(trx, mallId, id, reason)) await addComments(trx, mallId, thing.review, -1);
}

async function restore(trx: Trx, mallId: string, { kind, id }: Subject, thing: Thing): Promise<void> {
  if (kind === 'review') await restoreReview(trx, mallId, id);
  else if (await restoreComment(trx, mallId, id)) await addComments(trx, mallId, thing.review, 1);
}

async function closeReports(
  trx: Trx,
  mallId: string,
  { kind, id }: Subject,
  from: ReportRow['state'],
  to: ReportRow['state'],
  now: number,
): Promise<void> {
  await trx
    .updateTable('reports')
    .set({ state: to, closed_at: now })
    .where('mall_id', '=', mallId)
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', id)
    .where('state', '=', from)
    .execute();
}

/** Closes the open reports of a thing that its author took away, and of what hung on it: nobody can see either. */
export async function closeGone(trx: Trx, mallId: string, subject: Subject, now: number): Promise<void> {
  await closeReports(trx, mallId, subject, 'open', 'kept', now);
  if (subject.kind === 'comment') return;
  await trx
    .updateTable('reports')
    .set({ state: 'kept', closed_at: now })
    .where('mall_id', '=', mallId)
    .where('subject_kind', '=', 'comment')
    .where('state', '=', 'open')
    .where('subject_id', 'in', (eb) =>
      eb
        .selectFrom('comments')
        .select('comment_id')
        .where('mall_id', '=', mallId)
        .where('subject_kind', '=', 'review')
        .where('subject_id', '=', subject.id),
    )
    .execute();
}

/** Gives the reports of a guest to the member they became; a thing that both reported keeps the member's. */
export async function mergeReports(
  trx: Trx,
  mallId: string,
  guestId: string,
  memberId: string,
): Promise<void> {
  const rows = await trx
    .selectFrom('reports')
    .select(['report_id', 'subject_kind', 'subject_id', 'shopper_id'])
    .where('mall_id', '=', mallId)
    .where('shopper_id', 'in', [guestId, memberId])
    .execute();
  const key = (row: { subject_kind: string; subject_id: string }) => `${row.subject_kind}:${row.subject_id}`;
  const theirs = new Set(rows.filter((row) => row.shopper_id === memberId).map(key));
  for (const row of rows.filter((one) => one.shopper_id === guestId)) {
    const where = { mall_id: mallId, report_id: row.report_id };
    if (theirs.has(key(row)))
      await trx
        .deleteFrom('reports')
        .where('mall_id', '=', where.mall_id)
        .where('report_id', '=', where.report_id)
        .execute();
    else
      await trx
        .updateTable('reports')
        .set({ shopper_id: memberId })
        .where('mall_id', '=', where.mall_id)
        .where('report_id', '=', where.report_id)
        .execute();
  }
}
