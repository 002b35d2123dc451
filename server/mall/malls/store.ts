import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Database, Reader, Trx } from '../../base/db/database.ts';
import { prepared } from '../../base/db/prepared.ts';
import { newId } from '../../base/ids.ts';
import { sha256 } from '../../base/secrets.ts';
import { type KeyScope, MallId, MallSettings } from './contract.ts';
import { type Mall, OLD_SECRET_MS } from './rules.ts';
import type { MallRow } from './table.ts';

/** Settings as they were read from these words before: they are read some times a second, and change some times a year. */
const parsed = new Map<string, MallSettings>();
const MOST_PARSED = 1000;

function readSettings(text: string): MallSettings {
  let settings = parsed.get(text);
  if (!settings) {
    settings = MallSettings.parse(JSON.parse(text));
    if (parsed.size >= MOST_PARSED) parsed.clear();
    parsed.set(text, settings);
  }
  return settings;
}

/** The mall once for each of its origins; once, with none, when it has none. */
const withOrigins = prepared<[mallId: string], MallRow & { origin: string | null }>((db, mallId) =>
  db
    .selectFrom('malls')
    .leftJoin('mall_origins', 'mall_origins.mall_id', 'malls.mall_id')
    .selectAll('malls')
    .select('mall_origins.origin')
    .where('malls.mall_id', '=', mallId)
    .orderBy('mall_origins.origin'),
);

export async function findMall(db: Reader, mallId: string): Promise<Mall | undefined> {
  const rows = await withOrigins(db, mallId);
  const [row] = rows;
  if (!row) return undefined;
  return {
    id: row.mall_id,
    name: row.name,
    origins: rows.flatMap(({ origin }) => origin ?? []),
    settings: readSettings(row.settings),
    secretVersion: row.secret_version,
    secretOldUntil: row.secret_old_until,
    seeded: row.seeded === 1,
  };
}

export interface Malls {
  /** The mall, at most `MALL_KEPT_MS` old unless this process changed it. */
  find(mallId: string): Promise<Mall | undefined>;
  /** Moves with each change at the mall; ask before {@link find} to know that it is not newer than what was found. */
  versionOf(mallId: string): number;
  /** What {@link find} would answer without looking; undefined when it would look. */
  known(mallId: string): Mall | undefined;
  /** Forgets what is kept of a mall, after a change. */
  forget(mallId: string): void;
}

/** Another process's change to a mall is seen after this time at the latest. */
export const MALL_KEPT_MS = 250;

/**
 * Malls change rarely and every request asks for one: keep them for a moment.
 *
 * @param versionOf what moves with each change at the mall. Bytes that are kept under a version must never be made with
 * settings from before it, or they would stay wrong until the next change.
 */
export function openMalls(
  database: Database,
  now: () => number = Date.now,
  versionOf: (mallId: string) => number = () => 0,
): Malls {
  const kept = new Map<string, { mall: Mall | undefined; until: number; version: number }>();
  /** All who ask while a mall is being looked up wait for the same look: else each would ask the database for itself. */
  const looks = new Map<string, Look>();
  interface Look {
    version: number;
    mall: Promise<Mall | undefined>;
  }
  const freshOf = (mallId: string) => {
    const known = kept.get(mallId);
    return known && known.until > now() && known.version === versionOf(mallId) ? known : undefined;
  };

  function look(mallId: string, version: number): Look {
    const own: Look = {
      version,
      mall: findMall(database.db, mallId)
        .then((found) => {
          // One that did not change stays the very same: what was answered in its name still holds.
          const before = kept.get(mallId)?.mall;
          const mall = isDeepStrictEqual(found, before) ? before : found;
          if (looks.get(mallId) !== own) return mall;
          if (kept.size > 10_000) kept.clear();
          kept.set(mallId, { mall, until: now() + MALL_KEPT_MS, version });
          return mall;
        })
        .finally(() => {
          if (looks.get(mallId) === own) looks.delete(mallId);
        }),
    };
    looks.set(mallId, own);
    return own;
  }

  return {
    async find(mallId) {
      const known = freshOf(mallId);
      if (known) return known.mall;
      // Whatever a path may hold (PostgreSQL chokes on %00): only what can be a mall's id is looked up.
      if (!MallId.safeParse(mallId).success) return undefined;
      const version = versionOf(mallId);
      const running = looks.get(mallId);
      // One that began before the mall changed may have read too early.
      return (running?.version === version ? running : look(mallId, version)).mall;
    },
    versionOf,
    known: (mallId) => freshOf(mallId)?.mall,
    forget(mallId) {
      kept.delete(mallId);
      looks.delete(mallId);
    },
  };
}

