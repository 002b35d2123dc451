import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fillReviews } from '../../server/community/reviews/fill.ts';
import { tellShown } from '../../server/community/wishlists/claims/jobs.ts';
import { findMall } from '../../server/mall/malls/store.ts';
import { hasFollowed } from '../support/followed.ts';
import { until } from '../support/ground.ts';
import { parting } from '../support/parts.ts';
import { type Answer, ORIGIN, startService } from '../support/service.ts';
import { wishing } from '../support/wishes.ts';

const DAY = 24 * 3_600_000;
const START = Date.parse('2027-03-01T03:00:00Z');

/** The same text with everything that chance made replaced by when it was first seen. */
function masker() {
  const seen = new Map<string, string>();
  const name = (kind: string) => (text: string) => {
    const known = seen.get(text) ?? `${kind}${seen.size}`;
    seen.set(text, known);
    return known;
  };
  const ids = (text: string) => text.replace(/\b[0-9a-v]{25}\b/g, name('id'));
  return (text: string) =>
    ids(text)
      .replace(/"(linkKey|code|token)":"[^"]+"/g, (whole) => name('secret')(whole))
      .replace(
        /"next":"([^"]+)"/g,
        (_, cursor) => `"next":${ids(Buffer.from(cursor, 'base64url').toString())}`,
      )
      .replace(/"instance":"[^"]+"/g, '"instance":""')
      .replace(/^"[\w-]{22}"$/, name('etag'))
      .replace(/^retry: \d+$/gm, 'retry:')
      // A sign of life of the stream comes by the clock on the wall: more of them where the machine is slow.
      .replace(/^: \n(id: \d+\n)?\n/gm, '');
}

/** Rows of an export come in the order of their ids, which is chance. */
function inOrder(body: unknown): unknown {
  const { data } = body as { data?: Record<string, object[]> };
  const blank = (row: object) => JSON.stringify(row).replace(/\b[0-9a-v]{25}\b/g, '');
  for (const rows of Object.values(data ?? {})) rows.sort((a, b) => (blank(a) < blank(b) ? -1 : 1));
  return body;
}

