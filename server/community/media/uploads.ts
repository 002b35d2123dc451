import { DAY, HOUR } from '../../base/clock.ts';
import type { Reader, Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import { newId } from '../../base/ids.ts';
import { sha256 } from '../../base/secrets.ts';
import type { Services } from '../../base/services.ts';
import type { Upload } from './contract.ts';
import { MOST_BYTES, MOST_OPEN, MOST_PARTS, PART_BYTES } from './motion-rules.ts';
import { type Parts, partFiles, partsOf } from './parts.ts';
import { removeFiles } from './remove.ts';
import type { UploadRow } from './table.ts';

/** An upload that has seen no part for so long is forgotten. */
const OPEN_MS = DAY;
const MEGABYTE = 1024 * 1024;

export function toUpload(row: UploadRow): Upload {
  return {
    id: row.upload_id,
    kind: row.kind,
    bytes: row.bytes,
    received: row.received,
    partBytes: PART_BYTES,
    expiresAt: row.changed_at + OPEN_MS,
  };
}

/** The upload, when it is this shopper's own and not forgotten. */
export async function findUpload(
  db: Reader,
  mallId: string,
  shopperId: string,
  uploadId: string,
  now: number,
): Promise<UploadRow> {
  const row = await db
    .selectFrom('uploads')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('upload_id', '=', uploadId)
    .where('shopper_id', '=', shopperId)
    .executeTakeFirst();
  if (!row || row.changed_at + OPEN_MS <= now) throw new Problem('not-found');
  return row;
}

/**
 * Begins an upload.
 *
 * @param most megabytes that one member may keep at the mall
 * @throws Problem too-large, quota-full
 */
export async function openUpload(
  trx: Trx,
  mallId: string,
  shopperId: string,
  { kind, bytes }: { kind: UploadRow['kind']; bytes: number },
  most: number,
  now: number,
): Promise<string> {
  if (bytes > MOST_BYTES[kind])
    throw new Problem('too-large', { detail: `at most ${MOST_BYTES[kind]} bytes` });
  const open = await trx
    .selectFrom('uploads')
    .select('bytes')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .where('changed_at', '>', now - OPEN_MS)
    .execute();
  if (open.length >= MOST_OPEN)
    throw new Problem('quota-full', { detail: `at most ${MOST_OPEN} open uploads` });
  let taken = await motionBytesOf(trx, mallId, shopperId);
  for (const one of open) taken += one.bytes;
  if (taken + bytes > most * MEGABYTE)
    throw new Problem('quota-full', { detail: `at most ${most} megabytes of animations and clips` });
  const uploadId = newId();
  await trx
    .insertInto('uploads')
    .values({
      mall_id: mallId,
      upload_id: uploadId,
      shopper_id: shopperId,
      kind,
      bytes,
      received: 0,
      parts: JSON.stringify({ kept: [], begun: [] } satisfies Parts),
      created_at: now,
      changed_at: now,
    })
    .execute();
  return uploadId;
}

/** Bytes of all that moves and is the shopper's. */
async function motionBytesOf(db: Reader, mallId: string, shopperId: string): Promise<number> {
  const row = await db
    .selectFrom('photos')
    .select((eb) => eb.fn.sum<number | string | null>('motion_bytes').as('sum'))
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', shopperId)
    .executeTakeFirst();
  return Number(row?.sum ?? 0);
}

/**
 * Takes a part in at its offset. A part that is there already, sent again because its answer was lost, changes nothing.
 *
 * @throws Problem offset-wrong, too-large for what goes beyond the whole, bad-input, not-found
 */
export async function takePart(
  services: Pick<Services, 'database' | 'files' | 'now'>,
  mallId: string,
  shopperId: string,
  uploadId: string,
  offset: number,
  bytes: Uint8Array,
): Promise<UploadRow> {
  const { database, files, now } = services;
  const digest = sha256(bytes);
  const file = `${newId()}.part`;
  const find = (db: Reader) => findUpload(db, mallId, shopperId, uploadId, now());
  // Named before it is written: whatever happens then, the name is known to what removes.
  const known = await database.write(async (trx) => {
    const row = await find(trx);
    if (isThere(row, offset, bytes.length, digest)) return row;
    refuseWrong(row, offset, bytes.length);
    const parts = partsOf(row);
    await setParts(trx, row, { ...parts, begun: [...parts.begun, file] });
    return undefined;
  });
  if (known) return known;
  await files.put(file, bytes);
  try {
    return await database.write(async (trx) => {
      const row = await find(trx);
      if (isThere(row, offset, bytes.length, digest)) throw new Superseded();
      refuseWrong(row, offset, bytes.length);
      const { kept, begun } = partsOf(row);
      const parts: Parts = {
        kept: [...kept, { file, bytes: bytes.length, digest }],
        begun: begun.filter((one) => one !== file),
      };
      return setParts(trx, row, parts, { received: row.received + bytes.length, changed_at: now() });
    });
  } catch (error) {
    // Anything else may have been committed after all.
    if (error instanceof Problem || error instanceof Superseded) await files.remove(file);
    if (error instanceof Superseded) return find(database.db);
    throw error;
  }
}

/** The same part came by another connection meanwhile. */
class Superseded extends Error {}

function isThere(row: UploadRow, offset: number, length: number, digest: string): boolean {
  if (offset + length > row.received) return false;
  let at = 0;
  for (const part of partsOf(row).kept) {
    if (at === offset) return part.bytes === length && part.digest === digest;
    at += part.bytes;
  }
  return false;
}

function refuseWrong(row: UploadRow, offset: number, length: number): void {
  if (offset !== row.received)
    throw new Problem('offset-wrong', { detail: `${row.received} bytes are here: go on there` });
  if (length === 0)
    throw new Problem('bad-input', { fields: [{ path: 'body', message: 'at least one byte' }] });
  if (row.received + length > row.bytes)
    throw new Problem('too-large', { detail: `the whole was said to have ${row.bytes} bytes` });
  const { kept, begun } = partsOf(row);
  if (kept.length + begun.length >= MOST_PARTS)
    throw new Problem('bad-input', {
      fields: [{ path: 'body', message: `at most ${MOST_PARTS} parts: send larger ones` }],
    });
}

async function setParts(
  trx: Trx,
  row: UploadRow,
  parts: Parts,
  more: Partial<Pick<UploadRow, 'received' | 'changed_at'>> = {},
): Promise<UploadRow> {
  const set = { parts: JSON.stringify(parts), ...more };
  await trx
    .updateTable('uploads')
    .set(set)
    .where('mall_id', '=', row.mall_id)
    .where('upload_id', '=', row.upload_id)
    .execute();
  return { ...row, ...set };
}

/**
 * All bytes of an upload that is whole.
 *
 * @throws Problem offset-wrong when parts are missing, gone when one was lost
 */
export async function readWhole(files: Services['files'], row: UploadRow): Promise<Uint8Array<ArrayBuffer>> {
  refuseUnfinished(row);
  const whole = new Uint8Array(row.bytes);
  let at = 0;
  for (const part of partsOf(row).kept) {
    const bytes = await files.get(part.file);
    if (bytes?.length !== part.bytes) throw new Problem('gone', { detail: 'begin the upload anew' });
    whole.set(bytes, at);
    at += part.bytes;
  }
  return whole;
}

export function refuseUnfinished(row: UploadRow): void {
  if (row.received !== row.bytes)
    throw new Problem('offset-wrong', { detail: `${row.received} of ${row.bytes} bytes are here` });
}

/** Forgets an upload; its parts go once this is committed. Returns whether it was there. */
export async function closeUpload(
  services: Pick<Services, 'jobs' | 'now'>,
  trx: Trx,
  mallId: string,
  uploadId: string,
): Promise<boolean> {
  const row = await trx
    .deleteFrom('uploads')
    .where('mall_id', '=', mallId)
    .where('upload_id', '=', uploadId)
    .returning('parts')
    .executeTakeFirst();
  if (row) await removeParts(services, trx, mallId, [row]);
  return row !== undefined;
}

async function removeParts(
  services: Pick<Services, 'jobs' | 'now'>,
  trx: Trx,
  mallId: string,
  rows: readonly Pick<UploadRow, 'parts'>[],
): Promise<void> {
  const now = services.now();
  await removeFiles(services, trx, mallId, partFiles(rows), now);
  // One that is just being written is there only afterwards.
  const begun = rows.flatMap((row) => partsOf(row).begun);
  await removeFiles(services, trx, mallId, begun, now + HOUR);
}

/** Forgets uploads that have seen no part for a day, at most so many at a time. Returns how many. */
export async function forgetOld(
  services: Pick<Services, 'jobs' | 'now'>,
  trx: Trx,
  mallId: string,
  limit: number,
): Promise<number> {
  const old = await trx
    .selectFrom('uploads')
    .select('upload_id')
    .where('mall_id', '=', mallId)
    .where('changed_at', '<=', services.now() - OPEN_MS)
    .orderBy('changed_at')
    .limit(limit)
    .execute();
  for (const { upload_id } of old) await closeUpload(services, trx, mallId, upload_id);
  return old.length;
}
