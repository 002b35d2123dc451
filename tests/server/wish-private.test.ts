// A list that is private, or whose link was taken back: no byte of it by any route, to anybody who does not look after it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '../../server/base/ids.ts';
import { linkKeyOf } from '../../server/community/wishlists/access.ts';
import { ORIGIN, startService, type TestService } from '../support/service.ts';
import { type Ask, type Creds, type Ids, picture, ROUTES } from '../support/two-malls.ts';
import { type Wishing, wishing } from '../support/wishes.ts';

const ASKERS = ['nobody', 'member', 'guest', 'key'] as const;
type Asker = (typeof ASKERS)[number];

/** A list with all that hangs on it. */
interface Listed {
  id: string;
  wish: string;
  comment: string;
  key: string;
  invitation: string;
  code: string;
  product: string;
  /** What nobody may learn. */
  secrets: string[];
}

describe('a list that others may not see', () => {
  let service: TestService;
  let mall: Awaited<ReturnType<TestService['addMall']>>;
  let does: Wishing;
  let owner: string;
  let ownerId: string;
  let routes: string[];
  let review: string;
  let photo: { id: string; small: string };
  const tokens = {} as Record<Asker, string | undefined>;
  let made = 0;
  const keyOf = async (id: string) =>
    linkKeyOf(
      service.services.secrets,
      await service.services.database.db
        .selectFrom('wishlists')
        .selectAll()
        .where('mall_id', '=', mall.id)
        .where('list_id', '=', id)
        .executeTakeFirstOrThrow(),
    );

  before(async () => {
    service = await startService();
    mall = await service.addMall('shop1', { settings: { write: 'everyone' } });
    does = wishing(service, mall);
    owner = await mall.token('owner', { name: '김주인' });
    tokens.member = await mall.token('member');
    tokens.guest = await mall.guest();
    tokens.key = mall.key;
    ({ id: review } = await good('POST', '/reviews', owner, {
      product: 'p',
      stars: 5,
      text: '좋은 상품이에요',
    }));
    ownerId = await does.idOf(owner);
    photo = (
      await service.call('POST', '/v1/shop1/photos', {
        as: owner,
        headers: { 'content-type': 'image/png' },
        body: new Uint8Array(await picture()),
      })
    ).body;
    const { paths } = (await service.call('GET', '/openapi.json', { origin: null })).body;
    routes = Object.entries(paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
  });
  after(() => service.stop());

  async function good(method: string, path: string, as: string | undefined, body?: unknown) {
    const answer = await does.ask(method, path, as, body);
    assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async function makeListed(visibility: 'link' | 'private' | 'public'): Promise<Listed> {
    const word = `canary${++made}`;
    const product = `${word}-product`;
    const { id } = await does.makeList(owner, { name: `${word} 목록`, visibility });
    const wish = await does.wish(owner, product, {
      list: id,
      note: `${word} 쪽지`,
      options: { 색: `${word}색` },
    });
    const { id: comment } = await good('POST', '/comments', owner, {
      subject: { kind: 'wish', id: wish.id },
      text: `${word} 댓글`,
    });
    const { id: invitation, code } = await good('POST', `/wishlists/${id}/invitations`, owner, {
      role: 'helper',
    });
    const key = await keyOf(id);
    const secrets = [`${word} 목록`, `${word} 쪽지`, `${word} 댓글`, `${word}색`, id, wish.id, comment, key];
    return { id, wish: wish.id, comment, key, invitation, code, product, secrets: [...secrets, invitation] };
  }

  const idsOf = async (list: Listed): Promise<Ids> => ({
    review,
    ownReview: review,
    comment: list.comment,
    ownComment: list.comment,
    member: ownerId,
    list: list.id,
    wish: list.wish,
    openWish: list.wish,
    ownList: list.id,
    ownWish: list.wish,
    invitation: list.invitation,
    helper: ownerId,
    inviteCode: 'c9Jm3kq0V1xq2e8Zk5yP7sAw',
    photo: photo.id,
    upload: newId(),
    wholeUpload: newId(),
    file: photo.small.split('/').at(-1) as string,
    product: list.product,
    order: 'none',
    outsideId: 'nobody at all',
    club: newId(),
    ownClub: newId(),
    clubCode: 'c9Jm3kq0V1xq2e8Zk5yP7sAw',
    clubInvitation: newId(),
    contribution: newId(),
    tillCode: 'c9Jm3kq0V1xq2e8Zk5yP7sAw',
    coupon: 'X7K2-9QF4-M3TD-8WZH',
    fullClub: newId(),
    story: newId(),
    ownStory: newId(),
    hold: newId(),
    payout: newId(),
    notice: newId(),
    unsubscribe: 'v1.none',
    guestToken: await mall.guest(),
    editCode: 'c9Jm3kq0V1xq2e8Zk5yP7sAw',
    signedId: 'v1.none',
  });

  /** Besides what the table asks: wherever else the ids of a list, its wishes and comments may be named. */
  const more = (list: Listed): [route: string, ask: Ask][] => [
    ...[
      { kind: 'wish', id: list.wish },
      { kind: 'comment', id: list.comment },
    ].flatMap((subject): [string, Ask][] => [
      ['post /v1/{mall}/reports', { body: { subject, reason: 'spam' } }],
      ['post /v1/{mall}/moderation', { body: { action: 'keep', subject } }],
    ]),
    ['get /v1/{mall}/comments', { query: { kind: 'wish', id: list.wish } }],
    ['post /v1/{mall}/comments', { body: { subject: { kind: 'wish', id: list.wish }, text: '안녕하세요' } }],
    ['get /v1/{mall}/reviews', { query: { product: list.product, q: list.secrets[0]?.split(' ')[0] ?? '' } }],
    ['get /v1/{mall}/wishlists/{id}/me', { path: { id: list.id }, query: { wish: list.wish } }],
    ...[`wishlist:${list.id}`, `wishlist:${list.id}.${list.key}`, `gifts:${list.id}.${list.key}`].map(
      (topic): [string, Ask] => ['post /v1/{mall}/stream', { body: { topics: [topic], after: 0 } }],
    ),
  ];

  /** Everything that a stream has to say by now. */
  async function listen(ask: Ask): Promise<string> {
    const last = `product:${newId()}`;
    const { topics, after: from } = ask.body as { topics: string[]; after: number };
    const answer = await service.app.routes.request('/v1/shop1/stream', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(!ask.as?.startsWith('dgk_') && { origin: ORIGIN }),
        ...(ask.as && { authorization: `Bearer ${ask.as}` }),
      },
      body: JSON.stringify({ topics: [...topics, last], after: from }),
    });
    if (answer.status !== 200) return answer.text();
    const { database, outbox } = service.services;
    await database.write((trx) =>
      outbox.append(trx, { mallId: mall.id, kind: 'product.changed', topic: last, ids: {} }),
    );
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    let text = '';
    while (!text.includes(last)) text += decoder.decode((await reader.read()).value, { stream: true });
    await reader.cancel();
    return text;
  }

  async function send(route: string, ask: Ask, key: string | undefined): Promise<string> {
    const [method = '', template = ''] = route.split(' ');
    if (template.endsWith('/stream')) return listen(ask);
    const path = Object.entries({ mall: mall.id, ...ask.path }).reduce(
      (text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(value)),
      template,
    );
    const answer = await service.call(
      method.toUpperCase(),
      `${path}${ask.query ? `?${new URLSearchParams(ask.query)}` : ''}`,
      {
        as: ask.as,
        ...(ask.body !== undefined && { body: ask.body }),
        headers: { ...(ask.type && { 'content-type': ask.type }), ...(key && { 'dangol-link': key }) },
      },
    );
    const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    return `${answer.status} ${body} ${JSON.stringify([...answer.headers])}`;
  }

  /** These end who asks: somebody else asks them. */
  const LAST = ['delete /v1/{mall}/me', 'delete /v1/{mall}/sessions/current'];

  /** A mall decides on whatever it names, and is told what it named: of all else nothing. */
  const DECIDES = 'post /v1/{mall}/moderation';
  const idIn = ({ body }: Ask) => (body as { subject: { id: string } }).subject.id;

  /** Asks every route for all of a list. @returns where something of it came back: `route: what` */
  async function sweep(list: Listed, asker: Asker, key: string | undefined): Promise<Map<string, string>> {
    const creds: Creds = {
      owner: tokens[asker] ?? '',
      guest: tokens[asker] ?? '',
      key: tokens[asker] ?? '',
      fresh: () => mall.token(`fresh-${++made}`),
      rich: () => mall.token(`fresh-${++made}`),
      confirm: async () => ({ body: { code: '000000' } }),
    };
    const asked: [string, Ask][] = [];
    const ids = await idsOf(list);
    for (const route of routes) {
      const ask = await ROUTES[route]?.(ids, creds);
      asked.push([route, ask ?? {}]);
    }
    asked.push(...more(list));
    const found = new Map<string, string>();
    for (const [route, { as, ...ask }] of asked) {
      const token = LAST.includes(route) ? as : tokens[asker];
      const answer = await send(route, { ...ask, ...(token && { as: token }) }, key);
      const text = route === DECIDES ? answer.replaceAll(idIn(ask), '·') : answer;
      for (const secret of list.secrets) if (text.includes(secret)) found.set(route, `${secret}: ${text}`);
    }
    assert.ok(asked.length > 95, `${asked.length} requests`);
    return found;
  }
  const visits = async (product: string) =>
    (await good('GET', '/visits', mall.key)).items.filter(
      (one: { product: string }) => one.product === product,
    ).length as number;
  const hearts = async (product: string) =>
    (
      await service.services.database.db
        .selectFrom('product_wishes')
        .select('members')
        .where('mall_id', '=', mall.id)
        .where('product', '=', product)
        .executeTakeFirst()
    )?.members ?? 0;

  for (const asker of ASKERS)
    it(`is nowhere when it is private, for ${asker}, with every id and the key that its link would have`, async () => {
      const list = await makeListed('private');
      for (const key of [undefined, list.key]) assert.deepEqual(await sweep(list, asker, key), new Map());
      assert.equal(await visits(list.product), 0);
      assert.equal(await hearts(list.product), 0);
    });

  for (const asker of ASKERS)
    it(`is nowhere when its link was taken back, for ${asker}, with the key that it had`, async () => {
      const list = await makeListed('link');
      await good('POST', `/wishlists/${list.id}/link`, owner);
      assert.notEqual(await keyOf(list.id), list.key);
      assert.deepEqual(await sweep(list, asker, list.key), new Map());
    });

  it('control: of one that is public, or by link with its key, the very same requests bring it', async () => {
    const open = await makeListed('public');
    const linked = await makeListed('link');
    for (const asker of ASKERS) {
      const seen = await sweep(open, asker, undefined);
      for (const route of [
        'get /v1/{mall}/wishlists/{id}',
        'get /v1/{mall}/wishlists/{id}/wishes',
        'get /v1/{mall}/members/{id}/wishlists',
        'get /v1/{mall}/comments',
        'get /m/{mall}/wishlists/{id}',
        'post /v1/{mall}/stream',
      ])
        assert.ok(seen.has(route), `${route} for ${asker}: ${[...seen.keys()]}`);
      const byLink = await sweep(linked, asker, linked.key);
      for (const route of [
        'get /v1/{mall}/wishlists/{id}',
        'get /v1/{mall}/comments',
        'post /v1/{mall}/stream',
      ])
        assert.ok(byLink.has(route), `${route} for ${asker}: ${[...byLink.keys()]}`);
    }
    assert.equal(await visits(open.product), 1);
    assert.equal(await hearts(open.product), 1);
  });
});
