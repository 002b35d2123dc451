import { Counter, Gauge } from 'prom-client';
import type { Trx } from '../../base/db/database.ts';
import { type Consumer, consume } from '../../base/live/consumer.ts';
import type { PlacedEvent } from '../../base/live/outbox.ts';
import type { Services } from '../../base/services.ts';
import { alertBatch } from './batch.ts';
import { BATCH } from './rules.ts';

const KIND = 'alerts.product';

interface Payload {
  product: string;
  /** The change that this is about. */
  changedAt: number;
  /** How far it has come, and how many alerts were left then. */
  after: string;
  left: number;
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
    .select([
      'changed_at',
      (eb) =>
        eb
          .selectFrom('alerts')
          .select((count) => count.fn.countAll<number>().as('count'))
          .whereRef('alerts.mall_id', '=', 'products.mall_id')
          .whereRef('alerts.product', '=', 'products.product')
          .as('count'),
    ])
    .where('mall_id', '=', mallId)
    .where('product', '=', String(product))
    .executeTakeFirst();
  const left = Number(known?.count ?? 0);
  if (!known || left === 0) return;
  const payload: Payload = { product: String(product), changedAt: known.changed_at, after: '', left };
  await jobs.add(trx, { mallId, kind: KIND, payload, runAt: now(), id: idOf(payload) });
}

const idOf = ({ product, changedAt, after }: Payload) => `${changedAt} ${after} ${product}`;

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
    help: 'Alerts that have yet to be looked at, in all processes',
    registers,
    async collect() {
      const rows = await database.db
        .selectFrom('jobs')
        .select('payload')
        .where('kind', '=', KIND)
        .execute()
        // What cannot be asked is not told: the other figures are.
        .catch(() => []);
      this.set(rows.reduce((sum, row) => sum + (JSON.parse(row.payload) as Payload).left, 0));
    },
  });
  jobs.on(KIND, async (given, { mallId }) => {
    const payload = given as Payload;
    const done = await database.write(async (trx) => {
      const batch = await alertBatch(trx, services, mallId, payload);
      if (batch.last === undefined) return batch;
      const next = { ...payload, after: batch.last, left: Math.max(0, payload.left - BATCH) };
      // In the batch's own transaction: a crash neither loses the rest nor does it twice. Other jobs get their turn.
      await jobs.add(trx, { mallId, kind: KIND, payload: next, runAt: now(), id: idOf(next) });
      return batch;
    });
    looked.inc(done.looked);
    told.inc(done.told);
  });
}
