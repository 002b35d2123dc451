import { sql } from 'kysely';
import type { Reader } from '../../base/db/database.ts';
import { decodeCursor, encodeCursor } from '../../base/http/cursor.ts';
import type { Report, ReportPage } from './contract.ts';
import { COUNTED_MS } from './rules.ts';
import type { ReportRow } from './table.ts';
import type { Things } from './things.ts';

/**
 * Reports of one state, one line per thing: its first report stands for all of them, so that a line keeps its place in
 * the list while more come in. Oldest first.
 */
export async function listReports(
  db: Reader,
  things: Things,
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
    const thing = await things[subject.kind].find(db, mallId, subject.id);
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
