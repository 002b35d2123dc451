/** So many days before they expire a shopper is told of their points; the nearer first. */
export const STAGES = [7, 30] as const;
export type Stage = (typeof STAGES)[number];

/** What is told of one day to one shopper. */
export interface Telling {
  accountId: string;
  day: string;
  amount: number;
  lotIds: string[];
}

interface Lot {
  lot_id: string;
  account_id: string;
  rest: number;
}

/**
 * One telling for each day of each wallet that has a lot that is due, with all that expires on that day.
 *
 * @param due lots of which something is to be said now
 * @param all lots of the same wallets
 */
export function tellings<L extends Lot>(
  due: readonly L[],
  all: readonly L[],
  dayOf: (lot: L) => string,
): Telling[] {
  const keyOf = (lot: L) => `${dayOf(lot)} ${lot.account_id}`;
  const told = new Map<string, Telling>(
    due.map((lot) => [keyOf(lot), { accountId: lot.account_id, day: dayOf(lot), amount: 0, lotIds: [] }]),
  );
  for (const lot of all) {
    const one = told.get(keyOf(lot));
    if (!one) continue;
    one.amount += lot.rest;
    one.lotIds.push(lot.lot_id);
  }
  return [...told.values()];
}
