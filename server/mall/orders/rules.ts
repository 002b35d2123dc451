import type { OrderStatement } from './contract.ts';

/** The texts and numbers that make a statement, in one spelling whatever order its lines and options came in. */
export function canonicalStatement(statement: OrderStatement): string {
  const byKey = (a: readonly [string, ...unknown[]], b: readonly [string, ...unknown[]]) =>
    a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
  const { order, shopper, placedAt, changedAt, currency, lines } = statement;
  const rows = lines.map((line): [string, ...unknown[]] => [
    line.line,
    line.product,
    Object.entries(line.options).sort(byKey),
    line.quantity,
    line.refunded,
    line.amount,
    line.mark,
  ]);
  return JSON.stringify([order, shopper, placedAt, changedAt, currency, rows.sort(byKey)]);
}

/** What is known of an order's newest statement. */
export interface Standing {
  changedAt: number;
  digest: string;
}

/**
 * How a statement stands to what is known. Time decides; between two of the same time the digest does, so that every
 * order of arrival ends with the same one.
 */
export function standing(statement: Standing, known: Standing | undefined): 'newer' | 'same' | 'older' {
  if (known === undefined || statement.changedAt > known.changedAt) return 'newer';
  if (statement.changedAt < known.changedAt || statement.digest < known.digest) return 'older';
  return statement.digest === known.digest ? 'same' : 'newer';
}

/** The products of an order, under one shopper, before or after a statement. */
export interface Side {
  shopperId: string | null;
  products: Iterable<string>;
}

/** Whose holding of which product may have moved, each once; guests' orders are nobody's. */
export function touchedPairs(...sides: readonly Side[]): { shopperId: string; product: string }[] {
  const pairs = new Map<string, { shopperId: string; product: string }>();
  for (const { shopperId, products } of sides)
    if (shopperId !== null)
      for (const product of products) pairs.set(JSON.stringify([shopperId, product]), { shopperId, product });
  return [...pairs.values()];
}
