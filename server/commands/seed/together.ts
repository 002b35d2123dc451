import { DAY, HOUR, MINUTE } from '../../base/clock.ts';
import type { ClubOccasion, PayoutWay } from '../../community/clubs/contract.ts';
import { dayIn } from '../../community/wishlists/rules.ts';
import type { DemoMall, SeedShopper } from './data.ts';
import type { Seeding } from './session.ts';

interface Did {
  shopper: string;
  daysAgo: number;
}
interface Said extends Did {
  text: string;
}
interface SeedClub {
  name: string;
  occasion: ClubOccasion;
  occasionText?: string;
  starter: string;
  personName: string;
  /** The one it is for, who comes in by an invitation of their own. */
  person?: Did;
  goal: number;
  emoji: string;
  daysAgo: number;
  /** Its last day; in the past for one that has ended. */
  inDays: number;
  secretInDays?: number;
  visibility: 'members' | 'link';
  amounts?: 'members' | 'everyone';
  payout: PayoutWay;
  members: Did[];
  gifts: (Said & { amount: number })[];
  /** Put in at the till of the shop. */
  till?: (Did & { amount: number; receipt: string })[];
  shares?: { shopper: string; percent: number }[];
  comments?: (Said & { answers?: Said[] })[];
}

/** demo/data/<lang>/together.json. Its days are told from today, so that the demo is always fresh. */
export interface SeedTogether {
  /** Shoppers who wrote no review. */
  people: SeedShopper[];
  /** Since when the mall gives points for orders, and since when for reviews. */
  beganDaysAgo: number;
  rewardsDaysAgo: number;
  grants: (Did & { amount: number; note: string; expiresInDays?: number })[];
  orders: (Did & {
    id: string;
    lines: { product: string; quantity?: number }[];
    refundedLine?: string;
    refundedDaysAgo?: number;
  })[];
  /** Points spent at the checkout; `left`: the shopper left without paying. */
  spends: (Did & { amount: number; order: string; left?: boolean })[];
  clubs: SeedClub[];
}

/** What the mall gives once it has begun: of orders, and later of reviews too. */
const FOR_ORDERS = { orderRate: 100, budgets: { order: 10_000_000 } };
const forReviews = (unit: number) => ({
  reviewText: 2 * unit,
  reviewPhoto: 3 * unit,
  reviewLater: unit,
  naegongRate: 50,
  budgets: { text: 1_000_000, photo: 1_000_000, later: 1_000_000, naegong: 1_000_000 },
});

type As = (shopper: string, at: number) => string;
export interface Act {
  at: number;
  act(): Promise<void>;
}

/**
 * How points came and went, and what people saved together: all through the routes, one after the other, since what is
 * spent must have been earned before.
 *
 * @param introduce has a shopper choose their name before the first thing they do
 */
