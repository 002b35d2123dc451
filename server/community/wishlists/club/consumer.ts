import { type Consumer, consume } from '../../../base/live/consumer.ts';
import type { Services } from '../../../base/services.ts';
import { followClub } from './store.ts';

/** After which of them the goal of a club may be reached, or not be any more. */
const KINDS = ['club.reached', 'club.changed', 'club.ended', 'contribution.refunded'];

/** Clubs know nothing of wishes: what they come to is followed by their events. */
export const wishClubsConsumer = (services: Services): Consumer =>
  consume(
    services,
    'wish-clubs',
    async (trx, { kind, mallId, ids: { club } }) => {
      if (club !== undefined && KINDS.includes(kind)) await followClub(trx, services, mallId, String(club));
    },
    KINDS,
  );
