import { setImmediate as turn } from 'node:timers/promises';
import { DAY } from '../../../base/clock.ts';
import { dayIn } from '../../../base/days.ts';
import type { Trx } from '../../../base/db/database.ts';
import { idFrom } from '../../../base/ids.ts';
import { hmac, type Secrets } from '../../../base/secrets.ts';
import type { Services } from '../../../base/services.ts';
import type { Mall } from '../../../mall/malls/rules.ts';
import { findMall } from '../../../mall/malls/store.ts';
import type { OrderLineRow, OrderRow } from '../../../mall/orders/table.ts';
import { findMember } from '../../../mall/shoppers/members.ts';
import { notify } from '../../inbox/store.ts';
import { findStory } from '../stories/access.ts';
import type { StorySaleRow } from '../table.ts';
import { settleEarning, targetOf } from './earning.ts';
import { type Came, type Doubt, isGood, isSame, rejudged } from './rules.ts';
import { unsealMark } from './seal.ts';
import {
  deleteSale,
  isCircle,
  markedLines,
  orderOf,
  pointsOfSales,
  putSale,
  salesByIds,
  salesOfOrder,
  salesOfPair,
  setDoubt,
} from './store.ts';

export type Selling = Pick<Services, 'outbox' | 'jobs' | 'now' | 'secrets'>;

/** The sale of a line, always the same one: what it gave before is known again after its mark went and came back. */
const saleIdOf = (secrets: Secrets, mallId: string, orderId: string, lineId: string): string =>
  idFrom(Buffer.from(hmac(secrets.derive('story-sale', mallId), JSON.stringify([orderId, lineId])), 'hex'));

/** One settling of an order: what it touches, to be judged and told at its end. */
interface Round {
  trx: Trx;
  selling: Selling;
  mall: Mall;
  order: OrderRow;
  /** Pairs in which the number of sales may have moved, with the first place in time. */
  pairs: Map<string, { author: string; buyer: string; from: number }>;
  /** Sales that are to be looked at again, and whose they were before. */
  touched: Map<string, string | undefined>;
  fresh: Set<string>;
}

/**
 * What came by way of blogs becomes what the newest statement of an order says: in any order of arrival and however often
 * it is asked.
 */
export async function settleSales(
  trx: Trx,
  selling: Selling,
  mallId: string,
  orderId: string,
): Promise<void> {
  const mall = await findMall(trx, mallId);
  const order = await orderOf(trx, mallId, orderId);
  if (!mall || !order) return;
  const round: Round = { trx, selling, mall, order, pairs: new Map(), touched: new Map(), fresh: new Set() };
  const lines = new Map((await markedLines(trx, mallId, orderId)).map((line) => [line.line_id, line]));
  const before = new Map((await salesOfOrder(trx, mallId, orderId)).map((sale) => [sale.line_id, sale]));
  let count = 0;
  for (const lineId of new Set([...lines.keys(), ...before.keys()])) {
    await settleLine(round, lines.get(lineId), before.get(lineId));
    // One order may have hundreds of lines: others are heard between them.
    if (++count % 16 === 0) await turn();
  }
  await judge(round);
  await earn(round);
}

/** From where a line came; undefined: from no blog that counts. */
async function cameFrom(
  { trx, selling, mall, order }: Round,
  line: OrderLineRow,
  before: StorySaleRow | undefined,
): Promise<(Came & { rewarded: boolean }) | undefined> {
  const { product } = line;
  const mark = unsealMark(selling.secrets, mall.id, product, line.mark ?? '');
  if (!mark || !isGood(mark.day, order.placed_at)) return undefined;
  const { author } = mark;
  const buyer = order.shopper_id;
  if (author === buyer || !(await findMember(trx, mall.id, author))) return undefined;
  const found = mark.story === null ? undefined : await findStory(trx, mall.id, mark.story);
  const row = found?.shopper_id === author ? found : undefined;
  // A story that has gone since it was counted is still where the buyer came from.
  const wasThere = mark.story !== null && before?.story_id === mark.story && before.shopper_id === author;
  const story = row || wasThere ? mark.story : null;
  return { author, story, product, buyer, rewarded: row !== undefined && row.disclosure !== null };
}

const countedOf = (row: StorySaleRow) => ({
  author: row.shopper_id,
  story: row.story_id,
  product: row.product,
  buyer: row.buyer_id,
  doubt: row.doubt as Doubt | null,
});

async function settleLine(
  round: Round,
  line: OrderLineRow | undefined,
  before: StorySaleRow | undefined,
): Promise<void> {
  const { trx, mall, order, selling } = round;
  const kept = line ? line.quantity - line.refunded : 0;
  // Of an author who has left nothing more comes of it.
  const came = line && (await cameFrom(round, line, before));
  const lineId = (line ?? before)!.line_id;
  const saleId = before?.sale_id ?? saleIdOf(selling.secrets, mall.id, order.order_id, lineId);
  const same = before && came && isSame(countedOf(before), came) ? before : undefined;
  // What was returned before anybody heard of it was never sold; what is another sale now begins anew.
  const after =
    came && (same || kept > 0) ? await saleRow(round, saleId, lineId, came, kept, same) : undefined;
  if (before) touch(round, before);
  if (after) {
    if (!same) round.fresh.add(saleId);
    touch(round, after, before);
    await putSale(trx, after);
  } else if (before && before.shopper_id !== '') await deleteSale(trx, mall.id, saleId);
  else if (before) await putSale(trx, { ...before, quantity: kept });
}

