/**
 * `npm run bench`: figures of this machine, each with its target; the last line says `N passed, N failed`.
 *
 *     npm run bench                      everything, on SQLite
 *     npm run bench -- lists posts       some of it
 *     npm run bench -- --postgres        on PostgreSQL, against bare SQL by pg
 *     npm run bench -- --rounds 9        more rounds than usual
 *     npm run bench -- --long            the whole of what takes long
 *     npm run bench -- scale             a mall of 200,000 members, only when named; --members, --dir: see scale.ts
 */
import { availableParallelism, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { startPostgres } from '../support/postgres.ts';
import { alerts } from './alerts.ts';
import { clubs } from './clubs.ts';
import { ledger } from './ledger.ts';
import { lists } from './lists.ts';
import { mix } from './mix.ts';
import { page } from './page.ts';
import { posts } from './posts.ts';
import { scale } from './scale.ts';
import { size } from './size.ts';
import { start } from './start.ts';
import { streams } from './streams.ts';
import type { Comparison } from './support/bench.ts';
import type { Report } from './support/figures.ts';
import { wishes } from './wishes.ts';

const comparisons: Record<string, Comparison> = {
  lists,
  posts,
  mix,
  size,
  page,
  streams,
  start,
  wishes,
  alerts,
  clubs,
  ledger,
};
/** Makes gigabytes in a folder that stays: only when it is named. */
const named: Record<string, Comparison> = { scale };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    postgres: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    ms: { type: 'string', default: '1000' },
    members: { type: 'string' },
    dir: { type: 'string' },
  },
});

let passed = 0;
let failed = 0;
const print = (line: string) => void process.stdout.write(`${line}\n`);
const report: Report = {
  say: print,
  figure(name, value, target, holds, aim) {
    if (holds) passed++;
    else failed++;
    print(
      `  ${holds ? '✔' : '✖'} ${name}: ${value} (${target}${aim === undefined ? '' : `; the aim: ${aim}`})`,
    );
  },
};

async function main(): Promise<void> {
  const names = positionals.length > 0 ? positionals : Object.keys(comparisons);
  const all = { ...comparisons, ...named };
  const unknown = names.filter((name) => !Object.hasOwn(all, name));
  if (unknown.length > 0)
    throw new Error(`There is ${Object.keys(all).join(', ')}; not ${unknown.join(', ')}.`);
  print(
    `${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 1024 ** 3)} GiB, Node ${process.versions.node}, ` +
      `${values.postgres ? 'PostgreSQL' : 'SQLite'}; medians of ${values.rounds} alternated rounds of ${values.ms} ms; ` +
      'limits of pace raised out of reach',
  );
  const server = values.postgres ? await startPostgres({ durable: true }) : undefined;
  try {
    for (const name of names) {
      print(`▶ ${name}`);
      try {
        await all[name]?.({
          report,
          postgres: server?.url,
          long: values.long,
          rounds: Number(values.rounds),
          ms: Number(values.ms),
          // The service has one core and the load another; PostgreSQL needs what is left.
          stayAwake: !values.postgres && availableParallelism() > 1,
          members: values.members === undefined ? undefined : Number(values.members),
          dir: values.dir,
        });
      } catch (error) {
        failed++;
        print(`  ✖ ${name}: ${error instanceof Error ? error.stack : error}`);
      }
    }
  } finally {
    await server?.stop();
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
await main();
print(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
