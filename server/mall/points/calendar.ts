const daysOf = new Map<string, Intl.DateTimeFormat>();

/** The day that it is somewhere, as `yyyy-mm-dd`. */
export function dayIn(timeZone: string, at: number): string {
  let days = daysOf.get(timeZone);
  if (!days) {
    // One for each zone: each of these holds memory that nobody collects.
    days = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
    daysOf.set(timeZone, days);
  }
  return days.format(at);
}

/** The month that it is somewhere, as `yyyy-mm`. */
export const monthIn = (timeZone: string, at: number): string => dayIn(timeZone, at).slice(0, 7);

/**
 * Amounts by the day they are of, in the order that they come.
 *
 * @param rows soonest first
 */
export function byDay(
  timeZone: string,
  rows: readonly { at: number; amount: number }[],
): { at: number; amount: number }[] {
  const days = new Map<string, { at: number; amount: number }>();
  for (const { at, amount } of rows) {
    const day = dayIn(timeZone, at);
    const known = days.get(day);
    if (known) known.amount += amount;
    else days.set(day, { at, amount });
  }
  return [...days.values()];
}
