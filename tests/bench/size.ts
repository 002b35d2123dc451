/** The same requests to little and to much data. */
import type { Comparison } from './support/bench.ts';
import { startServer } from './support/child.ts';
import { alternate, described, ratioOf, type Side, times } from './support/figures.ts';
import { BIG, type Ground, loadGround, ONE, productName } from './support/load.ts';
import { postLoad } from './support/posts.ts';
import { inTurn, listShot } from './support/turns.ts';

const CONNECTIONS = 16;
/** Products that are looked at again and again, spread over all of them. */
const LOOKED_AT = 1000;

/** So many products, evenly spread. */
const spread = (ground: Ground, count: number): string[] =>
  Array.from({ length: count }, (_, at) => productName(Math.floor((at * ground.products) / count)));

const listsOf = (names: readonly string[]) => ({
  connections: CONNECTIONS,
  next: inTurn(names.map(listShot)),
});

export const size: Comparison = async ({ report, postgres, long, ...timing }) => {
  const factor = long ? 100 : 10;
  const small = await loadGround(ONE, postgres);
  const begin = performance.now();
  const large = await loadGround(ONE * factor, postgres);
  const grounds = [small, large];
  const seconds = Math.round((performance.now() - begin) / 1000);
  try {
    report.say(
      `  ${large.products.toLocaleString('en-US')} products x 20 reviews and one x ${(1000 * factor).toLocaleString('en-US')}, loaded in ${seconds} s` +
        (long ? '' : '; 100 times the data with --long, which loads for minutes'),
    );
    /** Starts the service on both, and compares what a request costs. */
    const compare = async (
      name: string,
      environment: Record<string, string>,
      sideOf: (ground: Ground) => Omit<Side, 'server'>,
    ) => {
      const sides: Side[] = [];
      for (const ground of grounds)
        sides.push({
          server: await startServer('ours', { ...ground.environment, ...environment }),
          ...sideOf(ground),
        });
      const [less = [], more = []] = await alternate(sides, timing);
      for (const { server } of sides) await server.stop();
      report.say(described(`${name}: 1x`, less));
      report.say(described(`${name}: ${factor}x`, more));
      const ratio = ratioOf(more, less, 'cpu');
      report.figure(`${name} at ${factor} times the data`, times(ratio), 'at most 1.3x CPU', ratio <= 1.3);
    };
    await compare('list unchanged', {}, (ground) => ({ load: listsOf(spread(ground, LOOKED_AT)) }));
    await compare('list anew', { READY_MB: '0' }, (ground) => ({ load: listsOf(spread(ground, LOOKED_AT)) }));
    await compare('list of the big product', { READY_MB: '0' }, () => ({ load: listsOf([BIG]) }));
    await compare('durable post', {}, (ground) => postLoad(ground, timing.ms));

    // Every product in turn: at this size no text of a review is asked for again before it is forgotten. What reading
    // them costs is then the database's matter, and bare SQL is asked for the same.
    const every = { load: listsOf(spread(large, large.products)) };
    const ours = await startServer('ours', { ...large.environment, READY_MB: '0' });
    const sql = await startServer('sql', large.environment);
    const [read = [], bare = []] = await alternate(
      [
        { server: ours, ...every },
        { server: sql, ...every },
      ],
      timing,
    );
    await sql.stop();
    await ours.stop();
    const name = `each list once at ${factor} times the data`;
    report.say(described(`${name}: ours`, read));
    report.say(described('bare SQL behind node:http', bare));
    const share = ratioOf(read, bare, 'cpu');
    report.figure(name, times(share), 'at most 1.4x CPU of bare SQL', share <= 1.4);
  } finally {
    for (const ground of grounds) await ground.close();
  }
};
