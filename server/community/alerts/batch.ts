import type { Trx } from '../../base/db/database.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { findMall } from '../../mall/malls/store.ts';
import { findProduct } from '../../mall/products/store.ts';
import type { ProductRow } from '../../mall/products/table.ts';
import type { Notice } from '../inbox/contract.ts';
import { consentsTo } from '../inbox/reach.ts';
import { isAdvertising, WEEK_MS } from '../inbox/rules.ts';
import { type NewNotice, notifyAll, type Telling } from '../inbox/store.ts';
import {
  type AlertKind,
  BATCH,
  decide,
  isOf,
  type Part,
  remembered,
  type Standing,
  waysOf,
} from './rules.ts';
import { standingOf } from './store.ts';
import type { AlertRow } from './table.ts';

/** What came of one batch. */
export interface Done {
  looked: number;
  told: number;
  /** The last shopper that was looked at; undefined: there are no more, or a newer change is looked at by another job. */
  last: string | undefined;
}
const NOTHING: Done = { looked: 0, told: 0, last: undefined };

/**
 * Looks at the next alerts on a product in the order of their shoppers, tells those whom its change concerns, and
 * remembers how it stands: who is asked a second time is told nothing twice.
 *
 * @param changedAt the change this is about: when the product has changed again, that change has a job of its own
 * @param part only so much of it is told and remembered
 */
export async function alertBatch(
  trx: Trx,
  services: Telling,
  mallId: string,
  {
    product,
    changedAt,
    after,
    part = 'all',
  }: { product: string; changedAt: number; after: string; part?: Part },
): Promise<Done> {
  const row = await findProduct(trx, mallId, product);
  const mall = await findMall(trx, mallId);
  const now = mall && standingOf(row, mall.settings);
  if (!mall || !row || !now || row.changed_at !== changedAt) return NOTHING;
  const alerts = await trx
    .selectFrom('alerts')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('product', '=', product)
    .where('shopper_id', '>', after)
    .orderBy('shopper_id')
    .limit(BATCH)
    .execute();
  const last = alerts.at(-1)?.shopper_id;
  if (last === undefined) return NOTHING;
  const decided = alerts.flatMap((alert) =>
    decide(alert, now)
      .filter((kind) => isOf(part, kind))
      .map((kind) => ({ alert, kind })),
  );
  const notices = await noticesOf(trx, mall, row, now, decided, services.now());
  const told = await notifyAll(trx, services, mallId, notices);
  await trx
    .updateTable('alerts')
    .set(remembered(now, part))
    .where('mall_id', '=', mallId)
    .where('product', '=', product)
    .where('shopper_id', '>', after)
    .where('shopper_id', '<=', last)
    .execute();
  return { looked: alerts.length, told: told.length, last: alerts.length < BATCH ? undefined : last };
}

interface Decided {
  alert: AlertRow;
  kind: AlertKind;
}

/** The notices of what was decided, as far as each shopper's consents and their week allow. */
async function noticesOf(
  trx: Trx,
  mall: Mall,
  row: ProductRow,
  now: Standing,
  decided: readonly Decided[],
  at: number,
): Promise<NewNotice[]> {
  if (decided.length === 0) return [];
  const shoppers = [
    ...new Set(decided.filter((one) => isAdvertising(one.kind)).map((one) => one.alert.shopper_id)),
  ];
  const inbox = await consentsTo(trx, mall.id, 'inbox', shoppers);
  const mail = await consentsTo(trx, mall.id, 'mail', shoppers);
  const week = await toldSince(trx, mall.id, shoppers, at - WEEK_MS);
  const notices: NewNotice[] = [];
  for (const { alert, kind } of decided) {
    const { shopper_id: shopperId } = alert;
    const toldInWeek = week.get(shopperId) ?? 0;
    const reach = {
      inbox: inbox.get(`advertising ${shopperId}`),
      mail: mail.get(`advertising ${shopperId}`),
      toldInWeek,
    };
    const ways = waysOf(kind, alert.mail === 1, reach, mall.settings.alertsPerWeek);
    if (!ways.inbox && !ways.mail) continue;
    if (ways.inbox && isAdvertising(kind)) week.set(shopperId, toldInWeek + 1);
    notices.push({
      shopperId,
      kind,
      onceKey: `${kind}:${row.changed_at}:${row.product}`,
      product: row.product,
      facts: factsOf(kind, alert, now),
      ...ways,
    });
  }
  return notices;
}

function factsOf(kind: AlertKind, alert: AlertRow, now: Standing): Notice['facts'] {
  if (kind !== 'price-drop' || alert.last_price === null || now.price === null) return {};
  return { before: alert.last_price, now: now.price, currency: now.currency };
}

/** Advertising notices that stood in each shopper's inbox since then. */
async function toldSince(
  trx: Trx,
  mallId: string,
  shopperIds: readonly string[],
  since: number,
): Promise<Map<string, number>> {
  if (shopperIds.length === 0) return new Map();
  const rows = await trx
    .selectFrom('notices')
    .select((eb) => ['shopper_id', eb.fn.countAll<number>().as('count')])
    .where('mall_id', '=', mallId)
    .where('shopper_id', 'in', shopperIds)
    .where('advertising', '=', 1)
    .where('created_at', '>', since)
    // Those that only a mail was made of were never there.
    .where((eb) => eb.or([eb('gone_at', 'is', null), eb('gone_at', '!=', eb.ref('created_at'))]))
    .groupBy('shopper_id')
    .execute();
  return new Map(rows.map((row) => [row.shopper_id, Number(row.count)]));
}
