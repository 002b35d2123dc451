import { sql } from 'kysely';
import { HOUR } from '../../base/clock.ts';
import type { Reader, Trx } from '../../base/db/database.ts';
import type { Services } from '../../base/services.ts';
import { Channel, type Consent, Purpose } from './contract.ts';
import { CONSENT_CHECK_MS } from './rules.ts';
import { notify, type Telling } from './store.ts';

/** Each purpose on each channel, also those that were never spoken of. */
export async function consentsOf(db: Reader, mallId: string, shopperId: string): Promise<Consent[]> {
  const rows = await db
    .selectFrom('consents')
    .select(['purpose', 'channel', 'given', 'at'])
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .execute();
  return Purpose.options.flatMap((purpose) =>
    Channel.options.map((channel) => {
      const row = rows.find((one) => one.purpose === purpose && one.channel === channel);
      return { purpose, channel, given: row?.given === 1, at: row?.at ?? null };
    }),
  );
}

/**
 * Notes that a consent was given or taken back, and tells its shopper so. The same again changes nothing.
 *
 * @param mail false: the shopper reads it where they are
 */
export async function putConsent(
  trx: Trx,
  services: Telling,
  mallId: string,
  shopperId: string,
  { purpose, channel, given }: Pick<Consent, 'purpose' | 'channel' | 'given'>,
  mail = channel === 'mail',
): Promise<void> {
  const at = services.now();
  const before = await trx
    .selectFrom('consents')
    .select(['given', 'at'])
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('purpose', '=', purpose)
    .where('channel', '=', channel)
    .executeTakeFirst();
  if (before && (before.given === 1) === given) return;
  const row = { given: given ? 1 : 0, at, told_at: at, checked_at: at };
  await trx
    .insertInto('consents')
    .values({ mall_id: mallId, shopper_id: shopperId, purpose, channel, ...row })
    .onConflict((conflict) =>
      conflict.columns(['mall_id', 'shopper_id', 'purpose', 'channel']).doUpdateSet(row),
    )
    .execute();
  await notify(trx, services, mallId, {
    shopperId,
    kind: 'consent-told',
    onceKey: `consent:${purpose}:${channel}:${given}:${at}`,
    facts: { purpose, channel, given, consentAt: at },
    mail,
  });
}

/** Consents in one transaction. */
const BATCH = 100;

/** Tells those who consented two years ago that it still stands, batch by batch. */
export async function checkConsents(services: Telling & Pick<Services, 'database'>): Promise<void> {
  const { database, now } = services;
  const malls = await database.db.selectFrom('malls').select('mall_id').execute();
  for (const { mall_id: mallId } of malls)
    while ((await database.write((trx) => checkSome(trx, services, mallId, now()))) === BATCH);
}

async function checkSome(trx: Trx, services: Telling, mallId: string, now: number): Promise<number> {
  const old = await trx
    .selectFrom('consents')
    .select(['shopper_id', 'purpose', 'channel', 'at'])
    .where('mall_id', '=', mallId)
    // As its index says it: a value that is only bound later would not find it.
    .where('given', '=', sql.lit(1))
    .where('checked_at', '<=', now - CONSENT_CHECK_MS)
    .limit(BATCH)
    .execute();
  for (const { shopper_id: shopperId, purpose, channel, at } of old) {
    await trx
      .updateTable('consents')
      .set({ checked_at: now })
      .where('mall_id', '=', mallId)
      .where('shopper_id', '=', shopperId)
      .where('purpose', '=', purpose)
      .where('channel', '=', channel)
      .execute();
    await notify(trx, services, mallId, {
      shopperId,
      kind: 'consent-check',
      onceKey: `consent-check:${purpose}:${channel}:${now}`,
      facts: { purpose, channel, given: true, consentAt: at },
      mail: channel === 'mail',
    });
  }
  return old.length;
}

/** How often it is looked for consents that are old. */
export const CHECK_EVERY_MS = 6 * HOUR;
