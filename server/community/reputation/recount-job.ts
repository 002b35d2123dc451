import { HOUR } from '../../base/clock.ts';
import type { Trx } from '../../base/db/database.ts';
import { type Consumer, consume } from '../../base/live/consumer.ts';
import type { PlacedEvent } from '../../base/live/outbox.ts';
import { sha256 } from '../../base/secrets.ts';
import type { Services } from '../../base/services.ts';
import type { MallSettings } from '../../mall/malls/contract.ts';
import { findMall, MALL_KEPT_MS } from '../../mall/malls/store.ts';
import { recountMember, votedMembers } from './recount.ts';

const KIND = 'naegong-recount';
/** Members in one transaction: other writers wait no longer than that. */
const BATCH = 20;

/** Names the numbers that grants and levels depend on: names of levels, and what only later votes will weigh, are not of them. */
export function numbersDigest({ reputation, timeZone }: MallSettings): string {
  const { helpful, unhelpful, dailyCap, levels } = reputation;
  const gates = levels.map(({ naegong, helped, share }) => [naegong, helped, share]);
  return sha256(JSON.stringify([helpful, unhelpful, dailyCap, gates, timeZone])).slice(0, 32);
}

/** Plans a recount when the mall's numbers are others than those it was counted with last. */
async function plan(trx: Trx, { jobs, now }: Pick<Services, 'jobs' | 'now'>, mallId: string): Promise<void> {
  const mall = await findMall(trx, mallId);
  if (!mall) return;
  const digest = numbersDigest(mall.settings);
  const done = await trx
    .selectFrom('reputation_done')
    .select('digest')
    .where('mall_id', '=', mallId)
    .executeTakeFirst();
  if (done?.digest === digest) return;
  // From now on votes give by these numbers: who goes back to those before must be counted again too.
  await keepDigest(trx, mallId, '');
  await jobs.add(trx, {
    mallId,
    kind: KIND,
    payload: { digest, after: '' },
    // When every process has let go of the settings from before: nobody gives by the old numbers behind its back.
    runAt: now() + 4 * MALL_KEPT_MS,
    id: `${digest} `,
  });
}

/** The mall's numbers changed: everybody's naegong is counted anew. */
export function recountConsumer(services: Services): Consumer {
  const follow = async (trx: Trx, event: PlacedEvent) => {
    if (event.kind === 'mall.changed') await plan(trx, services, event.mallId);
  };
  return consume(services, 'reputation-recount', follow, ['mall.changed']);
}

/** Registers the recount, and looks for malls that were never counted: their votes may be older than naegong. */
export function recountJobs(services: Services): void {
  const { database, jobs, now } = services;
  jobs.every('naegong-uncounted', HOUR, async () => {
    const malls = await database.db.selectFrom('malls').select('mall_id').execute();
    for (const { mall_id: mallId } of malls) await database.write((trx) => plan(trx, services, mallId));
  });
  jobs.on(KIND, async (payload, { mallId }) => {
    const { digest, after } = payload as { digest: string; after: string };
    await database.write(async (trx) => {
      const last = await recountBatch(trx, services, mallId, after, digest);
      if (last === undefined) return;
      const next = { digest, after: last };
      // In the batch's own transaction: a crash neither loses the rest nor does it twice.
      await jobs.add(trx, { mallId, kind: KIND, payload: next, runAt: now(), id: `${digest} ${last}` });
    });
  });
}

/**
 * Counts the next members anew.
 *
 * @param digest of the numbers this recount was begun for: others meanwhile have a recount of their own
 * @returns from where to go on, or undefined when there are no more
 */
export async function recountBatch(
  trx: Trx,
  { outbox, now }: Pick<Services, 'outbox' | 'now'>,
  mallId: string,
  after: string,
  digest?: string,
): Promise<string | undefined> {
  const mall = await findMall(trx, mallId);
  if (!mall) return undefined;
  const current = numbersDigest(mall.settings);
  if (digest !== undefined && digest !== current) return undefined;
  const { members, next } = await votedMembers(trx, mallId, after, BATCH);
  let moved = false;
  for (const shopperId of members)
    if (await recountMember(trx, { mall, outbox, now: now() }, shopperId)) moved = true;
  if (moved) await outbox.append(trx, { mallId, kind: 'naegong.recounted', topic: 'mall', ids: {} });
  // Half counted is not counted: who goes back to the numbers before must be counted again too.
  await keepDigest(trx, mallId, next === undefined ? current : '');
  return next;
}

async function keepDigest(trx: Trx, mallId: string, digest: string): Promise<void> {
  await trx
    .insertInto('reputation_done')
    .values({ mall_id: mallId, digest })
    .onConflict((conflict) => conflict.column('mall_id').doUpdateSet({ digest }))
    .execute();
}

/** A whole recount at once, batch by batch. @returns how many members were counted */
export async function recountMall(
  services: Pick<Services, 'database' | 'outbox' | 'now'>,
  mallId: string,
  progress: (members: number) => void,
): Promise<number> {
  const { database } = services;
  let counted = 0;
  for (let after: string | undefined = ''; after !== undefined; ) {
    const from: string = after;
    counted += (await votedMembers(database.db, mallId, from, BATCH)).members.length;
    after = await database.write((trx) => recountBatch(trx, services, mallId, from));
    progress(counted);
  }
  return counted;
}
