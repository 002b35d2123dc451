// Prepared queries: past the builder's layers, within the same transactions.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import type { Trx } from '../../server/base/db/database.ts';
import { prepared, preparedList } from '../../server/base/db/prepared.ts';
import { latch } from '../support/ground.ts';
import { startService, type TestService } from '../support/service.ts';

const head = prepared<[mallId: string], { position: number }>((db, mallId) =>
  db.selectFrom('outbox_heads').selectAll().where('mall_id', '=', mallId),
);
const heads = preparedList<[least: number], { mall_id: string }>((db, mallIds, least) =>
  db
    .selectFrom('outbox_heads')
    .select('mall_id')
    .where('mall_id', 'in', mallIds)
    .where('position', '>=', least)
    .orderBy('mall_id'),
);
const put = prepared<[mallId: string, position: number], unknown>((db, mall_id, position) =>
  db.insertInto('outbox_heads').values({ mall_id, position }),
);

const least = prepared<[least: number], { mall_id: string }>((db, position) =>
  db.selectFrom('outbox_heads').selectAll().where('position', '>=', position),
);

describe('a prepared query', () => {
  let service: TestService;
  before(async () => {
    service = await startService({ start: false });
  });
  after(() => service.stop());
  const database = () => service.services.database;

  it('is asked with its arguments, and a list of any length', async () => {
    await database().write(async (trx) => {
      for (const [mallId, position] of [
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ] as const)
        await put(trx, mallId, position);
    });
    assert.equal((await head(database().db, 'b'))[0]?.position, 2);
    assert.deepEqual(await head(database().db, 'x'), []);
    const found = async (ids: string[], least: number) =>
      (await heads(database().db, ids, least)).map((row) => row.mall_id);
    assert.deepEqual(await found(['a', 'b', 'c'], 2), ['b', 'c']);
    assert.deepEqual(await found(['a'], 1), ['a']);
    assert.deepEqual(await found(['c', 'x'], 1), ['c']);
  });

  it('is undone with its transaction, and sees what that wrote', async () => {
    const failed = database().write(async (trx) => {
      await put(trx, 'undone', 7);
      assert.equal((await head(trx, 'undone'))[0]?.position, 7);
      throw new Error('no');
    });
    await assert.rejects(failed, /no/);
    assert.deepEqual(await head(database().db, 'undone'), []);
  });

  it('sees nothing of a transaction that is under way, and all of it once it is over', async () => {
    const asked = latch();
    const wrote = latch();
    const writing = database().write(async (trx) => {
      await put(trx, 'meanwhile', 7);
      wrote.open();
      await asked.opened;
    });
    await wrote.opened;
    assert.deepEqual(await head(database().db, 'meanwhile'), []);
    asked.open();
    await writing;
    assert.equal((await head(database().db, 'meanwhile'))[0]?.position, 7);
  });

  it('writes nothing outside of a transaction', {
    skip: process.env.TEST_DB === 'postgres' && 'its pool has one kind of connection',
  }, async () => {
    await assert.rejects(put(database().db, 'outside', 1), /not to write/);
    assert.deepEqual(await head(database().db, 'outside'), []);
  });

  it('fails once its transaction is over, and writes nothing', async () => {
    let late: Promise<unknown> = Promise.resolve();
    const over = latch();
    const leave = async (trx: Trx) => {
      await over.opened;
      await put(trx, 'late', 1);
    };
    await database().write(async (trx) => {
      late = leave(trx).catch((error: unknown) => error);
    });
    over.open();
    assert.ok((await late) instanceof Error);
    assert.deepEqual(await head(database().db, 'late'), []);
  });

  it('goes on when a newer program has added a column', async () => {
    await head(database().db, 'a');
    await database().write((trx) =>
      sql`alter table outbox_heads add column newer bigint`.execute(trx).then(() => undefined),
    );
    // PostgreSQL says once for each connection that a plan is of old; a transaction is then run again.
    const again = () => database().write((trx) => head(trx, 'a'));
    assert.equal((await again())[0]?.position, 1);
    for (let turn = 0; turn < 20; turn++) assert.equal((await again())[0]?.position, 1);
    assert.equal((await head(database().db, 'a'))[0]?.position, 1);
  });

  it('goes on outside of a transaction as well, on every connection', async () => {
    // Four at a time share one of ten.
    const everywhere = () => Promise.all(Array.from({ length: 40 }, () => least(database().db, 1)));
    const before = (await everywhere()).map((rows) => rows.length);
    await database().write((trx) =>
      sql`alter table outbox_heads add column newest bigint`.execute(trx).then(() => undefined),
    );
    assert.deepEqual(
      (await everywhere()).map((rows) => rows.length),
      before,
    );
  });
});
