import type { Rating, Ratings } from '../../server/community/reviews/contract.ts';
import type { Client } from '../core/client.ts';

const MOST = 100;

interface Waiting {
  product: string;
  done(rating: Rating | undefined): void;
  failed(error: unknown): void;
}

const queues = new Map<Client, Waiting[]>();

/** Asks for one product's rating; everything that asks in the same frame goes in one request. */
export function ratingOf(client: Client, product: string): Promise<Rating | undefined> {
  return new Promise((done, failed) => {
    let queue = queues.get(client);
    if (!queue) {
      queue = [];
      queues.set(client, queue);
      // Not an animation frame: a tab in the background has none.
      setTimeout(() => void flush(client));
    }
    queue.push({ product, done, failed });
  });
}

async function flush(client: Client): Promise<void> {
  const queue = queues.get(client) ?? [];
  queues.delete(client);
  const products = queue.map((one) => one.product).filter((product, at, all) => all.indexOf(product) === at);
  for (let from = 0; from < products.length; from += MOST) {
    const some = products.slice(from, from + MOST);
    const asking = queue.filter((one) => some.includes(one.product));
    try {
      const { items } = await client.get<Ratings>('ratings', { query: { product: some } });
      for (const one of asking) one.done(items.find((rating) => rating.product === one.product));
    } catch (error) {
      for (const one of asking) one.failed(error);
    }
  }
}