/** A mall with two people who wish the same, each on a list by link and a public one, and with all that they know. */
async function setWorld(mode: { claimed: 'minji' | 'other'; how?: 'claims' | 'parts' | 'club' }) {
  let clock = START;
  const service = await startService({ now: () => clock });
  const mall = await service.addMall('shop1', { settings: { write: 'everyone' } });
  // Else a job does it five minutes later, somewhere between what is compared.
  await fillReviews(service.services);
  const does = wishing(service, mall);
  const parts = parting(service, mall);
  // So long as the clock stands still, a token is the same text in both worlds.
  const names = ['minji', 'other', 'jun', 'hana', 'giver'] as const;
  const as = {} as Record<(typeof names)[number] | 'guest', string>;
  for (const one of names) as[one] = await mall.token(one, { name: one });
  as.guest = await mall.guest();
  const products = ['p1', 'p2', 'p3', 'p4'].map((product) => ({ product, name: product, price: 1000 }));
  await service.call('PUT', '/v1/shop1/products', { as: mall.key, body: { products } });
  const lists = {} as Record<
    'minji' | 'other',
    { linked: string; open: string; wishes: string[]; key: string }
  >;
  for (const owner of ['minji', 'other'] as const) {
    // Nothing happens at one moment with something else: chance would order it.
    const tick = () => {
      clock += 1000;
    };
    const linked = await does.makeList(as[owner], { claimsHiddenUntil: '2027-04-01' });
    tick();
    const open = await does.makeList(as[owner], { visibility: 'public' });
    const wishes: string[] = [];
    for (const list of [linked, open])
      for (const { product } of products) {
        tick();
        const { id } = await does.wish(as[owner], product, { list: list.id });
        if (list === linked) wishes.push(id);
      }
    tick();
    await does.join(as[owner], linked.id, as.jun, 'co-owner');
    tick();
    await does.join(as[owner], linked.id, as.hana, 'helper');
    lists[owner] = { linked: linked.id, open: open.id, wishes, key: linked.linkKey as string };
  }
  const giverIds: string[] = [];
  for (const one of ['giver', 'hana'] as const) {
    await does.heart(as[one], 'p9', true);
    giverIds.push(await does.idOf(as[one]));
  }
  for (const id of giverIds) await parts.grant(id, 5000);
  const { linked, open, wishes, key } = lists.minji;
  return {
    service,
    mall,
    does,
    as,
    linked,
    open,
    wishes,
    key,
    /** Somebody gives the first three: hers, or those of somebody else, so that as much happens at the mall. */
    async give() {
      const [first, second, third] = lists[mode.claimed].wishes as [string, string, string];
      const linkKey = lists[mode.claimed].key;
      if (mode.how === 'parts') {
        // One that is held by two; one that is given, and waits for the day of the list; one that was let go.
        for (const [who, wish, amount] of [
          [as.giver, first, 300],
          [as.hana, first, 200],
          [as.giver, first, 400],
          [as.giver, second, 600],
          [as.hana, second, 400],
          [as.giver, third, 5],
        ] as const) {
          const answer = await parts.put(who, wish, { amount, named: true }, linkKey);
          assert.equal(answer.status, 200, JSON.stringify(answer.body));
        }
        assert.equal((await parts.drop(as.giver, third, linkKey)).status, 204);
        return;
      }
      if (mode.how === 'club') {
        const link = { 'dangol-link': linkKey };
        for (const wish of [first, second]) {
          const made = await does.ask(
            'POST',
            `/wishes/${wish}/club`,
            as.giver,
            { endsOn: '2027-06-01' },
            link,
          );
          assert.equal(made.status, 201, JSON.stringify(made.body));
          const amount = wish === first ? 1000 : 400;
          const given = await does.ask('POST', `/clubs/${made.body.club}/contributions`, as.giver, {
            amount,
          });
          assert.equal(given.status, 201, JSON.stringify(given.body));
        }
        const claims = () =>
          service.services.database.db
            .selectFrom('wish_claims')
            .select('claim_id')
            .where('mall_id', '=', 'shop1')
            .execute();
        await until(
          async () => (await claims()).length === 1,
          'the club that reached its goal cleared its wish',
        );
        // Its members are told by a job: all that follows has followed.
        const jobs = () =>
          service.services.database.db
            .selectFrom('jobs')
            .select('job_id')
            .where('mall_id', '=', 'shop1')
            .where('kind', '=', 'clubs.tell')
            .execute();
        await until(async () => {
          await service.services.jobs.runDue();
          return (await jobs()).length === 0;
        }, 'those who are in it were told');
        return;
      }
      for (const wish of lists[mode.claimed].wishes.slice(0, 3)) {
        const link = { 'dangol-link': lists[mode.claimed].key };
        const answer = await does.ask('PUT', `/wishes/${wish}/claim`, as.giver, { named: true }, link);
        assert.equal(answer.status, 200, JSON.stringify(answer.body));
      }
    },
    tick: (ms: number) => {
      clock += ms;
    },
  };
}
type World = Awaited<ReturnType<typeof setWorld>>;

/** The alerts on what the mall said have been looked at. */
async function alertsDone({ services }: World['service']): Promise<void> {
  const followed = async () => {
    // Before the jobs are looked at: what follows makes them.
    const hasHeard = await hasFollowed(services, 'shop1', 'alerts', ['product.changed']);
    await services.jobs.runDue();
    const jobs = await services.database.db
      .selectFrom('jobs')
      .select('job_id')
      .where('mall_id', '=', 'shop1')
      .where('kind', '=', 'alerts.product')
      .execute();
    return hasHeard && jobs.length === 0;
  };
  await until(followed, 'alerts were looked at');
}

/** Opens a stream and writes down all of its bytes. */
async function listen(world: World, as: string | undefined, topics: string[]) {
  const stop = new AbortController();
  const answer = await world.service.app.routes.request('/v1/shop1/stream', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: ORIGIN,
      ...(as && { authorization: `Bearer ${as}` }),
    },
    body: JSON.stringify({ topics }),
    signal: stop.signal,
  });
  let text = '';
  const decoder = new TextDecoder();
  const reading = (async () => {
    for await (const chunk of answer.body ?? []) text += decoder.decode(chunk, { stream: true });
  })().catch(() => undefined);
  return {
    status: answer.status,
    text: () => text,
    async end() {
      stop.abort();
      await reading;
    },
  };
}

