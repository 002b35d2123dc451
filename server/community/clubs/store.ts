import { dayAfter, startOfDay } from '../../base/days.ts';
import type { Trx } from '../../base/db/database.ts';
import { idFrom, timedId } from '../../base/ids.ts';
import { hmac } from '../../base/secrets.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import type { LedgerTools } from '../../mall/points/ledger.ts';
import type { ClubEvent, ClubState } from './contract.ts';
import { type Step, TRANSITIONS } from './rules.ts';
import type { ClubRow } from './table.ts';

/** What writers of clubs work with. */
export interface Writing extends LedgerTools, Pick<Services, 'jobs'> {
  mall: Pick<Mall, 'id' | 'settings'>;
}

/** Whatever one request writes happens at one moment. */
export function writingOf({ outbox, secrets, jobs, now }: WritingTools, mall: Writing['mall']): Writing {
  const at = now();
  return { outbox, secrets, jobs, mall, now: () => at };
}
export type WritingTools = Pick<Services, 'outbox' | 'secrets' | 'jobs' | 'now'>;

type Of = Pick<ClubRow, 'mall_id' | 'club_id'>;

/** Something happened to a club: whoever looks at it reads it again. */
export const announce = (
  trx: Trx,
  { outbox }: Pick<Services, 'outbox'>,
  kind: string,
  of: Of,
): Promise<void> =>
  outbox.append(trx, {
    mallId: of.mall_id,
    kind,
    topic: `club:${of.club_id}`,
    ids: { club: of.club_id },
  });

/** An id that the same thing always has, so that it is written once. */
export const idOf = (secrets: Services['secrets'], mallId: string, ...words: readonly string[]): string =>
  idFrom(Buffer.from(hmac(secrets.derive('club-ids', mallId), JSON.stringify(words)), 'hex'));

/**
 * Writes down what happened, for those who take part.
 *
 * @param once names it, where it is to be written once whatever comes
 */
export async function happened(
  trx: Trx,
  writing: Pick<Writing, 'now' | 'secrets'>,
  of: Of,
  event: { kind: ClubEvent; shopperId?: string | null; amount?: number | null },
  once?: string,
): Promise<void> {
  const id =
    once === undefined
      ? timedId(writing.now())
      : idOf(writing.secrets, of.mall_id, of.club_id, event.kind, once);
  await trx
    .insertInto('club_events')
    .values({
      mall_id: of.mall_id,
      event_id: id,
      club_id: of.club_id,
      kind: event.kind,
      shopper_id: event.shopperId ?? null,
      amount: event.amount ?? null,
      at: writing.now(),
    })
    .onConflict((conflict) => conflict.columns(['mall_id', 'event_id']).doNothing())
    .execute();
}

/** Changes some of a club's row. */
export async function setClub(trx: Trx, club: ClubRow, set: Partial<ClubRow>): Promise<ClubRow> {
  await trx
    .updateTable('clubs')
    .set(set)
    .where('mall_id', '=', club.mall_id)
    .where('club_id', '=', club.club_id)
    .execute();
  return { ...club, ...set };
}

/** Lets a club go on, as the table of its states says. @throws Error for a step that there is not */
export async function step(trx: Trx, club: ClubRow, by: Step, set: Partial<ClubRow> = {}): Promise<ClubRow> {
  const state: ClubState | undefined = TRANSITIONS[club.state][by];
  if (!state) throw new Error(`a club that is ${club.state} cannot ${by}`);
  return setClub(trx, club, { ...set, state, version: club.version + 1 });
}

/** The instant at which a club's last day is over. */
export const endOf = (mall: Pick<Mall, 'settings'>, endsOn: string): number =>
  startOfDay(mall.settings.timeZone, dayAfter(endsOn, 1));

export const END_JOB = 'clubs.end';
export const SETTLE_JOB = 'clubs.settle';
export const TELL_JOB = 'clubs.tell';

/** Has the end of a club's last day looked at when it comes. */
export const planEnd = (trx: Trx, { jobs }: Pick<Writing, 'jobs'>, club: ClubRow): Promise<void> =>
  jobs.add(trx, {
    mallId: club.mall_id,
    kind: END_JOB,
    payload: { club: club.club_id },
    runAt: club.ends_at,
    id: `${club.club_id}:${club.ends_at}`,
  });

/** Something to be told to everybody who takes part, after this is committed and a few hundred at a time. */
export const planTelling = (
  trx: Trx,
  { jobs, now }: Pick<Writing, 'jobs' | 'now'>,
  club: Of,
  what: 'club-reached' | 'club-ended',
): Promise<void> =>
  jobs.add(trx, {
    mallId: club.mall_id,
    kind: TELL_JOB,
    payload: { club: club.club_id, what },
    runAt: now(),
    id: `${club.club_id}:${what}`,
  });
