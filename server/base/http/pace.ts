import type { Context } from 'hono';
import type { Pool } from 'pg';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  type RateLimiterRes,
} from 'rate-limiter-flexible';
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
}

/** @param pool where counts are shared, or nothing when this process is the only one */
export function openPace(pool?: Pool, scale = 1): Pace {
  const limiters = new Map<string, RateLimiterAbstract>();
  /** The least that any rule has left for a request: the one its headers tell of. */
  const least = new WeakMap<Context, number>();
  function limiterFor(rule: PaceRule): RateLimiterAbstract {
    let limiter = limiters.get(rule.name);
    if (!limiter) {
      const options = {
        keyPrefix: rule.name,
        points: Math.ceil(rule.points * scale),
        duration: rule.seconds,
      };
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
      limiters.set(rule.name, limiter);
    }
    return limiter;
  }
  return {
    async take(c, rule, subjects) {
      const limiter = limiterFor(rule);
      let tightest: RateLimiterRes | undefined;
      for (const subject of subjects) {
        let state: RateLimiterRes;
        try {
          state = await limiter.consume(subject);
        } catch (refusal) {
          if (refusal instanceof Error) throw refusal;
          state = refusal as RateLimiterRes;
          const retryAfter = Math.max(1, Math.ceil(state.msBeforeNext / 1000));
          headers(c, rule, limiter.points, 0, retryAfter);
          throw new Problem('too-many', { retryAfter });
        }
        if (!tightest || state.remainingPoints < tightest.remainingPoints) tightest = state;
      }
      if (!tightest || tightest.remainingPoints >= (least.get(c) ?? Number.POSITIVE_INFINITY)) return;
      least.set(c, tightest.remainingPoints);
      headers(c, rule, limiter.points, tightest.remainingPoints, Math.ceil(tightest.msBeforeNext / 1000));
    },
  };
}

function headers(c: Context, rule: PaceRule, points: number, remaining: number, seconds: number): void {
  c.header('RateLimit-Policy', `"${rule.name}";q=${points};w=${rule.seconds}`);
  c.header('RateLimit', `"${rule.name}";r=${remaining};t=${seconds}`);
}