/** On PostgreSQL places are given a moment after the commit: an answer tells of those that are given. */
async function placed({ services }: World['service']): Promise<boolean> {
  const rows = await services.database.db
    .selectFrom('outbox')
    .select('event_id')
    .where('mall_id', '=', 'shop1')
    .where('position', 'is', null)
    .execute();
  return rows.length === 0;
}

/** All that whoever wishes can call and see, one after the other; what they receive, byte for byte. */
async function recordAll(world: World): Promise<{ lines: string[]; called: Set<string> }> {
  const { service, does, as, linked, open, wishes, key, mall } = world;
  const mask = masker();
  const lines: string[] = [];
  const called = new Set<string>();
  const [w1, , w3, w4] = wishes as [string, string, string, string];
  const write = (what: string, answer: Answer) => {
    const headers = [...answer.headers]
      .filter(([name]) => !['x-request-id', 'date', 'ratelimit', 'retry-after'].includes(name))
      .map(([name, value]) => `${name}: ${mask(value)}`);
    const body = what.includes('/me/export') ? inOrder(answer.body) : answer.body;
    lines.push(`${what} -> ${answer.status} ${headers.join('; ')}\n${mask(JSON.stringify(body))}`);
  };
  /** @param route as the document names it */
  async function call(
    who: string | undefined,
    route: string,
    names: Record<string, string> = {},
    more: { body?: unknown; query?: string; link?: string } = {},
  ): Promise<Answer> {
    called.add(route);
    const [method = '', template = ''] = route.split(' ');
    const path = template.replace(/\{(\w+)\}/g, (_, name) =>
      name === 'mall' ? 'shop1' : (names[name] ?? ''),
    );
    world.tick(1000);
    await until(() => placed(service), 'every event has its place');
    const answer = await service.call(method.toUpperCase(), `${path}${more.query ?? ''}`, {
      as: who,
      ...(more.body !== undefined && { body: more.body }),
      headers: { 'accept-language': 'en', ...(more.link && { 'dangol-link': more.link }) },
    });
    write(`${route} ${mask(JSON.stringify(names))}`, answer);
    return answer;
  }
  const of = (id: string) => ({ id });
  const V = '/v1/{mall}';
  const asked = `?${wishes.map((wish) => `wish=${wish}`).join('&')}`;
  const hears = await listen(world, as.minji, [
    `wishlist:${linked}`,
    `wishlist:${open}`,
    `shopper:${await does.idOf(as.minji)}`,
  ]);
  const coHears = await listen(world, as.jun, [`wishlist:${linked}`, `shopper:${await does.idOf(as.jun)}`]);
  await until(
    () => [hears, coHears].every((one) => one.text().includes('event: ready')),
    'both streams are open',
  );
  await world.give();

  async function look(who: string | undefined, link?: string) {
    for (const list of [linked, open]) {
      await call(who, `get ${V}/wishlists/{id}`, of(list), link ? { link } : {});
      await call(who, `get ${V}/wishlists/{id}/wishes`, of(list), {
        query: '?limit=2',
        ...(link && { link }),
      });
      await call(who, `get ${V}/wishlists/{id}/me`, of(list), { query: asked, ...(link && { link }) });
      await call(who, `get ${V}/wishlists/{id}/people`, of(list), link ? { link } : {});
      await call(who, 'get /m/{mall}/wishlists/{id}', of(list));
    }
    await call(who, `get ${V}/me/wishlists`);
    await call(who, `get ${V}/me/claims`);
    await call(who, `get ${V}/me/parts`);
    await call(who, `get ${V}/me/clubs`);
    await call(who, `get ${V}/members/{id}/wishlists`, of(await does.idOf(as.minji)));
    await call(who, `get ${V}/members/{id}`, of(await does.idOf(as.minji)));
    await call(who, `get ${V}/hearts`, {}, { query: '?product=p1&product=p4' });
    for (const wish of [w1, w4])
      await call(who, `get ${V}/comments`, {}, { query: `?kind=wish&id=${wish}`, ...(link && { link }) });
    await call(who, `get ${V}/me`);
    await call(who, `get ${V}/me/inbox`);
    await call(who, `get ${V}/me/inbox`, {}, { query: '?limit=1' });
    await call(who, `get ${V}/me/channels`);
    await call(who, `get ${V}/me/alerts`, {}, { query: '?product=p1&product=p4' });
    await call(who, `get ${V}/me/export`);
    const gifts = await listen(world, who, [`gifts:${linked}${link ? `.${link}` : ''}`]);
    lines.push(`gifts ${gifts.status} ${gifts.status === 200 ? '' : 'refused'}`);
    assert.equal(gifts.status, 403, 'only who may see claims hears of them');
    await gifts.end();
  }
  // In the window of somebody else she is nobody, or a guest: the same pages, with the link in her hands.
  for (const who of [as.minji, as.jun]) await look(who);
  for (const who of [undefined, as.guest]) await look(who, key);

  for (const who of [as.minji, as.jun])
    for (const wish of [w1, w4])
      for (const method of ['put', 'delete'])
        await call(who, `${method} ${V}/wishes/{id}/claim`, of(wish), method === 'put' ? { body: {} } : {});
  for (const who of [as.minji, as.jun, as.guest, undefined])
    for (const wish of [w1, w4]) {
      const more = who === as.guest || who === undefined ? { link: key } : {};
      await call(who, `get ${V}/wishes/{id}/part`, of(wish), more);
      await call(who, `put ${V}/wishes/{id}/part`, of(wish), { ...more, body: { amount: 5 } });
      await call(who, `delete ${V}/wishes/{id}/part`, of(wish), more);
      await call(who, `post ${V}/wishes/{id}/club`, of(wish), { ...more, body: { endsOn: '2027-06-01' } });
    }
  for (const wish of [w1, w4]) {
    // One alone: of two the answer's order is that of their ids, which is chance.
    if (wish === w1)
      await call(
        as.minji,
        `post ${V}/comments`,
        {},
        { body: { subject: { kind: 'wish', id: wish }, text: 'hi' } },
      );
    await call(
      as.minji,
      `post ${V}/reports`,
      {},
      { body: { subject: { kind: 'wish', id: wish }, reason: 'spam' } },
    );
    await call(undefined, `post ${V}/wishes/{id}/visit`, of(wish));
  }
  // What they are told, how they may be reached, and what they want to be told of products that somebody gives.
  for (const who of [as.minji, as.jun]) {
    // One of them hears of the price: of two the order is that of their ids, which is chance.
    for (const product of ['p1', 'p4'])
      await call(
        who,
        `put ${V}/me/alerts`,
        {},
        { body: { product, ...(who === as.minji ? { priceDrop: { below: null } } : { fewLeft: true }) } },
      );
    await call(
      who,
      `put ${V}/me/consents`,
      {},
      { body: { purpose: 'advertising', channel: 'inbox', given: true } },
    );
    const address = { address: 'somebody@mail.example', language: 'en' };
    await call(who, `put ${V}/me/channels/mail`, {}, { body: address });
    await call(who, `post ${V}/me/channels/mail/confirm`, {}, { body: { code: 'wrong-code' } });
    await call(who, `delete ${V}/me/channels/mail`);
    const { items } = (await call(who, `get ${V}/me/inbox`)).body as { items: { id: string }[] };
    assert.ok(items.length > 0);
    await call(who, `delete ${V}/me/inbox/{id}`, of(items[0]?.id ?? ''));
    await call(who, `post ${V}/me/inbox/read`, {}, { body: { until: START } });
    for (const method of ['get', 'post'])
      await call(undefined, `${method} /m/{mall}/unsubscribe/{token}`, { token: 'v1.nobody' });
  }
  let at = 0;
  /** Everything moves the positions of the mall alike: read after each change. */
  const after = async (what: Answer) => {
    assert.ok(what.status < 300, `${JSON.stringify(what.body)}`);
    const { position } = (await call(at++ % 2 ? as.jun : as.minji, `get ${V}/wishlists/{id}`, of(open)))
      .body as {
      position: number;
    };
    lines.push(`position ${position}`);
  };
  const version = async (wish: string, list = linked) =>
    ((await does.page(list, '', as.minji)).body.items.find((one) => one.id === wish)?.version ?? 1) as number;
  const list = async () => (await does.see(linked, as.minji)).body.list;
  for (const wish of [w1, w4]) {
    const patch = async (body: object) =>
      after(
        await call(as.minji, `patch ${V}/wishes/{id}`, of(wish), {
          body: { version: await version(wish), ...body },
        }),
      );
    await patch({ quantity: 2 });
    await patch({ note: 'blue, please', options: { colour: 'blue' } });
    await after(await call(as.jun, `put ${V}/wishes/{id}/place`, of(wish), { body: { after: null } }));
    await after(await call(as.minji, `delete ${V}/wishes/{id}`, of(wish)));
    await after(await call(as.minji, `post ${V}/wishes/{id}/restore`, of(wish)));
    await call(as.minji, `patch ${V}/wishes/{id}`, of(wish), { body: { version: 0, quantity: 9 } });
  }
  // From one list: two come off in the order of their ids, which is chance.
  const twin = (await does.page(open, '', as.minji)).body.items.find((one) => one.product.product === 'p2');
  await after(await call(as.minji, `delete ${V}/wishes/{id}`, of(twin?.id ?? '')));
  await after(await call(as.minji, `put ${V}/hearts`, {}, { body: { product: 'p2', wished: false } }));
  await after(await call(as.minji, `put ${V}/hearts`, {}, { body: { product: 'p2', wished: true } }));
  await after(await call(as.minji, `post ${V}/wishes`, {}, { body: { product: 'p2', list: open } }));
  for (const copy of [true, false])
    await after(await call(as.minji, `post ${V}/wishes/{id}/transfer`, of(w3), { body: { to: open, copy } }));
  await after(
    await call(
      as.minji,
      `post ${V}/wishlists`,
      {},
      { body: { name: 'new', claimsHiddenUntil: '2027-03-09' } },
    ),
  );
  for (const visibility of ['private', 'link', 'public', 'link'])
    await after(
      await call(as.minji, `patch ${V}/wishlists/{id}`, of(linked), {
        body: { version: (await list()).version, visibility },
      }),
    );
  await after(await call(as.minji, `post ${V}/wishlists/{id}/link`, of(linked)));
  await call(as.minji, `patch ${V}/wishlists/{id}`, of(linked), {
    body: { version: (await list()).version, claimsHiddenUntil: '2027-03-02' },
  });
  const made = await call(as.minji, `post ${V}/wishlists/{id}/invitations`, of(linked), {
    body: { role: 'helper' },
  });
  const { id: invitation } = made.body as { id: string };
  await after(
    await call(as.minji, `delete ${V}/wishlists/{id}/invitations/{invitation}`, { id: linked, invitation }),
  );
  await call(as.minji, `post ${V}/wishlists/{id}/join`, of(linked), { body: { code: 'wrong-wrong-wrong' } });
  const member = await does.idOf(as.hana);
  await after(await call(as.minji, `delete ${V}/wishlists/{id}/people/{member}`, { id: linked, member }));
  // The mall says something new of what is given: all that follows from it has followed.
  await service.call('PUT', '/v1/shop1/products', {
    as: mall.key,
    body: { products: [{ product: 'p1', name: 'p1', price: 900 }] },
  });
  const told = async () =>
    JSON.stringify((await call(as.minji, `get ${V}/me/inbox`)).body).includes('price-drop');
  await alertsDone(service);
  assert.ok(await told(), 'she hears that it costs less');
  for (const who of [as.minji, as.jun]) await look(who);
  // What she wished as a guest of a private window becomes hers.
  await does.wish(as.guest, 'p1');
  await does.wish(as.guest, 'p4');
  await after(await call(as.minji, `post ${V}/merge`, {}, { body: { guestToken: as.guest } }));
  await look(as.minji);
  // Positions are those of the mall: all has been heard when the streams stand where it stands.
  const { position } = (await does.see(open, as.minji)).body;
  await after(await call(as.minji, `delete ${V}/wishlists/{id}`, of(linked)));
  await until(() => hears.text().includes('event: end'), 'the stream ends with the list');
  lines.push(mask(hears.text()));
  lines.push(mask(coHears.text()));
  assert.ok(position > 0);
  await hears.end();
  await coHears.end();
  await look(as.minji);
  await call(as.minji, `delete ${V}/me`);
  await call(undefined, `get ${V}/wishlists/{id}`, of(open));
  assert.equal(mall.id, 'shop1');
  return { lines, called };
}

