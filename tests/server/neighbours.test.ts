import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { followedBlogs } from '../../server/community/blogs/followed.ts';
import { MOST_FOLLOWED, wanted } from '../../server/community/neighbours/rules.ts';
import { eraseNeighbours } from '../../server/community/neighbours/store.ts';
import { startService, type TestService } from '../support/service.ts';
import { type Social, socialOf } from '../support/social.ts';

let service: TestService;
before(async () => {
  service = await startService();
});
after(() => service.stop());

let malls = 0;
async function scene(settings: Record<string, unknown> = {}) {
  const mall = await service.addMall(`near${++malls}`, { settings });
  const social = socialOf(service, mall);
  const [kim, lee, park] = await Promise.all(['kim', 'lee', 'park'].map(social.member));
  return { mall, social, kim: kim!, lee: lee!, park: park! };
}
const count = async (social: Social, id: string) => (await social.blog(id)).neighbour_count;
const states = (body: { state: string; theirs: string; mine: boolean }) => [
  body.state,
  body.theirs,
  body.mine,
];

it('what a wish to follow comes to', () => {
  for (const [now, asks, next] of [
    [undefined, false, 'follows'],
    [undefined, true, 'asked'],
    ['asked', true, undefined],
    ['asked', false, 'follows'],
    ['follows', true, undefined],
    ['follows', false, undefined],
  ] as const)
    assert.equal(wanted(now, asks), next, JSON.stringify([now, asks]));
});