export async function listMalls(
  db: Reader,
): Promise<{ id: string; name: string; seeded: boolean; createdAt: number }[]> {
  const rows = await db
    .selectFrom('malls')
    .select(['mall_id', 'name', 'seeded', 'created_at'])
    .orderBy('mall_id')
    .execute();
  return rows.map((row) => ({
    id: row.mall_id,
    name: row.name,
    seeded: row.seeded === 1,
    createdAt: row.created_at,
  }));
}

export async function insertMall(
  trx: Trx,
  mall: { id: string; name: string; origins: readonly string[]; settings: MallSettings; seeded: boolean },
  now: number,
): Promise<void> {
  await trx
    .insertInto('malls')
    .values({
      mall_id: mall.id,
      name: mall.name,
      settings: JSON.stringify(mall.settings),
      secret_version: 1,
      secret_old_until: 0,
      seeded: mall.seeded ? 1 : 0,
      created_at: now,
    })
    .execute();
  for (const origin of mall.origins) await insertOrigin(trx, mall.id, origin);
}

export async function insertOrigin(trx: Trx, mallId: string, origin: string): Promise<void> {
  await trx
    .insertInto('mall_origins')
    .values({ mall_id: mallId, origin })
    .onConflict((conflict) => conflict.columns(['mall_id', 'origin']).doNothing())
    .execute();
}

export async function removeOrigin(trx: Trx, mallId: string, origin: string): Promise<boolean> {
  const done = await trx
    .deleteFrom('mall_origins')
    .where('mall_id', '=', mallId)
    .where('origin', '=', origin)
    .executeTakeFirst();
  return done.numDeletedRows > 0n;
}

export async function updateMall(
  trx: Trx,
  mallId: string,
  change: { name?: string | undefined; settings?: MallSettings | undefined },
): Promise<void> {
  const set = {
    ...(change.name !== undefined && { name: change.name }),
    ...(change.settings && { settings: JSON.stringify(change.settings) }),
  };
  if (Object.keys(set).length > 0)
    await trx.updateTable('malls').set(set).where('mall_id', '=', mallId).execute();
}

/** The next signing secret; the one before stays good for two days. */
export async function rotateSecret(trx: Trx, mallId: string, now: number): Promise<number> {
  const row = await trx
    .updateTable('malls')
    .set((eb) => ({ secret_version: eb('secret_version', '+', 1), secret_old_until: now + OLD_SECRET_MS }))
    .where('mall_id', '=', mallId)
    .returning('secret_version')
    .executeTakeFirstOrThrow();
  return row.secret_version;
}

export interface MallKey {
  id: string;
  name: string;
  scopes: KeyScope[];
  createdAt: number;
  revokedAt: number | null;
}

/** Makes a key. The key itself is returned here and never again: only its hash is kept. */
export async function insertKey(
  trx: Trx,
  mallId: string,
  name: string,
  scopes: readonly KeyScope[],
  now: number,
): Promise<{ id: string; key: string }> {
  const id = newId();
  const key = `dgk_${id}_${randomBytes(24).toString('base64url')}`;
  await trx
    .insertInto('mall_keys')
    .values({
      mall_id: mallId,
      key_id: id,
      name,
      scopes: scopes.join(' '),
      hash: sha256(key),
      created_at: now,
      revoked_at: null,
    })
    .execute();
  return { id, key };
}

export async function listKeys(db: Reader, mallId: string): Promise<MallKey[]> {
  const rows = await db
    .selectFrom('mall_keys')
    .selectAll()
    .where('mall_id', '=', mallId)
    .orderBy('created_at')
    .orderBy('key_id')
    .execute();
  return rows.map((row) => ({
    id: row.key_id,
    name: row.name,
    scopes: row.scopes.split(' ') as KeyScope[],
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  }));
}

export async function revokeKey(trx: Trx, mallId: string, keyId: string, now: number): Promise<boolean> {
  const done = await trx
    .updateTable('mall_keys')
    .set({ revoked_at: now })
    .where('mall_id', '=', mallId)
    .where('key_id', '=', keyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/** The live key of that text, or undefined. */
export async function findKey(
  db: Reader,
  mallId: string,
  key: string,
): Promise<{ id: string; scopes: KeyScope[]; hash: string } | undefined> {
  const id = /^dgk_([0-9a-v]{25})_[\w-]{32}$/.exec(key)?.[1];
  if (!id) return undefined;
  const row = await db
    .selectFrom('mall_keys')
    .select(['key_id', 'scopes', 'hash'])
    .where('mall_id', '=', mallId)
    .where('key_id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row && { id: row.key_id, scopes: row.scopes.split(' ') as KeyScope[], hash: row.hash };
}
