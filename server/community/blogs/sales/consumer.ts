import type { Trx } from '../../../base/db/database.ts';
import { type Consumer, consume } from '../../../base/live/consumer.ts';
import type { PlacedEvent } from '../../../base/live/outbox.ts';
import type { Services } from '../../../base/services.ts';
import { settleSales } from './settle.ts';

/** After these what came by way of blogs may be another. */
export const SALE_KINDS = ['order.marked'];

/** An order that came by way of a blog was stated: the sales of its lines follow, both ways. */
export function salesConsumer(services: Services): Consumer {
  const follow = async (trx: Trx, event: PlacedEvent) => {
    const { order } = event.ids;
    if (SALE_KINDS.includes(event.kind) && typeof order === 'string')
      await settleSales(trx, services, event.mallId, order);
  };
  return consume(services, 'blog-sales', follow, SALE_KINDS);
}
