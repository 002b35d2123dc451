/**
 * Points: transfers posted in this process against bare rows in the same database, a pot with many contributions
 * against one with few, and the proof of the whole ledger. `--long` asks for 100,000 contributions and a million
 * transfers.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type Database, openSqlite } from '../../server/base/db/database.ts';
import { migrate } from '../../server/base/db/migrate.ts';
import { openPostgres } from '../../server/base/db/postgres.ts';
import { openSqliteFile } from '../../server/base/db/sqlite.ts';
import { chainOf, type NewTransfer, potNow, potOf, walletOf } from '../../server/mall/points/ledger.ts';
import { verifyMall } from '../../server/mall/points/verify.ts';
import { migrations } from '../../server/migrations/index.ts';
import { ledgerOn, type TestLedger } from '../support/ledger.ts';
import { freshDatabase } from '../support/postgres.ts';
import type { Comparison } from './support/bench.ts';
import { median } from './support/figures.ts';

const AT_ONCE = 64;
const VERIFY_SECONDS_A_MILLION = 30;
const rate = (value: number) => `${Math.round(value).toLocaleString('en')}/s`;

/** How many of these are done in a second, so many at once. */
async function pace(ms: number, one: (n: number) => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, lane) => {
      while (performance.now() - begin < ms) {
        await one(lane);
        done++;
      }
    }),
  );
  return (done * 1000) / (performance.now() - begin);
}

const grant = (ledger: TestLedger, shopper: string, amount: number): NewTransfer => ({
  key: ledger.key(),
  kind: 'grant',
  from: 'issue',
  to: walletOf(shopper),
  amount,
  lots: { expiresAt: null },
});

/** Inserts bare rows, each with a durable commit of its own, past everything of ours. */
function bareRows(database: Database, file: string): { insert(id: number): unknown; close(): void } {
  const text = (id: string) => `insert into bare values (${id}, 'row')`;
  const { pool } = database;
  if (pool)
    return {
      insert: (id) => pool.query({ name: 'bare', text: text('$1'), values: [id] }),
      close() {},
    };
  const connection = openSqliteFile(file, 'writer');
  const statement = connection.prepare(text('?'));
  return { insert: (id) => statement.run(id), close: () => void connection.close() };
}

/** Contributions of many to one pot, many in a transaction. */
async function fillPot(ledger: TestLedger, club: string, count: number): Promise<void> {
  for (let at = 0; at < count; at += 250) {
    const some = Math.min(250, count - at);
    const people = Array.from({ length: some }, (_, n) => `${club}-${(at + n) % 1000}`);
    await ledger.write(
      ...people.flatMap((who): NewTransfer[] => [
        grant(ledger, who, 1),
        { key: ledger.key(), kind: 'contribution', from: walletOf(who), to: potOf(club), amount: 1 },
      ]),
    );
  }
}

export const ledger: Comparison = async ({ report, postgres, rounds, ms, long }) => {
  const folder = mkdtempSync(join(tmpdir(), 'dangol-ledger-'));
  const fresh = postgres ? await freshDatabase(postgres) : undefined;
  const file = join(folder, 'dangol.sqlite');
  const open = (durable: boolean): Database =>
    fresh ? openPostgres(fresh.url, { max: 16 }) : openSqlite(file, durable ? 'FULL' : 'NORMAL');
  let database = open(true);
  try {
    await migrate(database, migrations);
    await database.write((trx) =>
      sql`create table bare (id bigint primary key, text text not null)`.execute(trx),
    );
    const on = ledgerOn(database, 'bench');
    let id = 0;
    const ours: number[] = [];
    const bare: number[] = [];
    const shared: number[] = [];
    const rows = bareRows(database, file);
    for (let round = 0; round < rounds; round++) {
      bare.push(await pace(ms, async () => rows.insert(++id)));
      ours.push(await pace(ms, (lane) => on.write(grant(on, `lane-${lane}`, 1))));
      shared.push(
        await pace(ms, () =>
          database.write((trx) => sql`insert into bare values (${++id}, 'row')`.execute(trx)),
        ),
      );
    }
    rows.close();
    const ratio = median(ours) / median(bare);
    report.figure(
      'posted transfers against bare rows with a durable commit each',
      `${ratio.toFixed(2)} (${rate(median(ours))} and ${rate(median(bare))}, ${AT_ONCE} at once; ` +
        `bare rows written as the service writes: ${rate(median(shared))})`,
      'at least 0.2',
      ratio >= 0.2,
    );

    const many = long ? 100_000 : 10_000;
    await database.close();
    database = open(false);
    const filling = ledgerOn(database, 'pots');
    await fillPot(filling, 'many', many);
    await fillPot(filling, 'few', 100);
    await database.close();
    database = open(true);
    const pots = ledgerOn(database, 'pots', 'given');
    const reads = { many: [] as number[], few: [] as number[] };
    const posts = { many: [] as number[], few: [] as number[] };
    await pots.write(grant(pots, 'giver', 10_000_000));
    // In turns, each timed alone: what else the machine does then falls on either.
    for (let turn = 0; turn < rounds * 50; turn++)
      for (const club of turn % 2 ? (['many', 'few'] as const) : (['few', 'many'] as const)) {
        let begin = performance.now();
        const { seq } = await potNow(pots.db, 'pots', club);
        await chainOf(pots.db, 'pots', potOf(club), Math.max(0, seq - 50), 50);
        reads[club].push(performance.now() - begin);
        begin = performance.now();
        await pots.one({
          key: pots.key(),
          kind: 'contribution',
          from: walletOf('giver'),
          to: potOf(club),
          amount: 1,
        });
        posts[club].push(performance.now() - begin);
      }
    const read = median(reads.many) / median(reads.few);
    const post = median(posts.many) / median(posts.few);
    report.figure(
      `a pot with ${many.toLocaleString('en')} contributions, read`,
      `${median(reads.many).toFixed(2)} ms, with 100 ${median(reads.few).toFixed(2)} ms`,
      'at most 1.5 times as long',
      read <= 1.5,
    );
    report.figure(
      `a pot with ${many.toLocaleString('en')} contributions, given to`,
      `${median(posts.many).toFixed(2)} ms, with 100 ${median(posts.few).toFixed(2)} ms`,
      'at most 1.5 times as long',
      post <= 1.5,
    );

    await database.close();
    database = open(false);
    const whole = ledgerOn(database, 'pots', 'whole');
    if (long) for (let club = 0; club < 8; club++) await fillPot(whole, `more-${club}`, 50_000);
    const begin = performance.now();
    const verified = await database.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((trx) => verifyMall(trx, whole.tools.secrets, 'pots'));
    const seconds = (performance.now() - begin) / 1000;
    const million = (seconds * 1_000_000) / verified.transfers;
    report.figure(
      'the whole ledger proven',
      `${verified.transfers.toLocaleString('en')} transfers in ${seconds.toFixed(1)} s, ${million.toFixed(1)} s a million${verified.wrong ? `, WRONG: ${verified.wrong.why}` : ''}`,
      `at most ${VERIFY_SECONDS_A_MILLION} s a million, and nothing wrong`,
      million <= VERIFY_SECONDS_A_MILLION && verified.wrong === null,
    );
  } finally {
    await database.close();
    await fresh?.drop();
    rmSync(folder, { recursive: true, force: true });
  }
};
