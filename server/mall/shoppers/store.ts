import type { Database, Reader, Trx } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';
import { Problem } from '../../base/http/problem.ts';
import { newId } from '../../base/ids.ts';
import type { Outbox } from '../../base/live/outbox.ts';
import type { Me } from './contract.ts';
import { publicName } from './rules.ts';
import type { ShopperRow } from './table.ts';

export function findShopper(db: Reader, mallId: string, shopperId: string): Promise<ShopperRow | undefined> {
  return db
    .selectFrom('shoppers')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .executeTakeFirst();
}

const byOutsideId = prepared<[mallId: string, outsideId: string], ShopperRow>((db, mallId, outsideId) =>
  db.selectFrom('shoppers').selectAll().where('mall_id', '=', mallId).where('outside_id', '=', outsideId),
);

export async function findByOutsideId(
  db: Reader,
  mallId: string,
  outsideId: string,
): Promise<ShopperRow | undefined> {
  return (await byOutsideId(db, mallId, outsideId))[0];
}

const byId = prepared<[mallId: string, shopperId: string], ShopperRow>((db, mallId, shopperId) =>
  db.selectFrom('shoppers').selectAll().where('mall_id', '=', mallId).where('shopper_id', '=', shopperId),
);

/**
 * Who was erased or became another since they were let in writes nothing: nobody would ever take it away again. Asked in
 * the very transaction that writes.
 *
 * @returns the shopper, for what shows them
 * @throws Problem token-refused
 */
export async function refuseGone(trx: Trx, mallId: string, shopperId: string): Promise<ShopperRow> {
  const [row] = await byId(trx, mallId, shopperId);
  if (!row || row.erased_at !== null || row.merged_into !== null) throw new Problem('token-refused');
  return row;
}

/** The shopper of a mall's own id, made when new. `joinedAt` is set by the first signed write, not by an order. */
export async function ensureMember(
  trx: Trx,
  mallId: string,
  member: { outsideId: string; name: string | null; join: boolean },
  now: number,
): Promise<string> {
  const known = await findByOutsideId(trx, mallId, member.outsideId);
  if (known) {
    const set = {
      ...(member.name !== null && member.name !== known.name && { name: member.name }),
      ...(member.join && known.joined_at === null && { joined_at: now }),
    };
    if (Object.keys(set).length > 0)
      await trx
        .updateTable('shoppers')
        .set(set)
        .where('mall_id', '=', mallId)
        .where('shopper_id', '=', known.shopper_id)
        .execute();
    return known.shopper_id;
  }
  return insertShopper(
    trx,
    mallId,
    { kind: 'member', outsideId: member.outsideId, name: member.name, joinedAt: member.join ? now : null },
    now,
  );
}

export async function insertShopper(
  trx: Trx,
  mallId: string,
  shopper: {
    kind: 'guest' | 'member';
    outsideId: string | null;
    name: string | null;
    joinedAt: number | null;
  },
  now: number,
): Promise<string> {
  const id = newId();
  await trx
    .insertInto('shoppers')
    .values({
      mall_id: mallId,
      shopper_id: id,
      kind: shopper.kind,
      outside_id: shopper.outsideId,
      name: shopper.name,
      handle: null,
      handle_key: null,
      created_at: now,
      joined_at: shopper.joinedAt,
      tokens_from: 0,
      merged_into: null,
      erased_at: null,
      level: 0,
      listed: 1,
    })
    // Two first writes of one member at once: PostgreSQL then reruns the later one, where a bare insert would fail it.
    .onConflict((conflict) => conflict.columns(['mall_id', 'outside_id']).doNothing())
    .execute();
  return id;
}

export async function insertSession(
  trx: Trx,
  mallId: string,
  shopperId: string,
  now: number,
  lifeMs: number,
): Promise<string> {
  const id = newId();
  await trx
    .insertInto('sessions')
    .values({
      mall_id: mallId,
      session_id: id,
      shopper_id: shopperId,
      created_at: now,
      expires_at: now + lifeMs,
      revoked_at: null,
    })
    .execute();
  return id;
}

