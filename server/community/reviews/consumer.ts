import type { Trx } from '../../base/db/database.ts';
import { type Consumer, consume } from '../../base/live/consumer.ts';
import type { PlacedEvent } from '../../base/live/outbox.ts';
import type { Services } from '../../base/services.ts';
import { firstBought } from '../../mall/orders/bought.ts';
import { countingAt } from '../reputation/store.ts';
import { unboughtVotes } from './aside.ts';
import { setBought } from './bought.ts';
import { idsOf } from './later.ts';

/**
 * An order came, grew or was refunded: the label "bought" and the days of use follow it, both ways. What a vote weighed
 * for the purchase goes with it, and does not come back: a vote weighs what it weighed when it was cast.
 */
export function boughtConsumer(services: Services): Consumer {
  const follow = async (trx: Trx, event: PlacedEvent) => {
    if (event.kind !== 'order.changed') return;
    const { shopper, product } = event.ids;
    if (typeof shopper !== 'string' || typeof product !== 'string') return;
    const boughtAt = await firstBought(trx, event.mallId, shopper, product);
    for (const row of await setBought(trx, event.mallId, shopper, product, boughtAt))
      await services.outbox.append(trx, {
        mallId: event.mallId,
        kind: 'review.edited',
        topic: `product:${product}`,
        ids: idsOf(row),
      });
    if (boughtAt !== null) return;
    const counting = await countingAt(trx, services.outbox, event.mallId, services.now());
    if (!counting) return;
    for (const review of await unboughtVotes(trx, counting, shopper, product))
      await services.outbox.append(trx, {
        mallId: event.mallId,
        kind: 'vote.changed',
        topic: `product:${product}`,
        ids: { review },
      });
  };
  return consume(services, 'reviews-bought', follow, ['order.changed']);
}
