import type { Trx } from '../../base/db/database.ts';
import { newId } from '../../base/ids.ts';
import type { Outbox } from '../../base/live/outbox.ts';
import type { Moderation, Report } from './contract.ts';
import { decide, type SubjectState } from './rules.ts';
import type { ReportRow } from './table.ts';
import type { Things } from './things.ts';
import './table.ts';

export type Subject = Report['subject'];

/** What a decision takes. */
export interface Moderating {
  outbox: Outbox;
  things: Things;
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
  { outbox, things }: Moderating,
  mallId: string,
  order: Moderation,
  actor: string,
  now: number,
): Promise<SubjectState | undefined> {
  const { kind, id } = order.subject;
  const thing = await things[kind].find(trx, mallId, id);
  // Of what nothing is left, reports may be: they can be closed.
  if (!thing) return order.action === 'keep' ? closeLeft(trx, mallId, order.subject, now) : undefined;
  const decision = decide(order.action, thing.state);
  if (!decision) return thing.state;
  const reason = order.action === 'hide' ? order.reason : null;
  if (decision.does === 'hide' && reason) await things[kind].hide(trx, mallId, id, reason);
  if (decision.does === 'restore') await things[kind].restore(trx, mallId, id);
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
    topic: thing.topic,
    ids: thing.ids,
  });
  return decision.does === 'hide' ? 'hidden' : 'shown';
}

/** @returns `deleted` when something was reported that is there no more; else undefined */
async function closeLeft(
  trx: Trx,
  mallId: string,
  subject: Subject,
  now: number,
): Promise<'deleted' | undefined> {
  return (await closeReports(trx, mallId, subject, 'open', 'kept', now)) > 0 ? 'deleted' : undefined;
}

async function closeReports(
  trx: Trx,
  mallId: string,
  { kind, id }: Subject,
  from: ReportRow['state'],
  to: ReportRow['state'],
  now: number,
): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('reports')
    .set({ state: to, closed_at: now })
    .where('mall_id', '=', mallId)
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Closes the open reports of a thing that its author took away, and of what hung on it: nobody can see either. */
export async function closeGone(trx: Trx, mallId: string, subject: Subject, now: number): Promise<void> {
  await closeReports(trx, mallId, subject, 'open', 'kept', now);
  const { kind } = subject;
  if (kind === 'comment') return;
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
        .where('subject_kind', '=', kind)
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
