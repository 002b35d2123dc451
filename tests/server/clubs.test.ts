import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { MINUTE } from '../../server/base/clock.ts';
import type { Trx } from '../../server/base/db/database.ts';
import { findClub, findMember } from '../../server/community/clubs/access.ts';
import type { ClubPage } from '../../server/community/clubs/contract.ts';
import { join, leave, setShare } from '../../server/community/clubs/members.ts';
import type { Statement } from '../../server/community/clubs/statement/contract.ts';
import { writingOf } from '../../server/community/clubs/store.ts';
import { findMall } from '../../server/mall/malls/store.ts';
import { type Clubbing, clubbing } from '../support/clubs.ts';
import { startService, type TestService } from '../support/service.ts';
import { picture } from '../support/two-malls.ts';

type Person = Awaited<ReturnType<Clubbing['member']>>;

describe('a club', () => {
  let service: TestService;
  let mall: Awaited<ReturnType<TestService['addMall']>>;
  let does: Clubbing;
  let jiyun: Person;
  let minsu: Person;
  let hana: Person;
  let malls = 0;

  before(async () => {
    service = await startService();
  });
  after(() => service.stop());
  beforeEach(async () => {
    mall = await service.addMall(`clubs${++malls}`, { settings: { write: 'everyone' } });
    does = clubbing(service, mall);
    jiyun = await does.member('지윤');
    minsu = await does.member('민수');
    hana = await does.member('하나');
    for (const { id } of [jiyun, minsu]) await does.grant(id, 8000);
  });

  /** A club of Jiyun's in which Minsu takes part. */
  async function together(more: Parameters<Clubbing['open']>[1] = {}): Promise<string> {
    const { club } = await does.open(jiyun.token, more);
    const { code } = await does.invite(club.id, jiyun.token);
    await does.good(does.accept(minsu.token, code));
    return club.id;
  }

  it('is opened, joined by invitation and filled; everybody in it reads the same', async () => {
    const { club, me } = await does.open(jiyun.token, { payout: 'person' });
    assert.deepEqual([club.state, club.raised, club.percent, club.memberCount], ['open', 0, 0, 1]);
    assert.deepEqual(
      [me.role, me.may.contribute, me.may.cancel, me.may.close, me.may.leave],
      ['starter', true, true, false, false],
    );
    const invitation = await does.invite(club.id, jiyun.token, { uses: 2 });
    const preview = await does.good(does.ask('POST', '/clubs/preview', undefined, { code: invitation.code }));
    assert.deepEqual([preview.club.name, preview.role, preview.member], ['민지 생일', 'member', false]);
    assert.equal(JSON.stringify(preview).includes('raised'), false);
    const joined = await does.good(does.accept(minsu.token, invitation.code));
    assert.deepEqual([joined.me.role, joined.club.memberCount, joined.me.available], ['member', 2, 8000]);
    // Once more uses none of it up.
    await does.good(does.accept(minsu.token, invitation.code));
    const { items } = await does.good(does.ask('GET', `/clubs/${club.id}/invitations`, minsu.token));
    assert.deepEqual(
      items.map((one: any) => [one.usesLeft, one.code]),
      [[1, null]],
    );

    const after1 = await does.good(does.give(club.id, minsu.token, 3000, '생일 축하해!'), 201);
    assert.deepEqual(
      [after1.club.raised, after1.club.percent, after1.me.given, after1.me.available],
      [3000, 30, 3000, 5000],
    );
    assert.equal(after1.contributions.items[0]?.text, '생일 축하해!');
    assert.deepEqual(after1.happenings.map((one) => [one.kind, one.amount]).slice(0, 1), [['milestone', 25]]);
    const seen = await does.page(club.id, jiyun.token);
    assert.equal(seen.club.raised, 3000);
    assert.deepEqual(
      seen.members.map((one) => [one.role, one.given]),
      [
        ['starter', 0],
        ['member', 3000],
      ],
    );
    // Nobody reads another's wallet.
    assert.equal(seen.me.available, 8000);
    assert.equal(/\b5000\b/.test(JSON.stringify({ ...seen, me: null })), false);
    await does.settled();
    const inbox = await does.good(does.ask('GET', '/me/inbox', jiyun.token));
    assert.deepEqual(
      inbox.items.map((one: any) => [one.kind, one.club?.name]),
      [['club-joined', '민지 생일']],
    );
  });

  it('takes no more than it needs, no more than there is, and no amount that is none', async () => {
    const id = await together({ goal: 9000 });
    await does.refused(does.give(id, minsu.token, 8001), 'points-short');
    await does.good(does.give(id, jiyun.token, 5000), 201);
    await does.refused(does.give(id, minsu.token, 4001), 'more-than-needed');
    for (const amount of [-1, 0, 1.5, '5', 1e21, 2 ** 53, null, [5], true])
      await does.refused(does.give(id, minsu.token, amount as number), 'bad-input');
    assert.equal((await does.wallet(minsu.id)).available, 8000);
    const reached = await does.good(does.give(id, minsu.token, 4000), 201);
    assert.deepEqual(
      [reached.club.state, reached.club.percent, reached.me.may.contribute],
      ['reached', 100, false],
    );
    await does.refused(does.give(id, minsu.token, 1), 'not-now');
    assert.equal(await does.pot(id), 9000);
  });

  it('is given to once for each key, for ever', async () => {
    const id = await together();
    const [one, two] = [
      await does.give(id, minsu.token, 1000, '한 줄', 'key-number-1'),
      await does.give(id, minsu.token, 1000, '한 줄', 'key-number-1'),
    ];
    assert.deepEqual([one.status, two.status], [201, 201]);
    assert.equal((one.body as ClubPage).me.given, 1000);
    assert.equal(two.body.me.given, 1000);
    // Also when the day is over in which requests are remembered.
    await service.services.database.write((trx) => trx.deleteFrom('idempotency').execute());
    assert.equal(
      (await does.good(does.give(id, minsu.token, 1000, '한 줄', 'key-number-1'), 201)).me.given,
      1000,
    );
    await service.services.database.write((trx) => trx.deleteFrom('idempotency').execute());
    await does.refused(does.give(id, minsu.token, 1001, '한 줄', 'key-number-1'), 'key-reused');
    assert.equal((await does.wallet(minsu.id)).available, 7000);
  });

  it('lets nobody in who was not invited, and nobody do what is not theirs', async () => {
    const id = await together();
    for (const as of [undefined, hana.token, mall.key, await mall.guest()]) {
      for (const path of [
        '',
        '/members',
        '/contributions',
        '/rolling-paper',
        '/statement',
        '/statement.csv',
        '/invitations',
      ])
        await does.refused(does.ask('GET', `/clubs/${id}${path}`, as), 'not-found');
      await does.refused(does.ask('GET', '/comments?kind=club&id=' + id, as), 'not-found');
    }
    await does.refused(does.give(id, hana.token, 100), 'not-found');
    const guest = await mall.guest();
    for (const [path, body] of [
      ['/clubs', { name: '이름', occasion: 'gift', goal: 100, endsOn: does.day(3) }],
      ['/clubs/join', { code: 'c9Jm3kq0V1xq2e8Zk5yP7sAw' }],
    ] as const)
      await does.refused(does.ask('POST', path, guest, body), 'guest-not-allowed');
    const { club } = await does.page(id, minsu.token);
    await does.refused(
      does.ask('POST', `/clubs/${id}/cancel`, minsu.token, { version: club.version }),
      'not-allowed',
    );
    await does.refused(
      does.ask('PATCH', `/clubs/${id}`, minsu.token, { version: club.version, name: '내 것' }),
      'not-allowed',
    );
    await does.refused(does.ask('POST', `/clubs/${id}/leave`, jiyun.token), 'not-allowed');
    await does.refused(
      does.ask('POST', `/clubs/${id}/close`, jiyun.token, { version: club.version }),
      'not-now',
    );
    await does.refused(
      does.ask('POST', `/clubs/${id}/invitations`, minsu.token, { role: 'person' }),
      'not-allowed',
    );
  });

  it('is changed by its starter, as far as nobody has given for something else', async () => {
    const id = await together();
    const patch = (body: object, as = jiyun.token) => does.ask<ClubPage>('PATCH', `/clubs/${id}`, as, body);
    const { version } = (await does.page(id, jiyun.token)).club;
    const changed = await does.good(patch({ version, name: '새 이름', goal: 12_000 }));
    assert.deepEqual(
      [changed.club.name, changed.club.goal, changed.club.version],
      ['새 이름', 12_000, version + 1],
    );
    await does.refused(patch({ version, name: '옛날' }), 'changed-meanwhile');
    await does.good(does.give(id, minsu.token, 100), 201);
    await does.refused(patch({ version: version + 1, goal: 5000 }), 'not-now');
    await does.refused(patch({ version: version + 1, endsOn: does.day(3) }), 'day-fixed');
    const later = await does.good(patch({ version: version + 1, endsOn: does.day(60), amounts: 'everyone' }));
    assert.equal(later.club.endsOn, does.day(60));
    for (const endsOn of [does.day(0), does.day(-3), does.day(1000)])
      await does.refused(
        does.ask('POST', '/clubs', jiyun.token, { name: '이름', occasion: 'gift', goal: 100, endsOn }),
        'day-fixed',
      );
  });

  it('gives a member who leaves every point back, to the lot that it came from', async () => {
    const day = service.services.now() + 40 * 24 * 60 * MINUTE;
    const id = await together();
    await does.grant(minsu.id, 500, day);
    await does.good(does.give(id, minsu.token, 700), 201);
    await does.good(does.give(id, minsu.token, 300), 201);
    await does.good(does.give(id, jiyun.token, 50), 201);
    const left = await does.good(does.ask('POST', `/clubs/${id}/leave`, minsu.token));
    assert.deepEqual(left.me.outcome, { kind: 'left', amount: 1000 });
    assert.deepEqual([left.me.role, left.club.raised, left.club.memberCount], [null, null, 1]);
    assert.equal((await does.wallet(minsu.id)).available, 8500);
    const lots = await service.services.database.db
      .selectFrom('lots')
      .select(['expires_at', 'rest'])
      .where('mall_id', '=', mall.id)
      .where('account_id', '=', `w:${minsu.id}`)
      .execute();
    assert.deepEqual(lots.find((one) => one.expires_at === day)?.rest, 500);
    await does.refused(does.give(id, minsu.token, 100), 'not-allowed');
    const seen = await does.page(id, jiyun.token);
    assert.deepEqual([seen.club.raised, await does.pot(id)], [50, 50]);
    const { items } = await does.good(does.ask('GET', `/clubs/${id}/members`, jiyun.token));
    assert.deepEqual(
      items.map((one: any) => [one.given, one.left]),
      [
        [50, false],
        [0, true],
      ],
    );
    // They may come again.
    const { code } = await does.invite(id, jiyun.token);
    assert.equal((await does.good(does.accept(minsu.token, code))).me.role, 'member');
  });

  it('falls short again when somebody goes whose points had reached the goal', async () => {
    const id = await together({ goal: 1000 });
    await does.good(does.give(id, minsu.token, 600), 201);
    const reached = await does.good(does.give(id, jiyun.token, 400), 201);
    assert.equal(reached.me.may.close, true);
    await does.good(does.ask('POST', `/clubs/${id}/leave`, minsu.token));
    const { club, happenings } = await does.page(id, jiyun.token);
    assert.deepEqual([club.state, club.raised], ['open', 400]);
    assert.ok(happenings.some((one) => one.kind === 'short-again'));
  });

  it('shows onlookers with its link no amount, unless it says so', async () => {
    const id = await together({ visibility: 'link' });
    await does.good(does.give(id, minsu.token, 3210, '비밀 한 줄'), 201);
    const { me } = await does.page(id, minsu.token);
    const key: string = me.linkKey ?? '';
    assert.equal(key.length, 22);
    await does.refused(does.see(id), 'not-found');
    await does.refused(does.see(id, undefined, 'x'.repeat(22)), 'not-found');
    for (const as of [undefined, hana.token, await mall.guest()]) {
      const { status, body } = await does.see(id, as, key);
      assert.equal(status, 200);
      assert.deepEqual(
        [body.club.raised, body.club.percent, body.me.role, body.forecast],
        [null, 32, null, null],
      );
      assert.deepEqual(body.contributions.items, []);
      assert.equal(/\b3210\b/.test(JSON.stringify(body)), false);
      assert.equal(JSON.stringify(body).includes(key), false);
      const link: Record<string, string> = { 'dangol-link': key };
      for (const path of ['members', 'contributions']) {
        const answer = await does.ask<unknown>('GET', `/clubs/${id}/${path}`, as, undefined, link);
        assert.equal(answer.status, 200);
        assert.equal(/\b3210\b/.test(JSON.stringify(answer.body)), false);
        assert.equal(answer.headers.get('cache-control'), 'no-store');
      }
      for (const path of ['statement', 'statement.csv', 'rolling-paper', 'invitations'])
        await does.refused(does.ask('GET', `/clubs/${id}/${path}`, as, undefined, link), 'not-allowed');
    }
    const { version } = (await does.page(id, jiyun.token)).club;
    const open = await does.good(
      does.ask<ClubPage>('PATCH', `/clubs/${id}`, jiyun.token, { version, amounts: 'everyone' }),
    );
    const shown = (await does.see(id, undefined, key)).body;
    assert.deepEqual([shown.club.raised, shown.contributions.items[0]?.amount], [3210, 3210]);
    // Closed and opened again it has another link.
    const closed = await does.good(
      does.ask<ClubPage>('PATCH', `/clubs/${id}`, jiyun.token, {
        version: open.club.version,
        visibility: 'members',
      }),
    );
    await does.good(
      does.ask('PATCH', `/clubs/${id}`, jiyun.token, { version: closed.club.version, visibility: 'link' }),
    );
    await does.refused(does.see(id, undefined, key), 'not-found');
  });

  it('has invitations that run out, are used up and are taken back', async () => {
    const { club } = await does.open(jiyun.token);
    const once = await does.invite(club.id, jiyun.token, { uses: 1 });
    await does.good(does.accept(minsu.token, once.code));
    await does.refused(does.accept(hana.token, once.code), 'not-found');
    const taken = await does.invite(club.id, minsu.token);
    const other = await does.invite(club.id, jiyun.token);
    // Of others' only the starter.
    await does.refused(
      does.ask('DELETE', `/clubs/${club.id}/invitations/${other.id}`, minsu.token),
      'not-found',
    );
    assert.equal(
      (await does.ask('DELETE', `/clubs/${club.id}/invitations/${taken.id}`, jiyun.token)).status,
      204,
    );
    await does.refused(does.accept(hana.token, taken.code), 'not-found');
    await does.refused(does.ask('POST', '/clubs/preview', undefined, { code: taken.code }), 'not-found');
    const short = await does.invite(club.id, jiyun.token, { days: 1 });
    service.later(24 * 60 * MINUTE + 1);
    await does.refused(does.accept(await mall.token('하나'), short.code), 'not-found');
  });

  it('has a statement whose chain anybody in it can check', async () => {
    const id = await together({ goal: 3000 });
    for (const amount of [100, 200, 300]) await does.good(does.give(id, minsu.token, amount), 201);
    const seen: Statement['items'] = [];
    let page = await does.statement(id, jiyun.token, '?limit=2');
    let before2 = createHash('sha256').update(page.account).digest('hex');
    for (;;) {
      for (const one of page.items) {
        const hash = createHash('sha256')
          .update(JSON.stringify([before2, ...one.parts]))
          .digest('hex');
        assert.equal(hash, one.hash);
        before2 = hash;
        seen.push(one);
      }
      if (!page.next) break;
      page = await does.statement(id, jiyun.token, `?limit=2&cursor=${page.next}`);
    }
    assert.deepEqual(
      seen.map((one) => [one.seq, one.amount, one.balance, one.by?.id]),
      [
        [1, 100, 100, minsu.id],
        [2, 200, 300, minsu.id],
        [3, 300, 600, minsu.id],
      ],
    );
    assert.deepEqual(page.head, { seq: 3, hash: before2, balance: 600 });
    await does.good(does.ask('PATCH', '/me', minsu.token, { handle: '=1+1' }), 200).catch(() => undefined);
    const csv = await does.ask<string>('GET', `/clubs/${id}/statement.csv`, jiyun.token);
    assert.match(csv.headers.get('content-type') ?? '', /text\/csv/);
    const lines = csv.body.trim().split('\r\n');
    assert.equal(lines.length, 4);
    for (const line of lines)
      for (const cell of line.replace('\uFEFF', '').split(',')) assert.doesNotMatch(cell, /^[=+@]/);
  });

  it('keeps lines for a rolling paper, without amounts and without those that went back', async () => {
    const id = await together();
    await does.good(does.give(id, minsu.token, 1234, '축하해'), 201);
    await does.good(does.give(id, jiyun.token, 2345, '고마워'), 201);
    await does.good(does.give(id, jiyun.token, 10), 201);
    const paper = await does.good(does.ask('GET', `/clubs/${id}/rolling-paper`, jiyun.token));
    assert.deepEqual(
      paper.items.map((one: any) => one.text),
      ['축하해', '고마워'],
    );
    assert.equal(/\b1234\b/.test(JSON.stringify(paper)), false);
    await does.good(does.ask('POST', `/clubs/${id}/leave`, minsu.token));
    const rest = await does.good(does.ask('GET', `/clubs/${id}/rolling-paper`, jiyun.token));
    assert.deepEqual(
      rest.items.map((one: any) => one.text),
      ['고마워'],
    );
  });

  it('takes points at a till by a code, once for each receipt', async () => {
    const id = await together({ goal: 3000 });
    const till = await mall.addKey(['till']);
    const code = async () =>
      (await does.good<{ code: string }>(does.ask('POST', `/clubs/${id}/till-code`, minsu.token), 201)).code;
    const post = (body: object, as = till) => does.ask('POST', '/till/contributions', as, body);
    const first = await code();
    const second = await code();
    await does.refused(post({ code: first, amount: 500, receipt: 'r-1' }), 'not-found');
    await does.refused(
      post({ code: second, amount: 500, receipt: 'r-1' }, await mall.addKey(['points'])),
      'key-scope',
    );
    const posted = await does.good(post({ code: second, amount: 500, receipt: 'r-1' }));
    assert.deepEqual([posted.amount, posted.club.percent], [500, 16]);
    assert.deepEqual(await does.good(post({ code: second, amount: 500, receipt: 'r-1' })), posted);
    await does.refused(post({ code: second, amount: 501, receipt: 'r-1' }), 'key-reused');
    await does.refused(post({ code: second, amount: 500, receipt: 'r-2' }), 'not-found');
    const late = await code();
    service.later(5 * MINUTE);
    await does.refused(post({ code: late, amount: 500, receipt: 'r-3' }), 'not-found');
    const more = await does.good<{ code: string }>(
      does.ask('POST', `/clubs/${id}/till-code`, await mall.token('민수')),
      201,
    );
    await does.refused(post({ code: more.code, amount: 2501, receipt: 'r-4' }), 'more-than-needed');
    assert.equal((await does.wallet(minsu.id)).available, 8000);
    assert.equal(await does.pot(id), 500);
    const left = await does.good(does.ask('POST', `/clubs/${id}/leave`, await mall.token('민수')));
    assert.equal(left.me.refunded, 500);
    assert.equal((await does.wallet(minsu.id)).available, 8500);
  });

  it('has a share of what orders earn, and gives it back when they are returned', async () => {
    const id = await together({ goal: 1000 });
    const other = await does.open(minsu.token, { goal: 5000 });
    await does.good(does.share(id, minsu.token, 30));
    await does.refused(does.share(other.club.id, minsu.token, 71), 'quota-full');
    await does.good(does.share(other.club.id, minsu.token, 70));
    await does.refused(does.share(id, minsu.token, 101), 'bad-input');
    const of = await does.earn(minsu.id, 999, 'A-1');
    await does.settled();
    assert.deepEqual([await does.pot(id), await does.pot(other.club.id)], [299, 699]);
    assert.equal((await does.wallet(minsu.id)).available, 8001);
    const { contributions } = await does.page(id, minsu.token);
    assert.deepEqual(
      contributions.items.map((one) => [one.via, one.amount]),
      [['share', 299]],
    );
    // A third comes back, then all of it.
    await does.returned(of, 333, 'A-1');
    await does.settled();
    assert.deepEqual([await does.pot(id), await does.pot(other.club.id)], [299 - 99, 699 - 233]);
    await does.returned(of, 666, 'A-1');
    await does.settled();
    assert.deepEqual([await does.pot(id), await does.pot(other.club.id)], [0, 0]);
    const wallet = await does.wallet(minsu.id);
    assert.deepEqual([wallet.available, wallet.owed], [8000, 0]);
    assert.ok((await does.page(id, jiyun.token)).happenings.some((one) => one.kind === 'order-returned'));
    // No more than it still needs.
    await does.good(does.give(id, jiyun.token, 990), 201);
    await does.earn(minsu.id, 1000, 'A-2');
    await does.settled();
    assert.deepEqual([await does.pot(id), (await does.page(id, jiyun.token)).club.state], [1000, 'reached']);
  });

  it('gives of an order what was the share when its points came, however late that is heard', async () => {
    const { services } = service;
    const id = await together({ goal: 100_000 });
    const other = await does.open(minsu.token, { goal: 100_000 });
    const found = await findMall(services.database.db, mall.id);
    assert.ok(found);
    /** Sets shares after the points have come and before the clubs hear of it. */
    const setting =
      (...shares: readonly [club: string, percent: number][]) =>
      async (trx: Trx) => {
        for (const [clubId, percent] of shares) {
          const club = await findClub(trx, mall.id, clubId);
          assert.ok(club);
          await setShare(trx, writingOf(services, found), club, minsu.id, percent);
        }
      };
    const pots = async () => {
      await does.settled();
      return [await does.pot(id), await does.pot(other.club.id)];
    };
    await does.earn(minsu.id, 1000, 'L-1', '1', setting([id, 50]));
    assert.deepEqual(await pots(), [0, 0], 'there was none yet');
    await does.earn(minsu.id, 1000, 'L-2', '1', setting([id, 20], [id, 30], [other.club.id, 70]));
    assert.deepEqual(await pots(), [500, 0], 'a half, as it was then');
    await does.earn(minsu.id, 1000, 'L-3', '1', setting([id, 0], [other.club.id, 100]));
    assert.deepEqual(await pots(), [800, 700]);
    await does.earn(minsu.id, 1000, 'L-4');
    assert.deepEqual(await pots(), [800, 1700]);
    // Who left and is back has said nothing of a share since.
    const invitation = await does.invite(other.club.id, minsu.token, { uses: 3 });
    await does.good(does.accept(jiyun.token, invitation.code));
    await does.good(does.share(other.club.id, jiyun.token, 100));
    await does.earn(jiyun.id, 1000, 'L-5', '1', async (trx) => {
      const club = await findClub(trx, mall.id, other.club.id);
      const member = club && (await findMember(trx, club, jiyun.id));
      assert.ok(club && member);
      await leave(trx, writingOf(services, found), club, member);
      await join(trx, writingOf(services, found), invitation.code ?? '', jiyun.id);
    });
    assert.deepEqual(await pots(), [800, 1700]);
  });

  it('meets with what comes back of a share the debt that a returned order left', async () => {
    const id = await together({ goal: 100_000 });
    await does.good(does.share(id, minsu.token, 100));
    const of = await does.earn(minsu.id, 500, 'B-1');
    await does.settled();
    await does.good(does.give(id, minsu.token, 8000), 201);
    // The wallet has nothing: all of it is owed, until the share is back.
    assert.deepEqual(await does.returned(of, 500, 'B-1'), { voided: 0, taken: 0, owed: 500 });
    await does.settled();
    const wallet = await does.wallet(minsu.id);
    assert.deepEqual([wallet.available, wallet.owed, await does.pot(id)], [0, 0, 8000]);
  });

  it('has a cover, comments, and words that the mall can hide', async () => {
    const photo = await does.good<{ id: string }>(
      service.call('POST', `/v1/${mall.id}/photos`, {
        as: jiyun.token,
        headers: { 'content-type': 'image/png' },
        body: new Uint8Array(await picture()),
      }),
      201,
    );
    const id = await together({ cover: { photo: photo.id } });
    const { club } = await does.page(id, minsu.token);
    assert.equal(club.cover.photo?.width, 24);
    const file = new URL(club.cover.photo?.url ?? '').pathname;
    assert.equal((await service.call('GET', file)).status, 200);
    await does.refused(
      does.ask('POST', '/clubs', minsu.token, {
        name: '이름',
        occasion: 'gift',
        goal: 100,
        endsOn: does.day(3),
        cover: { photo: photo.id },
      }),
      'bad-input',
    );
    await does.good(
      does.ask('POST', '/comments', minsu.token, { subject: { kind: 'club', id }, text: '좋아요' }),
      201,
    );
    await does.refused(
      does.ask('POST', '/comments', hana.token, { subject: { kind: 'club', id }, text: '나도' }),
      'not-found',
    );
    assert.equal((await does.page(id, jiyun.token)).club.comments, 1);

    const given = await does.good(does.give(id, minsu.token, 100, '욕설'), 201);
    const line = given.contributions.items[0]?.id ?? '';
    await does.refused(
      does.ask('POST', '/reports', hana.token, {
        subject: { kind: 'contribution', id: line },
        reason: 'abuse',
      }),
      'not-found',
    );
    for (const subject of [
      { kind: 'club', id },
      { kind: 'contribution', id: line },
    ]) {
      const reported = await does.ask('POST', '/reports', minsu.token, { subject, reason: 'abuse' });
      // One's own is not reported.
      assert.equal(reported.status < 300, subject.kind === 'club', JSON.stringify(reported.body));
      await does.good(
        does.ask('POST', '/moderation', mall.key, { action: 'hide', subject, reason: 'abuse' }),
      );
    }
    const hidden = await does.page(id, minsu.token);
    assert.deepEqual(
      [hidden.club.name, hidden.club.cover, hidden.club.person.name],
      ['같이 모으기', { emoji: '🎁', photo: null }, ''],
    );
    assert.equal(hidden.contributions.items[0]?.text, '');
    assert.equal((await service.call('GET', file)).status, 404);
    for (const subject of [
      { kind: 'club', id },
      { kind: 'contribution', id: line },
    ])
      await does.good(does.ask('POST', '/moderation', mall.key, { action: 'restore', subject }));
    const shown = await does.page(id, minsu.token);
    assert.deepEqual([shown.club.name, shown.contributions.items[0]?.text], ['민지 생일', '욕설']);
  });

  it('lists one’s clubs, those that collect first', async () => {
    const done = await together({ goal: 100 });
    const { version } = (await does.page(done, jiyun.token)).club;
    const two = await together({ name: '둘' });
    await does.good(does.ask('POST', `/clubs/${done}/cancel`, jiyun.token, { version }));
    await does.settled();
    const three = await does.open(minsu.token, { name: '셋' });
    const mine = await does.mine(minsu.token);
    assert.deepEqual(
      mine.items.map((one) => [one.id, one.role, one.state]),
      [
        [three.club.id, 'starter', 'open'],
        [two, 'member', 'open'],
        [done, 'member', 'refunded'],
      ],
    );
    const first = await does.good(does.ask('GET', '/me/clubs?limit=2', minsu.token));
    const rest = await does.good(does.ask('GET', `/me/clubs?limit=2&cursor=${first.next}`, minsu.token));
    assert.deepEqual(
      [...first.items, ...rest.items].map((one: any) => one.id),
      mine.items.map((one) => one.id),
    );
    assert.equal(rest.next, null);
  });

  it('has a page that tells nothing of any club', async () => {
    const id = await together();
    const { status, body, headers } = await service.call<string>('GET', `/c/${mall.id}`, { origin: null });
    assert.equal(status, 200);
    assert.match(body, /<dangol-savings-club shared>/);
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
    assert.equal(body.includes(id) || body.includes('민지'), false);
    assert.equal((await service.call('GET', '/c/nowhere', { origin: null })).status, 404);
  });

  it('of a starter who is erased goes to whoever has been in it longest; all of theirs goes', async () => {
    const id = await together({ goal: 5000, personName: '민지' });
    const { code } = await does.invite(id, jiyun.token);
    await does.good(does.accept(hana.token, code));
    await does.good(does.give(id, jiyun.token, 1000, '지윤의 말'), 201);
    await does.good(does.give(id, minsu.token, 500), 201);
    const exported = JSON.stringify(await does.good(does.ask('GET', '/me/export', jiyun.token)));
    assert.ok(exported.includes('지윤의 말') && exported.includes(id));
    assert.equal((await does.ask('DELETE', '/me', jiyun.token)).status, 204);
    const after1 = await does.page(id, minsu.token);
    assert.deepEqual(
      [after1.me.role, after1.club.raised, after1.club.starter?.id, after1.me.may.cancel],
      ['starter', 500, minsu.id, true],
    );
    assert.equal(await does.pot(id), 500);
    assert.equal(JSON.stringify(after1).includes('지윤의 말'), false);
    // The last but one goes as well: nobody is left to go on with it.
    assert.equal((await does.ask('DELETE', '/me', hana.token)).status, 204);
    assert.equal((await does.ask('DELETE', '/me', minsu.token)).status, 204);
    await does.settled();
    const row = await service.services.database.db
      .selectFrom('clubs')
      .selectAll()
      .where('mall_id', '=', mall.id)
      .where('club_id', '=', id)
      .executeTakeFirstOrThrow();
    assert.deepEqual(
      [row.state, row.name, row.person_name, row.shopper_id, await does.pot(id)],
      ['refunded', '', '', null, 0],
    );
  });
});
