import { type Consumer, consume } from '../../../base/live/consumer.ts';
import type { Services } from '../../../base/services.ts';
import { findMall } from '../../../mall/malls/store.ts';
import { announce } from '../store.ts';
import { followOrder } from './store.ts';

/** What was bought and is shown follows the orders: what went back is shown no longer. */
export const purchasesConsumer = (services: Services): Consumer =>
  consume(
    services,
    'blog-purchases',
    async (trx, { kind, mallId, ids }) => {
      const { shopper, product } = ids;
      if (kind !== 'order.changed' || typeof shopper !== 'string' || typeof product !== 'string') return;
      const mall = await findMall(trx, mallId);
      if (mall && (await followOrder(trx, mall, shopper, product)))
        await announce(trx, services, 'blog.changed', { mall_id: mallId, shopper_id: shopper });
    },
    ['order.changed'],
  );