describe('a claim', () => {
  for (const how of ['claims', 'parts', 'club'] as const)
    it(`leaves no trace in anything that the wisher, a co-owner, a guest or nobody can receive: ${how}`, async () => {
      const [claimed, other] = [
        await setWorld({ claimed: 'minji', how }),
        await setWorld({ claimed: 'other', how }),
      ];
      try {
        const first = await recordAll(claimed);
        const second = await recordAll(other);
        assert.equal(first.lines.length, second.lines.length);
        for (const [at, line] of first.lines.entries())
          assert.equal(line, second.lines[at], `after ${first.lines[at - 1]?.slice(0, 200)}`);
        // It was given for all that, and the giver knows what became of it.
        const kinds = async (world: World) =>
          (
            await world.service.services.database.db
              .selectFrom('notices')
              .select('kind')
              .where('mall_id', '=', 'shop1')
              .where('kind', 'in', ['claimed-wish-changed', 'claimed-wish-gone'])
              .execute()
          ).map((row) => row.kind);
        if (how === 'claims') assert.ok((await kinds(claimed)).length > 5);
        // What is held and given was held and given, and the wallet of whoever wishes has not been touched.
        if (how === 'parts') {
          // What is held and given is there, but for her who has been erased; no wallet of theirs has been touched.
          const { db } = other.service.services.database;
          const rows = await db.selectFrom('wish_parts').select('state').orderBy('state').execute();
          assert.deepEqual(
            rows.map((row) => row.state),
            ['given', 'given', 'held', 'held'],
          );
          const wisher = await other.does.idOf(other.as.other);
          const wallets = await db.selectFrom('accounts').select('shopper_id').execute();
          assert.ok(wallets.every((one) => one.shopper_id !== wisher));
          assert.deepEqual(
            await claimed.service.services.database.db.selectFrom('wish_parts').select('part_id').execute(),
            [],
          );
        }
        assert.deepEqual(await kinds(other), []);
        // Nothing that a shopper can do with lists, their inbox and alerts is left out.
        const { paths } = (await claimed.service.call('GET', '/openapi.json', { origin: null })).body;
        const routes = Object.entries(
          paths as Record<string, Record<string, { tags: string[]; security?: object[] }>>,
        )
          .flatMap(([path, methods]) =>
            Object.entries(methods).map(([method, of]) => ({ name: `${method} ${path}`, of })),
          )
          .filter(({ of }) => of.tags.some((tag) => ['wishlists', 'inbox', 'alerts'].includes(tag)))
          .filter(({ of }) => !of.security?.some((one) => 'key' in one));
        assert.deepEqual(
          routes.map((one) => one.name).filter((name) => !first.called.has(name)),
          [],
        );
      } finally {
        await claimed.service.stop();
        await other.service.stop();
      }
    });
});

