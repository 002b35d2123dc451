import { DAY, HOUR } from '../../base/clock.ts';
import type { Trx } from '../../base/db/database.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { findMall, listMalls } from '../../mall/malls/store.ts';
import { dayIn } from '../../mall/points/calendar.ts';
import type { LotRow } from '../../mall/points/table.ts';
import { isQuiet } from '../inbox/rules.ts';
import { type NewNotice, notifyAll } from '../inbox/store.ts';
import { STAGES, type Stage, tellings } from './rules.ts';

/** Lots in one transaction: other writers wait no longer than that. */
const BATCH = 100;

type Telling = Pick<Services, 'database' | 'outbox' | 'jobs' | 'now'>;

/** The next lots that expire within the days of a stage, and of whose end less was said. */
const nextLots = (trx: Trx, mallId: string, stage: Stage, now: number): Promise<LotRow[]> =>
  trx
    .selectFrom('lots')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('rest', '>', 0)
    .where('expires_at', '>', now)
    .where('expires_at', '<=', now + stage * DAY)
    // 7 days before is said after 30 days before.
    .where('warned', 'in', stage === 30 ? [0] : [0, 30])
    .orderBy('expires_at')
    .orderBy('lot_id')
    .limit(BATCH)
    .execute();

/**
 * Tells the owners of the next lots that expire soon, each of a day once, and notes it on the lots.
 *
 * @returns how many lots were looked at
 */
async function tellBatch(
  trx: Trx,
  services: Telling,
  mall: Pick<Mall, 'id' | 'settings'>,
  stage: Stage,
): Promise<number> {
  const now = services.now();
  const { timeZone } = mall.settings;
  const lots = await nextLots(trx, mall.id, stage, now);
  if (lots.length === 0) return 0;
  const accounts = [...new Set(lots.map((lot) => lot.account_id))];
  const owners = await trx
    .selectFrom('accounts')
    .select(['account_id', 'shopper_id'])
    .where('mall_id', '=', mall.id)
    .where('account_id', 'in', accounts)
    .where('shopper_id', 'is not', null)
    .execute();
  // All that expires on those days, also what is not among the next ones.
  const all = await trx
    .selectFrom('lots')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('account_id', 'in', accounts)
    .where('rest', '>', 0)
    .where('expires_at', '>', now)
    .where('expires_at', '<=', now + (stage + 1) * DAY)
    .execute();
  // The last day on which they are there: what expires at midnight is gone on the next one.
  const dayOf = (lot: LotRow) => dayIn(timeZone, (lot.expires_at as number) - 1);
  const told = tellings(lots, all, dayOf);
  const shopperOf = new Map(owners.map((row) => [row.account_id, row.shopper_id as string]));
  const notices = told.flatMap(({ accountId, day, amount }): NewNotice[] => {
    const shopperId = shopperOf.get(accountId);
    return shopperId === undefined
      ? []
      : [
          {
            shopperId,
            kind: 'points-expiring',
            onceKey: `points-expiring:${stage}:${day}`,
            facts: { amount, day },
          },
        ];
  });
  await notifyAll(trx, services, mall.id, notices);
  await trx
    .updateTable('lots')
    .set({ warned: stage })
    .where('mall_id', '=', mall.id)
    .where(
      'lot_id',
      'in',
      told.flatMap((one) => one.lotIds),
    )
    .execute();
  return lots.length;
}

/** Tells everybody at a mall of what expires in 7 and in 30 days, a few at a time; at night nobody is told. */
export async function tellExpiring(services: Telling, mall: Pick<Mall, 'id' | 'settings'>): Promise<void> {
  if (isQuiet(mall.settings.timeZone, services.now())) return;
  // The nearer first: who is told of seven days need not be told of thirty as well.
  for (const stage of STAGES)
    while ((await services.database.write((trx) => tellBatch(trx, services, mall, stage))) === BATCH);
}

/** Registers the notices of what expires. */
export function rewardJobs(services: Services): void {
  services.jobs.every('rewards.expiring', HOUR, async () => {
    for (const { id } of await listMalls(services.database.db)) {
      const mall = await findMall(services.database.db, id);
      if (mall) await tellExpiring(services, mall);
    }
  });
}
