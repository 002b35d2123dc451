import { type Consumer, consume } from '../../base/live/consumer.ts';
import type { Services } from '../../base/services.ts';
import { hasBought } from '../../mall/orders/store.ts';
import { setBought } from './store.ts';

/** An order came, grew or was refunded: the label "bought" follows it, both ways. */
export function boughtConsumer(services: Services): Consumer {
  return consume(services, 'reviews-bought', async (trx, event) => {
    if (event.kind !== 'order.changed') return;
    const { shopper, product } = event.ids;
    if (typeof shopper !== 'string' || typeof product !== 'string') return;
    const bought = await hasBought(trx, event.mallId, shopper, product);
    for (const review of await setBought(trx, event.mallId, shopper, product, bought))
      await services.outbox.append(trx, {
        mallId: event.mallId,
        kind: 'review.edited',
        topic: `product:${product}`,
        ids: { review },
      });
  });
}
