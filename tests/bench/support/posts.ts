/** Posts made beforehand: each by another shopper, each to a product that this shopper has not written about. */
import { randomUUID } from 'node:crypto';
import { type Shot, shot } from './client.ts';
import { type Ground, MALL, ORIGIN, productName, productOf, review } from './load.ts';

/**
 * A supply of posts for one server. Each is sent once: `fill()` before a round makes as many as the round may need, so
 * that nothing is signed while time runs.
 *
 * @param products they go to so many products
 */
export function openPosts(ground: Ground, products = ground.products) {
  let made = 0;
  const supply: Shot[] = [];
  function one(): Shot {
    const member = made % ground.members;
    const pass = Math.floor(made / ground.members);
    // Any number without a divisor in common with the products: a member's next turn is at another product.
    let product = (made * 7 + pass + 50) % products;
    // Far away: the next one's turn comes with the member's next pass.
    if (product === productOf(member)) product = (product + (products >> 1)) % products;
    const body = JSON.stringify({ product: productName(product), ...review(made) });
    made++;
    return shot(
      'POST',
      `/v1/${MALL}/reviews`,
      201,
      { Origin: ORIGIN, Authorization: `Bearer ${ground.token(member)}`, 'Idempotency-Key': randomUUID() },
      body,
    );
  }
  return {
    /** Makes sure that so many are there. */
    fill(count: number): void {
      while (supply.length < count) supply.push(one());
    },
    next: (): Shot | undefined => supply.pop(),
  };
}

const CONNECTIONS = 32;
/** More posts in a second than any server here will take. */
const MOST = 25_000;

/** Posts alone, as a load for rounds of so many milliseconds. */
export function postLoad(ground: Ground, ms: number) {
  const posts = openPosts(ground);
  return {
    load: { connections: CONNECTIONS, next: posts.next },
    before: async (): Promise<void> => posts.fill(Math.ceil((MOST * ms) / 1000)),
  };
}
