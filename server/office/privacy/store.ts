import { sql } from 'kysely';
import type { Reader, Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import type { Outbox } from '../../base/live/outbox.ts';
import type { Services } from '../../base/services.ts';
import { followedBlogs } from '../../community/blogs/followed.ts';
import { eraseBlogs } from '../../community/blogs/erase.ts';
import { eraseClubs } from '../../community/clubs/erase.ts';
import { deleteComment } from '../../community/comments/store.ts';
import { commentEvent, type Subjects } from '../../community/comments/subject.ts';
import { removeOf } from '../../community/media/store.ts';
import { removeFiles } from '../../community/media/sweep.ts';
import { eraseNeighbours } from '../../community/neighbours/store.ts';
import { type Counting, countingAt } from '../../community/reputation/store.ts';
import { change, deleteReview } from '../../community/reviews/store.ts';
import { withdrawVotesOf } from '../../community/reviews/votes.ts';
import { eraseWishlists } from '../../community/wishlists/erase.ts';
import { erasePoints } from '../../mall/points/erase.ts';
import { allMovements } from '../../mall/points/movements.ts';
import type { MyExport } from './contract.ts';
import { owned } from './registry.ts';
import { planScrub } from './scrub.ts';

/** A shopper's own id and those of the guests that became them. */
async function idsOf(db: Reader, mallId: string, shopperId: string): Promise<string[]> {
  const guests = await db
    .selectFrom('shoppers')
    .select('shopper_id')
    .where('mall_id', '=', mallId)
    .where('merged_into', '=', shopperId)
    .execute();
  return [shopperId, ...guests.map((row) => row.shopper_id)];
}

const idList = (ids: readonly string[]) => sql.join(ids.map((id) => sql`${id}`));

/** Columns that hold JSON of a person's own words. */
const JSON_COLUMNS = new Set(['options', 'attributes', 'tune']);

/** Every row of the shopper, of the columns that each table hands out. */
export async function exportOf(
  db: Reader,
  mallId: string,
  shopperId: string,
  publicUrl: string,
  now: number,
): Promise<MyExport> {
  const ids = await idsOf(db, mallId, shopperId);
  const data: MyExport['data'] = {};
  for (const { table, owner, exports } of owned) {
    const columns = sql.join(exports.map((column) => sql.ref(column)));
    const { rows } = await sql<Record<string, unknown>>`
      select ${columns} from ${sql.table(table)}
      where mall_id = ${mallId} and ${sql.ref(owner)} in (${idList(ids)}) order by ${columns}`.execute(db);
    data[table] = rows.map((row) => readable(row, mallId, publicUrl));
  }
  data.movements = [];
  for await (const movements of allMovements(db, mallId, shopperId)) data.movements.push(...movements);
  return { mall: mallId, shopper: shopperId, exportedAt: now, data };
}

/** A row as a person can use it: JSON as what it means, a file as the address it is found at. */
function readable(row: Record<string, unknown>, mallId: string, publicUrl: string): Record<string, unknown> {
  const address = (file: unknown) => `${publicUrl}/files/${mallId}/${file}`;
  const out: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row))
    if (column === 'motion_file') out.motionAddress = value === null ? null : address(value);
    else if (column.endsWith('_file')) out.address = address(value);
    else out[column] = JSON_COLUMNS.has(column) ? JSON.parse(String(value)) : value;
  return out;
}

/**
 * Erases a shopper: what they wrote (or, with `keepText`, only whose it was), their photos, votes, sessions and ids. What
 * is counted elsewhere goes through the features' own stores, so that every summary stays right; what is left then is
 * what each table declares. The row itself stays, nameless.
 */
