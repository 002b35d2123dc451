import { DAY } from '../../../base/clock.ts';
import type { Reader, Trx } from '../../../base/db/database.ts';
import type { Mall } from '../../../mall/malls/rules.ts';
import { adjust, earnedBy, type Given } from '../../../mall/orders/earning-rules.ts';
import { expiryOf, takeBudget } from '../../../mall/points/budgets.ts';
import { MOST_POINTS } from '../../../mall/points/contract.ts';
import { type LedgerTools, takeBack, walletOf, writeTransfers } from '../../../mall/points/ledger.ts';
import type { StorySaleRow } from '../table.ts';

type At = Pick<Mall, 'id' | 'settings'>;
/** The line of a sale as the order states it now. */
export interface SoldLine {
  orderId: string;
  lineId: string;
  quantity: number;
  refunded: number;
  amount: number;
  /** Null: the mall's own. */
  currency: string | null;
}

/** What a sale is to earn as things stand. */
export function targetOf(mall: At, sale: StorySaleRow | undefined, line: SoldLine | undefined): number {
  if (!sale || !line || sale.shopper_id === '' || sale.doubt !== null) return 0;
  // A point is worth one smallest unit of the mall's own currency: what was paid in another earns nothing.
  if (line.currency !== null && line.currency !== mall.settings.currency) return 0;
  return earnedBy(line, sale.rate, MOST_POINTS);
}

async function givenFor(db: Reader, mallId: string, saleId: string): Promise<Given[]> {
  const rows = await db
    .selectFrom('story_earnings')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('sale_id', '=', saleId)
    .orderBy('transfer_id')
    .execute();
  return rows.map((row) => ({
    transferId: row.transfer_id,
    shopperId: row.shopper_id,
    amount: row.amount,
    taken: row.taken,
    room: row.room,
  }));
}

/**
 * What a sale has given becomes what it is to earn: the rest is given, pending until its time to return has passed; what
 * is too much is taken back, of another author's all. However often it is asked.
 *
 * @param author whose it is now; undefined: nobody's any more
 * @returns whether any points moved
 */
export async function settleEarning(
  trx: Trx,
  tools: LedgerTools,
  mall: At,
  saleId: string,
  author: string | undefined,
  target: number,
  about: { orderId: string; lineId: string; placedAt: number },
): Promise<boolean> {
  const all = await givenFor(trx, mall.id, saleId);
  // Of one who was erased nothing is left to take, and what they had is nothing to whoever comes after.
  const gone = all.filter((one) => one.shopperId === '' && one.taken < one.amount);
  for (const given of gone) await setTaken(trx, mall.id, saleId, given.transferId, given.amount);
  const given = all.map((one) => (gone.includes(one) ? { ...one, taken: one.amount } : one));
  const { takes, give, free } = adjust(target, author ?? null, given);
  for (const take of takes) {
    const taken = take.given.taken + take.amount;
    await takeBack(trx, tools, mall.id, {
      key: JSON.stringify(['story-sale-back', take.given.transferId, taken]),
      kind: 'story-sale-returned',
      of: take.given.transferId,
      amount: take.amount,
      facts: { shopperId: take.given.shopperId },
    });
    await setTaken(trx, mall.id, saleId, take.given.transferId, taken);
  }
  const room = await takeBudget(trx, mall, 'sale', give - free, 'what-fits', tools.now());
  const amount = free + room;
  if (amount === 0 || author === undefined) return takes.length > 0;
  const dueAt = about.placedAt + mall.settings.returnWindowDays * DAY;
  const [written] = await writeTransfers(trx, tools, mall.id, [
    {
      phase: 'pending',
      // By how often this sale gave before: each time once.
      key: JSON.stringify(['story-sale', saleId, all.length]),
      kind: 'story-sale',
      from: 'issue',
      to: walletOf(author),
      amount,
      lots: { expiresAt: expiryOf(mall, Math.max(dueAt, tools.now())) },
      dueAt,
      onDue: 'post',
      // Which order it was would tell the author more than that something was bought.
      facts: { shopperId: author },
    },
  ]);
  await trx
    .insertInto('story_earnings')
    .values({
      mall_id: mall.id,
      sale_id: saleId,
      transfer_id: written!.transferId,
      shopper_id: author,
      amount,
      taken: 0,
      room,
    })
    .execute();
  return true;
}

async function setTaken(
  trx: Trx,
  mallId: string,
  saleId: string,
  transferId: string,
  taken: number,
): Promise<void> {
  await trx
    .updateTable('story_earnings')
    .set({ taken })
    .where('mall_id', '=', mallId)
    .where('sale_id', '=', saleId)
    .where('transfer_id', '=', transferId)
    .execute();
}