/** The session with its shopper, whatever its state. */
export function findSession(db: Reader, mallId: string, sessionId: string) {
  return db
    .selectFrom('sessions')
    .innerJoin('shoppers', (join) =>
      join
        .onRef('shoppers.mall_id', '=', 'sessions.mall_id')
        .onRef('shoppers.shopper_id', '=', 'sessions.shopper_id'),
    )
    .select([
      'sessions.session_id',
      'sessions.shopper_id',
      'sessions.created_at',
      'sessions.expires_at',
      'sessions.revoked_at',
      'shoppers.kind',
      'shoppers.outside_id',
      'shoppers.joined_at',
      'shoppers.tokens_from',
      'shoppers.merged_into',
      'shoppers.erased_at',
    ])
    .where('sessions.mall_id', '=', mallId)
    .where('sessions.session_id', '=', sessionId)
    .executeTakeFirst();
}

export async function revokeSession(trx: Trx, mallId: string, sessionId: string, now: number): Promise<void> {
  await trx
    .updateTable('sessions')
    .set({ revoked_at: now })
    .where('mall_id', '=', mallId)
    .where('session_id', '=', sessionId)
    .where('revoked_at', 'is', null)
    .execute();
}

/** Refuses every token of a shopper that was issued before now, and ends all sessions. */
export async function revokeTokens(trx: Trx, mallId: string, shopperId: string, now: number): Promise<void> {
  await trx
    .updateTable('shoppers')
    .set({ tokens_from: now })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .execute();
  await trx
    .updateTable('sessions')
    .set({ revoked_at: now })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('revoked_at', 'is', null)
    .execute();
}

/** Forgets sessions and edit codes that have run out. */
export async function sweepSessions(database: Database, now: number): Promise<void> {
  await database.write(async (trx) => {
    for (const mall of await trx.selectFrom('malls').select('mall_id').execute())
      for (const table of ['sessions', 'edit_codes'] as const)
        await trx
          .deleteFrom(table)
          .where('mall_id', '=', mall.mall_id)
          .where('expires_at', '<', now)
          .execute();
  });
}

export async function setHandle(
  trx: Trx,
  mallId: string,
  shopperId: string,
  handle: string | null,
  key: string | null,
): Promise<void> {
  await trx
    .updateTable('shoppers')
    .set({ handle, handle_key: key })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .execute();
}

export async function setListed(trx: Trx, mallId: string, shopperId: string, listed: boolean): Promise<void> {
  await trx
    .updateTable('shoppers')
    .set({ listed: listed ? 1 : 0 })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .execute();
}

/** Marks a guest as having become a member; its token is spent. */
export async function markMerged(
  trx: Trx,
  mallId: string,
  guestId: string,
  memberId: string,
  now: number,
): Promise<void> {
  await revokeTokens(trx, mallId, guestId, now);
  await trx
    .updateTable('shoppers')
    .set({ merged_into: memberId, handle: null, handle_key: null })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', guestId)
    .execute();
}

export async function insertEditCode(
  trx: Trx,
  mallId: string,
  codeHash: string,
  shopperId: string,
  until: number,
): Promise<void> {
  await trx
    .insertInto('edit_codes')
    .values({ mall_id: mallId, code_hash: codeHash, shopper_id: shopperId, expires_at: until })
    .execute();
}

/** Takes the code out, so that it opens once. */
export async function takeEditCode(
  trx: Trx,
  mallId: string,
  codeHash: string,
  now: number,
): Promise<string | undefined> {
  const row = await trx
    .deleteFrom('edit_codes')
    .where('mall_id', '=', mallId)
    .where('code_hash', '=', codeHash)
    .returning(['shopper_id', 'expires_at'])
    .executeTakeFirst();
  return row && row.expires_at > now ? row.shopper_id : undefined;
}

export function toMe(row: ShopperRow, language: 'ko' | 'en'): Me {
  return {
    id: row.shopper_id,
    kind: row.kind,
    name: publicName({ kind: row.kind, name: row.name, handle: row.handle, erased: false }, language),
    handle: row.handle,
    level: row.level,
    listed: row.listed === 1,
    joinedAt: row.joined_at,
  };
}

/** Tells of a change to one shopper. */
export const tellOf = (
  outbox: Outbox,
  trx: Trx,
  mallId: string,
  kind: string,
  shopper: string,
): Promise<void> => outbox.append(trx, { mallId, kind, topic: `shopper:${shopper}`, ids: { shopper } });
