/** Days where the mall of these tests is: the browser that runs them may be anywhere. */
import { today } from '../../../widgets/core/days.ts';

const DAY = 86_400_000;

/** The day that it is there, as `yyyy-mm-dd`. */
export const todayAtMall = (): string => today('Asia/Seoul');

/** Noon there, so many days from today. */
export const noonAtMall = (days: number): number =>
  Date.parse(`${todayAtMall()}T12:00:00+09:00`) + days * DAY;

/** Noon of a day where the browser is: what a widget shows of it is that day, wherever that may be. */
export const noonHere = (day: string): number => Date.parse(`${day}T12:00:00`);
