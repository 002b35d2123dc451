/** The list that every product page begins with: kept, and read anew. */

import type { Comparison } from './support/bench.ts';
import { startServer } from './support/child.ts';
import { alternate, described, medianOf, micros, ratioOf, times } from './support/figures.ts';
import { loadGround, ONE, productName } from './support/load.ts';
import { answersOf, inTurn, listPath, listShot } from './support/turns.ts';

const CONNECTIONS = 16;

/** Fails when the baseline would do less than ours: it must answer as many items with the same fields. */
async function mustBeAlike(ours: number, bare: number): Promise<void> {
  const path = listPath(productName(7));
  const shapes = await Promise.all(
    [ours, bare].map(async (port) => {
      const [bytes = new Uint8Array()] = [...(await answersOf(port, [path])).values()];
      const { items } = JSON.parse(Buffer.from(bytes).toString()) as { items: { id: string }[] };
      return JSON.stringify([items.map((item) => item.id).sort(), Object.keys(items[0] ?? {}).sort()]);
    }),
  );
  if (shapes[0] !== shapes[1]) throw new Error(`the baseline answers otherwise: ${shapes.join(' / ')}`);
}

export const lists: Comparison = async ({ report, postgres, ...timing }) => {
  const ground = await loadGround(ONE, postgres);
  try {
    const products = Array.from({ length: ground.products }, (_, at) => productName(at));
    const load = { connections: CONNECTIONS, next: inTurn(products.map(listShot)) };

    const kept = await startServer('ours', ground.environment);
    const answers = await answersOf(kept.port, products.map(listPath));
    const ready = await startServer('ready', {}, answers);
    const [ours = [], bare = []] = await alternate(
      [
        { server: kept, load },
        { server: ready, load },
      ],
      timing,
    );
    await ready.stop();
    await kept.stop();
    const size = [...answers.values()].reduce((sum, one) => sum + one.length, 0) / answers.size;
    report.say(`  a list of twenty, ${(size / 1000).toFixed(1)} kB, of ${products.length} products in turn`);
    report.say(described('unchanged: ours', ours));
    report.say(described('bare node:http, ready bytes', bare));
    const ratio = ratioOf(ours, bare, 'cpu');
    report.figure('list unchanged', times(ratio), 'at most 2.8x CPU of bare node:http', ratio <= 2.8, '1.3x');

    // Nothing is kept, so every list is read anew.
    const anew = await startServer('ours', { ...ground.environment, READY_MB: '0' });
    const sql = await startServer('sql', ground.environment);
    await mustBeAlike(anew.port, sql.port);
    const [read = [], bareSql = []] = await alternate(
      [
        { server: anew, load },
        { server: sql, load },
      ],
      timing,
    );
    await sql.stop();
    await anew.stop();
    report.say(described('anew: ours', read));
    report.say(described('bare SQL behind node:http', bareSql));
    const share = ratioOf(read, bareSql, 'cpu');
    report.figure('list anew', times(share), 'at most 1.4x CPU of bare SQL', share <= 1.4, '0.6x');
    report.say(
      `    known of another core: 11 us ready, 82 us bare SQL; here ${micros(medianOf(bare, 'cpu'))}, ${micros(medianOf(bareSql, 'cpu'))}`,
    );
  } finally {
    await ground.close();
  }
};
