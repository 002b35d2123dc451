// A club that is kept from the one it is for: to them every byte is as if there were none, until its day.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY } from '../../server/base/clock.ts';
import { newId } from '../../server/base/ids.ts';
import { insertClub } from '../../server/community/clubs/clubs.ts';
import { writingOf } from '../../server/community/clubs/store.ts';
import { PostClub } from '../../server/community/clubs/writing/contract.ts';
import { findMall } from '../../server/mall/malls/store.ts';
import { type Clubbing, clubbing } from '../support/clubs.ts';
import { ORIGIN, startService, type TestService } from '../support/service.ts';
import { type Ask, type Creds, type Ids, picture, ROUTES } from '../support/two-malls.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

/** A mall where somebody may be planning something for Minji, or not. */
interface World {
  mall: Mall;
  does: Clubbing;
  /** The one it is for. */
  minji: { token: string; id: string };
  starter: { token: string; id: string };
  review: string;
  photo: string;
  club: string;
  line: string;
  comment: string;
  key: string;
  code: string;
  personCode: string;
  invitation: string;
}

describe('a secret club', () => {
  let service: TestService;
  let routes: string[];
  let secret: World;
  let empty: World;
  let made = 0;

  /** @param planned false: the very same mall without the club, whose ids are made up */
  async function world(planned: boolean): Promise<World> {
    const mall = await service.addMall(`${planned ? 'secret' : 'nothing'}-mall`, {
      settings: { write: 'everyone' },
    });
    const does = clubbing(service, mall);
    const starter = await does.member('지윤');
    const friend = await does.member('민수');
    const minji = await does.member('민지');
    await does.grant(friend.id, 5000);
    const { id: review } = await does.good<{ id: string }>(
      does.ask('POST', '/reviews', minji.token, { product: 'p', stars: 5, text: '좋은 상품이에요' }),
      201,
    );
    const photo = await does.good<{ id: string }>(
      service.call('POST', `/v1/${mall.id}/photos`, {
        as: minji.token,
        headers: { 'content-type': 'image/png' },
        body: new Uint8Array(await picture()),
      }),
      201,
    );
    const none = { mall, does, minji, starter, review, photo: photo.id };
    if (!planned)
      return {
        ...none,
        club: newId(),
        line: newId(),
        comment: newId(),
        key: 'x'.repeat(22),
        code: 'x'.repeat(24),
        personCode: 'y'.repeat(24),
        invitation: newId(),
      };
    const { services } = service;
    const found = await findMall(services.database.db, mall.id);
    assert.ok(found);
    const said = PostClub.parse({
      name: 'canary 이름',
      occasion: 'other',
      occasionText: 'canary 까닭',
      goal: 4321,
      endsOn: does.day(40),
      personName: 'canary 님',
      visibility: 'link',
      amounts: 'everyone',
      secretUntil: does.day(10),
    });
    const club = await services.database.write(async (trx) => {
      const row = await insertClub(trx, writingOf(services, found), starter.id, said, { personId: minji.id });
      return row.club_id;
    });
    const { code, id: invitation } = await does.invite(club, starter.token);
    assert.ok(code);
    await does.good(does.accept(friend.token, code));
    const given = await does.good(does.give(club, friend.token, 4321, 'canary 한 줄'), 201);
    const { id: comment } = await does.good<{ id: string }>(
      does.ask('POST', '/comments', friend.token, {
        subject: { kind: 'club', id: club },
        text: 'canary 댓글',
      }),
      201,
    );
    const key = given.me.linkKey ?? '';
    assert.equal(key.length, 22);
    await does.settled();
    return {
      ...none,
      club,
      line: given.contributions.items[0]?.id ?? '',
      comment,
      key,
      code,
      personCode: 'y'.repeat(24),
      invitation,
    };
  }

  before(async () => {
    service = await startService();
    secret = await world(true);
    empty = await world(false);
    await empty.does.settled();
    const { paths } = (await service.call('GET', '/openapi.json', { origin: null })).body;
    routes = Object.entries(paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
  });
  after(() => service.stop());

  const idsOf = (of: World): Ids => ({
    review: of.review,
    ownReview: of.review,
    comment: of.comment,
    ownComment: of.comment,
    member: of.starter.id,
    hold: newId(),
    payout: newId(),
    list: newId(),
    wish: newId(),
    openWish: newId(),
    ownList: newId(),
    ownWish: newId(),
    invitation: of.invitation,
    helper: of.starter.id,
    inviteCode: of.code,
    photo: of.photo,
    upload: newId(),
    wholeUpload: newId(),
    file: `${newId()}.webp`,
    product: 'p',
    order: 'none',
    outsideId: 'nobody at all',
    notice: newId(),
    unsubscribe: 'v1.none',
    guestToken: 'dgs_none_at_all',
    editCode: 'c9Jm3kq0V1xq2e8Zk5yP7sAw',
    signedId: 'v1.none',
    club: of.club,
    ownClub: of.club,
    clubCode: of.code,
    clubInvitation: of.invitation,
    contribution: of.line,
    tillCode: 'c9Jm3kq0V1xq2e8Zk5yP7sAw',
    coupon: 'X7K2-9QF4-M3TD-8WZH',
    fullClub: of.club,
    story: newId(),
    ownStory: newId(),
  });

  /** Besides what the table asks: wherever else ids of a club may be named. */
  const more = (of: World): [route: string, ask: Ask][] => [
    ...[
      { kind: 'club', id: of.club },
      { kind: 'contribution', id: of.line },
      { kind: 'comment', id: of.comment },
    ].map((subject): [string, Ask] => ['post /v1/{mall}/reports', { body: { subject, reason: 'spam' } }]),
    ['get /v1/{mall}/comments', { query: { kind: 'club', id: of.club } }],
    ['post /v1/{mall}/comments', { body: { subject: { kind: 'club', id: of.club }, text: '안녕하세요' } }],
    ['post /v1/{mall}/clubs/preview', { body: { code: of.personCode } }],
    ['post /v1/{mall}/clubs/join', { body: { code: of.personCode } }],
    ['get /v1/{mall}/reviews', { query: { product: 'p', q: 'canary' } }],
    ['get /v1/{mall}/me/export', {}],
    ['get /v1/{mall}/me/inbox', {}],
    ['get /v1/{mall}/me/clubs', {}],
    ...[`club:${of.club}`, `club:${of.club}.${of.key}`].map((topic): [string, Ask] => [
      'post /v1/{mall}/stream',
      { body: { topics: [topic], after: 0 } },
    ]),
  ];

  async function send(of: World, route: string, ask: Ask, key: string | undefined): Promise<string> {
    const [method = '', template = ''] = route.split(' ');
    const path = Object.entries({ mall: of.mall.id, ...ask.path }).reduce(
      (text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(value)),
      template,
    );
    if (template.endsWith('/stream')) {
      const answer = await service.app.routes.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: ORIGIN, authorization: `Bearer ${ask.as}` },
        body: JSON.stringify(ask.body),
      });
      if (answer.status === 200) {
        await answer.body?.cancel();
        return '200';
      }
      return `${answer.status} ${await answer.text()}`;
    }
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

  /** Without what must differ between two malls: ids, names of the malls, times, positions. */
  const plain = (text: string) =>
    text
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '·')
      .replaceAll(/(secret|nothing)-mall/g, 'mall')
      .replace(/dgs_[0-9a-v]{25}_[0-9a-f]{64}|"code":"[\w-]{22,24}"|"linkKey":"[\w-]{22}"/g, '·')
      .replace(/[0-9a-v]{25}/g, '·')
      .replace(/W\/"[^"]*"|"\\"[\w-]{22}\\""/g, '·')
      .replace(/\["ratelimit[^\]]*\]/g, '')
      .replace(/"(position|head)":\d+/g, '·')
      .replace(/\d{13}/g, '·');

  /** Rows are handed out by their ids, which are chance. */
  function sorted(route: string, text: string): unknown {
    if (!route.endsWith('/me/export')) return plain(text);
    const { data } = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('} [') + 1));
    return Object.fromEntries(
      Object.entries(data as Record<string, object[]>).map(([table, rows]) => [
        table,
        rows.map((row) => plain(JSON.stringify(row))).sort(),
      ]),
    );
  }

  /** These end who asks, or make them someone else. */
  const NOT_ASKED = ['delete /v1/{mall}/me', 'delete /v1/{mall}/sessions/current', 'post /v1/{mall}/merge'];

  async function everything(of: World, as: string, key: string | undefined): Promise<[string, string][]> {
    const creds: Creds = {
      owner: as,
      guest: as,
      key: as,
      fresh: async () => as,
      rich: async () => as,
      confirm: async () => ({ body: { code: '000000' } }),
    };
    const answers: [string, string][] = [];
    for (const route of routes.filter((one) => one.includes('{mall}') && !NOT_ASKED.includes(one))) {
      const ask = (await ROUTES[route]?.(idsOf(of), creds)) ?? {};
      answers.push([route, await send(of, route, { ...ask, as }, key)]);
    }
    for (const [route, ask] of more(of)) answers.push([route, await send(of, route, { ...ask, as }, key)]);
    return answers;
  }

  it('is to the one it is for, on every route and with every id and key, as if there were none', async () => {
    for (const withKey of [false, true]) {
      const one = await everything(secret, secret.minji.token, withKey ? secret.key : undefined);
      const two = await everything(empty, empty.minji.token, withKey ? empty.key : undefined);
      assert.ok(one.length > 100, `${one.length} requests`);
      for (const [at, [route, text]] of one.entries()) {
        assert.deepEqual(sorted(route, text), sorted(route, two[at]?.[1] ?? ''), route);
        assert.equal(text.includes('canary') || /\b4321\b/.test(plain(text)), false, `${route}: ${text}`);
      }
    }
  });

  it('is there for everybody else all the while', async () => {
    const stranger = await secret.does.member(`누구-${++made}`);
    for (const as of [stranger.token, undefined]) {
      const { status, body } = await secret.does.see(secret.club, as, secret.key);
      assert.deepEqual([status, body.club?.name], [200, 'canary 이름']);
    }
  });

  it('ends a stream of theirs in which it could be heard, and opens on its day', async () => {
    const { does, club } = secret;
    service.later(10 * DAY);
    const minji = await secret.mall.token('민지', { name: '민지' });
    const seen = await does.good(does.see(club, minji));
    assert.deepEqual([seen.me.role, seen.club.name], ['person', 'canary 이름']);
    // Before it is given, what was written to her waits.
    assert.equal(JSON.stringify(seen).includes('canary 한 줄'), false);
    assert.ok((await does.mine(minji)).items.some((one) => one.id === club && one.role === 'person'));
    assert.match(
      await send(
        secret,
        'post /v1/{mall}/stream',
        { as: minji, body: { topics: [`club:${club}`] } },
        undefined,
      ),
      /^200/,
    );
    await does.refused(does.accept(minji, secret.code), 'not-found');
  });
});
