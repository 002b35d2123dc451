import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import { DAY } from '../../server/base/clock.ts';
import type { Database } from '../../server/base/db/database.ts';
import { newId } from '../../server/base/ids.ts';
import { sweepOutbox } from '../../server/base/jobs/ground.ts';
import { consume } from '../../server/base/live/consumer.ts';
import type { PlacedEvent } from '../../server/base/live/outbox.ts';
import { type Live, latch, namesOf, openGround, openLive, silent, until } from '../support/ground.ts';

const postgres = process.env.TEST_DB === 'postgres';

let ground: Awaited<ReturnType<typeof openGround>>;
let mall: string;
let lives: Live[];

before(async () => {
  ground = await openGround();
  await ground.database.write((trx) =>
    sql`create table effects (mall_id text not null, position bigint not null, place text not null)`.execute(
      trx,
    ),
  );
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

describe('consumer', () => {
  const effects = async (place: string) => {
    const found = await sql<{
      position: number;
    }>`select position from effects where mall_id = ${mall} and place = ${place}`.execute(ground.database.db);
    return found.rows.map((row) => row.position);
  };
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

  test('does each effect once, though it crashes between and within batches', async () => {
    const name = `crash-${newId()}`;
    const first = await live(ground.database);
    for (let count = 0; count < 120; count++) await first.say(String(count));
    await until(async () => (await first.hub.head(mall)) === 120, 'all are placed');
    let crash = 70;
    const reached = latch();
    const services = { database: ground.database, hub: first.hub, log: silent };
    const work = (stopAt: () => number) =>
      consume(services, name, async (trx, event) => {
        if (event.mallId !== mall) return;
        await sql`insert into effects values (${mall}, ${event.position}, ${name})`.execute(trx);
        if (event.position === stopAt()) {
          reached.open();
          throw new Error('crash');
        }
      });
    const dying = work(() => crash);
    dying.start();
    await reached.opened;
    await dying.stop();
    const kept = await effects(name);
    assert.ok(kept.length < 70, 'the effects of the batch that crashed did not stay');
    crash = 0;
    const next = work(() => crash);
    next.start();
    await first.say('121');
    await until(async () => (await effects(name)).length >= 121, 'the next process goes on');
    await next.stop();
    assert.deepEqual(
      (await effects(name)).sort((a, b) => a - b),
      upTo(121),
    );
  });

  test('asks again for the event that failed, before any later one of that mall', async () => {
    const name = `retry-${newId()}`;
    const { hub, say, database } = await live(ground.database);
    const other = `${mall}-other`;
    for (let count = 1; count <= 5; count++) await say(String(count));
    let failures = 0;
    const order: number[] = [];
    const elsewhere: string[] = [];
    const consumer = consume({ database, hub, log: silent }, name, async (_trx, event) => {
      if (event.mallId === other) elsewhere.push(event.id);
      if (event.mallId !== mall) return;
      // Until another mall was not kept waiting, however long that takes.
      if (event.position === 3 && (failures < 2 || elsewhere.length === 0)) {
        failures++;
        throw new Error('not yet');
      }
      order.push(event.position);
    });
    consumer.start();
    await until(() => failures === 1, 'it failed once');
    await say('elsewhere', 'product:1', other);
    await until(() => elsewhere.length === 1, 'another mall is not kept waiting');
    await until(() => order.includes(5), 'it goes on');
    await consumer.stop();
    assert.ok(failures >= 2);
    assert.equal(elsewhere.length, 1);
    // What was rolled back with the third is asked again; what follows it never comes before it.
    assert.deepEqual(
      order.filter((position) => position >= 3),
      [3, 4, 5],
    );
  });

  test('two processes at once do nothing twice', async () => {
    const name = `two-${newId()}`;
    const one = await live(ground.database);
    const two = postgres ? await live(ground.another()) : one;
    const both = [one, two].map(({ database, hub }) =>
      consume({ database, hub, log: silent }, name, async (trx, event) => {
        if (event.mallId === mall)
          await sql`insert into effects values (${mall}, ${event.position}, ${name})`.execute(trx);
      }),
    );
    for (const consumer of both) consumer.start();
    for (let count = 0; count < 100; count++) await one.say(String(count));
    await until(async () => (await effects(name)).length >= 100, 'all are done');
    for (const consumer of both) await consumer.stop();
    assert.deepEqual(
      (await effects(name)).sort((a, b) => a - b),
      upTo(100),
    );
  });

  test('the sweeper leaves what a consumer has yet to see', async () => {
    const name = `slow-${newId()}`;
    const { hub, say, database } = await live(ground.database, () => Date.now() - 9 * DAY);
    for (let count = 1; count <= 4; count++) await say(String(count));
    await until(async () => (await hub.head(mall)) === 4, 'all are placed');
    let failing = true;
    const seen = new Set<number>();
    const consumer = consume({ database, hub, log: silent }, name, async (_trx, event) => {
      if (event.mallId !== mall) return;
      if (failing && event.position === 3) throw new Error('not yet');
      seen.add(event.position);
    });
    consumer.start();
    const cursor = async () => {
      const query = database.db
        .selectFrom('consumers')
        .select('position')
        .where('consumer', '=', name)
        .where('mall_id', '=', mall);
      return (await query.executeTakeFirst())?.position;
    };
    await until(async () => (await cursor()) === 2, 'it stands before the third');
    // Those of other tests never read this mall.
    await database.write((trx) => trx.deleteFrom('consumers').where('consumer', '!=', name).execute());
    await sweepOutbox(database, Date.now());
    assert.equal(await hub.since(mall, 1, 10), 'reset');
    assert.deepEqual(namesOf((await hub.since(mall, 2, 10)) as PlacedEvent[]), ['3', '4']);
    failing = false;
    await until(() => seen.has(4), 'it goes on');
    await consumer.stop();
    await sweepOutbox(database, Date.now());
    assert.equal(await hub.since(mall, 2, 10), 'reset');
  });

  test('is given the events of its kinds alone, each once and in order, and passes all others', async () => {
    const name = `kinds-${newId()}`;
    const { hub, outbox, database } = await live(ground.database);
    // More of its own than one batch takes, with more between them than one batch passes.
    const own = (at: number) => at <= 60 || at % 700 === 0;
    const all = 2300;
    await database.write(async (trx) => {
      for (let at = 1; at <= all; at++)
        await outbox.append(trx, {
          mallId: mall,
          kind: own(at) ? 'order.changed' : 'review.created',
          topic: 'product:1',
          ids: { name: String(at) },
        });
    });
    await until(async () => (await hub.head(mall)) === all, 'all are placed');
    const seen: string[] = [];
    const consumer = consume(
      { database, hub, log: silent },
      name,
      async (_trx, event) => {
        if (event.mallId === mall) seen.push(`${event.kind} ${event.ids.name}`);
      },
      ['order.changed'],
    );
    consumer.start();
    const passed = async () => {
      const query = database.db
        .selectFrom('consumers')
        .select('position')
        .where('consumer', '=', name)
        .where('mall_id', '=', mall);
      return (await query.executeTakeFirst())?.position;
    };
    await until(async () => (await passed()) === all, 'it has passed all of them');
    await consumer.stop();
    const wanted = upTo(all).filter(own);
    assert.deepEqual(
      seen,
      wanted.map((at) => `order.changed ${at}`),
    );
  });

  test('does not run after events that are no matter of its own', async () => {
    const name = `calm-${newId()}`;
    const { hub, say, database } = await live(ground.database);
    // It has seen what other tests left.
    await database.write((trx) =>
      sql`insert into consumers select mall_id, ${name}, position from outbox_heads`.execute(trx),
    );
    await say('first');
    let batches = 0;
    const busy: Database = {
      ...database,
      async write(body) {
        const result = await database.write(body);
        // Whenever it has come to the end, there is another.
        if (++batches < 40) await say('another');
        return result;
      },
    };
    const consumer = consume({ database: busy, hub, log: silent }, name, async () => {}, ['order.changed']);
    consumer.start();
    await until(() => batches >= 2, 'it has begun');
    for (let count = 0; count < 40; count++) await say('more');
    await consumer.stop();
    assert.ok(batches < 10, `${batches} transactions`);
  });
});
