import type { Trx } from '../../base/db/database.ts';
import { type Consumer, consume } from '../../base/live/consumer.ts';
import type { PlacedEvent } from '../../base/live/outbox.ts';
import type { Services } from '../../base/services.ts';
import { planLift } from './lift.ts';
import { closeGone } from './store.ts';
import type { ReportRow } from './table.ts';
import type { Things } from './things.ts';

/** What follows for reports: they end with what was reported, and a block for somebody's rights gets its end. */
export function reportsConsumer(services: Services, things: Things): Consumer {
  const kinds = Object.keys(things) as ReportRow['subject_kind'][];
  const follow = async (trx: Trx, event: PlacedEvent) => {
    const { mallId, ids } = event;
    const [kind, what] = event.kind.split('.') as [ReportRow['subject_kind'], string];
    const id = kinds.includes(kind) ? ids[kind] : undefined;
    if (typeof id !== 'string') return;
    if (what === 'deleted') await closeGone(trx, mallId, { kind, id }, services.now());
    if (what === 'hidden') await planLift(services, things, trx, mallId, { kind, id });
  };
  const followed = kinds.flatMap((kind) => [`${kind}.deleted`, `${kind}.hidden`]);
  return consume(services, 'reports', follow, followed);
}
