import { DAY, MINUTE } from '../../base/clock.ts';
import { dayIn } from '../../base/days.ts';
import { lengthOf } from '../../base/http/contract.ts';
import type { ReadyOf } from '../../base/http/ready.ts';
import type { BlogLooks } from './contract.ts';
import type { BlogRow } from './table.ts';

/** How a blog looks before its member says otherwise. */
export const PLAIN_LOOKS: BlogLooks = { skin: 'plain', font: 'page', layout: 'shelf', hue: null, tune: null };

export function looksOf(row: BlogRow | undefined): BlogLooks {
  if (!row) return PLAIN_LOOKS;
  const { skin, font, layout, hue, tune } = row;
  return { skin, font, layout, hue, tune: tune === null ? null : JSON.parse(tune) };
}

/** The columns of the looks that change. */
export const looksColumns = ({ tune, ...rest }: Partial<BlogLooks>): Partial<BlogRow> => ({
  ...rest,
  ...(tune !== undefined && { tune: tune === null ? null : JSON.stringify(tune) }),
});

/** Midnight (UTC) of the day of a moment. */
export const midnight = (at: number): number => at - (at % DAY);

/** The day that it was somewhere, and nothing more of the moment: its midnight in UTC. */
export const dayAlone = (timeZone: string, at: number): number => Date.parse(dayIn(timeZone, at));

/** Answers with marks are made anew each day: a mark says its day. */
export const perDay = (now: number): NonNullable<ReadyOf['variant']> => ({
  name: `day ${Math.floor(now / DAY)}`,
  until: midnight(now) + DAY,
});

/** Visits tell nobody that they were counted: answers that show how many are made anew every few minutes. */
const FEW_MINUTES = 5 * MINUTE;
/** Days begin at such a time in every zone, so marks and "today" are right in them as well. */
export const perMinutes = (now: number): NonNullable<ReadyOf['variant']> => ({
  name: `minutes ${Math.floor(now / FEW_MINUTES)}`,
  until: now - (now % FEW_MINUTES) + FEW_MINUTES,
});

/** The day of visits, at the mall. */
export const visitDay = (timeZone: string, now: number): string => dayIn(timeZone, now);

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const ELLIPSIS = '…';
/** The beginning of a text: at most so many characters, as people count, the sign that more follows among them. */
export function beginning(text: string, most = 200): string {
  if (lengthOf(text, most) <= most) return text;
  let cut = '';
  let count = 0;
  for (const { segment } of graphemes.segment(text)) {
    if (++count >= most) break;
    cut += segment;
  }
  return cut.trimEnd() + ELLIPSIS;
}
