// `dangol ledger verify`: whichever byte was changed, and whichever rows were cut, it names what is wrong.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { DAY } from '../../server/base/clock.ts';
import type { Database, Trx } from '../../server/base/db/database.ts';
import { potOf, walletOf } from '../../server/mall/points/ledger.ts';
import { mallsOfLedger, verifyMall } from '../../server/mall/points/verify.ts';
import { openGround } from '../support/ground.ts';
import { ledgerOn, type TestLedger } from '../support/ledger.ts';

/** Every kind of row there is. */
async function history(ledger: TestLedger) {
  const given = await ledger.earn('kim', 1000, 20);
  await ledger.earn('kim', 500, null);
  await ledger.one({
    key: ledger.key(),
    kind: 'grant',
    from: 'issue',
    to: walletOf('lee'),
    amount: 300,
    lots: { expiresAt: null },
    facts: { orderId: 'A-1', lineId: '1', reviewId: 'r1', clubId: 'c', note: '축하해요' },
  });
  const pending = await ledger.pendingEarning('lee', 200);
  await ledger.end('post', pending.transferId, 50);
  const hold = await ledger.hold('kim', 700);
  await ledger.end('post', hold.transferId, 100);
  const kim = await ledger.contribute('kim', 'c', 400);
  await ledger.contribute('lee', 'c', 250);
  ledger.later(21 * DAY);
  await ledger.one({
    key: ledger.key(),
    kind: 'contribution-refunded',
    from: potOf('c'),
    to: walletOf('kim'),
    amount: 150,
    lots: { returns: kim.transferId },
  });
  await ledger.back(given.transferId, 900);
  await ledger.earn('kim', 30);
}

const untouchable = new Set(['mall_id']);

/** Ends a transaction that only tried what would be found. */
class Undone extends Error {}

