/** Shoppers who write without a pause, over real HTTP, and a check of what is kept of their writing. */
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Database } from '../../server/base/db/database.ts';
import { ask, type Place } from './process.ts';
import { assertCounts } from './recount.ts';

export type WritingMall = Awaited<ReturnType<Place['addMall']>> & { id: string };

export interface Write {
  kind: 'review' | 'comment' | 'vote';
  /** What finds it again, whether or not it was answered: its text, or for a vote the review's. */
  text: string;
  sentAt: number;
  /** When the answer was here; undefined while none is. */
  answeredAt?: number;
  /** Zero when the connection broke. */
  status?: number;
  code?: string;
}

export const isTaken = (write: Write): boolean => (write.status ?? 0) >= 200 && (write.status ?? 0) < 300;

/** The settings of a mall where nobody meets a limit of a day. */
export const OPEN_SETTINGS = { write: 'everyone' };

/**
 * Each writer posts a review as somebody new, comments it as the same, and votes for the one before as yet another; one
 * request after the other, over and over.
 *
 * @param name different for each call at one mall
 */
export function startWriters(base: string, mall: WritingMall, name: string, count = 8) {
  const writes: Write[] = [];
  let stopping = false;
  const at = `/v1/${mall.id}`;

  async function send(
    write: Omit<Write, 'sentAt'>,
    as: string,
    method: string,
    path: string,
    body: object,
  ): Promise<string | undefined> {
    const noted: Write = { ...write, sentAt: performance.now() };
    writes.push(noted);
    const headers = { 'idempotency-key': `key-${writes.length}-${noted.sentAt}` };
    try {
      const answer = await ask(base, method, path, { as, body, headers });
      noted.status = answer.status;
      noted.answeredAt = performance.now();
      noted.code = answer.body?.code;
      return answer.body?.id;
    } catch {
      noted.status = 0;
      return undefined;
    }
  }

  async function write(writer: number): Promise<void> {
    let before: { id: string; text: string } | undefined;
    for (let n = 0; !stopping; n++) {
      const who = `${name}-${writer}-${n}`;
      const as = await mall.token(who);
      const text = `A review by ${who}, written under load.`;
      const review = { product: `p${(writer + n) % 5}`, stars: 1 + (n % 5), text };
      const id = await send({ kind: 'review', text }, as, 'POST', `${at}/reviews`, review);
      if (id !== undefined && !stopping) {
        const comment = { subject: { kind: 'review', id }, text: `A comment by ${who}.` };
        await send({ kind: 'comment', text: comment.text }, as, 'POST', `${at}/comments`, comment);
      }
      if (before && id !== undefined && !stopping)
        await send({ kind: 'vote', text: before.text }, as, 'PUT', `${at}/reviews/${before.id}/vote`, {
          helpful: true,
        });
      before = id === undefined ? undefined : { id, text };
      // A service that is gone would otherwise be asked without a breath.
      if (id === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  const writing = Promise.all(Array.from({ length: count }, (_, writer) => write(writer)));
  return {
    writes,
    taken: () => writes.filter(isTaken),
    /** Lets the last answers come. */
    async stop(): Promise<Write[]> {
      stopping = true;
      await writing;
      return writes;
    },
  };
}
export type Writers = ReturnType<typeof startWriters>;

/** Which writes are in the database. */
export async function finder(database: Database, mallId: string): Promise<(write: Write) => boolean> {
  const { db } = database;
  const reviews = await db
    .selectFrom('reviews')
    .select(['review_id', 'text'])
    .where('mall_id', '=', mallId)
    .execute();
  const comments = await db.selectFrom('comments').select('text').where('mall_id', '=', mallId).execute();
  const votes = await db.selectFrom('votes').select('review_id').where('mall_id', '=', mallId).execute();
  const voted = new Set(votes.map((vote) => vote.review_id));
  const found = {
    review: new Set(reviews.map((review) => review.text)),
    comment: new Set(comments.map((comment) => comment.text)),
    vote: new Set(reviews.filter((review) => voted.has(review.review_id)).map((review) => review.text)),
  };
  return (write) => found[write.kind].has(write.text);
}

/** What the database says of itself: pages, indexes and foreign keys. */
export async function assertSound(database: Database): Promise<void> {
  if (database.kind !== 'sqlite') return;
  const pragma = async (name: string) => (await sql.raw(`pragma ${name}`).execute(database.db)).rows;
  assert.deepEqual(await pragma('integrity_check'), [{ integrity_check: 'ok' }], 'integrity');
  assert.deepEqual(await pragma('foreign_key_check'), [], 'foreign keys');
}

/**
 * No half of a write: counts fit their rows, and each row came with its event and with the key of its request, and
 * neither of those without it.
 */
export async function assertWhole(database: Database, mallId: string): Promise<void> {
  const { db } = database;
  await assertCounts(db, mallId);
  const events = await db
    .selectFrom('outbox')
    .select(['kind', 'ids'])
    .where('mall_id', '=', mallId)
    .execute();
  const announced = (kind: string, key: string) =>
    events
      .filter((event) => event.kind === kind)
      .map((event) => String((JSON.parse(event.ids) as Record<string, unknown>)[key]))
      .sort();
  const reviews = await db.selectFrom('reviews').select('review_id').where('mall_id', '=', mallId).execute();
  const comments = await db
    .selectFrom('comments')
    .select('comment_id')
    .where('mall_id', '=', mallId)
    .execute();
  const ids = {
    review: reviews.map((row) => row.review_id).sort(),
    comment: comments.map((row) => row.comment_id).sort(),
  };
  assert.deepEqual(announced('review.created', 'review'), ids.review, 'reviews and their events');
  assert.deepEqual(announced('comment.created', 'comment'), ids.comment, 'comments and their events');
  const keys = await db.selectFrom('idempotency').select('result').where('mall_id', '=', mallId).execute();
  const kept = keys.flatMap((row) => Object.values(JSON.parse(row.result) as object).map(String)).sort();
  assert.deepEqual(kept, [...ids.review, ...ids.comment].sort(), 'rows and the keys of their requests');
}
