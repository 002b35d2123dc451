// How words say means and times: only where a widget does. Whoever uses these imports this file for what it does.
import { type Words, ways } from './words.ts';

const STEPS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** One of each for a language: making them takes longer than using them. */
function once<Made>(make: (lang: string) => Made): (words: Words) => Made {
  const made: Record<string, Made> = {};
  return ({ lang }) => {
    made[lang] ??= make(lang);
    return made[lang];
  };
}

const means = once(
  (lang) => new Intl.NumberFormat(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);
const dates = once((lang) => new Intl.DateTimeFormat(lang, { dateStyle: 'medium' }));
const now = once((lang) => new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(0, 'second'));
// Counted out: what lies 47 hours back was "yesterday" at no hour of any day, and what lies 20 hours back often was.
const relative = once((lang) => new Intl.RelativeTimeFormat(lang));

Object.assign(ways, {
  mean(value) {
    return means(this).format(value);
  },
  date(at) {
    return dates(this).format(at);
  },
  ago(at) {
    // A clock that is a little fast must not speak of the future.
    const past = Math.max(0, Date.now() - at);
    if (past < 7 * 86_400_000)
      for (const [unit, length] of STEPS)
        if (past >= length) return relative(this).format(-Math.floor(past / length), unit);
    return past < 60_000 ? now(this) : dates(this).format(at);
  },
} satisfies Partial<Words> & ThisType<Words>);
