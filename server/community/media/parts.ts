import type { Trx } from '../../base/db/database.ts';
import type { UploadRow } from './table.ts';

/** What the column `parts` of an upload holds. */
export interface Parts {
  /** In their order. */
  kept: { file: string; bytes: number; digest: string }[];
  /** Names that were about to be written: removed with the rest, whether they came to be or not. */
  begun: string[];
}

export const partsOf = (row: Pick<UploadRow, 'parts'>): Parts => JSON.parse(row.parts) as Parts;

/** Names of all files that rows of uploads may have. */
export const partFiles = (rows: readonly Pick<UploadRow, 'parts'>[]): string[] =>
  rows.flatMap((row) => {
    const { kept, begun } = partsOf(row);
    return [...kept.map((part) => part.file), ...begun];
  });

/** Deletes all open uploads of a shopper; returns the names of their files, which go once this is committed. */
export async function removeUploadsOf(trx: Trx, mallId: string, shopperId: string): Promise<string[]> {
  return partFiles(
    await trx
      .deleteFrom('uploads')
      .where('mall_id', '=', mallId)
      .where('shopper_id', '=', shopperId)
      .returning('parts')
      .execute(),
  );
}