export function togetherActs(
  seeding: Seeding,
  mall: DemoMall,
  key: string,
  now: number,
  as: As,
  introduce: (shopper: string, at: number) => Promise<unknown>,
): Act[] {
  const { together } = mall;
  const base = `/v1/${mall.id}`;
  const prices = new Map(mall.products.map((one) => [one.product, one.price]));
  const acts: Act[] = [];
  let before: Promise<unknown> = Promise.resolve();
  /** At noon of the day, a minute later for each further one, so that the order told is the order done. */
  const at = (daysAgo: number) => Math.min(now - MINUTE, now - daysAgo * DAY - HOUR + acts.length * 1000);
  const add = (when: number, act: () => Promise<unknown>) =>
    acts.push({
      at: when,
      act() {
        const mine = before.then(act);
        before = mine;
        // Whoever waits for it is told by `before` as well; this must not end the process.
        mine.catch(() => undefined);
        return mine.then(() => undefined);
      },
    });
  const day = (inDays: number) => dayIn(mall.settings.timeZone, now + inDays * DAY);
  const byMall = <T = unknown>(when: number, method: string, path: string, body: unknown) =>
    seeding.ask<T>({ at: when, method, path: `${base}/${path}`, as: key, body });
  async function by<T = { id: string }>(
    shopper: string,
    when: number,
    method: string,
    path: string,
    body: unknown,
  ): Promise<T> {
    await introduce(shopper, when);
    return seeding.ask<T>({ at: when, method, path: `${base}/${path}`, as: as(shopper, when), body });
  }
  const settings = (daysAgo: number, points: unknown) => {
    const when = now - daysAgo * DAY - 2 * HOUR;
    add(when, () => byMall(when, 'PATCH', 'settings', { points }));
  };

  settings(together.beganDaysAgo, FOR_ORDERS);
  settings(together.rewardsDaysAgo, forReviews(mall.settings.currency === 'KRW' ? 100 : 10));
  for (const { shopper, daysAgo, amount, note, expiresInDays } of together.grants) {
    const when = at(daysAgo);
    add(when, () =>
      byMall(when, 'POST', 'points/grants', {
        shopper,
        amount,
        note,
        ...(expiresInDays !== undefined && { expiresAt: when + expiresInDays * DAY }),
      }),
    );
  }
  for (const order of together.orders) {
    const placedAt = at(order.daysAgo);
    const state = (changedAt: number, isRefunded: boolean) =>
      add(changedAt, () =>
        byMall(changedAt, 'POST', 'orders', {
          orders: [
            {
              order: order.id,
              shopper: order.shopper,
              placedAt,
              changedAt,
              currency: mall.settings.currency,
              lines: order.lines.map(({ product, quantity = 1 }, index) => ({
                line: String(index + 1),
                product,
                quantity,
                refunded: isRefunded && order.refundedLine === String(index + 1) ? quantity : 0,
                amount: (prices.get(product) ?? 0) * quantity,
              })),
            },
          ],
        }),
      );
    state(placedAt, false);
    if (order.refundedDaysAgo !== undefined) state(at(order.refundedDaysAgo), true);
  }
  for (const { shopper, daysAgo, amount, order, left } of together.spends) {
    const when = at(daysAgo);
    add(when, async () => {
      const body = { shopper, amount, order };
      const { hold } = await byMall<{ hold: string }>(when, 'POST', 'points/holds', body);
      const how = left ? 'release' : 'capture';
      await byMall(when + MINUTE, 'POST', `points/holds/${hold}/${how}`, left ? {} : { amount });
    });
  }
  for (const club of together.clubs) clubActs(club);

  function clubActs(club: SeedClub): void {
    const { starter, members, gifts, till = [], shares = [], comments = [], person } = club;
    let id = '';
    const made = at(club.daysAgo);
    add(made, async () => {
      const body = {
        name: club.name,
        occasion: club.occasion,
        occasionText: club.occasionText ?? null,
        goal: club.goal,
        endsOn: day(club.inDays),
        personName: club.personName,
        cover: { emoji: club.emoji },
        visibility: club.visibility,
        secretUntil: club.secretInDays === undefined ? null : day(club.secretInDays),
        amounts: club.amounts ?? 'members',
        payout: club.payout,
      };
      const answer = await by<{ club: { id: string } }>(starter, made, 'POST', 'clubs', body);
      id = answer.club.id;
    });
    const joins = (who: Did, role: 'member' | 'person') => {
      const when = at(who.daysAgo);
      add(when, async () => {
        const invitation = await by<{ code: string }>(starter, when, 'POST', `clubs/${id}/invitations`, {
          role,
          uses: 1,
        });
        await by(who.shopper, when + MINUTE, 'POST', 'clubs/join', { code: invitation.code });
      });
    };
    for (const member of members) joins(member, 'member');
    if (person) joins(person, 'person');
    for (const { shopper, daysAgo, amount, text } of gifts) {
      const when = at(daysAgo);
      add(when, () => by(shopper, when, 'POST', `clubs/${id}/contributions`, { amount, text }));
    }
    for (const { shopper, daysAgo, amount, receipt } of till) {
      const when = at(daysAgo);
      add(when, async () => {
        const { code } = await by<{ code: string }>(shopper, when, 'POST', `clubs/${id}/till-code`, {});
        await byMall(when + MINUTE, 'POST', 'till/contributions', { code, amount, receipt });
      });
    }
    for (const { shopper, percent } of shares) {
      const when = at(1);
      add(when, () => by(shopper, when, 'PUT', `clubs/${id}/share`, { percent }));
    }
    for (const comment of comments) {
      const when = at(comment.daysAgo);
      const say = (one: Said, parent: string | null, time: number) =>
        by(one.shopper, time, 'POST', 'comments', { subject: { kind: 'club', id }, parent, text: one.text });
      add(when, async () => {
        const { id: parent } = await say(comment, null, when);
        for (const [place, answer] of (comment.answers ?? []).entries())
          await say(answer, parent, when + (place + 1) * 20 * MINUTE);
      });
    }
  }

  return acts;
}

/**
 * When what happens by itself is looked at: once a day while rewards for reviews are under way, and right after each
 * instant that the data name.
 */
export function dueTimes(mall: DemoMall, now: number): number[] {
  const { together } = mall;
  const window = mall.settings.returnWindowDays;
  const days = [
    ...together.orders.map((one) => one.daysAgo - window),
    ...together.grants.flatMap((one) => (one.expiresInDays ? [one.daysAgo - one.expiresInDays] : [])),
    // The day after its last one: then it is over in every time zone.
    ...together.clubs.map((one) => -one.inDays - 1),
    ...Array.from({ length: together.rewardsDaysAgo }, (_, daysAgo) => daysAgo),
  ];
  return [...new Set(days)]
    .filter((daysAgo) => daysAgo >= 0)
    .sort((a, b) => b - a)
    .map((daysAgo) => now - daysAgo * DAY);
}
