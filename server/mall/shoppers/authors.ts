import type { Reader } from '../../base/db/database.ts';
import { preparedList } from '../../base/db/prepared.ts';
import type { Author } from './contract.ts';
import { publicName } from './rules.ts';
import type { ShopperRow } from './table.ts';

/** What it takes to show a shopper to others. */
export type Seen = Pick<ShopperRow, 'shopper_id' | 'kind' | 'name' | 'handle' | 'level' | 'erased_at'>;
const seen = preparedList<[mallId: string], Seen>((db, ids, mallId) =>
  db
    .selectFrom('shoppers')
    .select(['shopper_id', 'kind', 'name', 'handle', 'level', 'erased_at'])
    .where('mall_id', '=', mallId)
    .where('shopper_id', 'in', ids),
);

/** For a question that joins the shoppers of its rows: what {@link joinedAuthor} needs, all null where the shopper is gone. */
export const AUTHOR_COLUMNS = [
  'shoppers.kind as author_kind',
  'shoppers.name as author_name',
  'shoppers.handle as author_handle',
  'shoppers.level as author_level',
  'shoppers.erased_at as author_erased_at',
] as const;
export interface AuthorColumns {
  author_kind: ShopperRow['kind'] | null;
  author_name: string | null;
  author_handle: string | null;
  author_level: number | null;
  author_erased_at: number | null;
}

/** How the shopper who came with a row appears to others. */
export function joinedAuthor(row: AuthorColumns & { shopper_id: string }, language: 'ko' | 'en'): Author {
  const { shopper_id, author_kind: kind } = row;
  if (kind === null) return formerAuthor(shopper_id, language);
  const { author_name: name, author_handle: handle, author_level: level, author_erased_at: erasedAt } = row;
  return authorOf({ shopper_id, kind, name, handle, level: level ?? 0, erased_at: erasedAt }, language);
}

/** How the shoppers of some things appear to others, by id. */
export async function authorsOf(
  db: Reader,
  mallId: string,
  shopperIds: readonly string[],
  language: 'ko' | 'en',
): Promise<Map<string, Author>> {
  const ids = [...new Set(shopperIds)];
  const authors = new Map<string, Author>();
  if (ids.length === 0) return authors;
  for (const row of await seen(db, ids, mallId)) authors.set(row.shopper_id, authorOf(row, language));
  return authors;
}

/** How a shopper appears whose row is at hand. */
export const authorOf = (row: Seen, language: 'ko' | 'en'): Author => ({
  id: row.shopper_id,
  name: publicName(
    { kind: row.kind, name: row.name, handle: row.handle, erased: row.erased_at !== null },
    language,
  ),
  guest: row.kind === 'guest',
  seller: false,
  level: row.level,
});

/** The author shown for a row that is gone: as one who left. */
export const formerAuthor = (shopperId: string, language: 'ko' | 'en'): Author => ({
  id: shopperId,
  name: publicName({ kind: 'member', name: null, handle: null, erased: true }, language),
  guest: false,
  seller: false,
  level: 0,
});
