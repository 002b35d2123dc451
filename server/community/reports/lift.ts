import type { Reader, Trx } from '../../base/db/database.ts';
import type { Services } from '../../base/services.ts';
import { LIFT_ACTOR, RIGHTS_BLOCK_MS } from './rules.ts';
import { moderate, type Subject } from './store.ts';
import type { Things } from './things.ts';

const KIND = 'lift-rights-block';

/** Until when a thing is blocked for somebody's rights; undefined for what is shown, or hidden for another reason. */
async function blockedUntil(
  db: Reader,
  things: Things,
  mallId: string,
  subject: Subject,
): Promise<number | undefined> {
  const thing = await things[subject.kind].find(db, mallId, subject.id);
  if (thing?.hideReason !== 'rights_block') return undefined;
  const last = await db
    .selectFrom('moderations')
    .select((eb) => eb.fn.max('at').as('at'))
    .where('mall_id', '=', mallId)
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .where('action', '=', 'hide')
    .executeTakeFirst();
  return Number(last?.at ?? 0) + RIGHTS_BLOCK_MS;
}

/** A block at the request of a person concerned ends by itself; what is hidden otherwise stays until staff shows it. */
export async function planLift(
  { jobs }: Pick<Services, 'jobs'>,
  things: Things,
  trx: Trx,
  mallId: string,
  subject: Subject,
): Promise<void> {
  const runAt = await blockedUntil(trx, things, mallId, subject);
  if (runAt !== undefined)
    await jobs.add(trx, {
      mallId,
      kind: KIND,
      payload: subject,
      runAt,
      // One for each block: what was shown again and blocked anew has its whole time once more.
      id: `${subject.kind}:${subject.id}:${runAt}`,
    });
}

/** Registers the end of blocks for somebody's rights. */
export function reportJobs(
  { database, jobs, outbox, now }: Pick<Services, 'database' | 'jobs' | 'outbox' | 'now'>,
  things: Things,
): void {
  jobs.on(KIND, async (payload, { mallId }) => {
    const subject = payload as Subject;
    await database.write(async (trx) => {
      const until = await blockedUntil(trx, things, mallId, subject);
      // Shown again since, or blocked anew: that block has an end of its own.
      if (until === undefined || until > now()) return;
      await moderate(trx, { outbox, things }, mallId, { action: 'restore', subject }, LIFT_ACTOR, now());
    });
  });
}
