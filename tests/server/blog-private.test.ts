// What a member does not show, and what the mall has hidden: no byte of it by any route, in any count or stream, to others.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { newId } from '../../server/base/ids.ts';
import type { Photo } from '../../server/community/media/contract.ts';
import { type Blogging, blogging } from '../support/blogs.ts';
import { until } from '../support/ground.ts';
import { listening } from '../support/listening.ts';
import { startService, type TestService } from '../support/service.ts';
import { type Ask, type Creds, type Ids, ROUTES } from '../support/two-malls.ts';

/** These end who asks, or are a mall's own business. */
const NOT_ASKED = [
  'delete /v1/{mall}/me',
  'delete /v1/{mall}/sessions/current',
  'post /v1/{mall}/stream',
  'get /v1/{mall}/reports',
];

describe('what is not shown of a blog', () => {
  let service: TestService;
  let mall: Awaited<ReturnType<TestService['addMall']>>;
  let does: Blogging;
  let author: string;
  let id: string;
  let published: { id: string };
  const hiddenThings = { draft: '', hidden: '', gone: '' };
  /** Words and ids that others must never see, by where their author finds them. */
  const secrets: string[] = [];
  let neverShown: string[] = [];
  let photos: Photo[];
  const askers: Record<string, string | undefined> = {};

  before(async () => {
    service = await startService();
    mall = await service.addMall('private-a', { settings: { write: 'everyone' } });
    const other = await service.addMall('private-b', { settings: { write: 'everyone' } });
    does = blogging(service, mall);
    author = await mall.token('author', { name: '서작가' });
    id = await does.join(author);
    const member = await mall.token('member');
    await does.join(member);
    const talker = await mall.token('talker');
    Object.assign(askers, {
      nobody: undefined,
      member,
      guest: await mall.guest(),
      key: mall.key,
      'member of another mall': await other.token('member'),
    });
    await does.state(['seen', 'canary-bought'].map((product) => ({ product, name: `${product} 상품` })));
    photos = await Promise.all([1, 2, 3, 4].map(() => does.photo(author)));
    const story = (word: string, at: number, state: string) =>
      does.story(author, {
        title: `${word} 제목`,
        text: `${word} 본문`,
        media: [{ id: photos[at]?.id, marks: [{ x: 1, y: 1, product: 'seen' }] }],
        state,
      });
    published = await does.story(author, { title: '보이는 이야기' });
    const draft = await story('canary-draft', 0, 'draft');
    const hidden = await story('canary-hidden', 1, 'shown');
    const gone = await story('canary-gone', 2, 'shown');
    for (const on of [hidden, gone])
      await does.good(
        does.ask('POST', '/comments', talker, {
          subject: { kind: 'story', id: on.id },
          text: 'canary-comment 댓글',
        }),
        201,
      );
    await does.moderate('hide', 'story', hidden.id, 'spam');
    await does.patch(author, gone, { state: 'draft' });
    await does.patchMine(author, 0, {
      title: 'canary-title',
      about: 'canary-about',
      header: photos[3]?.id,
    });
    await does.moderate('hide', 'blog', id, 'abuse');
    await does.order('author', [{ product: 'canary-bought' }]);
    Object.assign(hiddenThings, { draft: draft.id, hidden: hidden.id, gone: gone.id });
    neverShown = [draft.id];
    secrets.push('canary-', ...Object.values(hiddenThings));
    for (const { small, large } of photos)
      secrets.push(...[small, large].map((address) => address.split('/').at(-1) as string));
    // Its new addresses.
    for (const { media } of (await does.see(gone.id, author)).body.story.media)
      secrets.push(media.small.split('/').at(-1) as string);
  });
  after(() => service.stop());

  const idsWith = async (story: string): Promise<Ids> => ({
    review: newId(),
    ownReview: newId(),
    comment: newId(),
    ownComment: newId(),
    member: id,
    list: newId(),
    wish: newId(),
    openWish: newId(),
    ownList: newId(),
    ownWish: newId(),
    invitation: newId(),
    helper: id,
    inviteCode: randomBytes(18).toString('base64url'),
    photo: photos[0]?.id ?? '',
    file: photos[1]?.small.split('/').at(-1) as string,
    story,
    ownStory: story,
    product: 'seen',
    order: 'none',
    outsideId: 'nobody at all',
    club: newId(),
    ownClub: newId(),
    clubCode: randomBytes(18).toString('base64url'),
    clubInvitation: newId(),
    contribution: newId(),
    tillCode: randomBytes(16).toString('base64url'),
    coupon: 'X7K2-9QF4-M3TD-8WZH',
    fullClub: newId(),
    hold: newId(),
    payout: newId(),
    notice: newId(),
    unsubscribe: 'v1.none',
    upload: newId(),
    wholeUpload: newId(),
    guestToken: await mall.guest(),
    editCode: randomBytes(18).toString('base64url'),
    signedId: 'v1.none',
  });

  /** Besides what the table asks: wherever else a story or a blog may be named. */
  const more = (story: string): [route: string, ask: Ask][] => [
    ...[
      { kind: 'story', id: story },
      { kind: 'blog', id },
    ].map((subject): [string, Ask] => ['post /v1/{mall}/reports', { body: { subject, reason: 'spam' } }]),
    ['get /v1/{mall}/comments', { query: { kind: 'story', id: story } }],
    ['post /v1/{mall}/comments', { body: { subject: { kind: 'story', id: story }, text: '안녕하세요' } }],
    ['get /v1/{mall}/blogs/{id}/stories', { path: { id }, query: { limit: '50' } }],
    ['get /v1/{mall}/me/stories', { query: { state: 'hidden' } }],
  ];

  async function send(route: string, ask: Ask): Promise<string> {
    const [method = '', template = ''] = route.split(' ');
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
        ...(ask.type && { headers: { 'content-type': ask.type } }),
      },
    );
    const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    return `${answer.status} ${body} ${JSON.stringify([...answer.headers])}`;
  }

  for (const kind of ['draft', 'hidden', 'gone'] as const)
    it(`is in no answer to others: asked for what is ${kind}`, async () => {
      const story = hiddenThings[kind];
      const ids = await idsWith(story);
      let asked = 0;
      for (const [name, as] of Object.entries(askers)) {
        const token = as ?? '';
        const creds: Creds = {
          owner: token,
          guest: token,
          key: token,
          fresh: async () => token,
          rich: async () => token,
          confirm: async () => ({ body: { code: '000000' } }),
        };
        const asks: [string, Ask][] = [];
        for (const [route, make] of Object.entries(ROUTES)) {
          // A key may do much that changes the mall itself: it only looks.
          if (NOT_ASKED.includes(route) || (name === 'key' && !route.startsWith('get '))) continue;
          asks.push([route, await make(ids, creds)]);
        }
        for (const [route, ask] of [...asks, ...(name === 'key' ? [] : more(story))]) {
          const sent = JSON.stringify(ask);
          const text = await send(route, { ...ask, as });
          asked += 1;
          for (const secret of secrets) {
            if (sent.includes(secret)) continue;
            assert.ok(!text.includes(secret), `${secret} told to ${name} by ${route}: ${text.slice(0, 500)}`);
          }
          if (route.includes('/stories/{id}')) assert.match(text, /^(401|403|404) /, `${name}: ${route}`);
        }
      }
      assert.ok(asked > 400, `${asked} requests`);
    });

  it('is in no count, and its files are not there', async () => {
    for (const as of [undefined, askers.member, askers.guest]) {
      const { blog, stories, purchases } = await does.read(id, as);
      assert.deepEqual([blog.stories, blog.title, blog.about, blog.header], [1, null, '', null]);
      assert.deepEqual(
        stories.items.map((one) => one.id),
        [published.id],
      );
      assert.deepEqual(purchases.items, []);
      const { newer, older } = (await does.see(published.id, as)).body;
      assert.deepEqual([newer, older], [null, null]);
      const [card] = (await does.cards([id], as)).items;
      assert.deepEqual([card?.story?.id, card?.purchases.length], [published.id, 0]);
    }
    for (const { small, large } of photos.slice(1))
      for (const address of [small, large]) assert.equal(await does.fileStatus(address), 404);
  });

  it('is in no stream: of what was never shown not even an id', async () => {
    const streams = listening(service, mall.id);
    try {
      const heard = await streams.listen(askers.member, `blog:${id}`);
      const draft = (await does.see(hiddenThings.draft, author)).body.story;
      await does.patch(author, draft, { title: 'canary-draft 새 제목' });
      await does.good(does.ask('PATCH', `/photos/${photos[0]?.id}`, author, { alt: 'canary-alt' }), 200);
      await does.story(author, { title: 'canary-second 초안', state: 'draft' });
      await does.good(does.ask('PUT', '/me/blog/boards', author, { boards: [{ name: '끝' }] }), 200);
      await until(() => heard.changes().length > 0, 'the last one is heard');
      assert.deepEqual(
        heard.changes().map((one) => one.kind),
        ['blog.changed'],
      );
      assert.ok(!heard.text().includes('canary-'));
      const since = await service.services.database.db
        .selectFrom('outbox')
        .select(['ids', 'topic'])
        .where('mall_id', '=', mall.id)
        .where('topic', '=', `blog:${id}`)
        .execute();
      for (const { ids } of since) for (const one of neverShown) assert.ok(!String(ids).includes(one));
    } finally {
      streams.close();
    }
  });

  it('is all there for its author', async () => {
    const own = JSON.stringify([
      await does.mine(author),
      await does.myStories(author),
      await does.myStories(author, '?state=hidden'),
      await does.myPurchases(author),
      (await does.see(hiddenThings.draft, author)).body,
      (await does.see(hiddenThings.gone, author)).body,
      (await does.ask('GET', '/me/export', author)).body,
    ]);
    for (const word of ['draft', 'hidden', 'gone', 'title', 'about', 'bought'])
      assert.ok(own.includes(`canary-${word}`), word);
  });
});
