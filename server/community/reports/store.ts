import { sql } from 'kysely';
import type { Reader, Trx } from '../../base/db/database.ts';
import { decodeCursor, encodeCursor } from '../../base/http/cursor.ts';
import { newId } from '../../base/ids.ts';
import type { Outbox } from '../../base/live/outbox.ts';
import { findComment, hideComment, restoreComment } from '../comments/store.ts';
import type { CommentRow } from '../comments/table.ts';
import type { HideReason } from '../reviews/contract.ts';
import { addComments, findReview, hideReview, restoreReview } from '../reviews/store.ts';
import type { ReviewRow } from '../reviews/table.ts';
import type { Moderation, Report, ReportPage } from './contract.ts';
import { COUNTED_MS, decide, type SubjectState } from './rules.ts';
import type { ReportRow } from './table.ts';
import './table.ts';

export type Subject = Report['subject'];

/** A thing that was reported, as it stands. */
export interface Thing {
  author: string;
  state: SubjectState;
  text: string;
  stars: number | null;
  product: string | null;
  /** The review it is, or hangs on. */
  review: string;
}

const ofReview = (row: ReviewRow): Thing => ({
  author: row.shopper_id,
  state: row.state,
  text: row.title ? `${row.title}\n${row.text}` : row.text,
  stars: row.stars,
  product: row.product,
  review: row.review_id,
});

const ofComment = (row: CommentRow, review: ReviewRow | undefined): Thing => ({
  author: row.shopper_id,
  // What hangs on a thing that is not shown cannot be seen either.
  state: row.state === 'shown' && review?.state === 'deleted' ? 'deleted' : row.state,
  text: row.text,
  stars: null,
  product: review?.product ?? null,
  review: row.subject_id,
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
 * Reports of one state, one line per thing: its first report stands for all of them, so that a line keeps its place in
 * the list while more come in. Oldest first.
 */
export async function listReports(
  db: Reader,
  mallId: string,
  state: ReportRow['state'],
  cursor: string | undefined,
  limit: number,
): Promise<ReportPage> {
  let rows = db
    .selectFrom('reports')
    .selectAll()
    .select((eb) =>
      eb
        .selectFrom('reports as same')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .where('same.mall_id', '=', mallId)
        .whereRef('same.subject_kind', '=', 'reports.subject_kind')
        .whereRef('same.subject_id', '=', 'reports.subject_id')
        .where('same.state', '=', state)
        .as('reporters'),
    )
    .where('mall_id', '=', mallId)
    .where('state', '=', state)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('reports as earlier')
            .select(sql<number>`1`.as('one'))
            .where('earlier.mall_id', '=', mallId)
            .whereRef('earlier.subject_kind', '=', 'reports.subject_kind')
            .whereRef('earlier.subject_id', '=', 'reports.subject_id')
            .where('earlier.state', '=', state)
            .where(
              sql<boolean>`(earlier.created_at, earlier.report_id) < (reports.created_at, reports.report_id)`,
            ),
        ),
      ),
    );
  if (cursor) {
    const [at, id] = decodeCursor(cursor, ['number', 'string']) as [number, string];
    rows = rows.where(sql<boolean>`(reports.created_at, reports.report_id) > (${at}, ${id})`);
  }
  const found = await rows
    .orderBy('created_at')
    .orderBy('report_id')
    .limit(limit + 1)
    .execute();
  const items: Report[] = [];
  for (const row of found.slice(0, limit)) {
    const subject = { kind: row.subject_kind, id: row.subject_id };
    const thing = await findThing(db, mallId, subject);
    items.push({
      id: row.report_id,
      subject,
      reason: row.reason as Report['reason'],
      note: row.note,
      createdAt: row.created_at,
      state: row.state,
      text: thing?.text ?? '',
      stars: thing?.stars ?? null,
      product: thing?.product ?? null,
      subjectState: thing?.state ?? 'deleted',
      count: Number(row.reporters),
    });
  }
  const last = found[limit - 1];
  return {
    items,
    next: found.length > limit && last ? encodeCursor([last.created_at, last.report_id]) : null,
  };
}

/**
 * Hides, restores or keeps a thing: the thing itself, its reports, the record of what was done and the event, in one
 * transaction. What is already so stays so, and is recorded no second time.
 *
 * @param actor the key's id, or `command line`
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
    ids: { review: thing.review, ...(kind === 'comment' && { comment: id }) },
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

/** How often something was hidden in the last year, by reason, and how often a thing was shown again. */
export async function countHides(
  db: Reader,
  mallId: string,
  now: number,
): Promise<{ reasons: Map<string, number>; restored: number }> {
  const rows = await db
    .selectFrom('moderations')
    .select(['action', 'reason'])
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('mall_id', '=', mallId)
    .where('at', '>', now - COUNTED_MS)
    .where('action', 'in', ['hide', 'restore'])
    .groupBy(['action', 'reason'])
    .execute();
  const reasons = new Map<string, number>();
  let restored = 0;
  for (const row of rows) {
    if (row.action === 'restore') restored += Number(row.count);
    else if (row.reason) reasons.set(row.reason, Number(row.count));
  }
  return { reasons, restored };
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
