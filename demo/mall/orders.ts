import { randomBytes } from 'node:crypto';
import { type Account, type Ask, Refusal } from './service.ts';
import type { Persona, Shop, ShopProduct } from './shops.ts';

/** One line of a basket: everything of it was chosen on the page. */
export interface Chosen {
  product: string;
  options: Record<string, string>;
  quantity: number;
  /** Where its buyer came from, as the page handed it over; sealed, nothing that a shop could read. */
  mark: string | null;
}

export interface Line extends Chosen {
  line: string;
  name: string;
  /** What all of it costs, in the currency's smallest unit. */
  price: number;
  /** Of that, what is paid with points. */
  points: number;
  refunded: boolean;
}

export interface Order {
  order: string;
  shopper: string;
  currency: string;
  placedAt: number;
  lines: Line[];
  /** The points' hold at the service; nothing where none were used. */
  hold: string | null;
}

/** What a checkout shows of somebody's points. */
export interface Spendable {
  available: number;
  held: number;
  pending: number;
  owed: number;
  leastSpend: number;
}

/** Why a checkout did not go on. */
export type Trouble = 'short' | 'late' | 'empty';

const sum = (lines: readonly Line[], of: (line: Line) => number): number =>
  lines.reduce((all, line) => all + of(line), 0);
export const totalOf = (order: Order): number => sum(order.lines, (line) => line.price);
export const pointsOf = (order: Order): number => sum(order.lines, (line) => line.points);

/** Shares a whole amount out by weights: whole parts whose sum is exact, by largest remainder. */
export function shareOut(amount: number, weights: readonly number[]): number[] {
  const all = weights.reduce((one, other) => one + other, 0);
  if (all === 0) return weights.map(() => 0);
  const parts = weights.map((weight) => Math.floor((amount * weight) / all));
  const rest = amount - parts.reduce((one, other) => one + other, 0);
  const byRemainder = weights
    .map((weight, at) => ({ at, remainder: (amount * weight) % all }))
    .sort((a, b) => b.remainder - a.remainder || a.at - b.at);
  for (const { at } of byRemainder.slice(0, rest)) parts[at]! += 1;
  return parts;
}

const newNumber = () => `D${Date.now().toString(36)}${randomBytes(3).toString('hex')}`.toUpperCase();

