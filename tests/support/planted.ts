import { clubbing } from './clubs.ts';
import { parting } from './parts.ts';
import { pointsOf } from './points.ts';
import type { TestService } from './service.ts';

type Mall = Awaited<ReturnType<TestService['addMall']>>;

/** What a mall sets so that a shopper can have a row in every table of points and clubs. */
export const PLANTED_SETTINGS = {
  returnWindowDays: 7,
  reputation: { helpful: 10, unhelpful: 0, dailyCap: 10_000 },
  points: {
    out: true,
    orderRate: 1000,
    reviewText: 500,
    reviewPhoto: 300,
    reviewTextMin: 5,
    naegongRate: 100,
    budgets: { order: 1e8, text: 1e8, photo: 1e8, later: 1e8, naegong: 1e8 },
  },
};

/**
 * Points of a shopper that came and went in every way, clubs of theirs and of others that they are in, and a part of a
 * wish, each with words of their own.
 *
 * @returns those words, and apart from them those of a club that somebody else goes on with when they leave
 */
export async function plantPoints(
  service: TestService,
  mall: Mall,
  word: string,
  outside: string,
  token: string,
): Promise<{ words: string[]; handedOn: string[] }> {
  const points = pointsOf(service, mall);
  const clubs = clubbing(service, mall);
  const parts = parting(service, mall);
  const { ask, good } = points;
  // What they earned with their review and with the votes of others.
  await points.followed('reputation-conversion', ['vote.changed']);
  await points.grant(outside, 20_000, { note: `${word} 적립 이유` });
  await points.grant(outside, -10, { note: `${word} 회수 이유` });
  const held = await points.hold(outside, 500, { order: `${word}-cart` });
  await good(ask('POST', `/points/holds/${held.hold}/capture`, mall.key, { amount: 300, final: true }));
  await good(ask('POST', `/points/holds/${held.hold}/refund`, mall.key, { amount: 100 }));
  await points.hold(outside, 200, { order: `${word}-basket` });
  await good(ask('POST', '/me/points/out', token, { amount: 400 }), 201);

  const friend = await mall.token('base-friend');
  await good(ask('PATCH', '/me', friend, { handle: null }));
  await points.grant('base-friend', 5_000);
  const { club: own } = await clubs.open(token, {
    name: `${word} 모으기`,
    occasion: 'other',
    occasionText: `${word} 기념일`,
    personName: `${word} 친구`,
  });
  const { code } = await clubs.invite(own.id, token);
  await good(clubs.give(own.id, token, 300, `${word} 한 줄`), 201);
  await good(clubs.share(own.id, token, 30));
  await good(ask('POST', `/clubs/${own.id}/till-code`, token, {}), 201);
  await good(clubs.accept(friend, code), 200);
  await good(clubs.give(own.id, friend, 50, '바탕이 되는 한 줄'), 201);
  const { club: alone } = await clubs.open(token, {
    name: `${word} 혼자`,
    occasion: 'other',
    occasionText: `${word} 이사`,
    personName: `${word} 식구`,
  });
  await good(clubs.give(alone.id, token, 30), 201);
  const { club: theirs } = await clubs.open(friend, { name: '바탕이 되는 모으기' });
  await good(clubs.accept(token, (await clubs.invite(theirs.id, friend)).code));
  await good(clubs.give(theirs.id, token, 70, `${word} 보탠 말`), 201);
  await good(
    ask('POST', '/comments', token, { subject: { kind: 'club', id: theirs.id }, text: `${word} 댓글 모임` }),
    201,
  );
  const { club: coupon } = await clubs.open(token, { name: `${word} 쿠폰`, goal: 100, payout: 'coupon' });
  const full = await good(clubs.give(coupon.id, token, 100), 201);
  await good(ask('POST', `/clubs/${coupon.id}/close`, token, { version: full.club.version }));
  await clubs.settled();

  const product = `part-${word}`;
  await parts.price(product, 5_000);
  const list = await parts.does.makeList(friend, { name: '바탕이 되는 보태기' });
  const wish = await parts.does.wish(friend, product, { list: list.id });
  await good(parts.put(token, wish.id, { amount: 60, named: true }, list.linkKey));
  return {
    words: [
      `${word} 적립 이유`,
      `${word} 회수 이유`,
      `${word}-cart`,
      `${word}-basket`,
      `${word} 한 줄`,
      `${word} 보탠 말`,
      `${word} 쿠폰`,
      `${word} 혼자`,
      `${word} 이사`,
      `${word} 식구`,
    ],
    handedOn: [`${word} 모으기`, `${word} 기념일`, `${word} 친구`],
  };
}
