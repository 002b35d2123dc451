import { DAY, HOUR, MINUTE } from '../../base/clock.ts';
import type { Occasion, Priority, Visibility } from '../../community/wishlists/contract.ts';
import { dayIn } from '../../community/wishlists/rules.ts';
import type { DemoMall, SeedShopper } from './data.ts';
import type { Seeding } from './session.ts';

interface Said {
  shopper: string;
  daysAgo: number;
  text: string;
}
interface SeedWish {
  product: string;
  daysAgo: number;
  note?: string;
  quantity?: number;
  priority?: Priority;
  options?: Record<string, string>;
  comments?: (Said & { answers?: Said[] })[];
  claim?: { shopper: string; daysAgo: number; named: boolean };
}
interface SeedList {
  shopper: string;
  /** Null: the default one. */
  name: string | null;
  occasion?: Occasion;
  /** The day of it. */
  inDays?: number;
  /** The day on which givers are shown. */
  showClaimsInDays?: number;
  visibility?: Visibility;
  daysAgo: number;
  /** In the order in which the list shows them. */
  wishes: SeedWish[];
}

/** demo/data/<lang>/wishlists.json. Its days are told from today, so that the demo is always fresh. */
export interface SeedWishlists {
  /** Shoppers who wrote no review. */
  people: SeedShopper[];
  /** How many members wish a product. */
  hearts: Record<string, number>;
  /** What some products cost until two days ago. */
  pricesBefore: Record<string, number>;
  stock: Record<string, number>;
  lists: SeedList[];
}

/** When prices became what they are now. */
export const PRICES_CHANGED_AGO = 2 * DAY;

type As = (shopper: string, at: number) => string;
interface Act {
  at: number;
  act(): Promise<void>;
}

/**
 * What people did with their lists: each list with its wishes is one act, since a wish needs its list; what others add
 * comes after.
 *
 * @param introduce has a shopper choose their name before the first thing they do
 */
export function wishlistActs(
  seeding: Seeding,
  mall: DemoMall,
  now: number,
  as: As,
  introduce: (shopper: string, at: number) => Promise<unknown>,
): Act[] {
  const base = `/v1/${mall.id}`;
  const at = (daysAgo: number, minutes: number) =>
    Math.min(now - MINUTE, now - daysAgo * DAY - 3 * HOUR + minutes * MINUTE);
  const day = (inDays: number | undefined) =>
    inDays === undefined ? null : dayIn(mall.settings.timeZone, now + inDays * DAY);

  async function ask<T = { id: string }>(
    shopper: string,
    when: number,
    method: string,
    path: string,
    body: unknown,
  ): Promise<T> {
    await introduce(shopper, when);
    return seeding.ask<T>({ at: when, method, path: `${base}${path}`, as: as(shopper, when), body });
  }

  async function begin(list: SeedList): Promise<Act[]> {
    const { shopper, name } = list;
    const made = at(list.daysAgo, 0);
    const id =
      name === null
        ? null
        : (
            await ask(shopper, made, 'POST', '/wishlists', {
              name,
              occasion: list.occasion ?? null,
              occasionOn: day(list.inDays),
              claimsHiddenUntil: day(list.showClaimsInDays),
              visibility: list.visibility ?? 'link',
            })
          ).id;
    const after: Act[] = [];
    // A new wish comes first on its list.
    for (const [index, wish] of [...list.wishes.entries()].reverse()) {
      const wishedAt = at(wish.daysAgo, 30 - index);
      const { product, note, quantity, priority, options } = wish;
      const body = { product, list: id, note, quantity, priority, options };
      const { id: wishId } = await ask(shopper, wishedAt, 'POST', '/wishes', body);
      const { claim } = wish;
      if (claim)
        after.push({
          at: at(claim.daysAgo, index),
          act: async () => {
            await ask(claim.shopper, at(claim.daysAgo, index), 'PUT', `/wishes/${wishId}/claim`, {
              named: claim.named,
            });
          },
        });
      for (const [place, one] of (wish.comments ?? []).entries())
        after.push({ at: at(one.daysAgo, place), act: () => talk(wishId, one, place) });
    }
    return after;
  }

  async function talk(wishId: string, said: Said & { answers?: Said[] }, place: number): Promise<void> {
    const subject = { kind: 'wish', id: wishId };
    const { id } = await ask(said.shopper, at(said.daysAgo, place), 'POST', '/comments', {
      subject,
      parent: null,
      text: said.text,
    });
    for (const [index, answer] of (said.answers ?? []).entries())
      await ask(answer.shopper, at(answer.daysAgo, 60 + place + index), 'POST', '/comments', {
        subject,
        parent: id,
        text: answer.text,
      });
  }

  const { lists, hearts } = mall.wishlists;
  const acts: Act[] = lists.map((list) => ({
    at: at(list.daysAgo, 0),
    async act() {
      for (const one of (await begin(list)).sort((a, b) => a.at - b.at)) await one.act();
    },
  }));
  // Whoever wrote a review may wish as well; those with lists of their own are told above.
  const busy = new Set(lists.map((list) => list.shopper));
  const members = [...mall.shoppers.keys()].filter((id) => !busy.has(id));
  for (const [place, product] of Object.keys(hearts).entries())
    for (const [index, shopper] of members.slice(0, hearts[product]).entries()) {
      const when = at(70 - ((index * 7 + place * 3) % 68), index);
      acts.push({
        at: when,
        act: async () => {
          await ask(shopper, when, 'PUT', '/hearts', { product, wished: true });
        },
      });
    }
  return acts;
}