export async function eraseShopper(
  trx: Trx,
  services: Pick<Services, 'outbox' | 'jobs' | 'now' | 'secrets'>,
  subjects: Subjects,
  mallId: string,
  shopperId: string,
  keepText: boolean,
): Promise<void> {
  const { outbox } = services;
  const now = services.now();
  const tell = (kind: string, topic: string, ids: Record<string, string>) =>
    outbox.append(trx, { mallId, kind, topic, ids });
  const ids = await idsOf(trx, mallId, shopperId);
  const counting = await countingAt(trx, outbox, mallId, now);
  if (!counting) throw new Problem('not-found');
  for (const id of ids) {
    for (const { review, product } of await withdrawVotesOf(trx, counting, id))
      await tell('vote.changed', `product:${product}`, { review });
    const { mall } = counting;
    const writing = { outbox, jobs: services.jobs, secrets: services.secrets, mall, now: () => now };
    // Before the wallet: what they gave comes back into it first.
    await eraseClubs(trx, writing, id);
    await eraseWishlists(trx, writing, id);
    await eraseNeighbours(trx, { blogs: followedBlogs(services) }, mallId, id);
    await eraseBlogs(trx, services, mallId, id);
    // Before the photos: a deleted review lets go of its own.
    await eraseReviews(trx, counting, tell, id, keepText);
    await eraseComments(trx, outbox, subjects, mallId, id, keepText);
    await removeFiles(services, trx, mallId, await removeOf(trx, mallId, id), now);
  }
  // After what they take part in, which may give points back to them first.
  await erasePoints(trx, services, mallId, shopperId);
  await applyDeclarations(trx, mallId, ids, keepText);
  await trx
    .updateTable('shoppers')
    .set({ erased_at: now, tokens_from: now })
    .where('mall_id', '=', mallId)
    .where('shopper_id', 'in', ids)
    .execute();
  for (const id of ids) await tell('session.ended', `shopper:${id}`, { shopper: id });
  // Also of one who wrote nothing a profile is kept.
  await tell('shopper.changed', `shopper:${shopperId}`, { shopper: shopperId });
  await planScrub(services, trx, now);
}

type Tell = (kind: string, topic: string, ids: Record<string, string>) => Promise<void>;

async function eraseReviews(
  trx: Trx,
  counting: Counting,
  tell: Tell,
  shopperId: string,
  keepText: boolean,
): Promise<void> {
  const rows = await trx
    .selectFrom('reviews')
    .selectAll()
    .where('mall_id', '=', counting.mall.id)
    .where('shopper_id', '=', shopperId)
    .where('state', '!=', 'deleted')
    // A later one before the one that it hangs on.
    .orderBy('ordinal', 'desc')
    .execute();
  const hidden = new Set(rows.filter((row) => row.state === 'hidden').map((row) => row.review_id));
  for (const row of rows) {
    // What is hidden nobody reads: there is no reason to keep its text.
    const stays = keepText && row.state === 'shown' && !hidden.has(row.later_of ?? '');
    if (stays) await change(trx, row, { photo_count: 0 });
    else await deleteReview(trx, counting, row);
    await tell(stays ? 'review.edited' : 'review.deleted', `product:${row.product}`, {
      review: row.review_id,
    });
  }
}

async function eraseComments(
  trx: Trx,
  outbox: Outbox,
  subjects: Subjects,
  mallId: string,
  shopperId: string,
  keepText: boolean,
): Promise<void> {
  const rows = await trx
    .selectFrom('comments')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('state', '!=', 'deleted')
    .execute();
  for (const row of rows) {
    const stays = keepText && row.state === 'shown';
    if (!stays) await deleteComment(trx, mallId, row.comment_id);
    const subject = subjects[row.subject_kind];
    if (!stays && row.state === 'shown') await subject.moved(trx, mallId, row.subject_id, -1);
    const on = await subject.standing(trx, mallId, row.subject_id);
    const kind = stays ? 'comment.edited' : 'comment.deleted';
    if (on) await outbox.append(trx, commentEvent(kind, row, on.topic));
  }
}

/** Tables whose shown texts stay with `keep=text`; their stores above have dealt with the rest. */
const TEXTS = new Set(['reviews', 'comments']);

async function applyDeclarations(
  trx: Trx,
  mallId: string,
  ids: readonly string[],
  keepText: boolean,
): Promise<void> {
  for (const { table, owner, erase } of owned) {
    if (erase === 'keep') continue;
    const theirs = sql`mall_id = ${mallId} and ${sql.ref(owner)} in (${idList(ids)})`;
    if (erase === 'delete') {
      await sql`delete from ${sql.table(table)} where ${theirs}`.execute(trx);
      continue;
    }
    const set = sql.join(Object.entries(erase).map(([column, value]) => sql`${sql.ref(column)} = ${value}`));
    const rest = keepText && TEXTS.has(table) ? sql`${theirs} and state = 'deleted'` : theirs;
    await sql`update ${sql.table(table)} set ${set} where ${rest}`.execute(trx);
  }
}