describe('ledger verify', () => {
  let ground: Awaited<ReturnType<typeof openGround>>;
  let database: Database;
  let ledger: TestLedger;
  before(async () => {
    ground = await openGround();
    database = ground.database;
    ledger = ledgerOn(database, 'm1');
    await history(ledger);
    await ledgerOn(database, 'm2').earn('park', 5);
    await database.write(async (trx) => {
      for (const table of ['transfers', 'lot_moves'])
        for (const guard of database.kind === 'sqlite' ? ['not_changed', 'not_deleted'] : ['stay'])
          await sql
            .raw(`drop trigger ${table}_${guard}${database.kind === 'sqlite' ? '' : ` on ${table}`}`)
            .execute(trx);
    });
  });
  after(() => ground.close());

  const look = (trx: Trx, mall = 'm1') => verifyMall(trx, ledger.tools.secrets, mall);
  /** What is found when this has been done; undone afterwards. Null: the database itself refused it. */
  async function found(...statements: string[]) {
    let verified: Awaited<ReturnType<typeof look>> | undefined;
    const tried = database.write(async (trx) => {
      for (const statement of statements) await sql.raw(statement).execute(trx);
      verified = await look(trx);
      throw new Undone();
    });
    const error = await tried.catch((one: unknown) => one);
    if (error instanceof Undone) return verified?.wrong ?? assert.fail(`not found: ${statements.join('; ')}`);
    assert.match(String((error as Error).message), /constraint|violates|type|invalid|null/i, String(error));
    return null;
  }

  it('finds nothing wrong where nothing is', async () => {
    const both = await database.db.transaction().execute(async (trx) => {
      const malls = await mallsOfLedger(trx);
      return Promise.all(malls.map((mall) => look(trx, mall)));
    });
    assert.deepEqual(
      both.map((one) => [one.mall, one.wrong]),
      [
        ['m1', null],
        ['m2', null],
      ],
    );
    assert.ok((both[0]?.transfers ?? 0) > 12);
  });

  it('counts facts that were erased as such', async () => {
    let erased = 0;
    const tried = database.write(async (trx) => {
      await sql.raw(`delete from transfer_facts where mall_id = 'm1'`).execute(trx);
      const verified = await look(trx);
      assert.equal(verified.wrong, null);
      erased = verified.erased;
      throw new Undone();
    });
    await assert.rejects(tried, Undone);
    assert.equal(erased, 1);
  });

  const keys = {
    transfers: ['transfer_id'],
    lot_moves: ['transfer_id', 'lot_id'],
    transfer_facts: ['transfer_id'],
    accounts: ['account_id'],
    lots: ['lot_id'],
    pot_lots: ['account_id', 'expires_at'],
    pendings: ['transfer_id'],
  } as const;
  const quoted = (value: unknown) =>
    value === null
      ? 'null'
      : typeof value === 'number'
        ? String(value)
        : `'${String(value).replaceAll("'", "''")}'`;

  /** Other values, as somebody with an editor would write them. */
  function others(column: string, value: unknown): unknown[] {
    if (value === null) return /_at$|seq|balance|day/.test(column) ? [1] : ['x'];
    if (typeof value === 'number') return [value + 1, value - 1, ...(value === 0 ? [] : [0])];
    const text = String(value);
    const flipped = text.replace(/.$/u, (last) => (last === 'a' ? 'b' : 'a'));
    return [`${text}a`, ...(text === '' ? [] : [flipped]), ...(text.length > 1 ? [text.slice(1)] : [])];
  }

  for (const [table, key] of Object.entries(keys))
    it(`names what was changed in any column of ${table}`, async () => {
      const { rows } = await sql<Record<string, unknown>>`
        select * from ${sql.table(table)} where mall_id = 'm1'`.execute(database.db);
      assert.ok(rows.length > 0);
      let tried = 0;
      // What was said of a lot's end moves no points.
      const free = new Set(table === 'lots' ? ['warned'] : []);
      for (const row of rows) {
        const where = key.map((name) => `${name} = ${quoted(row[name])}`).join(' and ');
        for (const [column, value] of Object.entries(row)) {
          if (untouchable.has(column) || free.has(column)) continue;
          for (const other of others(column, value)) {
            const wrong = await found(
              `update ${table} set ${column} = ${quoted(other)} where mall_id = 'm1' and ${where}`,
            );
            if (!wrong) continue;
            tried++;
            assert.equal(wrong.mall, 'm1');
            assert.ok(wrong.id && wrong.field && wrong.why);
            // What is no key is found at its own row.
            const own = String(row[key[0]]);
            const isKey = (key as readonly string[]).includes(column);
            const related =
              table === 'lots' || table === 'accounts' || table === 'pot_lots' ? wrong.table : table;
            if (!isKey && related === table)
              assert.ok(wrong.id.includes(own), `${table}.${column}: ${wrong.id}`);
          }
        }
      }
      assert.ok(tried > rows.length);
    });

  it('finds rows that went to another mall', async () => {
    for (const [table, key] of Object.entries(keys)) {
      const { rows } = await sql<Record<string, unknown>>`
        select * from ${sql.table(table)} where mall_id = 'm1'`.execute(database.db);
      for (const row of rows) {
        if (table === 'transfer_facts') continue;
        const where = key.map((name) => `${name} = ${quoted(row[name])}`).join(' and ');
        await found(`update ${table} set mall_id = 'm3' where mall_id = 'm1' and ${where}`);
      }
    }
  });

  it('finds rows that are gone or cut from the end', async () => {
    for (const table of ['transfers', 'lot_moves', 'accounts', 'lots', 'pot_lots', 'pendings'] as const) {
      const [first] = keys[table];
      const { rows } = await sql<Record<string, unknown>>`
        select * from ${sql.table(table)} where mall_id = 'm1' order by ${sql.ref(first)}`.execute(
        database.db,
      );
      for (const row of rows) {
        const where = keys[table].map((name) => `${name} = ${quoted(row[name])}`).join(' and ');
        await found(`delete from ${table} where mall_id = 'm1' and ${where}`);
      }
      const ids = rows.map((row) => quoted(row[first]));
      for (let cut = 1; cut < ids.length; cut += 3) {
        const list = ids.slice(-cut).join(', ');
        const more =
          table === 'transfers'
            ? ['lot_moves', 'transfer_facts', 'pendings'].map(
                (other) => `delete from ${other} where mall_id = 'm1' and transfer_id in (${list})`,
              )
            : [];
        const wrong = await found(
          `delete from ${table} where mall_id = 'm1' and ${first} in (${list})`,
          ...more,
        );
        assert.ok(wrong);
      }
    }
  });

  it('finds a transfer cut from the end whose account was set back by hand', async () => {
    const in2 = `where mall_id = 'm2'`;
    await database.write(async (trx) => {
      for (const table of ['lot_moves', 'transfers', 'lots'])
        await sql.raw(`delete from ${table} ${in2}`).execute(trx);
      await sql.raw(`update accounts set balance = 0, seq = 0, last_at = 0, head = 'x' ${in2}`).execute(trx);
    });
    const verified = await database.db.transaction().execute((trx) => look(trx, 'm2'));
    assert.equal(verified.wrong?.id, walletOf('park'));
  });
});
