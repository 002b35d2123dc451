// How malls are looked up: once for all who ask at the same time, and never from before a change.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { CompiledQuery } from 'kysely';
import type { Database } from '../../server/base/db/database.ts';
import { askStraight } from '../../server/base/db/prepared.ts';
import { MallSettings } from '../../server/mall/malls/contract.ts';
import { findMall, insertMall, openMalls, updateMall } from '../../server/mall/malls/store.ts';
import { startService, type TestService } from '../support/service.ts';

describe('malls that many ask for', () => {
  let service: TestService;
  let database: Database;
  let version = 0;
  /** Looks that wait to be let through. */
  let held: (() => void)[] = [];
  let asked = 0;
  before(async () => {
    service = await startService({ start: false });
    ({ database } = service.services);
    await database.write(async (trx) => {
      const settings = MallSettings.parse({});
      for (const [id, origins] of [
        ['shop', ['https://b.example', 'https://a.example']],
        ['bare', []],
      ] as const)
        await insertMall(trx, { id, name: 'before', origins, settings, seeded: false }, 1);
    });
  });
  after(() => service.stop());
  beforeEach(() => {
    held = [];
    asked = 0;
  });
  const rename = (name: string) => database.write((trx) => updateMall(trx, 'shop', { name }));
  const malls = () => openMalls(database, Date.now, () => version);
  /** From now on what is asked of the database is read at once and answered when it is let through. */
  async function holding(run: () => Promise<void>): Promise<void> {
    const straight = database.db;
    askStraight(straight, async (sql, parameters) => {
      asked++;
      const { rows } = await straight.executeQuery(CompiledQuery.raw(sql, [...parameters]));
      await new Promise<void>((resolve) => held.push(resolve));
      return rows;
    });
    try {
      await run();
    } finally {
      askStraight(straight, undefined);
    }
  }
  async function letThrough(count: number): Promise<void> {
    while (held.length < count) await new Promise(setImmediate);
    for (const resolve of held.splice(0)) resolve();
  }

  it('one has its origins in their order, another none, and an unknown one is not there', async () => {
    assert.deepEqual((await findMall(database.db, 'shop'))?.origins, [
      'https://a.example',
      'https://b.example',
    ]);
    assert.deepEqual((await findMall(database.db, 'bare'))?.origins, []);
    assert.equal(await findMall(database.db, 'nowhere'), undefined);
  });

  it('all who ask while one is looked up wait for the same look', () =>
    holding(async () => {
      const known = malls();
      const all = Array.from({ length: 20 }, () => known.find('shop'));
      const other = known.find('bare');
      await letThrough(2);
      const found = await Promise.all(all);
      assert.equal(new Set(found).size, 1);
      assert.equal(found[0]?.id, 'shop');
      assert.equal((await other)?.id, 'bare');
      assert.equal(asked, 2);
      assert.equal(await known.find('shop'), found[0], 'and it is kept');
      assert.equal(asked, 2);
    }));

  it('who asks after a change waits for no look from before it', () =>
    holding(async () => {
      const known = malls();
      const early = known.find('shop');
      while (held.length < 1) await new Promise(setImmediate);
      await rename('after');
      version++;
      const late = known.find('shop');
      await letThrough(2);
      assert.equal((await early)?.name, 'before');
      assert.equal((await late)?.name, 'after');
      assert.equal(known.known('shop')?.name, 'after');
    }));

  it('a look that was under way when the mall was forgotten is not kept', () =>
    holding(async () => {
      const known = malls();
      const early = known.find('shop');
      while (held.length < 1) await new Promise(setImmediate);
      await rename('later still');
      known.forget('shop');
      await letThrough(1);
      assert.equal((await early)?.name, 'after');
      assert.equal(known.known('shop'), undefined);
      const late = known.find('shop');
      await letThrough(1);
      assert.equal((await late)?.name, 'later still');
    }));

  it('a look that fails is asked anew', async () => {
    const known = malls();
    askStraight(database.db, () => Promise.reject(new Error('gone')));
    await assert.rejects(known.find('shop'), /gone/);
    askStraight(database.db, undefined);
    assert.equal((await known.find('shop'))?.id, 'shop');
  });
});
