import { sql } from 'kysely';
import { DAY, HOUR } from '../../../base/clock.ts';
import type { Services } from '../../../base/services.ts';
import type { Mall } from '../../../mall/malls/rules.ts';
import { findMall, listMalls } from '../../../mall/malls/store.ts';
import { notifyAll } from '../../inbox/store.ts';
import { dayIn, GONE_KEPT_MS } from '../rules.ts';
import { isDue } from './store.ts';

type Showing = Pick<Services, 'database' | 'outbox' | 'jobs' | 'now'>;

/** A service that slept over the day itself tells a few days later. */
const LATE_MS = 3 * DAY;
/** Lists in one transaction. */
const BATCH = 50;

/** Lists whose day has come in these days, and on which somebody gives something that may be seen by now. */
async function dueLists({ database, now }: Showing, mall: Pick<Mall, 'id' | 'settings'>) {
  const today = dayIn(mall.settings.timeZone, now());
  return database.db
    .selectFrom('wishlists')
    .select(['list_id', 'shopper_id', 'claims_hidden_until'])
    .where('mall_id', '=', mall.id)
    .where('claims_hidden_until', '<=', today)
    .where('claims_hidden_until', '>=', dayIn(mall.settings.timeZone, now() - LATE_MS))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('wishes')
          .innerJoin('wish_claims as claim', (join) =>
            join
              .onRef('claim.mall_id', '=', 'wishes.mall_id')
              .onRef('claim.owner_id', '=', 'wishes.shopper_id')
              .onRef('claim.product', '=', 'wishes.product'),
          )
          .select(sql<number>`1`.as('one'))
          .where('wishes.mall_id', '=', mall.id)
          .whereRef('wishes.list_id', '=', 'wishlists.list_id')
          .where('wishes.state', '!=', 'removed')
          .where('claim.gone_at', 'is', null)
          .where(isDue(today)),
      ),
    )
    .execute();
}

/** On the day that a list names its owner and co-owners hear that there is something to see; no sooner, and once. */
export async function tellShown(services: Showing, mall: Pick<Mall, 'id' | 'settings'>): Promise<void> {
  const lists = await dueLists(services, mall);
  for (let at = 0; at < lists.length; at += BATCH)
    await services.database.write(async (trx) => {
      for (const list of lists.slice(at, at + BATCH)) {
        const people = await trx
          .selectFrom('wishlist_people')
          .select('shopper_id')
          .where('mall_id', '=', mall.id)
          .where('list_id', '=', list.list_id)
          .where('role', '=', 'co-owner')
          .execute();
        await notifyAll(
          trx,
          services,
          mall.id,
          [list, ...people].map(({ shopper_id: shopperId }) => ({
            shopperId,
            kind: 'claims-shown' as const,
            onceKey: `claims-shown:${list.list_id}:${list.claims_hidden_until}`,
            listId: list.list_id,
          })),
        );
      }
    });
}

async function forgetGone({ database, now }: Showing, mallId: string): Promise<void> {
  await database.write((trx) =>
    trx
      .deleteFrom('wish_claims')
      .where('mall_id', '=', mallId)
      .where('gone_at', '<=', now() - GONE_KEPT_MS)
      .execute(),
  );
}

/** Registers what happens to claims by itself. */
export function claimJobs(services: Services): void {
  services.jobs.every('wishlists.claims', HOUR, async () => {
    for (const { id } of await listMalls(services.database.db)) {
      const mall = await findMall(services.database.db, id);
      if (mall) await tellShown(services, mall);
      await forgetGone(services, id);
    }
  });
}
