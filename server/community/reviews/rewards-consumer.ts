import type { Trx } from '../../base/db/database.ts';
import { type Consumer, consume } from '../../base/live/consumer.ts';
import type { PlacedEvent } from '../../base/live/outbox.ts';
import type { Services } from '../../base/services.ts';
import { settleRewards } from './rewards.ts';

/** After these a reward may no longer stand, or stand again. */
export const KINDS = ['review.edited', 'review.deleted', 'review.hidden', 'review.restored', 'order.changed'];

/** A review was changed, hidden or deleted, or its order returned: what it was rewarded with follows. */
export function rewardsConsumer(services: Services): Consumer {
  const follow = async (trx: Trx, event: PlacedEvent) => {
    if (!KINDS.includes(event.kind)) return;
    const { review, shopper, product } = event.ids;
    if (typeof review === 'string') await settleRewards(trx, services, event.mallId, { review });
    else if (typeof shopper === 'string' && typeof product === 'string')
      await settleRewards(trx, services, event.mallId, { shopper, product });
  };
  return consume(services, 'reviews-rewards', follow, KINDS);
}
