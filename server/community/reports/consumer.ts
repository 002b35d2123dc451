import type { Trx } from '../../base/db/database.ts';
import { type Consumer, consume } from '../../base/live/consumer.ts';
import type { PlacedEvent } from '../../base/live/outbox.ts';
import type { Services } from '../../base/services.ts';
import { planLift } from './lift.ts';
import { closeGone } from './store.ts';

/** What follows for reports: they end with what was reported, and a block for somebody's rights gets its end. */
export function reportsConsumer(services: Services): Consumer {
  const follow = async (trx: Trx, event: PlacedEvent) => {
    const { mallId, kind, ids } = event;
    const { review, comment } = ids;
    if (kind === 'review.deleted' && typeof review === 'string')
      await closeGone(trx, mallId, { kind: 'review', id: review }, services.now());
    if (kind === 'comment.deleted' && typeof comment === 'string')
      await closeGone(trx, mallId, { kind: 'comment', id: comment }, services.now());
    if (kind === 'review.hidden' && typeof review === 'string')
      await planLift(services, trx, mallId, { kind: 'review', id: review });
    if (kind === 'comment.hidden' && typeof comment === 'string')
      await planLift(services, trx, mallId, { kind: 'comment', id: comment });
  };
  const kinds = ['review.deleted', 'comment.deleted', 'review.hidden', 'comment.hidden'];
  return consume(services, 'reports', follow, kinds);
}
