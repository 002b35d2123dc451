import { setImmediate } from 'node:timers/promises';
import { HOUR } from '../../../base/clock.ts';
import type { Trx } from '../../../base/db/database.ts';
import { type Consumer, consume } from '../../../base/live/consumer.ts';
import type { Services } from '../../../base/services.ts';
import type { Mall } from '../../../mall/malls/rules.ts';
import { findMall, listMalls } from '../../../mall/malls/store.ts';
import { findProduct } from '../../../mall/products/store.ts';
import { findList, findWish } from '../access.ts';
import { dayIn, GONE_KEPT_MS } from '../rules.ts';
import type { WishPartRow } from '../table.ts';
import { handOver, letGo, trim } from './holds.ts';
import { partsOn } from './rows.ts';
import { fateOf, isOver, latestDay, needOf } from './rules.ts';
import { completeIf, isTaken } from './store.ts';

type Rounds = Pick<Services, 'database' | 'outbox' | 'secrets' | 'jobs' | 'now'>;

/** Wishes that are asked for at once; each is looked at in a transaction of its own. */
const BATCH = 100;
const KIND = 'wishes.parts';

/**
 * Looks at what is held for the wishes of a mall, or of one product there, and at what waits for its day.
 *
 * Whoever wishes acts, and nothing happens to the parts at that moment: how many events follow an act of theirs would tell
 * them how many gave something. This comes by within the hour, among all else that the hour does.
 */
export async function lookAtParts(services: Rounds, mall: Mall, product?: string): Promise<void> {
  for (let after = ''; ; ) {
    let rows = services.database.db
      .selectFrom('wish_parts')
      .select('wish_id')
      .distinct()
      .where('mall_id', '=', mall.id)
      .where('state', '!=', 'done')
      .where('wish_id', '>', after);
    if (product !== undefined) rows = rows.where('product', '=', product);
    const wishes = await rows.orderBy('wish_id').limit(BATCH).execute();
    for (const { wish_id: wishId } of wishes) {
      await services.database.write((trx) => lookAt(trx, services, mall, wishId));
      await setImmediate();
    }
    const last = wishes.at(-1);
    if (!last || wishes.length < BATCH) return;
    after = last.wish_id;
  }
}

/** What becomes of the parts of one wish. */
async function lookAt(trx: Trx, services: Rounds, mall: Mall, wishId: string): Promise<void> {
  const all = await partsOn(trx, mall.id, wishId);
  await handOverDue(
    trx,
    services,
    mall,
    all.filter((part) => part.state === 'given'),
  );
  const held = all.filter((part) => part.state === 'held');
  const over = held.filter((part) => isOver(part, services.now()));
  await letGo(trx, services, mall.id, over, 'time');
  const parts = held.filter((part) => !over.includes(part));
  const [first] = parts;
  if (!first) return;
  const wish = await findWish(trx, mall.id, wishId);
  const list = wish && (await findList(trx, mall.id, wish.list_id));
  const taken = wish !== undefined && (await isTaken(trx, wish));
  const product = await findProduct(trx, mall.id, first.product);
  const fate = fateOf(
    {
      isThere:
        wish !== undefined &&
        list !== undefined &&
        wish.state !== 'removed' &&
        product?.availability !== 'gone',
      isTaken: taken,
      need: wish && needOf(product, wish.quantity, mall.settings.currency),
    },
    parts.map(({ part_id: id, amount, at }) => ({ id, amount, at })),
  );
  if (fate.kind === 'let-go' || !wish || !list)
    return letGo(trx, services, mall.id, parts, taken ? 'taken' : 'gone');
  await trim(trx, services, mall.id, parts, fate.less);
  if (fate.isComplete) await completeIf(trx, services, mall, wish, list);
}

/** Hands over what was given and waited for its day: that of the list they were promised, or of the one it is on now. */
async function handOverDue(
  trx: Trx,
  services: Rounds,
  mall: Mall,
  given: readonly WishPartRow[],
): Promise<void> {
  const [first] = given;
  if (!first) return;
  const wish = await findWish(trx, mall.id, first.wish_id);
  const list = wish && (await findList(trx, mall.id, wish.list_id));
  const day = latestDay([list?.claims_hidden_until ?? null, ...given.map((part) => part.deliver_on)]);
  if (day !== null && day > dayIn(mall.settings.timeZone, services.now())) return;
  await handOver(trx, services, mall.id, first.owner_id, given);
}

async function forgetDone({ database, now }: Rounds, mallId: string): Promise<void> {
  await database.write((trx) =>
    trx
      .deleteFrom('wish_parts')
      .where('mall_id', '=', mallId)
      .where('state', '=', 'done')
      .where('at', '<=', now() - GONE_KEPT_MS)
      .execute(),
  );
}

/** The mall states another price: those who have a part in it are looked at soon, by a job. */
export function partsConsumer(services: Services): Consumer {
  return consume(
    services,
    'wish-parts',
    async (trx, { kind, mallId, ids }) => {
      if (kind !== 'product.changed') return;
      const product = String(ids.product);
      const some = await trx
        .selectFrom('wish_parts')
        .select('part_id')
        .where('mall_id', '=', mallId)
        .where('product', '=', product)
        .where('state', '=', 'held')
        .limit(1)
        .executeTakeFirst();
      if (!some) return;
      await services.jobs.add(trx, {
        mallId,
        kind: KIND,
        payload: { product },
        runAt: services.now(),
      });
    },
    ['product.changed'],
  );
}

/** Registers what happens to parts by itself. */
export function partJobs(services: Services): void {
  const { database, jobs } = services;
  jobs.on(KIND, async (payload, { mallId }) => {
    const mall = await findMall(database.db, mallId);
    if (mall) await lookAtParts(services, mall, (payload as { product: string }).product);
  });
  jobs.every('wishes.parts.round', HOUR, async () => {
    for (const { id } of await listMalls(database.db)) {
      const mall = await findMall(database.db, id);
      if (mall) await lookAtParts(services, mall);
      await forgetDone(services, id);
    }
  });
}
