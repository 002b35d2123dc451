import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MINUTE } from '../../server/base/clock.ts';
import { newId } from '../../server/base/ids.ts';
import { findMall } from '../../server/mall/malls/store.ts';
import { reportOf } from '../../server/mall/points/report.ts';
import { pointsOf } from '../support/points.ts';
import { startService, type TestService } from '../support/service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;
let service: TestService;
let mall: Mall;
let other: Mall;
let points: ReturnType<typeof pointsOf>;
let people = 0;
/** A member of their own, with so many points. */
async function member(amount = 0, more: Record<string, unknown> = {}): Promise<string> {
  const shopper = `member-${++people}`;
  if (amount > 0) await points.grant(shopper, amount, more);
  return shopper;
}
const figures = async (shopper: string) => {
  const { available, held, pending, owed } = await points.has(shopper);
  return [available, held, pending, owed];
};

before(async () => {
  service = await startService();
  mall = await service.addMall('shop', {
    settings: { write: 'everyone', points: { out: true, name: { ko: '단골포인트' } } },
  });
  other = await service.addMall('other', { settings: { points: { out: true } } });
  points = pointsOf(service, mall);
});
after(async () => {
  await points.balances();
  await service.stop();
});

describe('a wallet', () => {
  it('is empty for who never had anything, and nobody needs to be stored for that', async () => {
    const wallet = await points.wallet('nobody-yet');
    assert.deepEqual(
      { ...wallet, mall: wallet.mall.points },
      {
        mall: { name: { ko: '단골포인트' }, sales: false },
        available: 0,
        held: 0,
        pending: { amount: 0, next: [] },
        expiring: [],
        owed: 0,
        out: { possible: true, waiting: 0 },
        naegong: { rate: 0, dailyCap: 500 },
        movements: { items: [], next: null },
        position: wallet.position,
      },
    );
    assert.deepEqual(await figures('nobody-yet'), [0, 0, 0, 0]);
  });

  it('is for members: nobody and guests are told so, and keys and other malls get nothing', async () => {
    const guest = await mall.guest();
    for (const rest of ['/me/points', '/me/points/movements', '/me/points/statement.csv']) {
      assert.equal((await points.ask('GET', rest)).body.code, 'sign-in-required', rest);
      assert.equal((await points.ask('GET', rest, guest)).body.code, 'guest-not-allowed', rest);
      assert.equal((await points.ask('GET', rest, mall.key)).status, 401, rest);
      assert.equal((await points.ask('GET', rest, await other.token('x'))).status, 401, rest);
      const mine = await points.ask('GET', rest, await mall.token('x'));
      assert.deepEqual([mine.status, mine.headers.get('cache-control')], [200, 'no-store'], rest);
    }
    assert.equal(
      (await points.ask('POST', '/me/points/out', guest, { amount: 1 })).body.code,
      'guest-not-allowed',
    );
  });

  it('tells what expires when, and every movement with its reason, page by page', async () => {
    const now = Date.now();
    const shopper = await member(300, { expiresAt: now + 40 * 86_400_000, note: '=1+1' });
    await points.grant(shopper, 200, { expiresAt: null });
    await points.grant(shopper, 100, { expiresAt: now + 40 * 86_400_000 });
    await points.grant(shopper, -150, { note: '정정' });
    const wallet = await points.wallet(shopper);
    assert.deepEqual([wallet.available, wallet.owed], [450, 0]);
    assert.equal(wallet.expiring.length, 1);
    assert.equal(wallet.expiring[0]?.amount, 250, 'what expires first went first');
    const all = await points.movements(shopper, 1);
    assert.deepEqual(
      all.map(({ kind, amount, balance, state, note }) => [kind, amount, balance, state, note]),
      [
        ['correction', -150, 450, 'posted', '정정'],
        ['grant', 100, 600, 'posted', '선물'],
        ['grant', 200, 500, 'posted', '선물'],
        ['grant', 300, 300, 'posted', '=1+1'],
      ],
    );
    assert.deepEqual(wallet.movements.items, all);
    const { items, next } = (
      await points.ask('GET', '/me/points/movements?cursor=bm90aGluZw', await mall.token(shopper))
    ).body as { items?: unknown; next?: unknown; code?: string };
    assert.deepEqual([items, next], [undefined, undefined], 'a cursor of somebody else');
  });

  it('comes as a table that runs no formula', async () => {
    const shopper = await member(300, { note: '=HYPERLINK("https://evil.example","상품, 보기")' });
    await points.grant(shopper, -50, { note: '@정정' });
    const answer = await points.ask<string>('GET', '/me/points/statement.csv', await mall.token(shopper));
    assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.match(
      answer.headers.get('content-disposition') ?? '',
      /^attachment; filename="shop-points\.csv"$/,
    );
    const lines = answer.body.split('\r\n');
    assert.equal(lines.length, 4);
    assert.match(lines[0] ?? '', /^때,내용,상태,적립금,남은 적립금/);
    assert.match(lines[1] ?? '', /,쇼핑몰 지급,확정,300,300,,,"'=HYPERLINK\(""https:.*보기""\)",\w{25},$/);
    const bytes = await service.app.routes.request('/v1/shop/me/points/statement.csv', {
      headers: { authorization: `Bearer ${await mall.token(shopper)}` },
    });
    assert.deepEqual([...new Uint8Array(await bytes.arrayBuffer()).slice(0, 3)], [0xef, 0xbb, 0xbf], 'UTF-8');
    assert.match(lines[2] ?? '', /,쇼핑몰 정정,확정,-50,250,,,'@정정,\w{25},$/);
  });

  it('has a year of movements in one table', async () => {
    const shopper = await member();
    for (let at = 0; at < 600; at++) await points.grant(shopper, 1 + (at % 50));
    const answer = await points.ask<string>('GET', '/me/points/statement.csv', await mall.token(shopper));
    const rows = answer.body.trim().split('\r\n').slice(1);
    assert.equal(rows.length, 600);
    const balances = rows.map((row) => Number(row.split(',')[4]));
    assert.deepEqual(
      balances,
      [...balances].sort((a, b) => a - b),
      'oldest first',
    );
    assert.equal(balances.at(-1), 12 * 1275);
    assert.equal((await points.movements(shopper, 7)).length, 600);
  });
});

describe('a checkout', () => {
  it('holds, spends a part, lets the rest go, and gives back to where it came from', async () => {
    const expiresAt = Date.now() + 50 * 86_400_000;
    const shopper = await member(5000, { expiresAt });
    const held = await points.hold(shopper, 3000, { order: 'A-1' });
    assert.deepEqual(
      { ...held, hold: '', dueAt: 0 },
      {
        hold: '',
        shopper,
        amount: 3000,
        rest: 3000,
        captured: 0,
        refunded: 0,
        state: 'held',
        order: 'A-1',
        dueAt: 0,
      },
    );
    assert.deepEqual(await figures(shopper), [2000, 3000, 0, 0]);
    const at = `/holds/${held.hold}`;
    const part = await points.good(points.backend('POST', `${at}/capture`, { amount: 1000, final: false }));
    assert.deepEqual([part.rest, part.captured, part.state], [2000, 1000, 'held']);
    const last = await points.good(points.backend('POST', `${at}/capture`, { amount: 500 }));
    assert.deepEqual([last.rest, last.captured, last.state], [0, 1500, 'captured']);
    assert.deepEqual(await figures(shopper), [3500, 0, 0, 0]);
    const back = await points.good(points.backend('POST', `${at}/refund`, { amount: 400 }));
    assert.deepEqual([back.captured, back.refunded, back.state], [1500, 400, 'captured']);
    const tooMuch = await points.backend('POST', `${at}/refund`, { amount: 1101 });
    assert.deepEqual([tooMuch.status, tooMuch.body.code], [409, 'not-now']);
    await points.good(points.backend('POST', `${at}/refund`, { amount: 1100 }));
    assert.equal((await points.backend('POST', `${at}/refund`, { amount: 1 })).body.code, 'not-now');
    const wallet = await points.wallet(shopper);
    assert.deepEqual([wallet.available, wallet.expiring.map((one) => one.amount)], [5000, [5000]]);
    assert.equal(wallet.expiring[0]?.at, expiresAt, 'the old day');
    assert.deepEqual(await points.good(points.backend('GET', at)), { ...back, refunded: 1500 });
    assert.ok((await points.movements(shopper)).every((one) => one.kind === 'grant' || one.order === 'A-1'));
  });

  it('lets all go when it is told so, or when its time is over', async () => {
    const shopper = await member(1000);
    const one = await points.hold(shopper, 600);
    const released = await points.good(points.backend('POST', `/holds/${one.hold}/release`, {}));
    assert.deepEqual([released.rest, released.state], [0, 'released']);
    const again = await points.good(points.backend('POST', `/holds/${one.hold}/release`, {}));
    assert.deepEqual(again, released);
    assert.equal((await points.backend('POST', `/holds/${one.hold}/capture`, {})).body.code, 'not-now');
    const two = await points.hold(shopper, 700, { minutes: 5 });
    service.later(6 * MINUTE);
    await service.services.jobs.runDue();
    const over = await points.good(points.backend('GET', `/holds/${two.hold}`));
    assert.deepEqual([over.rest, over.state], [0, 'released']);
    assert.deepEqual(await figures(shopper), [1000, 0, 0, 0]);
    assert.deepEqual(
      (await points.movements(shopper)).map(({ kind, amount, state }) => [kind, amount, state]),
      [
        ['spend', -700, 'void'],
        ['spend', -600, 'void'],
        ['grant', 1000, 'posted'],
      ],
    );
  });

  it('refuses more than there is, less than the mall takes at once, and whom it does not know', async () => {
    const shopper = await member(100);
    const short = await points.backend('POST', '/holds', { shopper, amount: 101 });
    assert.deepEqual([short.status, short.body.code], [409, 'points-short']);
    assert.equal(
      (await points.backend('POST', '/holds', { shopper: 'never-seen', amount: 1 })).body.code,
      'points-short',
    );
    const strict = await service.addMall('strict', { settings: { points: { leastSpend: 1000 } } });
    const there = pointsOf(service, strict);
    await there.grant('kim', 5000);
    const little = await there.backend('POST', '/holds', { shopper: 'kim', amount: 999 });
    assert.deepEqual([little.status, little.body.fields?.[0]?.path], [400, 'amount']);
    assert.equal((await there.has('kim')).leastSpend, 1000);
    await there.hold('kim', 1000);
  });

  it('is for keys of the scope, and for holds of its own mall', async () => {
    const shopper = await member(100);
    const { hold } = await points.hold(shopper, 50);
    const narrow = await mall.addKey(['orders', 'till']);
    const right = await mall.addKey(['points']);
    for (const [method, rest, body] of [
      ['GET', `/points/shoppers?shopper=${shopper}`, undefined],
      ['POST', '/points/grants', { shopper, amount: 1, note: 'x' }],
      ['POST', '/points/holds', { shopper, amount: 1 }],
      ['GET', `/points/holds/${hold}`, undefined],
      ['POST', `/points/holds/${hold}/capture`, {}],
      ['POST', `/points/holds/${hold}/release`, {}],
      ['POST', `/points/holds/${hold}/refund`, { amount: 1 }],
      ['GET', '/points/payouts', undefined],
      ['POST', '/points/payouts/done', { done: [hold] }],
      ['GET', '/points/report', undefined],
    ] as const) {
      const codes = [];
      for (const as of [undefined, await mall.token(shopper), narrow, other.key])
        codes.push((await points.ask(method, rest, as, body)).body.code);
      assert.deepEqual(codes, ['key-refused', 'key-refused', 'key-scope', 'key-refused'], rest);
      if (!rest.includes(hold)) continue;
      const foreign = await service.call(method, `/v1/other${rest}`, { as: other.key, body });
      const missing = await service.call(method, `/v1/other${rest.replace(hold, newId())}`, {
        as: other.key,
        body,
      });
      assert.deepEqual([foreign.status, foreign.body.code], [404, 'not-found'], rest);
      assert.equal(missing.body.code, 'not-found', rest);
    }
    assert.equal((await points.ask('GET', `/points/holds/${hold}`, right)).status, 200);
    assert.deepEqual(await figures(shopper), [50, 50, 0, 0]);
  });
});

describe('what the mall gives and takes', () => {
  it('owes what was not there any more, and later earnings meet it', async () => {
    const shopper = await member(500);
    const { hold } = await points.hold(shopper, 400);
    await points.good(points.backend('POST', `/holds/${hold}/capture`, {}));
    const taken = await points.grant(shopper, -300, { note: '잘못 드렸어요' });
    assert.deepEqual([taken.amount, taken.owed], [-300, 200]);
    assert.deepEqual(await figures(shopper), [0, 0, 0, 200]);
    await points.grant(shopper, 150);
    assert.deepEqual(await figures(shopper), [0, 0, 0, 50]);
    await points.grant(shopper, 150);
    assert.deepEqual(await figures(shopper), [100, 0, 0, 0]);
    await points.balances();
  });

  it('refuses a day that has passed', async () => {
    const answer = await points.backend('POST', '/grants', {
      shopper: 'kim',
      amount: 5,
      note: 'x',
      expiresAt: 5,
    });
    assert.deepEqual([answer.status, answer.body.fields[0].path], [400, 'expiresAt']);
  });
});

describe("the mall's own points", () => {
  it('get what shoppers move there, once, by a list as JSON and as a table', async () => {
    const own = await service.addMall('payouts', { settings: { points: { out: true } } });
    const there = pointsOf(service, own);
    const out = async (shopper: string, amount: number) =>
      there.good(there.ask('POST', '/me/points/out', await own.token(shopper), { amount }), 201);
    await there.grant('=kim', 1000);
    await there.grant('lee', 500);
    const wallet = await out('=kim', 700);
    assert.deepEqual([wallet.available, wallet.held, wallet.out.waiting], [300, 700, 700]);
    await out('lee', 500);
    await out('=kim', 100);
    const list = (query = '') => there.good(there.backend('GET', `/payouts${query}`));
    const first = await list('?limit=2');
    assert.deepEqual(
      first.items.map((one: any) => [one.shopper, one.amount, one.state]),
      [
        ['=kim', 700, 'waiting'],
        ['lee', 500, 'waiting'],
      ],
    );
    const rest = await list(`?limit=2&cursor=${first.next}`);
    assert.deepEqual([rest.items.length, rest.next], [1, null]);
    const table = await there.backend('GET', '/payouts?format=csv&limit=2');
    assert.match(table.headers.get('content-type') ?? '', /^text\/csv/);
    assert.equal(table.headers.get('dangol-next'), first.next);
    const lines = (table.body as unknown as string).split('\r\n');
    assert.equal(lines[0], 'id,shopper,amount,reason,state,at');
    assert.match(lines[1] ?? '', new RegExp(`^${first.items[0].id},'=kim,700,`));

    const [a, b] = first.items.map((one: any) => one.id);
    const c = rest.items[0].id;
    const none = newId();
    const said = { done: [a, none], refused: [b] };
    const ended = await there.good(there.backend('POST', '/payouts/done', said));
    assert.deepEqual(ended, { done: 1, refused: 1, unknown: [none] });
    assert.deepEqual(await there.good(there.backend('POST', '/payouts/done', said)), ended, 'a repeat');
    const contrary = await there.good(there.backend('POST', '/payouts/done', { done: [b, c], refused: [a] }));
    assert.deepEqual(contrary, { done: 1, refused: 0, unknown: [b, a] });
    assert.deepEqual((await list()).items, []);
    assert.deepEqual(
      (await list('?state=done')).items.map((one: any) => one.id),
      [a, c],
    );
    assert.deepEqual([(await there.has('=kim')).available, (await there.has('lee')).available], [200, 500]);
    const told = await service.services.database.db
      .selectFrom('outbox')
      .select('ids')
      .where('mall_id', '=', 'payouts')
      .where('kind', '=', 'points.payout')
      .execute();
    assert.deepEqual(told.map((row) => JSON.parse(row.ids).state).sort(), [
      'done',
      'done',
      'refused',
      'waiting',
      'waiting',
      'waiting',
    ]);
    await there.balances();
    const report = await there.good(there.backend('GET', '/report'));
    assert.deepEqual(
      [report.wallets, report.pending, report.owed, report.issued, report.spent, report.expired],
      [700, 0, 0, 1500, 800, 0],
    );
    assert.deepEqual(
      report.months.map((one: any) => [one.source, one.used, one.budget]),
      ['order', 'text', 'photo', 'later', 'naegong', 'sale'].map((source) => [source, 0, 0]),
    );
  });

  it('get nothing where the mall has none', async () => {
    const closed = await service.addMall('closed');
    const there = pointsOf(service, closed);
    await there.grant('kim', 100);
    const answer = await there.ask('POST', '/me/points/out', await closed.token('kim'), { amount: 50 });
    assert.deepEqual([answer.status, answer.body.code], [403, 'not-allowed']);
    assert.equal((await there.has('kim')).available, 100);
  });
});

describe('amounts', () => {
  it('that are none are refused on every route that takes one, and nothing happens', async () => {
    const shopper = await member(10_000);
    const token = await mall.token(shopper);
    const { hold } = await points.hold(shopper, 1000);
    const spent = await points.hold(shopper, 1000);
    await points.good(points.backend('POST', `/holds/${spent.hold}/capture`, {}));
    const before = [await figures(shopper), await points.movements(shopper)];
    const none = [
      -1,
      0,
      0.5,
      1.000001,
      '5',
      '',
      'NaN',
      1e21,
      2 ** 53,
      -(2 ** 53),
      1_000_000_001,
      null,
      [],
      [5],
      {},
      true,
    ];
    const routes: [string, string, string, Record<string, unknown>][] = [
      ['/points/holds', mall.key, 'amount', { shopper }],
      [`/points/holds/${hold}/capture`, mall.key, 'amount', {}],
      [`/points/holds/${spent.hold}/refund`, mall.key, 'amount', {}],
      ['/me/points/out', token, 'amount', {}],
    ];
    for (const [rest, as, field, body] of routes)
      for (const amount of none) {
        const answer = await points.ask('POST', rest, as, { ...body, [field]: amount });
        assert.equal(answer.body.code, 'bad-input', `${rest} ${JSON.stringify(amount)}`);
      }
    for (const amount of none.filter((one) => one !== -1)) {
      const answer = await points.ask('POST', '/points/grants', mall.key, { shopper, note: 'x', amount });
      assert.equal(answer.body.code, 'bad-input', `grant ${JSON.stringify(amount)}`);
    }
    for (const minutes of none) {
      const answer = await points.ask('POST', '/points/holds', mall.key, { shopper, amount: 1, minutes });
      assert.equal(answer.body.code, 'bad-input', `minutes ${JSON.stringify(minutes)}`);
    }
    assert.deepEqual([await figures(shopper), await points.movements(shopper)], before);
  });
});

describe('a key', () => {
  it('does a thing once, for ever: also after the day that its answer is kept, and by another key of the mall', async () => {
    const shopper = await member();
    const token = await mall.token(shopper);
    const grant = { shopper, amount: 1000, note: '한 번' };
    const key = () => `key-${newId()}`;
    const [g, h, c, r, o, t] = [key(), key(), key(), key(), key(), key()];
    const run = async (as: string, out: string) => {
      const given = await points.good(points.ask('POST', '/points/grants', as, grant, g), 201);
      const taken = await points.good(
        points.ask('POST', '/points/grants', as, { ...grant, amount: -100 }, t),
        201,
      );
      const { hold } = await points.good(
        points.ask('POST', '/points/holds', as, { shopper, amount: 500 }, h),
        201,
      );
      const at = `/points/holds/${hold}`;
      await points.good(points.ask('POST', `${at}/capture`, as, { amount: 300 }, c));
      await points.good(points.ask('POST', `${at}/refund`, as, { amount: 200 }, r));
      await points.good(points.ask('POST', '/me/points/out', out, { amount: 50 }, o), 201);
      return [given.transfer, taken.owed, hold, await figures(shopper)];
    };
    const first = await run(mall.key, token);
    assert.deepEqual(first[3], [750, 50, 0, 0]);
    assert.deepEqual(await run(mall.key, token), first);
    service.later(25 * 60 * MINUTE);
    const rotated = await mall.addKey(['points']);
    assert.deepEqual(await run(rotated, await mall.token(shopper)), first, 'a day later, by another key');
    const changed = await points.ask('POST', '/points/grants', rotated, { ...grant, amount: 999 }, g);
    assert.deepEqual([changed.status, changed.body.code], [422, 'key-reused']);
    assert.deepEqual(await figures(shopper), first[3]);
  });

  it('makes up for lost answers: in 30 % of calls the connection is cut after delivery, each effect is there once', async () => {
    const shopper = await member(100_000);
    let seed = 7;
    const chance = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    let lost = 0;
    /** Asks until an answer has come through; what was cut had been done. */
    async function insist(rest: string, body: unknown): Promise<any> {
      const key = `lost-${newId()}`;
      for (;;) {
        const answer = await points.ask('POST', rest, mall.key, body, key);
        if (chance() < 0.3) {
          lost++;
          continue;
        }
        assert.ok(answer.status < 300, JSON.stringify(answer.body));
        return answer.body;
      }
    }
    let expected = 100_000;
    for (let at = 1; at <= 40; at++) {
      await insist('/points/grants', { shopper, amount: at, note: `${at}` });
      const { hold } = await insist('/points/holds', { shopper, amount: 100 + at });
      await insist(`/points/holds/${hold}/capture`, { amount: 50, final: false });
      await insist(`/points/holds/${hold}/capture`, { amount: 20 });
      await insist(`/points/holds/${hold}/refund`, { amount: 30 });
      await insist('/points/grants', { shopper, amount: -1, note: `-${at}` });
      expected += at - 50 - 20 + 30 - 1;
    }
    assert.ok(lost > 40, `${lost} answers were lost`);
    assert.deepEqual(await figures(shopper), [expected, 0, 0, 0]);
    await points.balances();
  });
});

describe('who leaves', () => {
  it('takes what they have out of the books, which still add up; their export holds their movements', async () => {
    const shopper = await member(1000);
    const token = await mall.token(shopper);
    const spent = await points.hold(shopper, 300, { order: 'B-7' });
    await points.good(points.backend('POST', `/holds/${spent.hold}/capture`, {}));
    const open = await points.hold(shopper, 100);
    await points.good(points.ask('POST', '/me/points/out', token, { amount: 200 }), 201);
    const exported = await points.good(points.ask('GET', '/me/export', token));
    assert.deepEqual(
      exported.data.movements.map((one: any) => [one.kind, one.amount, one.state]),
      [
        ['grant', 1000, 'posted'],
        ['spend', -300, 'posted'],
        ['spend', -100, 'pending'],
        ['out', -200, 'pending'],
      ],
    );
    assert.deepEqual(exported.data.point_holds.length, 2);
    assert.deepEqual(exported.data.payouts.length, 1);
    assert.equal((await points.ask('DELETE', '/me', token)).status, 204);
    assert.deepEqual(await figures(shopper), [0, 0, 0, 0]);
    await points.balances();
    const hold = await points.good(points.backend('GET', `/holds/${open.hold}`));
    assert.deepEqual([hold.shopper, hold.rest, hold.order], [null, 0, null]);
    const refund = await points.backend('POST', `/holds/${spent.hold}/refund`, { amount: 10 });
    assert.deepEqual([refund.status, refund.body.code], [410, 'gone']);
    const { items } = await points.good(points.backend('GET', '/payouts?state=refused'));
    assert.equal(items.at(-1).shopper, null);
    const facts = await service.services.database.db
      .selectFrom('transfer_facts')
      .select('transfer_id')
      .where('mall_id', '=', mall.id)
      .where('order_id', '=', 'B-7')
      .execute();
    assert.deepEqual(facts, []);
  });

  it('is let off what they owe, and begins anew when they come back', async () => {
    const shopper = await member(100);
    const { hold } = await points.hold(shopper, 100);
    await points.good(points.backend('POST', `/holds/${hold}/capture`, {}));
    await points.grant(shopper, -70);
    assert.deepEqual(await figures(shopper), [0, 0, 0, 70]);
    assert.equal((await points.ask('DELETE', '/me', await mall.token(shopper))).status, 204);
    const { owed } = await points.good(points.backend('GET', '/report'));
    assert.equal(owed, 0);
    await points.grant(shopper, 25);
    assert.deepEqual(await figures(shopper), [25, 0, 0, 0]);
    await points.balances();
  });

  it('are reported the same however few are counted at once, and others have their turn meanwhile', async () => {
    const { db } = service.services.database;
    const found = await findMall(db, mall.id);
    assert.ok(found);
    const rows = await db
      .selectFrom('transfers')
      .select(['from_account', 'to_account', 'amount'])
      .where('mall_id', '=', mall.id)
      .where('phase', 'in', ['posted', 'post'])
      .execute();
    const into = (...accounts: string[]) =>
      rows.reduce(
        (sum, { from_account: from, to_account: to, amount }) =>
          sum + (accounts.includes(to) ? amount : 0) - (accounts.includes(from) ? amount : 0),
        0,
      );
    for (const step of [1, 7, 1_000_000]) {
      let turns = 0;
      let over = false;
      const turn = () => {
        turns += 1;
        if (!over) setImmediate(turn);
      };
      setImmediate(turn);
      const report = await reportOf(db, found, service.services.now(), step);
      over = true;
      assert.deepEqual(
        [report.issued, report.spent, report.expired],
        [0 - into('issue', 'till'), into('redemption', 'coupon'), into('expiry')],
      );
      assert.ok(report.spent > 0 && report.issued > 0, 'void: nothing has moved');
      if (step < 10) assert.ok(turns >= Math.floor(rows.length / step), `${turns} turns`);
    }
  });
});
