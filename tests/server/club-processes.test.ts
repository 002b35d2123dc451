// A club is settled by several processes, one of which is killed in the middle: each point goes where it belongs, once.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY } from '../../server/base/clock.ts';
import { dayIn } from '../../server/base/days.ts';
import { findClub } from '../../server/community/clubs/access.ts';
import { insertClub, insertMember } from '../../server/community/clubs/clubs.ts';
import { beginSettling } from '../../server/community/clubs/ending.ts';
import { give } from '../../server/community/clubs/giving.ts';
import { SETTLE_BATCH } from '../../server/community/clubs/rules.ts';
import { step, writingOf } from '../../server/community/clubs/store.ts';
import { PostClub } from '../../server/community/clubs/writing/contract.ts';
import { findMall } from '../../server/mall/malls/store.ts';
import { potNow, walletNow, walletOf, writeTransfers } from '../../server/mall/points/ledger.ts';
import { verifyMall } from '../../server/mall/points/verify.ts';
import { openServices } from '../../server/open.ts';
import { readSettings } from '../../server/settings.ts';
import { settler } from '../support/club-settlers.ts';
import { ZONE } from '../support/clubs.ts';
import { openPlace } from '../support/process.ts';

const MALL = 'settlers';
/** Three parts: one is done, one dies halfway, and two processes go on at the same time. */
const MEMBERS = 2 * SETTLE_BATCH + 50;
const AT_ONCE = 50;
const given = (at: number) => 50 + (at % 7);
const WALLET = 100;

describe('a club that several processes settle', () => {
  let place: Awaited<ReturnType<typeof openPlace>>;
  let opened: Awaited<ReturnType<typeof openServices>>;
  before(async () => {
    place = await openPlace();
    await place.addMall(MALL);
    opened = await openServices(readSettings({ ...place.environment, LOG_LEVEL: 'silent' }));
  });
  after(async () => {
    await opened.close();
    await place.close();
  });

  /** A club of so many that begins to be settled. */
  async function large(as: 'give' | 'refund'): Promise<{ id: string; members: string[] }> {
    const { services } = opened;
    const mall = await findMall(services.database.db, MALL);
    assert.ok(mall);
    const writing = () => writingOf(services, mall);
    const members = Array.from({ length: MEMBERS }, (_, at) => `${as}-${String(at).padStart(6, '0')}`);
    const said = PostClub.parse({
      name: '같이',
      occasion: 'gift',
      goal: 1_000_000,
      endsOn: dayIn(ZONE, services.now() + 5 * DAY),
      payout: 'shares',
    });
    const { club_id: id } = await services.database.write((trx) =>
      insertClub(trx, writing(), `${as}-starter`, said),
    );
    for (let from = 0; from < members.length; from += AT_ONCE)
      await services.database.write(async (trx) => {
        const some = members.slice(from, from + AT_ONCE);
        await writeTransfers(
          trx,
          services,
          MALL,
          some.map((shopperId) => ({
            key: `settlers-${shopperId}`,
            kind: 'grant' as const,
            from: 'issue',
            to: walletOf(shopperId),
            amount: WALLET,
            lots: { expiresAt: null },
          })),
        );
        let club = await findClub(trx, MALL, id);
        for (const [place, shopperId] of some.entries()) {
          assert.ok(club);
          await insertMember(trx, club, shopperId, 'member', services.now());
          const amount = given(from + place);
          club = (
            await give(trx, writing(), club, {
              contributionId: `${as}-${String(from + place).padStart(20, '0')}`,
              shopperId,
              amount,
              via: 'wallet',
            })
          ).club;
        }
      });
    await services.database.write(async (trx) => {
      const club = await findClub(trx, MALL, id);
      assert.ok(club);
      const over = await step(trx, club, 'run-out');
      await beginSettling(trx, writing(), over, as);
    });
    return { id, members };
  }

  for (const as of ['give', 'refund'] as const)
    it(`${as}: killed midway, gone on with by two at once, exactly once`, async () => {
      const { services } = opened;
      const { db } = services.database;
      const { id, members } = await large(as);
      const all = members.reduce((sum, _, at) => sum + given(at), 0);
      const pot = async () => (await potNow(db, MALL, id)).balance;
      assert.equal(await pot(), all);
      const job = { environment: place.environment, mallId: MALL, clubId: id };
      const dying = await settler({ ...job, dies: true });
      assert.equal(await dying.die(), 'SIGKILL');
      const midway = await pot();
      assert.ok(midway > 0 && midway < all, 'void: it was not killed midway');
      const two = await Promise.all([1, 2].map(() => settler({ ...job, dies: false })));
      const [one, other] = await Promise.all(two.map((process) => process.settle()));
      assert.ok(one && other && one.from <= other.to && other.from <= one.to, 'void: one after the other');
      assert.equal(await pot(), 0);
      for (const shopperId of members)
        assert.equal((await walletNow(db, MALL, shopperId)).available, WALLET, shopperId);
      const club = await findClub(db, MALL, id);
      assert.equal(club?.state, as === 'give' ? 'paid-out' : 'refunded');
      const moves = await db
        .selectFrom('transfers')
        .select((q) => [q.fn.countAll<number>().as('count'), q.fn.sum<number>('amount').as('amount')])
        .where('mall_id', '=', MALL)
        .where('from_account', '=', `p:${id}`)
        .executeTakeFirstOrThrow();
      assert.deepEqual([Number(moves.count), Number(moves.amount)], [MEMBERS, all]);
      const ends = await db
        .selectFrom('club_events')
        .select('kind')
        .where('mall_id', '=', MALL)
        .where('club_id', '=', id)
        .where('kind', 'in', ['paid-out', 'refunded'])
        .execute();
      assert.equal(ends.length, 1);
      const { wrong } = await services.database.write((trx) => verifyMall(trx, services.secrets, MALL));
      assert.equal(wrong, null);
    });
});
