/**
 * A mall of 200,000 members with blogs against one of 2,100: what is read most costs about the same.
 *
 *     npm run bench -- scale                           200,000 members, made once, in a folder that stays
 *     npm run bench -- scale --members 2100000         as many as there were blogs in a mall's first year once
 *     npm run bench -- scale --dir /somewhere          where the malls are made; a half made one is gone on with
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Comparison } from './support/bench.ts';
import { type Server, startServer } from './support/child.ts';
import { type Shot, shot } from './support/client.ts';
import { alternate, described, mebibytes, ratioOf, type Side, times } from './support/figures.ts';
import { MALL, ORIGIN } from './support/load.ts';
import { type GeneratedMall, generateMall } from './support/mall-fill.ts';
import { ABOUT } from './support/mall-numbers.ts';
import { inTurn, listShot } from './support/turns.ts';

const MEMBERS = 200_000;
/** A thousandth of the blogs of a mall's first year. */
const FEW = 2_100;
const CONNECTIONS = 8;
/** Looked at in turn, spread over all there are. */
const LOOKED_AT = 2_000;
const MOST = 1.5;
/** A progress line at most so often. */
const EVERY_MS = 5000;

const read = (path: string): Shot => shot('GET', `/v1/${MALL}${path}`, 200, { Origin: ORIGIN });

/** What is read, and how to ask for one of it. Its ids come in the order of their keys, which is as good as any. */
const READ: readonly { name: string; sql: string; shotOf: (id: string) => Shot }[] = [
  {
    name: 'blog card',
    sql: 'select shopper_id as id from blogs',
    shotOf: (id) => read(`/blog-cards?member=${id}`),
  },
  { name: 'blog page', sql: 'select shopper_id as id from blogs', shotOf: (id) => read(`/blogs/${id}`) },
  {
    name: 'wishlist',
    sql: "select list_id as id from wishlists where visibility = 'public'",
    shotOf: (id) => read(`/wishlists/${id}`),
  },
  { name: 'product reviews', sql: 'select product as id from products', shotOf: listShot },
];

/** So many of a mall's ids, evenly spread. */
function spread(mall: GeneratedMall, sql: string): string[] {
  const db = mall.open();
  try {
    const { count } = db.prepare(`select count(*) as count from (${sql})`).get() as { count: number };
    const every = Math.max(1, Math.floor(count / LOOKED_AT));
    return (
      db
        .prepare(
          `select id from (select id, row_number() over (order by id) as at from (${sql})) where at % ? = 0`,
        )
        .all(every) as { id: string }[]
    ).map(({ id }) => id);
  } finally {
    db.close();
  }
}

/** What a service does by itself after its start (looking back over all votes, say) is no cost of a read. */
const BUSY_US = 30_000;
const LONGEST_S = 300;

async function untilIdle(server: Server): Promise<number> {
  const begin = performance.now();
  const seconds = () => Math.round((performance.now() - begin) / 1000);
  for (let idle = 0, last = await server.usage(); idle < 3 && seconds() < LONGEST_S; ) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const now = await server.usage();
    idle = now.cpu - last.cpu < BUSY_US ? idle + 1 : 0;
    last = now;
  }
  return seconds();
}

export const scale: Comparison = async ({ report, members = MEMBERS, dir, postgres, ...timing }) => {
  if (postgres) throw new Error('scale generates SQLite files: leave --postgres out');
  const root = dir ?? join(tmpdir(), 'dangol-scale');
  for (const line of ABOUT) report.say(`  ${line}`);
  const malls: GeneratedMall[] = [];
  for (const count of [FEW, members]) {
    const folder = join(root, `${count}`);
    const begin = performance.now();
    let said = 0;
    const mall = await generateMall(folder, count, (line) => {
      if (performance.now() - said < EVERY_MS) return;
      said = performance.now();
      report.say(`    ${line}`);
    });
    const seconds = Math.round((performance.now() - begin) / 1000);
    report.say(
      `  ${count.toLocaleString('en-US')} members with blogs in ${seconds} s: database ${mebibytes(mall.bytes)}, in ${folder}`,
    );
    malls.push(mall);
  }
  const servers = [];
  try {
    // Nothing is kept: each read goes to the tables.
    for (const mall of malls) {
      const begin = performance.now();
      const server = await startServer('ours', { ...mall.environment, READY_MB: '0' });
      servers.push(server);
      const started = ((performance.now() - begin) / 1000).toFixed(1);
      report.say(
        `  ${mall.members.toLocaleString('en-US')} members: listens after ${started} s, idle after ${await untilIdle(server)} s more`,
      );
    }
    for (const { name, sql, shotOf } of READ) {
      const sides: Side[] = servers.map((server, at) => ({
        server,
        load: {
          connections: CONNECTIONS,
          next: inTurn(spread(malls[at] as GeneratedMall, sql).map(shotOf)),
        },
      }));
      const [few = [], many = []] = await alternate(sides, timing);
      report.say(described(`${name}: ${FEW.toLocaleString('en-US')}`, few));
      report.say(described(`${name}: ${members.toLocaleString('en-US')}`, many));
      const [cpu, time] = [ratioOf(many, few, 'cpu'), ratioOf(many, few, 'median')];
      report.figure(
        name,
        `${times(cpu)} CPU, ${times(time)} time`,
        `at most ${MOST}x of ${FEW.toLocaleString('en-US')} members, each read anew`,
        Math.max(cpu, time) <= MOST,
      );
    }
    for (const [at, server] of servers.entries()) {
      const { rss, used } = await server.settled();
      report.say(
        `  ${malls[at]?.members.toLocaleString('en-US')} members: process memory ${mebibytes(rss)}, its objects ${mebibytes(used)}`,
      );
    }
  } finally {
    for (const server of servers) await server.stop();
  }
};
