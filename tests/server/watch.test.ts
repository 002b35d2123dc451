import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY, HOUR } from '../../server/base/clock.ts';
import { dangolHere } from '../support/cli.ts';
import { actions } from '../support/reporting.ts';
import { startService, type TestService } from '../support/service.ts';
import { chance } from '../support/simulation.ts';

const MALL = 'ringed';
const names = (word: string, count: number) => [...Array(count).keys()].map((one) => `${word}-${one}`);

describe('a ring of eight new accounts at a small mall', () => {
  let service: TestService;
  let mall: Awaited<ReturnType<TestService['addMall']>>;
  const ring = names('ring', 8);
  const regulars = names('regular', 40);
  /** Shopper -> review. */
  const reviews = new Map<string, string>();

  const write = async (shopper: string, product: string) => {
    reviews.set(shopper, await actions(service, MALL).review(await mall.token(shopper), product));
  };
  async function vote(voter: string, author: string): Promise<number> {
    const answer = await service.call('PUT', `/v1/${MALL}/reviews/${reviews.get(author)}/vote`, {
      as: await mall.token(voter),
      body: { helpful: true },
    });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body.helpful;
  }
  const naegong = async (shopper: string) =>
    (await service.call('GET', `/v1/${MALL}/me/naegong`, { as: await mall.token(shopper) })).body;
  const review = (author: string) =>
    service.services.database.db
      .selectFrom('reviews')
      .selectAll()
      .where('mall_id', '=', MALL)
      .where('review_id', '=', reviews.get(author) ?? '')
      .executeTakeFirstOrThrow();
  const votes = (aside: 0 | 1) =>
    service.services.database.db
      .selectFrom('votes')
      .selectAll()
      .where('mall_id', '=', MALL)
      .where('set_aside', '=', aside)
      .execute();
  /** An hour later the job comes again. */
  async function anHourLater() {
    service.later(HOUR + 1);
    await service.services.jobs.runDue();
  }
  /** How everybody stands, with the ring or without it. */
  const standings = async (ringed: boolean) => {
    const rows = await service.services.database.db
      .selectFrom('standings')
      .innerJoin('shoppers', (join) =>
        join
          .onRef('shoppers.mall_id', '=', 'standings.mall_id')
          .onRef('shoppers.shopper_id', '=', 'standings.shopper_id'),
      )
      .select(['outside_id', 'naegong', 'helped', 'frozen_at'])
      .where('standings.mall_id', '=', MALL)
      .orderBy('outside_id')
      .execute();
    return rows.filter((row) => ring.includes(row.outside_id ?? '') === ringed);
  };

  before(async () => {
    service = await startService();
    mall = await service.addMall(MALL);
    for (const [at, one] of regulars.entries()) await write(one, `product-${at % 12}`);
    service.later(5 * DAY);
    const dice = chance(7);
    const pairs = new Set<string>();
    const support = async (voter: string, author: string) => {
      if (voter === author || pairs.has(`${voter} ${author}`)) return;
      pairs.add(`${voter} ${author}`);
      await vote(voter, author);
      // Most trust is answered.
      if (dice.next() < 0.6) await support(author, voter);
    };
    for (const one of regulars) for (let more = 3; more > 0; more--) await support(one, dice.pick(regulars));
    await anHourLater();
  });
  after(() => service.stop());

  it('begins with nobody in doubt', async () => assert.deepEqual(await votes(1), []));

  it('gains by voting for each other', async () => {
    for (const one of ring) await write(one, 'product-0');
    for (const voter of ring) for (const author of ring) if (voter !== author) await vote(voter, author);
    // So that they do not look like one: votes for others.
    for (const [at, one] of ring.entries()) await vote(one, regulars[4 * at]!);
    assert.ok((await naegong('ring-3')).naegong > 0);
    assert.ok((await review('ring-3')).rank_helpful > 0);
  });

  it('loses all of it when the job has come, and what it gave to others stays', async () => {
    const before = await standings(false);
    await anHourLater();
    const aside = await votes(1);
    assert.equal(aside.length, 8 * 7);
    for (const row of aside) assert.match(row.doubts, /\bring\b/);
    for (const one of ring) {
      const { rank_helpful, weight_yes, voters_yes } = await review(one);
      assert.deepEqual([rank_helpful, weight_yes, voters_yes], [0, 0, 0]);
      const mine = await naegong(one);
      assert.deepEqual([mine.naegong, mine.helped, mine.level], [0, 0, 0]);
      assert.deepEqual(mine.frozen.reasons, ['ring']);
      assert.ok(mine.items.some((line: { reversal: string | null }) => line.reversal === 'set-aside'));
    }
    assert.deepEqual(await standings(false), before);
    assert.ok(before.every((row) => row.frozen_at === null));
    assert.equal((await standings(true)).filter((row) => row.frozen_at !== null).length, ring.length);
  });

  it('is not hidden', async () => {
    for (const one of ring) {
      assert.equal((await review(one)).state, 'shown');
      const answer = await service.call('GET', `/v1/${MALL}/reviews/${reviews.get(one)}`);
      assert.equal(answer.status, 200);
    }
  });

  it('is listed for the owner, with the reasons', {
    skip: process.env.TEST_DB === 'postgres' && 'the command opens the SQLite folder',
  }, async () => {
    const environment = { DATA_DIR: service.settings.dataDir, MASTER_KEY: '5a'.repeat(32) };
    const json = await dangolHere(environment, 'naegong', 'doubts', MALL, '--json');
    const told = JSON.parse(json.stdout);
    assert.deepEqual([told.setAside, told.counts.ring], [56, 56]);
    assert.deepEqual(told.frozen.map((one: { member: string }) => one.member).sort(), ring);
    const text = (await dangolHere(environment, 'naegong', 'doubts', MALL)).stdout;
    assert.match(text, /56 votes set aside, \d+ that weigh less, 8 members whose rewards wait/);
    assert.match(text, /vote of ring-\d for ring-\d on review:\S+ {2}set aside {2}.*ring/);
    assert.match(text, /and \d+ more; --all lists them/);
    assert.match(text, /member ring-\d {2}rewards wait since \S+ {2}ring/);
    assert.equal((await dangolHere(environment, 'naegong', 'doubts', 'nowhere')).code, 1);
  });

  it('looks again and changes nothing', async () => {
    const before = await votes(1);
    await anHourLater();
    assert.deepEqual(await votes(1), before);
  });

  it('earns by an honest vote afterwards', async () => {
    assert.equal(await vote('regular-1', 'ring-3'), 1);
    assert.ok((await naegong('ring-3')).naegong > 0);
    await anHourLater();
    assert.ok((await naegong('ring-3')).naegong > 0);
    assert.equal((await votes(1)).length, 56);
  });

  it('is taken up again when others of the mall come to find it helpful', async () => {
    for (const [at, one] of regulars.entries())
      for (const author of ring) if ((at + Number(author.at(-1))) % 3 === 0) await vote(one, author);
    const before = (await naegong('ring-5')).naegong;
    await anHourLater();
    assert.deepEqual(await votes(1), []);
    const mine = await naegong('ring-5');
    assert.equal(mine.frozen, null);
    assert.ok(mine.naegong > before);
  });
});
