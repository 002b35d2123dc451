import type { Context } from 'hono';
import type { Pool } from 'pg';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { type Counted, openCounts } from './counts.ts';
import { Problem } from './problem.ts';

/** How often something may be done: so many points in so many seconds. */
export interface PaceRule {
  name: string;
  points: number;
  seconds: number;
}

/** One point each. */
export type Points = readonly (readonly [rule: PaceRule, subject: string])[];

/** What came of taking a point. */
export interface Taken {
  rule: PaceRule;
  /** Of the rule, scaled; those that are left, below zero when refused; seconds until all are back. */
  points: number;
  left: number;
  seconds: number;
}

/** Counts what people do. On PostgreSQL all processes count together. */
export interface Pace {
  /**
   * Takes one point for each subject (a shopper, an address, a mall) and sets the RateLimit headers of the tightest.
   *
   * @throws Problem too-many, with retryAfter
   */
  take(c: Context, rule: PaceRule, subjects: readonly string[]): Promise<void>;
  /** The same of several rules, one after the other: after one that is refused none further is taken from. */
  takeAll(c: Context, points: Points): Promise<void>;
  /**
   * The same for a public read, without waiting for anything: counted in this process, and known to others within half a
   * second. Takes no further point once one is refused.
   *
   * @returns what is left of the tightest rule; below zero: refused
   */
  takeAtOnce(points: Points): Taken;
  /**
   * Takes one of `points` places that a subject may hold at once in this process.
   *
   * @returns how to give it back, to be called once
   * @throws Problem too-many, to be tried again after `seconds`
   */
  hold(rule: PaceRule, subject: string): () => void;
}

/** @param pool where counts are shared, or nothing when this process is the only one */
export function openPace(pool?: Pool, scale = 1): Pace {
  const limiters = new Map<string, RateLimiterPostgres>();
  const held = new Map<string, number>();
  /** The least that any rule has left for a request: the one its headers tell of. */
  const least = new WeakMap<Context, number>();

  /** Only counts; how many are allowed is asked below, since one rule may allow each mall another number. */
  function counterFor(
    pool: Pool,
    { name, seconds }: Pick<PaceRule, 'name' | 'seconds'>,
  ): RateLimiterPostgres {
    const keyPrefix = `${name}/${seconds}`;
    let limiter = limiters.get(keyPrefix);
    if (!limiter) {
      limiter = new RateLimiterPostgres({
        keyPrefix,
        points: Number.MAX_SAFE_INTEGER,
        duration: seconds,
        storeClient: pool,
        storeType: 'pool',
        tableName: 'pace',
        tableCreated: true,
        clearExpiredByTimeout: false,
      });
      limiters.set(keyPrefix, limiter);
    }
    return limiter;
  }

  const scaled = (rule: PaceRule) => Math.ceil(rule.points * scale);
  const secondsOf = (ms: number) => Math.max(1, Math.ceil(ms / 1000));
  const counts = openCounts(
    pool &&
      (async (name, seconds, subject, points) => {
        const counter = counterFor(pool, { name, seconds });
        const { consumedPoints, msBeforeNext } = await counter.penalty(subject, points);
        return { count: consumedPoints, ms: msBeforeNext };
      }),
  );

  const takenOf = (rule: PaceRule, { count, ms }: Counted): Taken => {
    const points = scaled(rule);
    return { rule, points, left: points - count, seconds: secondsOf(ms) };
  };
  const tighter = (one: Taken | undefined, other: Taken): Taken =>
    one && one.left <= other.left ? one : other;

  function takeAtOnce(points: Points): Taken {
    let tightest: Taken | undefined;
    for (const [rule, subject] of points) {
      const taken = takenOf(rule, counts.take(rule.name, rule.seconds, subject));
      tightest = tighter(tightest, taken);
      if (taken.left < 0) break;
    }
    if (!tightest) throw new Error('no rule to take from');
    return tightest;
  }

  /** The same where all processes count together: after they have been asked. */
  async function takeTogether(pool: Pool, points: Points): Promise<Taken> {
    let tightest: Taken | undefined;
    for (const [rule, subject] of points) {
      const { consumedPoints, msBeforeNext } = await counterFor(pool, rule).consume(subject);
      const taken = takenOf(rule, { count: consumedPoints, ms: msBeforeNext });
      tightest = tighter(tightest, taken);
      if (taken.left < 0) break;
    }
    if (!tightest) throw new Error('no rule to take from');
    return tightest;
  }

  async function takeAll(c: Context, points: Points): Promise<void> {
    const taken = pool ? await takeTogether(pool, points) : takeAtOnce(points);
    if (taken.left < 0) refuse(c, taken);
    if (taken.left >= (least.get(c) ?? Number.POSITIVE_INFINITY)) return;
    least.set(c, taken.left);
    tell(c, taken);
  }

  return {
    takeAtOnce,
    takeAll,
    take: (c, rule, subjects) =>
      takeAll(
        c,
        subjects.map((subject) => [rule, subject]),
      ),
    hold(rule, subject) {
      const key = `${rule.name}:${subject}`;
      const count = held.get(key) ?? 0;
      if (count >= scaled(rule)) throw new Problem('too-many', { retryAfter: rule.seconds });
      held.set(key, count + 1);
      return () => {
        const left = (held.get(key) ?? 1) - 1;
        if (left > 0) held.set(key, left);
        else held.delete(key);
      };
    },
  };
}

/** The headers that tell of what is left: each name before its value. */
export const paceHeaders = ({ rule, points, left, seconds }: Taken) =>
  [
    'RateLimit-Policy',
    `"${rule.name}";q=${points};w=${rule.seconds}`,
    'RateLimit',
    `"${rule.name}";r=${Math.max(0, left)};t=${seconds}`,
  ] as const;

export function tell(c: Context, taken: Taken): void {
  const [policy, limit, name, left] = paceHeaders(taken);
  c.header(policy, limit);
  c.header(name, left);
}

/** @throws Problem too-many */
export function refuse(c: Context, taken: Taken): never {
  tell(c, taken);
  throw new Problem('too-many', { retryAfter: taken.seconds });
}
