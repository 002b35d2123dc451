import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import pg from 'pg';
import { DAY } from '../../server/base/clock.ts';
import type { Database } from '../../server/base/db/database.ts';
import { newId } from '../../server/base/ids.ts';
import { sweepOutbox } from '../../server/base/jobs/ground.ts';
import { openHub } from '../../server/base/live/hub.ts';
import { openOutbox } from '../../server/base/live/outbox.ts';
import { openRelay } from '../../server/base/live/relay.ts';
import {
  assertGapless,
  type Live,
  latch,
  listen,
  namesOf,
  openGround,
  openLive,
  silent,
  until,
} from '../support/ground.ts';

/** How long the slow transaction stays open. */
const HELD_MS = Number(process.env.HELD_MS ?? 300);
const postgres = process.env.TEST_DB === 'postgres';

let ground: Awaited<ReturnType<typeof openGround>>;
let mall: string;
let lives: Live[];

before(async () => {
  ground = await openGround();
});
after(() => ground.close());
beforeEach(() => {
  mall = `mall-${newId()}`;
  lives = [];
});
afterEach(async () => {
  for (const live of lives) await live.hub.stop();
});

async function live(database: Database, now?: () => number) {
  const opened = await openLive(database, mall, now);
  lives.push(opened);
  return opened;
}

