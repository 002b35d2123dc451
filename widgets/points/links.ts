// Where a movement leads: loaded when somebody asks.
import type { Review } from '../../server/community/reviews/contract.ts';
import type { PublicProduct } from '../../server/mall/products/contract.ts';
import { BeforeNavigateEvent } from '../core/before-navigate.ts';
import { clubUrl } from '../core/club-url.ts';
import { problemWords } from '../core/problem-words.ts';
import { ClientProblem, problemOf } from '../core/problems.ts';
import { safeUrl } from '../core/safe-url.ts';
import type { PointsHost } from './host.ts';

interface Place {
  url: string | undefined;
  product: string;
}

async function reviewed(host: PointsHost, id: string): Promise<Place> {
  const { client } = host.side!;
  const { product } = await client.get<Review>(`reviews/${id}`, { as: 'signed' });
  const { items } = await client.get<{ items: PublicProduct[] }>('products', {
    query: { product: [product] },
    as: 'signed',
  });
  const page = host.data?.mall?.pages.product?.replace('{product}', encodeURIComponent(product));
  return { url: safeUrl(items[0]?.url ?? page), product };
}

/** Goes to the product of a review, or to a club; what is not there any more is said. */
export async function goTo(host: PointsHost, to: 'review' | 'club', id: string): Promise<void> {
  const words = host.words!;
  try {
    const { url, product }: Place =
      to === 'club'
        ? { url: safeUrl(clubUrl(host.side!.client, host.data?.mall?.pages.club, id, null)), product: '' }
        : await reviewed(host, id);
    if (!url) throw new ClientProblem('gone');
    if (host.dispatchEvent(new BeforeNavigateEvent({ url, product }))) location.assign(url);
  } catch (error) {
    await words.more();
    host.notify(problemWords(words, problemOf(error)));
  }
}
