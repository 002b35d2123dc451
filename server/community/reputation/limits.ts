import type { Reader } from '../../base/db/database.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { findShopper } from '../../mall/shoppers/store.ts';
import { dailyLimit } from './rules.ts';

/** How much this shopper may write in a day: the mall's limit, and what their level adds to it. */
export async function limitOf(
  db: Reader,
  mall: Pick<Mall, 'id' | 'settings'>,
  shopperId: string,
  limit: 'reviewsPerDay' | 'commentsPerDay',
): Promise<number> {
  const shopper = await findShopper(db, mall.id, shopperId);
  const { limits, reputation } = mall.settings;
  return dailyLimit(limits[limit], shopper?.level ?? 0, reputation.levels);
}
