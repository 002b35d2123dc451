/**
 * Points: transfers posted in this process against bare rows in the same database, a pot with many contributions
 * against one with few, and the proof of the whole ledger. `--long` asks for 100,000 contributions and a million
 * transfers.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type Database, openPostgres, openSqlite } from '../../server/base/db/database.ts';
import { migrate } from '../../server/base/db/migrate.ts';
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
  const open = (durable: boolean): Database =>
    fresh
      ? openPostgres(fresh.url, { max: 16 })
      : openSqlite(join(folder, 'dangol.sqlite'), durable ? 'FULL' : 'NORMAL');
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
    for (let round = 0; round < rounds; round++) {
      bare.push(
        await pace(ms, () =>
          database.write((trx) => sql`insert into bare values (${++id}, 'row')`.execute(trx)),
        ),
      );
      ours.push(await pace(ms, (lane) => on.write(grant(on, `lane-${lane}`, 1))));
    }
    const ratio = median(ours) / median(bare);
    report.figure(
      'posted transfers against bare durable rows',
      `${ratio.toFixed(2)} (${rate(median(ours))} and ${rate(median(bare))}, ${AT_ONCE} at once)`,
      'at least 0.2',
      ratio >= 0.2,
    );

    const many = long ? 100_000 : 5_000;
    await database.close();
    database = open(false);
    const filling = ledgerOn(database, 'pots');
    await fillPot(filling, 'many', many);
    await fillPot(filling, 'few', 100);
    await database.close();
    database = open(true);
    const pots = ledgerOn(database, 'pots', 'given');
    const times = { many: [] as number[], few: [] as number[] };
    const rates = { many: [] as number[], few: [] as number[] };
    let turn = 0;
    for (let round = 0; round < rounds; round++)
      for (const club of ['many', 'few'] as const) {
        const key = `round-${round}-${club}-${++turn}`;
        await pots.write({ ...grant(pots, 'giver', 10_000_000), key });
        const begin = performance.now();
        for (let n = 0; n < 50; n++) {
          const { seq } = await potNow(pots.db, 'pots', club);
          await chainOf(pots.db, 'pots', potOf(club), Math.max(0, seq - 50), 50);
        }
        times[club].push((performance.now() - begin) / 50);
        const from = performance.now();
        for (let n = 0; n < 50; n++)
          await pots.one({
            key: `${key}-${n}`,
            kind: 'contribution',
            from: walletOf('giver'),
            to: potOf(club),
            amount: 1,
          });
        rates[club].push(50_000 / (performance.now() - from));
      }
    const read = median(times.many) / median(times.few);
    const post = median(rates.few) / median(rates.many);
    report.figure(
      `a pot with ${many.toLocaleString('en')} contributions, read`,
      `${median(times.many).toFixed(2)} ms, with 100 ${median(times.few).toFixed(2)} ms`,
      'at most 1.5 times as long',
      read <= 1.5,
    );
    report.figure(
      `a pot with ${many.toLocaleString('en')} contributions, given to`,
      `${rate(median(rates.many))}, with 100 ${rate(median(rates.few))}`,
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
