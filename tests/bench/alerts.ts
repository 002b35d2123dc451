/** A hundred thousand wait for a price to fall, on one product or spread over a thousand. */
import { buildApp } from '../../server/app.ts';
import { openServices } from '../../server/open.ts';
import { readSettings } from '../../server/settings.ts';
import { fillAlerts } from '../support/alerts.ts';
import { until } from '../support/ground.ts';
import { longestTurn } from '../support/turns.ts';
import type { Bench, Comparison } from './support/bench.ts';
import { millis } from './support/figures.ts';
import { loadGround, MALL } from './support/load.ts';

const MOST_MS = 50;
const MOST_GROWTH = 96 * 1024 * 1024;

const collected = () => {
  globalThis.gc?.();
  return process.memoryUsage().rss;
};
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
    await services.hub.head(MALL);
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
    await until(async () => (await figure('dangol_alerts_waiting')) === all, 'all of them wait', 120_000);
    const memory = collected();
    let most = memory;
    const begin = performance.now();
    const watch = longestTurn();
    services.jobs.start();
    for (let done = 0; done < all; ) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      done = await figure('dangol_alerts_done_total');
      most = Math.max(most, process.memoryUsage().rss);
    }
    const seconds = (performance.now() - begin) / 1000;
    const turns = watch.stop();
    const waiting = await figure('dangol_alerts_waiting');
    report.say(
      `  ${what}: ${Math.round(all / seconds)} alerts a second, ${await figure('dangol_alerts_told_total')} notices, ${waiting} wait still`,
    );
    // By the CPU: how long the disk takes to flush, and who else uses this machine, is none of its doing.
    report.figure(
      `${what}: longest turn of the loop`,
      `${millis(turns.cpuMs)} of CPU (${millis(turns.wallMs)} with flushes to the disk and other processes)`,
      `at most ${MOST_MS} ms of CPU`,
      turns.cpuMs <= MOST_MS,
    );
    report.figure(
      `${what}: memory`,
      `${megabytes(memory)} before, ${megabytes(most)} at most`,
      `at most ${megabytes(MOST_GROWTH)} more`,
      most - memory <= MOST_GROWTH,
    );
  } finally {
    closing.abort();
    await app.stop();
    await opened.close();
    await ground.close();
  }
}
