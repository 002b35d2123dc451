import type { Trx } from '../../base/db/database.ts';
import { newId } from '../../base/ids.ts';
import type { Services } from '../../base/services.ts';
import { findMall } from '../../mall/malls/store.ts';
import type { NoticeKind } from './contract.ts';
import { consentsTo } from './reach.ts';
import { afterQuiet, mayMail, purposeOf } from './rules.ts';
import type { MailRow } from './table.ts';

/** The kind of the job that sends one mail. */
export const SEND_JOB = 'mail.send';

export interface MailPlan {
  noticeId: string;
  shopperId: string;
  kind: NoticeKind;
}

/**
 * Plans the mails of some notices: those whose shopper has a confirmed address and whose consent says so as it stands
 * now. All of that is asked again when a mail is sent.
 */
export async function planMails(
  trx: Trx,
  { jobs, now }: Pick<Services, 'jobs' | 'now'>,
  mallId: string,
  plans: readonly MailPlan[],
): Promise<void> {
  if (plans.length === 0) return;
  const shopperIds = [...new Set(plans.map((plan) => plan.shopperId))];
  const contacts = await trx
    .selectFrom('contacts')
    .select('shopper_id')
    .where('mall_id', '=', mallId)
    .where('shopper_id', 'in', shopperIds)
    .where('confirmed_at', 'is not', null)
    .execute();
  if (contacts.length === 0) return;
  const reachable = new Set(contacts.map((row) => row.shopper_id));
  const consents = await consentsTo(trx, mallId, 'mail', [...reachable]);
  const wanted = plans.filter(
    ({ shopperId, kind }) =>
      reachable.has(shopperId) && mayMail(kind, consents.get(`${purposeOf(kind)} ${shopperId}`)),
  );
  const mall = wanted.length > 0 ? await findMall(trx, mallId) : undefined;
  if (!mall) return;
  const at = now();
  const runAt = afterQuiet(mall.settings.timeZone, at);
  const mails = wanted.map(
    (plan): MailRow => ({
      mall_id: mallId,
      mail_id: newId(),
      shopper_id: plan.shopperId,
      purpose: purposeOf(plan.kind),
      notice_id: plan.noticeId,
      state: 'waiting',
      why: null,
      created_at: at,
      sent_at: null,
    }),
  );
  await trx.insertInto('mails').values(mails).execute();
  for (const { mail_id: id } of mails)
    await jobs.add(trx, { mallId, kind: SEND_JOB, payload: { mail: id }, runAt, id });
}
