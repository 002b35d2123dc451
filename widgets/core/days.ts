const DAY_MS = 86_400_000;

/** The day that it is now, as `yyyy-mm-dd`: in a time zone, or where the reader is. */
export function today(timeZone?: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(Date.now());
}

/** A day so many days after another one. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** How many days it is until a day: 0 today, below that it has passed. */
export const daysUntil = (day: string, timeZone?: string): number =>
  Math.round((Date.parse(day) - Date.parse(today(timeZone))) / DAY_MS);

/** "5월 8일 (토)"; with its year when that is another one. */
export function dayText(day: string, lang: string): string {
  const text = new Intl.DateTimeFormat(lang, {
    ...(day.slice(0, 4) !== today().slice(0, 4) && { year: 'numeric' }),
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    timeZone: 'UTC',
  }).format(Date.parse(day));
  // With its year, Korean comes without the brackets.
  return text.replace(/일 (.)$/, '일 ($1)');
}
