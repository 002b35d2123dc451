/**
 * The one interface of all tables. Every feature merges its own rows in from its table.ts, so that the ground
 * names no feature:
 *
 *     declare module '../../base/db/tables.ts' { interface Tables { products: ProductRow } }
 */
export interface Tables {
  migrations: { name: string; applied_at: number };
}

/**
 * What a table.ts says of its personal columns, so that export and erasure know them without being told.
 * A test finds a table that declares nothing.
 */
export interface PersonalTable {
  /** The column that holds the shopper's opaque id, or null when no row belongs to a shopper. */
  owner: string | null;
  /** Columns handed out by the export of one's own data. */
  exports: readonly string[];
  /**
   * What erasure does to the owner's rows: `delete` removes them, `keep` leaves them (they hold nothing personal or
   * the law asks for them), an object overwrites those columns.
   */
  erase: 'delete' | 'keep' | Readonly<Record<string, string | number | null>>;
  /** Why a kept row is kept, shown to the shopper. Required with `keep` when `owner` is set. */
  why?: string;
}
/** Table name -> its declaration. */
export type Personal = Readonly<Record<string, PersonalTable>>;
