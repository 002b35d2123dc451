import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { DAY, HOUR, MINUTE, SECOND } from '../../server/base/clock.ts';
import type { Database } from '../../server/base/db/database.ts';
import { newId } from '../../server/base/ids.ts';
import { groundJobs } from '../../server/base/jobs/ground.ts';
import { type Jobs, openJobs, retryAfterMs } from '../../server/base/jobs/jobs.ts';
import { latch, openGround, openLive, silent, until } from '../support/ground.ts';

const postgres = process.env.TEST_DB === 'postgres';

let ground: Awaited<ReturnType<typeof openGround>>;
let kind: string;
let time: number;
let opened: Jobs[];

before(async () => {
  ground = await openGround();
});
after(() => ground.close());
beforeEach(() => {
  kind = `kind-${newId()}`;
  time = 1_000_000;
  opened = [];
});
afterEach(async () => {
  for (const jobs of opened) await jobs.stop();
});

/** Another process. On SQLite it shares the handle, since two that write would block the one thread both run in. */
function process_(options: { leaseMs?: number; now?: () => number; database?: Database } = {}): Jobs {
  const { leaseMs, now = () => time, database = postgres ? ground.another() : ground.database } = options;
  const jobs = openJobs({ database, now, log: silent, ...(leaseMs !== undefined && { leaseMs }) });
  opened.push(jobs);
  return jobs;
}
const add = (jobs: Jobs, job: Partial<Parameters<Jobs['add']>[1]> = {}) =>
  ground.database.write((trx) => jobs.add(trx, { mallId: 'mall', kind, payload: {}, runAt: time, ...job }));
const rows = () => ground.database.db.selectFrom('jobs').selectAll().where('kind', '=', kind).execute();

