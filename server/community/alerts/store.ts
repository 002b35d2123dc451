import type { Reader, Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { areFewLeft, isAvailable } from '../../mall/products/rules.ts';
import { findProduct } from '../../mall/products/store.ts';
import type { ProductRow } from '../../mall/products/table.ts';
import type { Alert } from './contract.ts';
import { firstMemory, MOST_ALERTS, type Standing } from './rules.ts';
import type { AlertRow } from './table.ts';

/** How a product stands; undefined until the mall has stated it. */
export function standingOf(
  row: ProductRow | undefined,
  settings: Pick<Mall['settings'], 'fewLeft' | 'currency'>,
): Standing | undefined {
  if (row?.confirmed !== 1) return undefined;
  return {
    price: row.price,
    currency: row.currency ?? settings.currency,
    isAvailable: isAvailable(row),
    areFewLeft: areFewLeft(row, settings),
  };
}

const toAlert = (row: AlertRow): Alert => ({
  product: row.product,
  priceDrop: row.price_drop === 1 ? { below: row.below } : null,
  restock: row.restock === 1,
  fewLeft: row.few_left === 1,
  channels: row.mail === 1 ? ['inbox', 'mail'] : ['inbox'],
});

/** What a shopper asked to be told of some products. */
export async function alertsOf(
  db: Reader,
  mallId: string,
  shopperId: string,
  products: readonly string[],
): Promise<Alert[]> {
  if (products.length === 0) return [];
  const rows = await db
    .selectFrom('alerts')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('product', 'in', products)
    .orderBy('product')
    .execute();
  return rows.map(toAlert);
}

/**
 * Notes what a shopper wants to be told of a product, in place of what they wanted before.
 *
 * @throws Problem unknown-product, quota-full
 */
export async function putAlert(
  trx: Trx,
  { outbox, now }: Pick<Services, 'outbox' | 'now'>,
  mall: Pick<Mall, 'id' | 'settings'>,
  shopperId: string,
  alert: Alert,
): Promise<void> {
  const { product } = alert;
  const own = { mall_id: mall.id, product, shopper_id: shopperId };
  const before = await trx
    .selectFrom('alerts')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('product', '=', product)
    .where('shopper_id', '=', shopperId)
    .executeTakeFirst();
  const isNothing = alert.priceDrop === null && !alert.restock && !alert.fewLeft;
  if (isNothing && !before) return;
  if (isNothing) await deleteAlert(trx, own);
  else await write(trx, mall, own, alert, before, now());
  await outbox.append(trx, {
    mallId: mall.id,
    kind: 'alert.changed',
    topic: `shopper:${shopperId}`,
    ids: { product },
  });
}

type Own = Pick<AlertRow, 'mall_id' | 'product' | 'shopper_id'>;

async function deleteAlert(trx: Trx, own: Own): Promise<void> {
  await trx
    .deleteFrom('alerts')
    .where('mall_id', '=', own.mall_id)
    .where('product', '=', own.product)
    .where('shopper_id', '=', own.shopper_id)
    .execute();
}

async function write(
  trx: Trx,
  mall: Pick<Mall, 'id' | 'settings'>,
  own: Own,
  alert: Alert,
  before: AlertRow | undefined,
  now: number,
): Promise<void> {
  const row = await findProduct(trx, mall.id, own.product);
  if (!row) throw new Problem('unknown-product');
  const wanted = {
    price_drop: alert.priceDrop ? 1 : 0,
    below: alert.priceDrop?.below ?? null,
    restock: alert.restock ? 1 : 0,
    few_left: alert.fewLeft ? 1 : 0,
    mail: alert.channels.includes('mail') ? 1 : 0,
  };
  // Who wanted something already keeps what is remembered: a change that is still on its way is told.
  const memory = firstMemory(standingOf(row, mall.settings));
  if (!before && (await countOf(trx, own)) >= MOST_ALERTS) throw new Problem('quota-full');
  await trx
    .insertInto('alerts')
    .values({ ...own, ...wanted, ...memory, created_at: now })
    .onConflict((conflict) => conflict.columns(['mall_id', 'product', 'shopper_id']).doUpdateSet(wanted))
    .execute();
}

async function countOf(trx: Trx, own: Own): Promise<number> {
  const { count } = await trx
    .selectFrom('alerts')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('mall_id', '=', own.mall_id)
    .where('shopper_id', '=', own.shopper_id)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Gives a guest's alerts to the member they became; where both have one for a product, the member's stays. */
export async function mergeAlerts(
  trx: Trx,
  mallId: string,
  guestId: string,
  memberId: string,
): Promise<void> {
  const own = trx
    .selectFrom('alerts as own')
    .select('own.product')
    .where('own.mall_id', '=', mallId)
    .where('own.shopper_id', '=', memberId);
  await trx
    .deleteFrom('alerts')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', guestId)
    .where('product', 'in', own)
    .execute();
  await trx
    .updateTable('alerts')
    .set({ shopper_id: memberId })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', guestId)
    .execute();
}