async function saleRow(
  { trx, mall, order }: Round,
  saleId: string,
  lineId: string,
  came: Came & { rewarded: boolean },
  kept: number,
  same: StorySaleRow | undefined,
): Promise<StorySaleRow> {
  const { settings } = mall;
  const at = order.placed_at;
  const rate = same ? same.rate : came.rewarded ? settings.points.saleRate : 0;
  return {
    mall_id: mall.id,
    sale_id: saleId,
    shopper_id: came.author,
    order_id: order.order_id,
    line_id: lineId,
    story_id: came.story,
    product: came.product,
    buyer_id: came.buyer,
    quantity: kept,
    day: dayIn(settings.timeZone, at),
    at,
    due_at: at + settings.returnWindowDays * DAY,
    doubt: same ? same.doubt : rate > 0 ? await doubtOf(trx, mall.id, came, at) : null,
    rate,
  };
}

async function doubtOf(trx: Trx, mallId: string, { author, buyer }: Came, at: number): Promise<Doubt | null> {
  if (buyer === null) return 'unknown-buyer';
  return (await isCircle(trx, mallId, { author, buyer, at })) ? 'circle' : null;
}

function touch({ pairs, touched }: Round, sale: StorySaleRow, before: StorySaleRow | undefined = sale): void {
  if (!touched.has(sale.sale_id)) touched.set(sale.sale_id, before?.shopper_id);
  const { shopper_id: author, buyer_id: buyer, at } = sale;
  if (author === '' || buyer === null) return;
  const key = JSON.stringify([author, buyer]);
  const from = Math.min(at, pairs.get(key)?.from ?? at);
  pairs.set(key, { author, buyer, from });
}

/** Which sales of the pairs that were touched come too often. */
async function judge({ trx, mall, pairs, touched }: Round): Promise<void> {
  for (const pair of pairs.values()) {
    const sales = await salesOfPair(trx, mall.id, pair);
    for (const { id, often } of rejudged(sales, pair.from, mall.settings.points.salesPerBuyer)) {
      await setDoubt(trx, mall.id, id, often ? 'often' : null);
      if (!touched.has(id)) touched.set(id, pair.author);
    }
  }
}

/** Points follow, and the authors are told. */
async function earn(round: Round): Promise<void> {
  const { trx, mall, selling, touched, fresh } = round;
  const rows = new Map(
    touched.size === 0
      ? []
      : (await salesByIds(trx, mall.id, [...touched.keys()])).map((row) => [row.sale_id, row]),
  );
  for (const [saleId, was] of touched) {
    const sale = rows.get(saleId);
    const author = sale && sale.shopper_id !== '' ? sale.shopper_id : undefined;
    const { line, placedAt } = await lineOf(round, sale);
    await settleEarning(trx, selling, mall, saleId, author, targetOf(mall, sale, line), {
      orderId: line?.orderId ?? '',
      lineId: line?.lineId ?? '',
      placedAt,
    });
    for (const whose of new Set([author, was]))
      if (whose)
        await selling.outbox.append(trx, {
          mallId: mall.id,
          kind: 'sale.changed',
          topic: `shopper:${whose}`,
          ids: { sale: saleId },
        });
    if (author && sale && fresh.has(saleId)) await tell(round, author, sale);
  }
}

async function lineOf({ trx, mall, order }: Round, sale: StorySaleRow | undefined) {
  if (!sale) return { line: undefined, placedAt: order.placed_at };
  const of = sale.order_id === order.order_id ? order : await orderOf(trx, mall.id, sale.order_id);
  const row = await trx
    .selectFrom('order_lines')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('order_id', '=', sale.order_id)
    .where('line_id', '=', sale.line_id)
    .executeTakeFirst();
  const { order_id: orderId, line_id: lineId } = sale;
  return {
    line: row && of && { ...row, orderId, lineId, currency: of.currency },
    placedAt: of?.placed_at ?? sale.at,
  };
}

/** The author learns that something was bought, and what they may earn by it. By whom is told to nobody. */
async function tell({ trx, mall, selling }: Round, author: string, sale: StorySaleRow): Promise<void> {
  const points = (await pointsOfSales(trx, mall.id, author, [sale.sale_id])).get(sale.sale_id) ?? 0;
  await notify(trx, selling, mall.id, {
    shopperId: author,
    kind: 'story-sold',
    onceKey: `sale:${sale.sale_id}`,
    product: sale.product,
    ...(sale.story_id !== null && { storyId: sale.story_id }),
    facts: points > 0 ? { amount: points } : {},
  });
}
