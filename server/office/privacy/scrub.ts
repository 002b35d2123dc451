import { DAY, HOUR, MINUTE } from '../../base/clock.ts';
import type { Trx } from '../../base/db/database.ts';
import type { Services } from '../../base/services.ts';

/** The job that takes what was erased out of the bytes of the database's files as well. */
const SCRUB_JOB = 'privacy-scrub';
/** When a large file is written anew: four in the morning in Korea. */
const NIGHT_MS = 19 * HOUR;

/** The next night, as a time. */
export const nextNight = (now: number): number => {
  const night = Math.floor(now / DAY) * DAY + NIGHT_MS;
  return night > now ? night : night + DAY;
};

/**
 * Leaves word that something was erased. All that is erased within one minute goes in one job, when that minute is over:
 * whoever erases guest after guest has the file written anew no more often than that.
 */
export async function planScrub({ jobs }: Pick<Services, 'jobs'>, trx: Trx, now: number): Promise<void> {
  const runAt = (Math.floor(now / MINUTE) + 1) * MINUTE;
  await jobs.add(trx, { mallId: '', kind: SCRUB_JOB, payload: { night: false }, runAt, id: `${runAt}` });
}

/** Registers what happens after an erasure: soon what takes a moment, in the night what takes long. */
export function scrubJob({ database, jobs, now }: Pick<Services, 'database' | 'jobs' | 'now'>): void {
  jobs.on(SCRUB_JOB, async (payload) => {
    const { night } = payload as { night: boolean };
    const outcome = await database.scrub(night);
    if (outcome === 'in-use') throw new Error('another process is using the database file just now');
    if (outcome !== 'large') return;
    const runAt = nextNight(now());
    await database.write((trx) =>
      jobs.add(trx, { mallId: '', kind: SCRUB_JOB, payload: { night: true }, runAt, id: `night ${runAt}` }),
    );
  });
}
