import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openServices } from '../../server/open.ts';
import { readSettings } from '../../server/settings.ts';
import { latch, until } from '../support/ground.ts';
import { ask, openLiveStream, openPlace, type Place, type Process } from '../support/process.ts';

const onSqlite = process.env.TEST_DB !== 'postgres';
/** How long one transaction stays open while others commit; the issue shows it with 30,000. */
const HELD_MS = Number(process.env.HELD_MS || 500);
/** How late another process may be, with the time to ask added. */
const LAG_MS = 250;
const POLL_MS = 250;
/** A sign of life, which asks for everything as well, comes after fifteen seconds at the earliest. */
const BEFORE_BEAT_MS = 12_000;

type Stream = Awaited<ReturnType<typeof openLiveStream>>;
const isReady = (stream: Stream) => until(() => stream.told.length > 0, 'the stream is ready');
const reviewsOf = (stream: Stream) => stream.changes().map((one) => one.data.ids?.review as string);

/** On PostgreSQL A and B are two processes on one database; on SQLite there is one, and both names mean it. */
describe(`streams over HTTP, ${onSqlite ? 'one process' : 'two processes'}`, () => {
  let place: Place;
  let mall: Awaited<ReturnType<Place['addMall']>>;
  let closed: typeof mall;
  let a: Process;
  let b: Process;
  before(async () => {
    place = await openPlace();
    mall = await place.addMall('shop', { write: 'everyone' });
    closed = await place.addMall('closed', { read: 'members' });
    a = await place.serve();
    b = onSqlite ? a : await place.serve();
  });
  after(() => place.close());

  let shoppers = 0;
  /** A review through A by somebody new. */
  async function write(product: string, at = 'shop', by = mall): Promise<string> {
    shoppers += 1;
    const as = await by.token(`writer-${shoppers}`);
    const body = { product, stars: 4, text: `A text of its own, number ${shoppers}.` };
    const answer = await ask(a.url(), 'POST', `/v1/${at}/reviews`, { as, body });
    assert.equal(answer.status, 201, answer.text);
    return answer.body.id;
  }

  test('what is written through A arrives on B, in order, once, with positions that grow', async () => {
    const stream = await openLiveStream(b.url(), 'shop', { topics: ['product:order'] });
    await isReady(stream);
    const written: string[] = [];
    for (let n = 0; n < 20; n++) written.push(await write('order'));
    await until(() => stream.changes().length >= 20, 'all have arrived');
    assert.deepEqual(reviewsOf(stream), written);
    const positions = stream.changes().map((one) => one.data.position as number);
    assert.deepEqual(
      positions,
      [...positions].sort((x, y) => x - y),
    );
    assert.equal(new Set(positions).size, 20);
    assert.deepEqual(stream.changes()[0]?.data.kind, 'review.created');
    assert.equal(stream.changes()[0]?.id, String(positions[0]));
    await stream.leave();
  });

  test('writes at the same moment: none is lost', async () => {
    const stream = await openLiveStream(b.url(), 'shop', { topics: ['product:crowd'] });
    await isReady(stream);
    const written = await Promise.all(Array.from({ length: 30 }, () => write('crowd')));
    await until(() => stream.changes().length >= 30, 'all have arrived');
    assert.deepEqual(reviewsOf(stream).sort(), written.sort());
    await stream.leave();
  });

  test(`a transaction held open for ${HELD_MS} ms while others commit: all arrive`, {
    skip: onSqlite && 'SQLite has one writer at a time: nobody commits meanwhile',
    timeout: HELD_MS + 1_200_000,
  }, async () => {
    const opened = await openServices(readSettings({ ...place.environment, LOG_LEVEL: 'silent' }));
    const { database, outbox } = opened.services;
    const stream = await openLiveStream(b.url(), 'shop', { topics: ['product:held'] });
    await isReady(stream);
    const event = { mallId: 'shop', kind: 'review.edited', topic: 'product:held', ids: { review: 'held' } };
    const [begun, arrived] = [latch(), latch()];
    // Its line is older than all that commit meanwhile, and comes last.
    const held = database.write(async (trx) => {
      await outbox.append(trx, event);
      begun.open();
      await new Promise((resolve) => setTimeout(resolve, HELD_MS));
      await arrived.opened;
    });
    await begun.opened;
    const written: string[] = [];
    for (const end = performance.now() + HELD_MS; performance.now() < end; )
      written.push(await write('held'));
    await until(() => stream.changes().length >= written.length, 'the others do not wait for it');
    assert.deepEqual(reviewsOf(stream), written);
    arrived.open();
    await held;
    await until(() => reviewsOf(stream).includes('held'), 'the held one arrives');
    assert.deepEqual(reviewsOf(stream), [...written, 'held']);
    // And who resumes from before it gets the very same.
    const first = stream.changes()[0]?.data.position as number;
    const again = await openLiveStream(a.url(), 'shop', { topics: ['product:held'], after: first - 1 });
    await until(() => again.changes().length > written.length, 'all are told again');
    assert.deepEqual(reviewsOf(again), reviewsOf(stream));
    for (const one of [stream, again]) await one.leave();
    await opened.close();
  });

  test('a public board is never late for the writer, and hardly for others', async () => {
    const countAt = async (service: Process) =>
      (await ask(service.url(), 'GET', '/v1/shop/board?product=late')).body.summary.count as number;
    const late: number[] = [];
    for (let n = 1; n <= 10; n++) {
      // Both have bytes ready that are about to be wrong.
      assert.deepEqual([await countAt(a), await countAt(b)], [n - 1, n - 1]);
      await write('late');
      const written = performance.now();
      assert.equal(await countAt(a), n, 'late for the writer');
      let slowest = 0;
      await until(async () => {
        const asked = performance.now();
        const count = await countAt(b);
        slowest = Math.max(slowest, performance.now() - asked);
        return count === n;
      }, 'B has it');
      // Placing, seeing and telling it are each at least as much work as an answer: what those take on a busy machine.
      late.push(performance.now() - written - 4 * slowest);
    }
    // Placed by the relay, then seen by a poll; of some rounds a busy machine takes more.
    const middle = late.sort((one, other) => one - other)[late.length >> 1]!;
    assert.ok(middle <= LAG_MS + POLL_MS + 500, `${late.map(Math.round)} ms`);
  });

  test('changed settings are seen by bytes made after them', async () => {
    const accentAt = async (service: Process) =>
      (await ask(service.url(), 'GET', '/v1/shop/board?product=looks')).body.mall.looks.accent as string;
    for (const accent of ['#112233', '#445566', '#778899']) {
      await Promise.all([accentAt(a), accentAt(b)]);
      const changed = await ask(a.url(), 'PATCH', '/v1/shop/settings', {
        as: mall.key,
        body: { looks: { accent } },
      });
      assert.equal(changed.status, 200);
      assert.equal(await accentAt(a), accent);
      // Asked without pause: bytes that were made in between must not stay.
      await until(async () => (await accentAt(b)) === accent, 'B shows the new accent', BEFORE_BEAT_MS);
    }
  });

  test('it ends when the token does', async () => {
    const now = Math.floor(Date.now() / 1000);
    const as = await mall.token('short', { iat: now - 10, exp: now + 2 });
    const stream = await openLiveStream(b.url(), 'shop', { topics: ['product:1'] }, as);
    await until(() => stream.isOver(), 'the stream ends');
    assert.deepEqual(stream.told.at(-1), { event: 'end', data: { reason: 'expired' } });
    assert.ok(Date.now() >= (now + 2) * 1000);
  });

  test('it ends at sign-out, also on the other process', async () => {
    const { token } = (await ask(a.url(), 'POST', '/v1/shop/guests', { body: {} })).body;
    const stream = await openLiveStream(b.url(), 'shop', { topics: ['product:1'] }, token);
    await isReady(stream);
    assert.equal((await ask(a.url(), 'DELETE', '/v1/shop/sessions/current', { as: token })).status, 204);
    await until(() => stream.isOver(), 'the stream ends', BEFORE_BEAT_MS);
    assert.deepEqual(stream.told.at(-1)?.data, { reason: 'signed-out' });
  });

  test('it ends when the key revokes, for a member who was known and for one who was not yet', async () => {
    const revoke = (shopper: string) =>
      ask(a.url(), 'POST', '/v1/shop/shoppers/revoke', { as: mall.key, body: { shopper } });
    const known = await mall.token('known');
    assert.equal((await ask(a.url(), 'GET', '/v1/shop/me', { as: known })).status, 200);
    const stream = await openLiveStream(b.url(), 'shop', { topics: ['product:1'] }, known);
    await isReady(stream);
    assert.equal((await revoke('known')).status, 204);
    await until(() => stream.isOver(), 'the stream ends', BEFORE_BEAT_MS);
    assert.deepEqual(stream.told.at(-1)?.data, { reason: 'signed-out' });
    const back = await openLiveStream(b.url(), 'shop', { topics: ['product:1'] }, known);
    assert.equal(back.status, 401);

    const fresh = await mall.token('fresh');
    const before = await openLiveStream(b.url(), 'shop', { topics: ['product:fresh'] }, fresh);
    await isReady(before);
    assert.equal((await ask(a.url(), 'GET', '/v1/shop/me', { as: fresh })).status, 200);
    assert.equal((await revoke('fresh')).status, 204);
    // At the next delivery at the latest.
    await write('fresh');
    await until(() => before.isOver(), 'the stream ends', BEFORE_BEAT_MS);
    assert.deepEqual(before.told.at(-1)?.data, { reason: 'signed-out' });
    assert.deepEqual(before.changes(), []);
  });

  test('topics that are not for this page are refused', async () => {
    const member = await mall.token('curious');
    const { id } = (await ask(a.url(), 'GET', '/v1/shop/me', { as: member })).body;
    const other = (await ask(a.url(), 'GET', '/v1/shop/me', { as: await mall.token('other') })).body.id;
    const status = async (topics: string[], as?: string) => {
      const stream = await openLiveStream(b.url(), 'shop', { topics }, as);
      await stream.leave();
      return stream.status;
    };
    assert.equal(await status([`shopper:${id}`], member), 200);
    assert.equal(await status([`shopper:${other}`], member), 403);
    assert.equal(await status([`shopper:${id}`]), 403);
    for (const topic of ['reports', 'mall', 'reports:1', 'constructor:1', '__proto__:1', 'toString:x'])
      assert.ok([400, 403].includes(await status(['product:1', topic], member)), topic);
    assert.equal(await status([]), 400);
    assert.equal(await status(Array.from({ length: 101 }, (_, n) => `product:${n}`)), 400);
  });

  test('where only members read, only "changed" is said, and nobody else hears it', async () => {
    assert.equal((await openLiveStream(b.url(), 'closed', { topics: ['product:1'] })).status, 401);
    const as = await closed.token('member');
    const stream = await openLiveStream(b.url(), 'closed', { topics: ['product:1'] }, as);
    await isReady(stream);
    const id = await write('1', 'closed', closed);
    await until(() => stream.changes().length > 0, 'it is told');
    const { data } = stream.changes()[0] ?? {};
    assert.deepEqual(data, { position: data.position, topic: 'product:1', changed: true });
    assert.ok(!stream.text().includes(id));
    await stream.leave();
  });

  test('it goes on after the position the page saw last; what was never reached or is gone is a reset', async () => {
    const stream = await openLiveStream(a.url(), 'shop', { topics: ['product:resume'] });
    await isReady(stream);
    const first = await write('resume');
    await until(() => stream.changes().length === 1, 'the first is told');
    await stream.leave();
    const after = stream.changes()[0]?.data.position as number;
    const missed = [await write('resume'), await write('elsewhere'), await write('resume')];
    const back = await openLiveStream(b.url(), 'shop', { topics: ['product:resume'], after });
    await until(() => back.changes().length >= 2, 'what was missed is told');
    assert.deepEqual(reviewsOf(back), [missed[0], missed[2]]);
    assert.ok(!reviewsOf(back).includes(first));
    await back.leave();

    const ahead = await openLiveStream(b.url(), 'shop', { topics: ['product:resume'], after: 1_000_000 });
    await until(
      () => ahead.told.some((one) => one.event === 'reset'),
      'a position from the future is a reset',
    );
    await ahead.leave();

    const opened = await openServices(readSettings({ ...place.environment, LOG_LEVEL: 'silent' }));
    await opened.services.database.write((trx) =>
      trx
        .deleteFrom('outbox')
        .where('mall_id', '=', 'shop')
        .where('position', '<=', after + 1)
        .execute(),
    );
    await opened.close();
    const old = await openLiveStream(b.url(), 'shop', { topics: ['product:resume'], after: 1 });
    await until(() => old.told.some((one) => one.event === 'reset'), 'a position too old is a reset');
    assert.deepEqual(old.changes(), []);
    await old.leave();
  });

  test('streams that were left are let go of', async () => {
    const streams = await Promise.all(
      Array.from({ length: 20 }, () => openLiveStream(b.url(), 'shop', { topics: ['product:1'] })),
    );
    await Promise.all(streams.map(isReady));
    const open = async () => {
      const { text } = await ask(b.url(), 'GET', '/metrics');
      return Number(/^dangol_streams_open (\d+)$/m.exec(text)?.[1]);
    };
    assert.ok((await open()) >= 20);
    await Promise.all(streams.map((one) => one.leave()));
    await until(async () => (await open()) === 0, 'none is held');
  });
});
