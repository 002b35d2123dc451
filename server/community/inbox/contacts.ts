import type { Reader, Trx } from '../../base/db/database.ts';
import { newId } from '../../base/ids.ts';
import { hmac, type Secrets, sameText, seal, unseal } from '../../base/secrets.ts';
import type { Services } from '../../base/services.ts';
import type { PutMail } from './contract.ts';
import { SEND_JOB } from './mails.ts';
import { addressKey, CODE_MS, judgeCode } from './rules.ts';
import type { ContactRow } from './table.ts';

type Sealing = Pick<Services, 'secrets'>;

const contactKey = (secrets: Secrets, mallId: string) => secrets.derive('contacts', mallId);

/** What stands for an address where it is counted: the same at every mall, and nobody can turn it back. */
export const addressSubject = ({ secrets }: Sealing, address: string): string =>
  hmac(secrets.derive('contact-pace'), addressKey(address)).slice(0, 32);

export function findContact(db: Reader, mallId: string, shopperId: string): Promise<ContactRow | undefined> {
  return db
    .selectFrom('contacts')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .executeTakeFirst();
}

/** The address itself; undefined when it was sealed with another master key. */
export const addressOf = ({ secrets }: Sealing, row: ContactRow): string | undefined =>
  unseal(contactKey(secrets, row.mall_id), row.address_sealed);

/**
 * The six digits that a contact waits for. They are made from the row and a key that is not in the database, so that they
 * need not be stored until the mail goes.
 */
export function codeOf(
  { secrets }: Sealing,
  row: Pick<ContactRow, 'mall_id' | 'shopper_id' | 'address_digest' | 'code_until'>,
): string {
  const said = `${row.shopper_id}|${row.address_digest}|${row.code_until}`;
  const digest = hmac(secrets.derive('contact-code', row.mall_id), said);
  return String(Number.parseInt(digest.slice(0, 12), 16) % 1_000_000).padStart(6, '0');
}

const codeHash = ({ secrets }: Sealing, mallId: string, shopperId: string, code: string) =>
  hmac(secrets.derive('contact-code-hash', mallId), `${shopperId}|${code}`);

/** What writing a contact takes. */
export type Writing = Pick<Services, 'secrets' | 'outbox' | 'jobs' | 'now'>;

const told = (trx: Trx, { outbox }: Pick<Services, 'outbox'>, mallId: string, shopperId: string) =>
  outbox.append(trx, {
    mallId,
    kind: 'channels.changed',
    topic: `shopper:${shopperId}`,
    ids: { shopper: shopperId },
  });

/**
 * Keeps an address and plans the mail with its code. One that is confirmed already only gets its language. The one from
 * before is forgotten: nothing goes there any more.
 */
export async function putContact(
  trx: Trx,
  services: Writing,
  mallId: string,
  shopperId: string,
  { address, language }: PutMail,
): Promise<void> {
  const now = services.now();
  const key = contactKey(services.secrets, mallId);
  const digest = hmac(key, addressKey(address)).slice(0, 32);
  const before = await findContact(trx, mallId, shopperId);
  await told(trx, services, mallId, shopperId);
  if (before && before.confirmed_at !== null && sameText(before.address_digest, digest)) {
    await set(trx, before, { language });
    return;
  }
  const owner = { mall_id: mallId, shopper_id: shopperId };
  const waiting = { ...owner, address_digest: digest, code_until: now + CODE_MS };
  const row = {
    address_sealed: seal(key, address.trim()),
    address_digest: digest,
    language,
    confirmed_at: null,
    code_hash: codeHash(services, mallId, shopperId, codeOf(services, waiting)),
    code_until: waiting.code_until,
    code_tries: 0,
    created_at: now,
  };
  await trx
    .insertInto('contacts')
    .values({ ...owner, ...row })
    .onConflict((conflict) => conflict.columns(['mall_id', 'shopper_id']).doUpdateSet(row))
    .execute();
  const id = newId();
  await trx
    .insertInto('mails')
    .values({
      ...owner,
      mail_id: id,
      purpose: 'contact',
      notice_id: null,
      state: 'waiting',
      why: null,
      created_at: now,
      sent_at: null,
    })
    .execute();
  const payload = { mail: id, until: waiting.code_until };
  await services.jobs.add(trx, { mallId, kind: SEND_JOB, payload, runAt: now, id });
}

/** Tries a code. A wrong one is counted, so the caller lets the transaction commit either way. */
export async function confirmContact(
  trx: Trx,
  services: Writing,
  mallId: string,
  shopperId: string,
  code: string,
): Promise<boolean> {
  const row = await findContact(trx, mallId, shopperId);
  if (!row) return false;
  const now = services.now();
  const kept = { hash: row.code_hash, until: row.code_until, tries: row.code_tries };
  const verdict = judgeCode(kept, codeHash(services, mallId, shopperId, code.trim()), now);
  if (verdict === 'wrong') await set(trx, row, { code_tries: row.code_tries + 1 });
  if (verdict !== 'right') return false;
  await set(trx, row, { confirmed_at: now, code_hash: null, code_until: null, code_tries: 0 });
  await told(trx, services, mallId, shopperId);
  return true;
}

async function set(trx: Trx, row: ContactRow, change: Partial<ContactRow>): Promise<void> {
  await trx
    .updateTable('contacts')
    .set(change)
    .where('mall_id', '=', row.mall_id)
    .where('shopper_id', '=', row.shopper_id)
    .execute();
}

/** Forgets an address. Consents stay as they were: they are about the purpose, and whoever gives a new address sees them. */
export async function removeContact(
  trx: Trx,
  services: Pick<Services, 'outbox'>,
  mallId: string,
  shopperId: string,
): Promise<void> {
  const { numDeletedRows } = await trx
    .deleteFrom('contacts')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .executeTakeFirst();
  if (numDeletedRows > 0n) await told(trx, services, mallId, shopperId);
}
