import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { meaningOf, nameOf, occasionOf, secretUntilOf } from '../../server/community/wishlists/club/rules.ts';
import { until } from '../support/ground.ts';
import { type Parting, parting } from '../support/parts.ts';
import { startService, type TestService } from '../support/service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;
const START = Date.parse('2027-03-01T03:00:00Z');

describe('the rules of a club for a wish', () => {
  it('it is a secret until the day of the list, else of the occasion, else until its end', () => {
    const today = '2027-03-01';
    for (const [listDay, occasionOn, secretUntil] of [
      ['2027-04-01', '2027-05-08', '2027-04-01'],
      [null, '2027-05-08', '2027-05-08'],
      [null, null, '2027-06-01'],
      ['2027-02-01', '2027-05-08', '2027-05-08'],
      ['2027-03-01', '2026-05-08', '2027-06-01'],
    ] as const)
      assert.equal(secretUntilOf({ listDay, occasionOn, endsOn: '2027-06-01' }, today), secretUntil);
  });
  it('it is called as the product, as far as a name is long', () => {
    assert.equal(nameOf('민트 머그잔', 'x'), '민트 머그잔');
    assert.equal(nameOf(null, '찜 선물'), '찜 선물');
    assert.equal(nameOf('  \n ', '찜 선물'), '찜 선물');
    const long = nameOf('👩‍👩‍👧‍👦'.repeat(30), 'x');
    assert.ok(long.length <= 60 && long.endsWith('👦…'), long);
    assert.equal(nameOf('a'.repeat(60), 'x'), 'a'.repeat(60));
  });
  it('it is for what the list is for', () => {
    assert.equal(occasionOf('birthday'), 'birthday');
    assert.equal(occasionOf('home'), 'home');
    for (const one of ['wedding', 'baby', 'other', null] as const) assert.equal(occasionOf(one), 'gift');
  });
  it('with its goal reached the wish is given; when its points go back, it is free', () => {
    for (const [state, settlesAs, meaning] of [
      ['open', null, 'collects'],
      ['reached', null, 'given'],
      ['expired', null, 'collects'],
      ['cancelled', null, 'free'],
      ['settling', 'give', 'given'],
      ['settling', 'refund', 'free'],
      ['paid-out', 'give', 'given'],
      ['refunded', 'refund', 'free'],
    ] as const)
      assert.equal(meaningOf({ state, settlesAs }), meaning, `${state} ${settlesAs}`);
  });
});

