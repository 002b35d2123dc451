/** A hundred thousand wait for a price to fall, on one product or spread over a thousand. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildApp } from '../../server/app.ts';
import type { Services } from '../../server/base/services.ts';
import { openServices } from '../../server/open.ts';
import { readSettings } from '../../server/settings.ts';
import { fillAlerts } from '../support/alerts.ts';
import { until } from '../support/ground.ts';
import { longestTurn } from '../support/turns.ts';
import type { Bench, Comparison } from './support/bench.ts';
import { millis } from './support/figures.ts';
import { loadGround, MALL } from './support/load.ts';

const MOST_MS = 50;
/** Of what lives in the process; the database's cache of pages, which has a bound of its own, is told beside it. */
const MOST_GROWTH = 32 * 1024 * 1024;

function live(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
const megabytes = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MB`;

export const alerts: Comparison = async (bench) => {
  const whole = bench.long ? 100_000 : 20_000;
  await walk(bench, `${whole} on one product`, { products: 1, each: whole });
  await walk(bench, `${whole} on 1,000 products`, { products: 1000, each: whole / 1000 });
};

async function walk(
  { report, postgres }: Bench,
  what: string,
  size: { products: number; each: number },
): Promise<void> {
  const ground = await loadGround(1, postgres);
  const opened = await openServices(readSettings({ ...ground.environment, LOG_LEVEL: 'silent' }));
  const { services } = opened;
  const closing = new AbortController();
  const app = buildApp(services, { outside: opened.outside, closing: closing.signal, widgets: 'none' });
  try {
    const { products } = await fillAlerts(services, MALL, size);
    app.start();
    services.hub.start();
    services.jobs.start();
    await services.hub.head(MALL);
    // What every service does when it starts is not what alerts cost.
    await until(
      async () => !(await isBusy(services)),
      'what comes again and again has been done once',
      120_000,
    );
    const memory = live();
    const begin = performance.now();
    const watch = longestTurn();
    await services.database.write((trx) =>
      trx
        .updateTable('products')
        .set({ price: 900, changed_at: services.now() })
        .where('mall_id', '=', MALL)
        .where('product', 'in', products.slice(0, 1000))
        .execute(),
    );
    // As PUT /products tells of them.
    for (let from = 0; from < products.length; from += 50)
      await services.database.write(async (trx) => {
        for (const product of products.slice(from, from + 50))
          await services.outbox.append(trx, {
            mallId: MALL,
            kind: 'product.changed',
            topic: `product:${product}`,
            ids: { product },
          });
      });
    const figure = async (name: string) => {
      const text = await services.metrics.metrics();
      return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
    };
    const all = size.products * size.each;
    for (let done = 0; done < all; ) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      done = await figure('dangol_alerts_done_total');
    }
    const seconds = (performance.now() - begin) / 1000;
    const turns = watch.stop();
    const after = live();
    const waiting = await figure('dangol_alerts_waiting');
    report.say(
      `  ${what}: ${Math.round(all / seconds)} alerts a second, ${await figure('dangol_alerts_told_total')} notices, ${waiting} wait still`,
    );
    report.figure(
      `${what}: longest turn of the loop`,
      `${millis(turns.wallMs)}, ${millis(turns.cpuMs)} of CPU`,
      `at most ${MOST_MS} ms`,
      turns.wallMs <= MOST_MS,
    );
    report.figure(
      `${what}: memory`,
      `${megabytes(memory)} live before, ${megabytes(after)} after; ${megabytes(process.memoryUsage().rss)} resident with the database's cache`,
      `at most ${megabytes(MOST_GROWTH)} more live`,
      after - memory <= MOST_GROWTH,
    );
  } finally {
    closing.abort();
    await app.stop();
    await opened.close();
    await ground.close();
  }
}

/** Whether a job that comes again and again is under way or due. */
async function isBusy(services: Services): Promise<boolean> {
  const row = await services.database.db
    .selectFrom('jobs')
    .select('job_id')
    .where((eb) => eb.or([eb('run_at', '<=', services.now()), eb('lease_holder', 'is not', null)]))
    .executeTakeFirst();
  return row !== undefined;
}