/** Orders of the demo live as long as the demo runs; those of the seed are with the service already. */
export function openOrders(shop: Shop, account: Account, ask: Ask) {
  const orders = new Map<string, Order>();
  /** Orders that are being paid. */
  const paying = new Map<string, Order>();

  /** States the whole order as it stands now. What was paid with points is not said to be paid: it earns nothing. */
  function state(order: Order): Promise<unknown> {
    return ask('orders', {
      as: account.key,
      body: {
        orders: [
          {
            order: order.order,
            shopper: order.shopper,
            placedAt: order.placedAt,
            changedAt: Date.now(),
            currency: order.currency,
            lines: order.lines.map((one) => ({
              line: one.line,
              product: one.product,
              options: one.options,
              quantity: one.quantity,
              refunded: one.refunded ? one.quantity : 0,
              amount: one.price - one.points,
              mark: one.mark,
            })),
          },
        ],
      },
    });
  }

  function lineOf(product: ShopProduct, chosen: Chosen, at: number): Line {
    const options: Record<string, string> = {};
    for (const { name, values } of product.options)
      if (values.includes(chosen.options[name] ?? '')) options[name] = chosen.options[name]!;
    return {
      line: String(at + 1),
      product: product.product,
      name: product.name,
      options,
      quantity: chosen.quantity,
      mark: chosen.mark,
      price: shop.smallestUnit(product) * chosen.quantity,
      points: 0,
      refunded: false,
    };
  }

  /** An order of what there is of it; prices are the shop's own, never the page's. */
  function draft(shopper: string, basket: readonly Chosen[]): Order {
    const lines = basket.flatMap((chosen) => {
      const product = shop.find(chosen.product);
      return product && product.availability !== 'out_of_stock' ? [{ product, chosen }] : [];
    });
    return {
      order: newNumber(),
      shopper,
      currency: lines[0]?.product.currency ?? 'KRW',
      placedAt: Date.now(),
      lines: lines.map(({ product, chosen }, at) => lineOf(product, chosen, at)),
      hold: null,
    };
  }

  const own = (from: Map<string, Order>, shopper: Persona, id: string): Order | undefined => {
    const order = from.get(id);
    return order?.shopper === shopper.id ? order : undefined;
  };

  /** Takes lines of an order back: what was paid by card there, and their points to where they came from. */
  async function cancel(shopper: Persona, id: string, which: (line: Line) => boolean): Promise<boolean> {
    const order = own(orders, shopper, id);
    const lines = order?.lines.filter((one) => !one.refunded && which(one)) ?? [];
    if (!order || lines.length === 0) return false;
    await state({
      ...order,
      lines: order.lines.map((one) => ({ ...one, refunded: one.refunded || lines.includes(one) })),
    });
    for (const line of lines) {
      // Once for this line, however often it is tried.
      if (order.hold && line.points > 0)
        await ask(`points/holds/${order.hold}/refund`, {
          as: account.pointsKey,
          body: { amount: line.points },
          once: `${order.order}-${line.line}-back`,
        });
      line.refunded = true;
    }
    return true;
  }

  return {
    draft,

    /** What somebody may spend; nothing when the service cannot say. */
    async spendable(shopper: Persona): Promise<Spendable | null> {
      return ask<Spendable>(`points/shoppers?shopper=${encodeURIComponent(shopper.id)}`, {
        as: account.pointsKey,
      }).catch(() => null);
    },

    /** Ordered and paid in one step, without points. */
    async order(shopper: Persona, chosen: Chosen): Promise<string | undefined> {
      const order = draft(shopper.id, [chosen]);
      if (order.lines.length === 0) return undefined;
      await state(order);
      orders.set(order.order, order);
      return order.order;
    },

    /** Begins to pay: the points are set aside until it is paid or left. */
    async begin(
      shopper: Persona,
      basket: readonly Chosen[],
      use: number,
    ): Promise<{ order: string } | { trouble: Trouble }> {
      const order = draft(shopper.id, basket);
      if (order.lines.length === 0) return { trouble: 'empty' };
      const amount = Math.min(Math.max(0, Math.floor(use)), totalOf(order));
      if (amount > 0) {
        try {
          const { hold } = await ask<{ hold: string }>('points/holds', {
            as: account.pointsKey,
            body: { shopper: shopper.id, amount, order: order.order },
            once: `${order.order}-hold`,
          });
          order.hold = hold;
        } catch (error) {
          // Spent elsewhere meanwhile, or less than the mall lets be spent at once.
          if (error instanceof Refusal && error.status < 500) return { trouble: 'short' };
          throw error;
        }
        const parts = shareOut(
          amount,
          order.lines.map((one) => one.price),
        );
        for (const [at, line] of order.lines.entries()) line.points = parts[at]!;
      }
      paying.set(order.order, order);
      return { order: order.order };
    },

    paying: (shopper: Persona, id: string) => own(paying, shopper, id),

    /** The card was charged: the points are spent and the order stands. Every step may be tried again. */
    async pay(shopper: Persona, id: string): Promise<'paid' | Trouble> {
      const order = own(paying, shopper, id);
      if (!order) return own(orders, shopper, id) ? 'paid' : 'empty';
      if (order.hold) {
        try {
          await ask(`points/holds/${order.hold}/capture`, {
            as: account.pointsKey,
            body: { amount: pointsOf(order), final: true },
            once: `${order.order}-paid`,
          });
        } catch (error) {
          // Its time was over: nothing is charged, and the shopper begins again.
          if (!(error instanceof Refusal) || error.code !== 'not-now') throw error;
          paying.delete(id);
          return 'late';
        }
      }
      order.placedAt = Date.now();
      await state(order);
      paying.delete(id);
      orders.set(id, order);
      return 'paid';
    },

    /** Left without paying: the points are let go at once. Returns what was in the basket. */
    async leave(shopper: Persona, id: string): Promise<Order | undefined> {
      const order = own(paying, shopper, id);
      if (!order) return undefined;
      if (order.hold)
        await ask(`points/holds/${order.hold}/release`, {
          as: account.pointsKey,
          body: {},
          once: `${order.order}-left`,
        });
      paying.delete(id);
      return order;
    },

    cancelLine: (shopper: Persona, id: string, line: string) =>
      cancel(shopper, id, (one) => one.line === line),
    refund: (shopper: Persona, id: string) => cancel(shopper, id, () => true),

    of: (shopper: Persona): Order[] =>
      [...orders.values()].filter((one) => one.shopper === shopper.id).reverse(),
  };
}
