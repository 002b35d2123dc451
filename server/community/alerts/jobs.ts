import { Counter, Gauge } from 'prom-client';
import type { Trx } from '../../base/db/database.ts';
import { type Consumer, consume } from '../../base/live/consumer.ts';
import type { PlacedEvent } from '../../base/live/outbox.ts';
import type { Services } from '../../base/services.ts';
import { findMall } from '../../mall/malls/store.ts';
import { afterQuiet } from '../inbox/rules.ts';
import { alertBatch, type Done } from './batch.ts';
import { BATCH, type Part } from './rules.ts';

const KIND = 'alerts.product';
/** It takes a few milliseconds. */
const MOST_COUNTED = 10_000;

interface Payload {
  product: string;
  /** The change that this is about. */
  changedAt: number;
  /** How far it has come, and how many alerts were left then, as far as they were counted. */
  after: string;
  left: number;
  /** Absent: all of it. */
  part?: Part;
}

/** A product changed: those who wanted to know of such a change are looked at by a job of its own. */
export function alertsConsumer(services: Services): Consumer {
  const follow = async (trx: Trx, event: PlacedEvent) => {
    if (event.kind === 'product.changed') await plan(trx, services, event);
  };
  return consume(services, 'alerts', follow, ['product.changed']);
}

async function plan(
  trx: Trx,
  { jobs, now }: Pick<Services, 'jobs' | 'now'>,
  { mallId, ids: { product } }: PlacedEvent,
): Promise<void> {
  const known = await trx
    .selectFrom('products')
    .select('changed_at')
    .where('mall_id', '=', mallId)
    .where('product', '=', String(product))
    .executeTakeFirst();
  const left = known ? await countAlerts(trx, mallId, String(product), '') : 0;
  if (!known || left === 0) return;
  const payload: Payload = { product: String(product), changedAt: known.changed_at, after: '', left };
  await jobs.add(trx, { mallId, kind: KIND, payload, runAt: now(), id: idOf(payload) });
}

/** How many come after a shopper, counted to {@link MOST_COUNTED}: nobody waits until a hundred thousand are. */
async function countAlerts(trx: Trx, mallId: string, product: string, after: string): Promise<number> {
  const some = trx
    .selectFrom('alerts')
    .select('shopper_id')
    .where('mall_id', '=', mallId)
    .where('product', '=', product)
    .where('shopper_id', '>', after)
    .limit(MOST_COUNTED);
  const row = await trx
    .selectFrom(some.as('some'))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

const idOf = ({ product, changedAt, after, part = 'all' }: Payload, runAt = 0) =>
  `${changedAt} ${after} ${part} ${runAt} ${product}`;

/**
 * Looks at one batch and plans the next, in one transaction: a crash neither loses the rest nor does it twice. At night
 * what is advertising is put off until the morning, in the inbox too; news that was asked for goes on.
 */
async function step(trx: Trx, services: Services, mallId: string, payload: Payload): Promise<Done> {
  const { jobs, now } = services;
  const at = now();
  const mall = await findMall(trx, mallId);
  const morning = mall ? afterQuiet(mall.settings.timeZone, at) : at;
  const { part = 'all' } = payload;
  const isHeld = morning > at && part !== 'information';
  if (isHeld) {
    const later: Payload = { ...payload, part: 'advertising' };
    await jobs.add(trx, { mallId, kind: KIND, payload: later, runAt: morning, id: idOf(later, morning) });
    if (part === 'advertising') return { looked: 0, told: 0, last: undefined };
  }
  const told: Payload = isHeld ? { ...payload, part: 'information' } : payload;
  const batch = await alertBatch(trx, services, mallId, told);
  if (batch.last === undefined) return batch;
  const left =
    payload.left > BATCH ? payload.left - BATCH : await countAlerts(trx, mallId, payload.product, batch.last);
  const next: Payload = { ...told, after: batch.last, left };
  // Other jobs get their turn.
  await jobs.add(trx, { mallId, kind: KIND, payload: next, runAt: at, id: idOf(next) });
  return batch;
}

/** Registers the job that looks at the alerts of a product, batch by batch, and what tells how far all of that is. */
export function alertJobs(services: Services): void {
  const { database, jobs, now, metrics } = services;
  const registers = [metrics];
  const looked = new Counter({
    name: 'dangol_alerts_done_total',
    help: 'Alerts that were looked at after a change of their product',
    registers,
  });
  const told = new Counter({
    name: 'dangol_alerts_told_total',
    help: 'Notices that came of them',
    registers,
  });
  new Gauge({
    name: 'dangol_alerts_waiting',
    help: 'Alerts that have yet to be looked at, in all processes, without those that wait for the morning',
    registers,
    async collect() {
      const rows = await database.db
        .selectFrom('jobs')
        .select(['payload', 'run_at'])
        .where('kind', '=', KIND)
        .execute()
        // What cannot be asked is not told: the other figures are.
        .catch(() => []);
      const at = now();
      const waiting = rows.map((row) => ({ ...(JSON.parse(row.payload) as Payload), runAt: row.run_at }));
      const due = waiting.filter(({ part, runAt }) => part !== 'advertising' || runAt <= at);
      this.set(due.reduce((sum, one) => sum + one.left, 0));
    },
  });
  jobs.on(KIND, async (given, { mallId }) => {
    const done = await database.write((trx) => step(trx, services, mallId, given as Payload));
    looked.inc(done.looked);
    told.inc(done.told);
  });
}