describe('jobs', () => {
  test('runs what is due, with its payload, and forgets it', async () => {
    const jobs = process_();
    const done: unknown[] = [];
    jobs.on(kind, async (payload, { mallId }) => {
      done.push({ payload, mallId });
    });
    await add(jobs, { payload: { id: 'a' } });
    await add(jobs, { payload: { id: 'later' }, runAt: time + 5 });
    assert.equal(await jobs.runDue(), 1);
    assert.deepEqual(done, [{ payload: { id: 'a' }, mallId: 'mall' }]);
    assert.equal(await jobs.runDue(), 0);
    time += 5;
    assert.equal(await jobs.runDue(), 1);
    assert.deepEqual(await rows(), []);
  });

  test('the same id is one job, for its mall and kind', async () => {
    const jobs = process_();
    let done = 0;
    jobs.on(kind, async () => {
      done++;
    });
    await add(jobs, { id: 'x', payload: 1 });
    await add(jobs, { id: 'x', payload: 2 });
    await add(jobs, { id: 'x', mallId: 'other' });
    await add(jobs, {});
    await add(jobs, {});
    assert.equal(await jobs.runDue(), 4);
    await add(jobs, { id: 'x' });
    assert.equal(await jobs.runDue(), 1);
    assert.equal(done, 5);
  });

  test('a job of a transaction that was rolled back never was', async () => {
    const jobs = process_();
    jobs.on(kind, async () => undefined);
    await assert.rejects(
      ground.database.write(async (trx) => {
        await jobs.add(trx, { mallId: 'mall', kind, payload: {}, runAt: time });
        throw new Error('changed my mind');
      }),
    );
    assert.equal(await jobs.runDue(), 0);
  });

  test('processes that work at once do each job once', async () => {
    const done = new Map<string, number>();
    const workers = Array.from({ length: 3 }, () => process_());
    for (const worker of workers) {
      worker.on(kind, async (payload) => {
        const name = String(payload);
        done.set(name, (done.get(name) ?? 0) + 1);
      });
    }
    for (let count = 0; count < 60; count++) await add(workers[0]!, { payload: String(count) });
    const counts = await Promise.all(workers.map((worker) => worker.runDue()));
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      60,
    );
    assert.equal(done.size, 60);
    assert.deepEqual([...new Set(done.values())], [1]);
    assert.ok(counts.filter((count) => count > 0).length > 1, `they shared the work: ${counts}`);
  });

  test('tries again what failed, ever more seldom, at least once an hour', async () => {
    const jobs = process_();
    let tries = 0;
    jobs.on(kind, async () => {
      tries++;
      throw new Error('not today');
    });
    await add(jobs);
    const waits: number[] = [];
    for (let round = 1; round <= 20; round++) {
      assert.equal(await jobs.runDue(), 0);
      assert.equal(tries, round);
      const [row] = await rows();
      assert.equal(row?.lease_holder, null);
      waits.push((row?.run_at ?? 0) - time);
      time += (row?.run_at ?? 0) - time - 1;
      await jobs.runDue();
      assert.equal(tries, round, 'not before its time');
      time += 1;
    }
    assert.ok(waits[0]! >= SECOND / 2 && waits[0]! <= SECOND);
    assert.ok(waits[4]! >= 8 * SECOND && waits[4]! <= 16 * SECOND);
    assert.ok(waits.slice(-5).every((wait) => wait >= HOUR / 2 && wait <= HOUR));
    assert.ok(new Set(waits.slice(-5)).size > 1, 'not all at the same moment');
    assert.equal(
      retryAfterMs(10_000, () => 1),
      HOUR,
    );
  });

  test('a job whose holder died is done by another once the lease has run out', async () => {
    const dying = process_({ leaseMs: MINUTE });
    const next = process_({ leaseMs: MINUTE });
    const entered = latch();
    const never = latch();
    dying.on(kind, () => {
      entered.open();
      return never.opened;
    });
    let done = 0;
    next.on(kind, async () => {
      done++;
    });
    await add(dying);
    const hanging = dying.runDue();
    await entered.opened;
    time += MINUTE - 1;
    assert.equal(await next.runDue(), 0, 'it is still held');
    time += 1;
    assert.equal(await next.runDue(), 1);
    await add(next, { id: 'another', runAt: time + DAY });
    // The one thought dead comes to its end: nothing is left for it to change.
    never.open();
    await hanging;
    assert.equal(done, 1);
    assert.equal((await rows()).length, 1);
  });

  test('a lease is renewed while the job goes on', async () => {
    // Renewed by a timer as often as that, on a clock that stands still: no lease runs out because the machine is busy.
    const slow = process_({ leaseMs: 60 });
    const other = process_({ leaseMs: 60 });
    const entered = latch();
    const release = latch();
    slow.on(kind, () => {
      entered.open();
      return release.opened;
    });
    let stolen = 0;
    other.on(kind, async () => {
      stolen++;
    });
    await add(slow);
    const working = slow.runDue();
    await entered.opened;
    const [first] = await rows();
    const until_ = first?.lease_expires_at ?? 0;
    time = until_ - 1;
    await until(async () => ((await rows())[0]?.lease_expires_at ?? 0) > until_, 'renewed');
    time = until_ + 1;
    await other.runDue();
    release.open();
    assert.equal(await working, 1);
    assert.equal(stolen, 0);
    assert.deepEqual(await rows(), []);
  });

  test('what comes again and again is one row for the whole service', async () => {
    let done = 0;
    const workers = [process_(), process_()];
    for (const worker of workers) {
      worker.every(kind, HOUR, async () => {
        done++;
      });
    }
    await Promise.all(workers.map((worker) => worker.runDue()));
    assert.equal(done, 1);
    assert.deepEqual(
      (await rows()).map((row) => [row.mall_id, row.run_at, row.attempts, row.lease_holder]),
      [['', time + HOUR, 0, null]],
    );
    time += HOUR;
    await Promise.all(workers.map((worker) => worker.runDue()));
    assert.equal(done, 2);
    assert.equal((await rows()).length, 1);
    assert.throws(() => workers[0]?.on(kind, async () => undefined), /Two handlers/);
  });

  test('leaves kinds that it does not know to others', async () => {
    const old = process_();
    old.on(`${kind}-older`, async () => undefined);
    await add(old);
    assert.equal(await old.runDue(), 0);
    assert.equal((await rows()).length, 1);
    const fresh = process_();
    fresh.on(kind, async () => undefined);
    assert.equal(await fresh.runDue(), 1);
  });

  test('started, it does at once what is added; stopped, it finishes what it began and no more', async (t) => {
    // Without the regular look only the commit itself can wake it.
    t.mock.timers.enable({ apis: ['setInterval'] });
    // The handle that writes: its commit is what wakes the jobs.
    const jobs = process_({ database: ground.database });
    const entered = latch();
    const release = latch();
    const done: unknown[] = [];
    jobs.on(kind, async (payload) => {
      entered.open();
      await release.opened;
      done.push(payload);
    });
    jobs.start();
    await jobs.runDue();
    await add(jobs, { payload: 1 });
    await until(async () => (await rows())[0]?.attempts === 1, 'it is taken');
    await entered.opened;
    await add(jobs, { payload: 2, runAt: time });
    let stopped = false;
    const stopping = jobs.stop().then(() => {
      stopped = true;
    });
    await rows();
    assert.equal(stopped, false);
    release.open();
    await stopping;
    assert.deepEqual(done, [1]);
    assert.equal((await rows()).length, 1);
  });

  test('one that hangs keeps its own place in a lane, and the others go on', async () => {
    const jobs = process_({ database: ground.database });
    const entered = latch();
    const release = latch();
    const done: unknown[] = [];
    jobs.on(
      kind,
      async (payload) => {
        if (payload === 'hangs') {
          entered.open();
          await release.opened;
        }
        done.push(payload);
      },
      { name: 'mail', width: 2 },
    );
    jobs.start();
    await add(jobs, { payload: 'hangs' });
    await entered.opened;
    for (const payload of [1, 2, 3]) {
      await add(jobs, { payload });
      await until(() => done.includes(payload), `${payload} is done meanwhile`);
    }
    release.open();
    await until(() => done.includes('hangs'), 'the one that hung ends');
  });

  test('the ground sweeps old events and old keys', async () => {
    const mall = `mall-${newId()}`;
    const now = Date.now();
    time = now - 8 * DAY;
    const live = await openLive(ground.database, mall, () => time);
    for (let count = 0; count < 1100; count++) await live.say(String(count));
    await until(async () => (await live.hub.head(mall)) === 1100, 'all are placed');
    time = now;
    await live.say('young');
    await until(async () => (await live.hub.head(mall)) === 1101, 'all are placed');
    await live.hub.stop();
    const key = (digest: string, expiresAt: number) => ({
      mall_id: mall,
      key_digest: digest,
      body_digest: '',
      result: '{}',
      expires_at: expiresAt,
    });
    await ground.database.write((trx) =>
      trx
        .insertInto('idempotency')
        .values([key('old', now - 1), key('young', now + 1)])
        .execute(),
    );
    const count = (name: string, expire: number) => ({ key: name, points: 1, expire });
    await ground.database.write((trx) =>
      trx
        .insertInto('pace')
        .values([count('old', now - 1), count('young', now + 1)])
        .execute(),
    );
    const jobs = process_();
    groundJobs({ jobs, database: ground.database, now: () => time });
    assert.equal(await jobs.runDue(), 3);
    const events = await ground.database.db
      .selectFrom('outbox')
      .select('position')
      .where('mall_id', '=', mall)
      .execute();
    const counts = await ground.database.db.selectFrom('pace').select('key').execute();
    assert.deepEqual(counts, [{ key: 'young' }]);
    assert.deepEqual(events, [{ position: 1101 }]);
    const keys = await ground.database.db
      .selectFrom('idempotency')
      .select('key_digest')
      .where('mall_id', '=', mall)
      .execute();
    assert.deepEqual(keys, [{ key_digest: 'young' }]);
  });
});