describe('hub', () => {
  test('hears everything in order while one transaction is held open', async () => {
    const { database, outbox, hub, say } = await live(ground.database);
    const { heard } = listen(hub, mall);
    const entered = latch();
    const release = latch();
    const slow = database.write(async (trx) => {
      await outbox.append(trx, {
        mallId: mall,
        kind: 'review.created',
        topic: 'product:1',
        ids: { name: 'slow-1' },
      });
      entered.open();
      await release.opened;
      await outbox.append(trx, {
        mallId: mall,
        kind: 'review.created',
        topic: 'product:1',
        ids: { name: 'slow-2' },
      });
    });
    await entered.opened;
    const started = Date.now();
    const quick = Array.from({ length: 40 }, (_, index) => say(`quick-${index}`));
    if (postgres) {
      await Promise.all(quick);
      await until(() => heard.length === 40, 'the quick ones are heard while the slow one is open');
    }
    while (Date.now() - started < HELD_MS) await new Promise((resolve) => setTimeout(resolve, 10));
    release.open();
    await Promise.all([slow, ...quick]);
    await until(() => heard.length === 42, 'all are heard');
    assertGapless(heard);
    const order = namesOf(heard);
    assert.equal(new Set(order).size, 42);
    assert.equal(order.indexOf('slow-2'), order.indexOf('slow-1') + 1);
    // What commits late gets its place then; SQLite lets nobody else in before.
    assert.equal(order.indexOf('slow-1'), postgres ? 40 : 0);
  });

  test('hears what another process writes, each mall apart, each event once', async () => {
    const one = await live(ground.database);
    const two = await live(ground.another());
    const other = `${mall}-other`;
    const heard = [
      listen(one.hub, mall),
      listen(two.hub, mall),
      listen(one.hub, other),
      listen(two.hub, other),
    ];
    const all: string[] = [];
    for (let round = 0; round < 20; round++) {
      const writes = [one, two].flatMap((from, which) => {
        all.push(`${round}-${which}`);
        return [() => from.say(`${round}-${which}`), () => from.say(`${round}-${which}`, 'product:1', other)];
      });
      if (postgres) await Promise.all(writes.map((write) => write()));
      else for (const write of writes) await write();
    }
    await until(() => heard.every((listener) => listener.heard.length === 40), 'all four hear all');
    for (const listener of heard) {
      assertGapless(listener.heard);
      assert.deepEqual(namesOf(listener.heard).sort(), [...all].sort());
    }
    assert.deepEqual(namesOf(heard[0]?.heard ?? []), namesOf(heard[1]?.heard ?? []));
    assert.ok(two.moved.includes(mall) && two.moved.includes(other));
  });

  test('says that a mall moved before the writer has its answer, and not when it was rolled back', async () => {
    const outbox = openOutbox(ground.database, Date.now);
    const moved: string[] = [];
    openHub({
      database: ground.database,
      outbox,
      now: Date.now,
      log: silent,
      onMoved: (id) => moved.push(id),
    });
    const append = (fail: boolean) =>
      ground.database.write(async (trx) => {
        await outbox.append(trx, { mallId: mall, kind: 'x', topic: 'product:1', ids: {} });
        if (fail) throw new Error('changed my mind');
      });
    await append(false);
    assert.deepEqual(moved, [mall]);
    await assert.rejects(append(true), /changed my mind/);
    assert.deepEqual(moved, [mall]);
  });

  test('tells a late listener only of what comes, and one that left of nothing', async () => {
    const { hub, say } = await live(ground.database);
    await say('before');
    const first = listen(hub, mall);
    await until(async () => (await hub.head(mall)) === 1, 'the first is placed');
    await say('between');
    await until(() => namesOf(first.heard).includes('between'), 'the first listener hears');
    const second = listen(hub, mall);
    first.leave();
    const count = first.heard.length;
    await say('after');
    await until(() => second.heard.length === 1, 'the second listener hears');
    assert.deepEqual(namesOf(second.heard), ['after']);
    assert.equal(first.heard.length, count);
    second.leave();
    assert.equal(hub.listenerCount(), 0);
  });

  test('hears what came between asking for the head and the first look', async () => {
    const outbox = openOutbox(ground.database, Date.now);
    const hub = openHub({ database: ground.database, outbox, now: Date.now, log: silent, onMoved: () => {} });
    const { heard } = listen(hub, mall);
    assert.equal(await hub.head(mall), 0);
    const other = await live(ground.database);
    await other.say('early');
    await until(async () => (await other.hub.head(mall)) === 1, 'it is placed');
    hub.start();
    await until(() => heard.length === 1, 'it is heard');
    await hub.stop();
  });

  test('goes on after a listener that throws and a database that is away', async () => {
    let refusals = 0;
    let away = false;
    const database: Database = {
      ...ground.database,
      db: new Proxy(ground.database.db, {
        get(target, key) {
          if (away && key === 'selectFrom') {
            refusals++;
            throw new Error('away');
          }
          const value = Reflect.get(target, key);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      }),
    };
    const { hub, say } = await live(database);
    const other = await live(ground.another());
    await hub.head(mall);
    hub.subscribe(mall, () => {
      throw new Error('a bad listener');
    });
    const { heard } = listen(hub, mall);
    await say('one');
    await until(() => heard.length === 1, 'the good listener hears');
    away = true;
    // By another process: an own commit needs no look.
    await other.say('two');
    await until(() => refusals >= 2, 'the hub tried twice');
    assert.equal(heard.length, 1);
    away = false;
    await until(() => heard.length === 2, 'it hears once the database is back');
    assertGapless(heard);
  });

  test('resumes from a kept position, and resets from any other', async () => {
    const old = await live(ground.database, () => Date.now() - 8 * DAY);
    for (const name of ['1', '2', '3']) await old.say(name);
    const young = await live(ground.database);
    await until(async () => (await young.hub.head(mall)) === 3, 'the old ones are placed');
    for (const name of ['4', '5']) await young.say(name);
    await until(async () => (await young.hub.head(mall)) === 5, 'all are placed');
    const since = async (position: number, limit = 100) => {
      const found = await young.hub.since(mall, position, limit);
      return found === 'reset' ? found : namesOf(found);
    };
    assert.deepEqual(await since(0), ['1', '2', '3', '4', '5']);
    assert.deepEqual(await since(1, 2), ['2', '3']);
    await sweepOutbox(ground.database, Date.now());
    assert.equal(await since(0), 'reset');
    assert.equal(await since(2), 'reset');
    assert.deepEqual(await since(3), ['4', '5']);
    assert.deepEqual(await since(5), []);
    for (const wrong of [6, -1, 1.5, Number.NaN]) assert.equal(await since(wrong), 'reset');
    await sweepOutbox(ground.database, Date.now() + 8 * DAY);
    assert.equal(await since(4), 'reset');
    assert.deepEqual(await since(5), []);
  });
});

if (postgres) {
  describe('relay', () => {
    let writing: ReturnType<typeof openOutbox>;
    const say = (name: string) =>
      ground.database.write((trx) =>
        writing.append(trx, { mallId: mall, kind: 'x', topic: 'product:1', ids: { name } }),
      );
    const placed = async () => {
      const rows = await ground.database.db
        .selectFrom('outbox')
        .select(['position', 'ids'])
        .where('mall_id', '=', mall)
        .orderBy('created_at')
        .orderBy('event_id')
        .execute();
      return rows.map((row) => row.position);
    };
    beforeEach(async () => {
      let time = 1000;
      writing = openOutbox(ground.database, () => time++);
      await ground.database.write((trx) => trx.deleteFrom('leases').execute());
    });

    test('a holder that slept through its lease writes nothing', async () => {
      let early = 1_000_000;
      const relay = (now: () => number) => {
        const database = ground.another();
        return openRelay({ database, now, log: silent, onPlaced: () => {}, leaseMs: 1000 });
      };
      const first = relay(() => early);
      const second = relay(() => 1_000_500);
      const third = relay(() => 1_002_000);
      await say('1');
      assert.equal(await first.runOnce(), 1);
      await say('2');
      assert.equal(await second.runOnce(), 0, 'the lease is still held');
      assert.equal(await third.runOnce(), 1, 'the lease has run out');
      await say('3');
      early += 1;
      assert.equal(await first.runOnce(), 0, 'it believes to hold the lease, and is refused');
      assert.deepEqual(await placed(), [1, 2, null]);
      assert.equal(await third.runOnce(), 1);
      await third.stop();
      await say('4');
      assert.equal(await second.runOnce(), 1, 'given back, the lease is free at once');
      assert.deepEqual(await placed(), [1, 2, 3, 4]);
    });

    test('a holder that dies in the middle leaves nothing half done, and another takes over', async () => {
      const dying = ground.another();
      const holder = openRelay({
        database: dying,
        now: Date.now,
        log: silent,
        onPlaced: () => {},
        leaseMs: 500,
      });
      await say('1');
      assert.equal(await holder.runOnce(), 1);
      for (let count = 2; count <= 30; count++) await say(String(count));
      // Its batch has the lease's row and waits for the mall's head when its connections are cut.
      const blocker = new pg.Client({ connectionString: dying.pool?.options.connectionString });
      await blocker.connect();
      await blocker.query('begin');
      await blocker.query('select * from outbox_heads where mall_id = $1 for update', [mall]);
      const broken = holder.runOnce().then(
        () => 'placed',
        () => 'broken',
      );
      const waiters = async () => {
        // Not by the blocker: inside a transaction it would see the same moment for ever.
        const found = await ground.database.pool!.query(
          `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%outbox_heads%'`,
        );
        return found.rows.map((row) => row.pid as number);
      };
      await until(async () => (await waiters()).length === 1, 'the batch waits');
      const [pid] = await waiters();
      await blocker.query('select pg_terminate_backend($1)', [pid]);
      assert.equal(await broken, 'broken');
      await dying.close();
      await blocker.query('rollback');
      await blocker.end();
      // Before anybody else has a chance to place them.
      assert.deepEqual((await placed()).slice(0, 2), [1, null]);
      const second = await live(ground.another());
      // It may have placed them before anybody can listen.
      await until(async () => (await second.hub.head(mall)) === 30, 'the other places them');
      assert.deepEqual(
        await placed(),
        Array.from({ length: 30 }, (_, index) => index + 1),
      );
      const { heard } = listen(second.hub, mall);
      await say('31');
      await until(() => heard.some((event) => event.position === 31), 'what comes next is heard');
      const kept = await second.hub.since(mall, 1, 100);
      assert.ok(kept !== 'reset');
      assert.deepEqual(
        namesOf(kept),
        Array.from({ length: 30 }, (_, index) => String(index + 2)),
      );
    });

    test('several at once give each position once', async () => {
      const relays = Array.from({ length: 4 }, () =>
        openRelay({ database: ground.another(), now: Date.now, log: silent, onPlaced: () => {}, leaseMs: 1 }),
      );
      let writing_ = true;
      const working = relays.map(async (relay) => {
        while (writing_) await relay.runOnce();
      });
      for (let count = 0; count < 60; count++) await say(String(count));
      await until(async () => !(await placed()).includes(null), 'all are placed');
      writing_ = false;
      await Promise.all(working);
      const positions = (await placed()).map(Number).sort((a, b) => a - b);
      assert.deepEqual(
        positions,
        Array.from({ length: 60 }, (_, index) => index + 1),
      );
    });
  });
}