describe('a club for a wish', () => {
  let service: TestService;
  const clock = START;
  let malls = 0;
  let mall: Mall;
  let parts: Parting;
  let owner: string;
  let ownerId: string;
  let givers: { as: string; id: string }[];
  let list: { id: string; linkKey: string | null };
  let wish: string;

  before(async () => {
    service = await startService({ now: () => clock });
  });
  after(() => service.stop());
  beforeEach(async () => {
    mall = await service.addMall(`club${++malls}`, { settings: { write: 'everyone' } });
    parts = parting(service, mall);
    await parts.price('cup', 10_000);
    owner = await mall.token('owner', { name: '김주인' });
    list = await parts.does.makeList(owner, { claimsHiddenUntil: '2027-04-01', occasion: 'birthday' });
    wish = (await parts.does.wish(owner, 'cup', { list: list.id })).id;
    ownerId = await parts.does.idOf(owner);
    givers = [];
    for (const name of ['ann', 'bob']) {
      const as = await mall.token(name, { name });
      await parts.does.heart(as, 'other', true);
      const id = await parts.does.idOf(as);
      givers.push({ as, id });
      await parts.grant(id, 10_000);
    }
  });
  const link = () => ({ 'dangol-link': list.linkKey ?? '' });
  const as = (giver: number) => givers[giver]?.as ?? '';
  const start = (who: string | undefined, body: object = { endsOn: '2027-06-01' }, of = wish) =>
    parts.does.ask('POST', `/wishes/${of}/club`, who, body, link());
  const code = async (answer: Promise<{ body: unknown }>) => ((await answer).body as { code: string }).code;
  const claim = (giver: number) => parts.does.ask('PUT', `/wishes/${wish}/claim`, as(giver), {}, link());
  /** The wish is shown as given to those who may see it, or not. */
  const shown = (isGiven: boolean) =>
    until(
      async () => {
        const { body } = await parts.does.ask(
          'GET',
          `/wishlists/${list.id}/me?wish=${wish}`,
          as(1),
          undefined,
          link(),
        );
        return (body.claims.length === 1) === isGiven;
      },
      `the wish is ${isGiven ? '' : 'not '}given`,
    );

  it('has the price as its goal, is for whoever wishes, and is kept from them', async () => {
    const { status, body } = await start(as(0));
    assert.equal(status, 201, JSON.stringify(body));
    assert.equal(body.secretUntil, '2027-04-01');
    const page = (await parts.does.ask('GET', `/clubs/${body.club}`, as(0))).body;
    assert.deepEqual(
      [page.club.goal, page.club.name, page.club.occasion, page.club.product.product, page.me.role],
      [10_000, 'cup', 'birthday', 'cup', 'starter'],
    );
    assert.equal(page.club.person.member.id, ownerId);
    assert.equal(await code(parts.does.ask('GET', `/clubs/${body.club}`, owner)), 'not-found');
    assert.deepEqual((await parts.does.ask('GET', '/me/clubs', owner)).body.items, []);
    assert.deepEqual(await parts.notices(ownerId), []);
    const seen = (await parts.see(as(0), wish, list.linkKey)).body;
    assert.deepEqual([seen.club, seen.taken], [body.club, true]);
    const other = (await parts.see(as(1), wish, list.linkKey)).body;
    assert.deepEqual([other.club, other.taken], [null, true], 'who is not in it is told no more');
  });

  it('is one at a time; nobody gives it besides, and parts that were held are let go', async () => {
    await parts.put(as(0), wish, { amount: 3000 }, list.linkKey);
    assert.equal((await start(as(1), { endsOn: '2027-06-01', name: '컵' })).status, 201);
    assert.equal((await parts.wallet(givers[0]?.id ?? '')).held, 0);
    assert.deepEqual(
      (await parts.notices(givers[0]?.id ?? '')).map((one) => one.kind),
      ['part-back'],
    );
    for (const answer of [start(as(0)), claim(0), parts.put(as(0), wish, { amount: 1 }, list.linkKey)])
      assert.equal(await code(answer), 'already-taken');
  });

  it('once its goal is reached clears the wish, and cancelled frees it', async () => {
    const { body } = await start(as(0));
    await shown(false);
    const give = (giver: number, amount: number) =>
      parts.does.ask('POST', `/clubs/${body.club}/contributions`, as(giver), { amount });
    assert.equal((await give(0, 10_000)).status, 201);
    await shown(true);
    assert.equal(await code(claim(1)), 'already-taken');
    const { version } = (await parts.does.ask('GET', `/clubs/${body.club}`, as(0))).body.club;
    const cancelled = await parts.does.ask('POST', `/clubs/${body.club}/cancel`, as(0), { version });
    assert.equal(cancelled.status, 200, JSON.stringify(cancelled.body));
    await shown(false);
    await until(async () => (await claim(1)).status === 200, 'it can be given again');
    await until(async () => {
      await service.services.jobs.runDue();
      return (await parts.wallet(givers[0]?.id ?? '')).balance === 10_000;
    }, 'the points are back');
  });

  it('that is paid out leaves the wish given', async () => {
    const { body } = await start(as(0));
    await parts.does.ask('POST', `/clubs/${body.club}/contributions`, as(0), { amount: 10_000 });
    const { version } = (await parts.does.ask('GET', `/clubs/${body.club}`, as(0))).body.club;
    const closed = await parts.does.ask('POST', `/clubs/${body.club}/close`, as(0), { version });
    assert.equal(closed.status, 200, JSON.stringify(closed.body));
    await until(async () => {
      await service.services.jobs.runDue();
      const row = await service.services.database.db
        .selectFrom('wish_clubs')
        .select('ended_at')
        .where('mall_id', '=', mall.id)
        .executeTakeFirst();
      return row?.ended_at !== null && (await parts.wallet(ownerId)).balance === 10_000;
    }, 'it was paid out');
    await shown(true);
    assert.equal(await code(claim(1)), 'already-taken');
  });

  it('is started by whoever may give, and by nobody who wishes', async () => {
    const co = await mall.token('co', { name: 'co' });
    await parts.does.join(owner, list.id, co, 'co-owner');
    assert.equal(await code(start(undefined)), 'sign-in-required');
    assert.equal(await code(start(await mall.guest())), 'guest-not-allowed');
    assert.equal(await code(start(owner)), 'own-thing');
    assert.equal(await code(start(co)), 'own-thing');
    assert.equal(
      await code(parts.does.ask('POST', `/wishes/${wish}/club`, as(0), { endsOn: '2027-06-01' })),
      'not-found',
    );
    assert.equal(await code(start(as(0), { endsOn: '2027-03-01' })), 'day-fixed');
    const bare = (await parts.does.wish(owner, 'bare', { list: list.id })).id;
    assert.equal(await code(start(as(0), { endsOn: '2027-06-01' }, bare)), 'not-now');
    await claim(1);
    assert.equal(await code(start(as(0))), 'already-taken');
    assert.equal(await code(start(owner)), 'own-thing', 'the same, taken or not');
  });

  it('asked for twice with one key is one', async () => {
    const once = () =>
      parts.does.ask(
        'POST',
        `/wishes/${wish}/club`,
        as(0),
        { endsOn: '2027-06-01' },
        {
          ...link(),
          'idempotency-key': 'one-and-the-same',
        },
      );
    const [first, second] = [await once(), await once()];
    assert.equal(first.status, 201);
    assert.deepEqual(second.body, first.body);
  });
});
