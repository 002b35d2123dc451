import { DAY } from '../../base/clock.ts';
import { type DemoMall, type SeedReview, share } from './data.ts';
import type { Seeding } from './session.ts';

/** The mall states all its products: as they are, or with what some of them cost before. */
export async function stateProducts(
  seeding: Seeding,
  mall: DemoMall,
  key: string,
  at: number,
  origin: string,
  before: Record<string, number> = {},
): Promise<void> {
  const { stock } = mall.wishlists;
  const products = mall.products.map((one) => ({
    product: one.product,
    name: one.name,
    url: `${origin}/${mall.lang}/p/${encodeURIComponent(one.product)}`,
    image: one.photo ? `${origin}/photos/${mall.lang}/${one.photo}` : null,
    price: before[one.product] ?? one.price,
    stock: stock[one.product] ?? null,
    currency: one.currency,
    availability: one.availability,
    options: one.options,
    category: one.category,
  }));
  for (let from = 0; from < products.length; from += 500)
    await seeding.ask({
      at,
      method: 'PUT',
      path: `/v1/${mall.id}/products`,
      as: key,
      body: { products: products.slice(from, from + 500) },
    });
}

/** How long before a review its order was: mostly some days, now and then weeks. */
const daysBefore = (id: string): number => 2 + Math.floor(share(`${id} order`) ** 2 * 40);

/** An order for each review that says "bought", before it, and one more for who says later that they bought it again. */
export async function stateOrders(seeding: Seeding, mall: DemoMall, key: string): Promise<void> {
  const prices = new Map(mall.products.map((one) => [one.product, one.price]));
  const order = (review: SeedReview, id: string, placedAt: number) => ({
    order: id,
    shopper: review.shopper,
    placedAt,
    changedAt: placedAt,
    currency: mall.settings.currency,
    lines: [
      {
        line: '1',
        product: review.product,
        options: review.options,
        quantity: 1,
        amount: prices.get(review.product) ?? 0,
      },
    ],
  });
  const again = new Map(mall.later.filter((one) => one.kind === 'again').map((one) => [one.of, one.at]));
  const orders = mall.reviews
    .filter((review) => review.bought)
    .flatMap((review) => {
      const orders = [order(review, `S-${review.id}`, review.at - daysBefore(review.id) * DAY)];
      const later = again.get(review.id);
      if (later !== undefined) orders.push(order(review, `S-${review.id}-2`, later - 4 * DAY));
      return orders;
    });
  for (let from = 0; from < orders.length; from += 200) {
    const batch = orders.slice(from, from + 200);
    await seeding.ask({
      at: Math.max(...batch.map((one) => one.placedAt)),
      method: 'POST',
      path: `/v1/${mall.id}/orders`,
      as: key,
      body: { orders: batch },
    });
  }
}