describe('claims', () => {
  let world: World;
  before(async () => {
    world = await setWorld({ claimed: 'minji' });
  });
  after(() => world.service.stop());
  const part = async (who: string, list: string, wishes: readonly string[]) => {
    const query = wishes.map((wish) => `wish=${wish}`).join('&');
    const link = { 'dangol-link': world.key };
    const answer = await world.does.ask('GET', `/wishlists/${list}/me?${query}`, who, undefined, link);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body.claims as { wish: string; mine: boolean; by: { name: string } | null }[];
  };

  it('are seen by members who may see the list, on every list of that person', async () => {
    const { does, as, linked, open, wishes } = world;
    await world.give();
    assert.deepEqual(
      (await part(as.other, linked, wishes)).map((one) => [one.mine, one.by !== null]),
      [
        [false, true],
        [false, true],
        [false, true],
      ],
    );
    const elsewhere = (await does.page(open, '', as.other)).body.items;
    const ids = elsewhere.map((wish) => wish.id);
    assert.equal((await part(as.other, open, ids)).length, 3);
    assert.deepEqual(await part(as.minji, linked, wishes), []);
    assert.deepEqual(await part(as.jun, linked, wishes), []);
    assert.deepEqual(await part(as.guest, linked, wishes), []);
    const taken = await does.ask('PUT', `/wishes/${ids[3]}/claim`, as.guest, {}, undefined);
    assert.equal(
      elsewhere[3]?.product.product === 'p1' ? taken.status : 409,
      409,
      JSON.stringify(taken.body),
    );
  });

  it('are told to a second giver as taken, to the first one as theirs, and to the wisher as their own thing', async () => {
    const { does, as, wishes, key } = world;
    const put = async (who: string, wish: string | undefined, body: object = {}) =>
      does.ask('PUT', `/wishes/${wish}/claim`, who, body, { 'dangol-link': key });
    assert.equal((await put(as.other, wishes[0])).body.code, 'already-taken');
    const again = await put(as.giver, wishes[0], { named: false });
    assert.deepEqual([again.status, again.body.mine, again.body.by], [200, true, null]);
    for (const wish of [wishes[0], wishes[3]])
      assert.equal((await put(as.minji, wish)).body.code, 'own-thing');
    assert.equal((await put(as.other, '0'.repeat(25))).body.code, 'not-found');
    const wrong = await does.ask(
      'PUT',
      `/wishes/${wishes[3]}/claim`,
      as.other,
      {},
      { 'dangol-link': 'x'.repeat(22) },
    );
    assert.equal(wrong.body.code, 'not-found');
  });

  it('are listed to their giver with the link they were given, until it is taken back; they can be left even then', async () => {
    const { does, as, linked, wishes, key } = world;
    const mine = async () => (await does.ask('GET', '/me/claims', as.giver)).body.items;
    const [first] = await mine();
    assert.deepEqual(
      (await mine()).map((one: { gone: boolean; linkKey: string }) => [one.gone, one.linkKey]),
      Array(3).fill([false, key]),
    );
    assert.equal(first.list.id, linked);
    await does.ask('POST', `/wishlists/${linked}/link`, as.minji);
    assert.deepEqual(
      (await mine()).map((one: { gone: boolean; wish: null; product: { product: string } }) => [
        one.gone,
        one.wish,
      ]),
      Array(3).fill([true, null]),
    );
    assert.equal((await does.ask('DELETE', `/wishes/${wishes[2]}/claim`, as.giver)).status, 204);
    assert.equal((await does.ask('DELETE', `/wishes/${wishes[2]}/claim`, as.giver)).status, 404);
    assert.equal((await mine()).length, 2);
  });

  it('are shown to owner and co-owners on the day their list names, who are told once', async () => {
    const { does, as, mall, service, linked, open, wishes } = world;
    const shop = await findMall(service.services.database.db, 'shop1');
    assert.ok(shop);
    const told = async () =>
      (
        await service.services.database.db
          .selectFrom('notices')
          .select('shopper_id')
          .where('mall_id', '=', 'shop1')
          .where('kind', '=', 'claims-shown')
          .execute()
      ).map((row) => row.shopper_id);
    world.tick(20 * DAY);
    await tellShown(service.services, shop);
    assert.deepEqual(await told(), []);
    world.tick(11 * DAY);
    for (let times = 0; times < 2; times++) await tellShown(service.services, shop);
    const fresh = { minji: await mall.token('minji'), jun: await mall.token('jun') };
    const both = [await does.idOf(fresh.minji), await does.idOf(fresh.jun)];
    assert.deepEqual((await told()).sort(), both.sort());
    for (const who of [fresh.minji, fresh.jun]) assert.equal((await part(who, linked, wishes)).length, 2);
    // The other list names no day: nothing of it is shown there.
    const ids = (await does.page(open, '', fresh.minji)).body.items.map((wish) => wish.id);
    assert.deepEqual(await part(fresh.minji, open, ids), []);
    assert.ok(as.giver);
  });

  it('cannot be looked at by moving or copying a wish to a list whose day is over', async () => {
    const { does, mall, linked } = world;
    const [minji, giver] = [await mall.token('minji'), await mall.token('giver')];
    const hidden = await does.makeList(minji, { visibility: 'public' });
    for (const copy of [false, true]) {
      const { id } = await does.wish(minji, `p-${copy}`, { list: hidden.id });
      assert.equal((await does.ask('PUT', `/wishes/${id}/claim`, giver, {})).status, 200);
      const moved = await does.ask('POST', `/wishes/${id}/transfer`, minji, { to: linked, copy });
      assert.ok(moved.status < 300, JSON.stringify(moved.body));
    }
    const ids = (await does.page(linked, '', minji)).body.items
      .filter((wish) => wish.product.product.startsWith('p-'))
      .map((wish) => wish.id);
    assert.equal(ids.length, 2);
    assert.deepEqual(await part(minji, linked, ids), []);
    assert.equal((await does.ask('DELETE', `/wishlists/${hidden.id}`, minji)).status, 204);
    assert.deepEqual(await part(minji, linked, ids), []);
  });
});
