import { sql } from 'kysely';
import type { Reader } from '../../base/db/database.ts';
import { decodeCursor, encodeCursor } from '../../base/http/cursor.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { findProducts } from '../../mall/products/store.ts';
import type { MyNaegong, NaegongLine, Reversal } from './contract.ts';
import { HUNDRED, shareOf } from './rules.ts';
import { findStanding, sumsOf } from './store.ts';
import type { NaegongGrantRow } from './table.ts';

/** What a member's naegong is, and one page of the grants and reversals that it is the sum of. */
export async function whyOf(
  db: Reader,
  mall: Pick<Mall, 'id' | 'settings'>,
  shopperId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<MyNaegong> {
  const standing = await findStanding(db, mall.id, shopperId);
  const sums = sumsOf(standing);
  const share = shareOf(sums);
  const level = standing?.level ?? 0;
  const { levels } = mall.settings.reputation;
  const gates = levels[level];
  const { items, next } = await linesOf(db, mall.id, shopperId, cursor, limit);
  return {
    naegong: sums.naegong / HUNDRED,
    helped: sums.helped,
    share,
    level,
    next: gates
      ? {
          level: level + 1,
          naegong: { has: sums.naegong / HUNDRED, needs: gates.naegong },
          helped: { has: sums.helped, needs: gates.helped },
          share: { has: share ?? 0, needs: gates.share },
        }
      : null,
    frozen:
      standing && standing.frozen_at !== null
        ? { since: standing.frozen_at, reasons: standing.frozen_why.split(' ').filter(Boolean) }
        : null,
    items,
    nextCursor: next,
  };
}

/** A grant has its line, and once it is taken back another, right after it where both were at one time. */
interface Line {
  row: NaegongGrantRow;
  at: number;
  isReversal: 0 | 1;
}

async function linesOf(
  db: Reader,
  mallId: string,
  shopperId: string,
  cursor: string | undefined,
  limit: number,
): Promise<{ items: NaegongLine[]; next: string | null }> {
  const after = cursor
    ? (decodeCursor(cursor, ['number', 'string', 'number']) as [number, string, number])
    : null;
  const page = (column: 'at' | 'reversed_at', isReversal: 0 | 1) => {
    let rows = db
      .selectFrom('naegong_grants')
      .selectAll()
      .where('mall_id', '=', mallId)
      .where('shopper_id', '=', shopperId)
      // What gave nothing and took nothing is no line.
      .where('wanted', '!=', 0)
      .where(column, 'is not', null);
    if (after)
      rows = rows
        .where(column, '<=', after[0])
        .where(
          sql<boolean>`(${sql.ref(column)}, grant_id, ${sql.lit(isReversal)}) < (${after[0]}, ${after[1]}, ${sql.lit(after[2] === 1 ? 1 : 0)})`,
        );
    return rows
      .orderBy(column, 'desc')
      .orderBy('grant_id', 'desc')
      .limit(limit + 1)
      .execute();
  };
  const lines: Line[] = [
    ...(await page('at', 0)).map((row): Line => ({ row, at: row.at, isReversal: 0 })),
    ...(await page('reversed_at', 1)).map((row): Line => ({ row, at: row.reversed_at ?? 0, isReversal: 1 })),
  ].sort(
    (a, b) =>
      b.at - a.at ||
      (a.row.grant_id === b.row.grant_id
        ? b.isReversal - a.isReversal
        : a.row.grant_id < b.row.grant_id
          ? 1
          : -1),
  );
  const shown = lines.slice(0, limit);
  const last = shown.at(-1);
  const products = await findProducts(db, mallId, [...new Set(shown.map((one) => one.row.product))]);
  return {
    items: shown.map((one) => lineOf(one, products.get(one.row.product)?.name ?? null)),
    next: lines.length > limit && last ? encodeCursor([last.at, last.row.grant_id, last.isReversal]) : null,
  };
}

function lineOf({ row, at, isReversal }: Line, productName: string | null): NaegongLine {
  // Not -0: what was capped away is taken back as nothing.
  const amount = isReversal ? 0 - row.amount : row.amount;
  return {
    id: row.grant_id,
    kind: isReversal ? 'reversal' : 'grant',
    vote: row.kind,
    amount: amount / HUNDRED,
    capped: row.amount < row.wanted,
    recounted: row.recounted_at !== null,
    reversal: isReversal ? (row.reversal as Reversal) : null,
    at,
    review: row.review_id,
    product: row.product,
    productName,
  };
}
