import type { Context } from 'hono';
import type { Pool } from 'pg';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import { Problem } from './problem.ts';

/** How often something may be done: so many points in so many seconds. */
export interface PaceRule {
  name: string;
  points: number;
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
  const limiters = new Map<string, RateLimiterAbstract>();
  const held = new Map<string, number>();
  /** The least that any rule has left for a request: the one its headers tell of. */
  const least = new WeakMap<Context, number>();

  /** Only counts; how many are allowed is asked below, since one rule may allow each mall another number. */
  function counterFor(rule: PaceRule): RateLimiterAbstract {
    const keyPrefix = `${rule.name}/${rule.seconds}`;
    let limiter = limiters.get(keyPrefix);
    if (!limiter) {
      const options = { keyPrefix, points: Number.MAX_SAFE_INTEGER, duration: rule.seconds };
      limiter = pool
        ? new RateLimiterPostgres({
            ...options,
            storeClient: pool,
            storeType: 'pool',
            tableName: 'pace',
            tableCreated: true,
            clearExpiredByTimeout: false,
          })
        : new RateLimiterMemory(options);
      limiters.set(keyPrefix, limiter);
    }
    return limiter;
  }

  return {
    async take(c, rule, subjects) {
      const counter = counterFor(rule);
      const points = Math.ceil(rule.points * scale);
      for (const subject of subjects) {
        const { consumedPoints, msBeforeNext } = await counter.consume(subject);
        const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
        if (consumedPoints > points) {
          headers(c, rule, points, 0, seconds);
          throw new Problem('too-many', { retryAfter: seconds });
        }
        const remaining = points - consumedPoints;
        if (remaining >= (least.get(c) ?? Number.POSITIVE_INFINITY)) continue;
        least.set(c, remaining);
        headers(c, rule, points, remaining, seconds);
      }
    },
    hold(rule, subject) {
      const key = `${rule.name}:${subject}`;
      const count = held.get(key) ?? 0;
      if (count >= Math.ceil(rule.points * scale))
        throw new Problem('too-many', { retryAfter: rule.seconds });
      held.set(key, count + 1);
      return () => {
        const left = (held.get(key) ?? 1) - 1;
        if (left > 0) held.set(key, left);
        else held.delete(key);
      };
    },
  };
}

function headers(c: Context, rule: PaceRule, points: number, remaining: number, seconds: number): void {
  c.header('RateLimit-Policy', `"${rule.name}";q=${points};w=${rule.seconds}`);
  c.header('RateLimit', `"${rule.name}";r=${remaining};t=${seconds}`);
}
