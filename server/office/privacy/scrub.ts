import { DAY, HOUR } from '../../base/clock.ts';
import type { Services } from '../../base/services.ts';

/** The job that takes what was erased out of the bytes of the database's files as well. */
export const SCRUB_JOB = 'privacy-scrub';
/** When a large file is written anew: four in the morning in Korea. */
const NIGHT_MS = 19 * HOUR;

/** The next night, as a time. */
export const nextNight = (now: number): number => {
  const night = Math.floor(now / DAY) * DAY + NIGHT_MS;
  return night > now ? night : night + DAY;
};

/** Registers what happens after an erasure: at once what takes a moment, in the night what takes long. */
export function scrubJob({ database, jobs, now }: Pick<Services, 'database' | 'jobs' | 'now'>): void {
  jobs.on(SCRUB_JOB, async (payload, { mallId }) => {
    const { night } = payload as { night: boolean };
    const outcome = await database.scrub(night);
    if (outcome === 'in-use') throw new Error('another process is using the database file just now');
    if (outcome === 'large')
      await database.write((trx) =>
        jobs.add(trx, {
          mallId,
          kind: SCRUB_JOB,
          payload: { night: true },
          runAt: nextNight(now()),
          id: 'night',
        }),
      );
  });
}
