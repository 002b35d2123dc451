import { DAY } from '../../server/base/clock.ts';
import { settleClub } from '../../server/community/clubs/jobs.ts';
import { couponFor } from '../../server/community/clubs/till/coupons.ts';
import { findMall } from '../../server/mall/malls/store.ts';
import { walletOf, writeTransfers } from '../../server/mall/points/ledger.ts';
import type { TestService } from './service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

/** One of everything that has to do with clubs, of two members of a mall; every text holds the word. */
export async function plantClubs(
  service: TestService,
  mall: Mall,
  { owner, other, word }: { owner: string; other: string; word: string },
) {
  const { services } = service;
  // biome-ignore lint/suspicious/noExplicitAny: each body has its own form
  const ask = async (method: string, path: string, as: string, body?: unknown): Promise<any> => {
    const answer = await service.call(method, `/v1/${mall.id}${path}`, { as, body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const { id: ownerId } = await ask('GET', '/me', owner);
  await services.database.write((trx) =>
    writeTransfers(trx, services, mall.id, [
      {
        key: `clubs of ${word}`,
        kind: 'grant',
        from: 'issue',
        to: walletOf(ownerId),
        amount: 100_000,
        lots: { expiresAt: null },
        facts: { shopperId: ownerId },
      },
    ]),
  );
  const endsOn = new Date(services.now() + 30 * DAY).toISOString().slice(0, 10);
  const open = async (as: string, more: object = {}) =>
    (
      await ask('POST', '/clubs', as, {
        name: `${word} 모임`,
        occasion: 'other',
        occasionText: `${word} 까닭`,
        goal: 50_000,
        endsOn,
        personName: `${word} 님`,
        payout: 'shares',
        ...more,
      })
    ).club.id as string;
  const give = (club: string, amount: number) =>
    ask('POST', `/clubs/${club}/contributions`, owner, { amount, text: `${word} 한 줄` });
  const invite = (club: string, as: string) => ask('POST', `/clubs/${club}/invitations`, as, { uses: 20 });

  const club = await open(other);
  const { code: clubCode } = await invite(club, other);
  const ownClub = await open(owner);
  const clubInvitation = (await invite(ownClub, owner)).id as string;
  const contribution = (await give(ownClub, 1000)).contributions.items[0].id as string;
  const { code: tillCode } = await ask('POST', `/clubs/${ownClub}/till-code`, owner);
  // A test may take longer than a code lives.
  await services.database.write((trx) =>
    trx
      .updateTable('till_codes')
      .set({ expires_at: services.now() + DAY })
      .where('mall_id', '=', mall.id)
      .execute(),
  );
  const fullClub = await open(owner, { goal: 500 });
  await give(fullClub, 500);
  const couponClub = await open(owner, { goal: 700, payout: 'coupon' });
  const { version } = (await give(couponClub, 700)).club;
  await ask('POST', `/clubs/${couponClub}/close`, owner, { version });
  const found = await findMall(services.database.db, mall.id);
  if (!found) throw new Error('no mall');
  await settleClub(services, found, couponClub);
  const row = await services.database.db
    .selectFrom('clubs')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('club_id', '=', couponClub)
    .executeTakeFirstOrThrow();
  const coupon = (await couponFor(services.database.db, services.secrets, row, ownerId))?.code ?? '';
  return { club, ownClub, clubCode, clubInvitation, contribution, tillCode, coupon, fullClub } as {
    club: string;
    ownClub: string;
    clubCode: string;
    clubInvitation: string;
    contribution: string;
    tillCode: string;
    coupon: string;
    fullClub: string;
  };
}