describe('following', () => {
  it('is done at once, once, and undone; the number and both sides follow', async () => {
    const { social, kim, lee } = await scene();
    const me = (as: string, id: string) => social.good(social.ask('GET', `/blogs/${id}/me`, as));
    assert.deepEqual(states(await me(kim.token, lee.id)), ['none', 'none', false]);
    assert.deepEqual(states(await me(kim.token, kim.id)), ['none', 'none', true]);
    for (let times = 0; times < 2; times++)
      assert.deepEqual(states(await social.follow(kim.token, lee.id)), ['follows', 'none', false]);
    assert.deepEqual(states(await me(lee.token, kim.id)), ['none', 'follows', false]);
    assert.equal(await count(social, lee.id), 1);
    assert.deepEqual(await social.events(`blog:${lee.id}`), ['blog.changed']);
    assert.deepEqual(
      (await social.notices(lee.token)).map((one) => [one.kind, one.from?.id]),
      [['neighbour-new', kim.id]],
    );
    await social.follow(lee.token, kim.id);
    assert.deepEqual(states(await me(kim.token, lee.id)), ['follows', 'follows', false]);
    for (let times = 0; times < 2; times++)
      await social.good(social.ask('DELETE', `/blogs/${lee.id}/neighbour`, kim.token));
    assert.equal(await count(social, lee.id), 0);
    assert.deepEqual(states(await me(kim.token, lee.id)), ['none', 'follows', false]);
    // Who comes and goes is told of once.
    await social.follow(kim.token, lee.id);
    assert.equal((await social.notices(lee.token)).length, 1);
    assert.equal(await count(social, lee.id), 1);
  });

  it('waits for a yes where the member wants to be asked', async () => {
    const { social, kim, lee } = await scene();
    await social.blog(lee.id, { asks: 1 });
    assert.deepEqual(states(await social.follow(kim.token, lee.id)), ['asked', 'none', false]);
    assert.equal(await count(social, lee.id), 0);
    const waiting = await social.good(social.ask('GET', '/me/neighbours?who=asking', lee.token));
    assert.deepEqual(
      waiting.items.map((one: any) => [one.member.id, one.state, one.theirs]),
      [[kim.id, 'none', 'asked']],
    );
    const mine = await social.good(social.ask('GET', '/me/neighbours?who=following', kim.token));
    assert.deepEqual(
      mine.items.map((one: any) => [one.member.id, one.state, one.theirs]),
      [[lee.id, 'asked', 'none']],
    );
    assert.equal((await social.ask('PUT', `/me/neighbours/${lee.id}`, kim.token)).status, 404);
    for (let times = 0; times < 2; times++)
      assert.deepEqual(states(await social.good(social.ask('PUT', `/me/neighbours/${kim.id}`, lee.token))), [
        'none',
        'follows',
        false,
      ]);
    assert.equal(await count(social, lee.id), 1);
    assert.deepEqual(
      (await social.notices(kim.token)).map((one) => [one.kind, one.from?.id]),
      [['neighbour-agreed', lee.id]],
    );
    assert.deepEqual(
      (await social.notices(lee.token)).map((one) => one.kind),
      ['neighbour-asking'],
    );
    // And they may let them go again.
    await social.good(social.ask('DELETE', `/me/neighbours/${kim.id}`, lee.token));
    assert.equal(await count(social, lee.id), 0);
    const left = await social.good(social.ask('GET', '/me/neighbours?who=followers', lee.token));
    assert.deepEqual(left.items, []);
  });

  it('is refused where it means nothing, and for what is not there', async () => {
    const { mall, social, kim, lee } = await scene({ write: 'everyone' });
    const guest = await mall.guest();
    const { id: guestId } = await social.good(social.ask('PATCH', '/me', guest, { handle: '손님 하나' }));
    await social.good(
      social.ask('POST', '/orders', mall.key, {
        orders: [{ order: 'A', shopper: 'choi', placedAt: 1, changedAt: 1, lines: [] }],
      }),
    );
    const { shopper_id: choi } = await service.services.database.db
      .selectFrom('shoppers')
      .select('shopper_id')
      .where('mall_id', '=', mall.id)
      .where('outside_id', '=', 'choi')
      .executeTakeFirstOrThrow();
    const gone = await social.member('gone');
    await social.good(social.ask('DELETE', '/me', gone.token), 204);
    const far = await scene();
    for (const [what, id, as, status, code] of [
      ['self', kim.id, kim.token, 403, 'own-thing'],
      ['guest', lee.id, guest, 403, 'guest-not-allowed'],
      ['nobody', lee.id, undefined, 401, 'sign-in-required'],
      ['a key', lee.id, mall.key, 403, 'not-allowed'],
      ['a guest has no blog', guestId, kim.token, 404, 'not-found'],
      ['one who never joined', choi, kim.token, 404, 'not-found'],
      ['one who left', gone.id, kim.token, 404, 'not-found'],
      ['of another mall', far.kim.id, kim.token, 404, 'not-found'],
      ['missing', '0'.repeat(25), kim.token, 404, 'not-found'],
    ] as const)
      for (const [method, path] of [
        ['PUT', `/blogs/${id}/neighbour`],
        ['PUT', `/me/neighbours/${id}`],
      ] as const) {
        const { status: got, body } = await social.ask(method, path, as);
        // Oneself nobody ever asked.
        const other = what === 'self' && path.startsWith('/me');
        assert.deepEqual([got, body.code], other ? [404, 'not-found'] : [status, code], `${what}: ${path}`);
      }
  });

  it('has its end at a thousand', async () => {
    const { mall, social, kim, lee, park } = await scene();
    await service.services.database.write(async (trx) => {
      for (let at = 0; at < MOST_FOLLOWED - 1; at += 111)
        await trx
          .insertInto('neighbours')
          .values(
            Array.from({ length: 111 }, (_, one) => ({
              mall_id: mall.id,
              follower_id: kim.id,
              followed_id: `x${at + one}`,
              state: 'follows' as const,
              at: 1000 + Math.floor((at + one) / 3),
            })),
          )
          .execute();
    });
    await social.follow(kim.token, lee.id);
    const { status, body } = await social.ask('PUT', `/blogs/${park.id}/neighbour`, kim.token);
    assert.deepEqual([status, body.code], [422, 'quota-full']);
    // All of them, page by page, each once.
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: any = await social.good(
        social.ask('GET', `/me/neighbours?who=following&limit=100${next && `&cursor=${next}`}`, kim.token),
      );
      seen.push(...page.items.map((one: any) => one.member.id));
      next = page.next;
    }
    assert.equal(seen.length, MOST_FOLLOWED);
    assert.equal(new Set(seen).size, MOST_FOLLOWED);
    assert.equal(seen[0], lee.id);
  });

  it('counts right when many do it at once', async () => {
    const { social, kim } = await scene();
    const many = await Promise.all(Array.from({ length: 12 }, (_, at) => social.member(`m${at}`)));
    await Promise.all(
      many.flatMap((one) => [social.follow(one.token, kim.id), social.follow(one.token, kim.id)]),
    );
    assert.equal(await count(social, kim.id), 12);
    await Promise.all(
      many.slice(0, 7).map((one) => social.ask('DELETE', `/blogs/${kim.id}/neighbour`, one.token)),
    );
    assert.equal(await count(social, kim.id), 5);
  });

  it('ends with whoever leaves', async () => {
    const { mall, social, kim, lee, park } = await scene();
    await social.follow(kim.token, lee.id);
    await social.follow(park.token, kim.id);
    await social.follow(park.token, lee.id);
    const { database } = service.services;
    await database.write((trx) =>
      eraseNeighbours(trx, { blogs: followedBlogs(service.services) }, mall.id, kim.id),
    );
    assert.equal(await count(social, lee.id), 1);
    const rows = await database.db
      .selectFrom('neighbours')
      .select(['follower_id', 'followed_id'])
      .where('mall_id', '=', mall.id)
      .execute();
    assert.deepEqual(rows, [{ follower_id: park.id, followed_id: lee.id }]);
  });
});
