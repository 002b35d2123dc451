import { DAY } from '../../base/clock.ts';
import type { Trx } from '../../base/db/database.ts';
import { type Letter, MAIL_WIDTH, type Mailer, MailFailure } from '../../base/mail/mail.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { findMall } from '../../mall/malls/store.ts';
import { productUrl } from '../../mall/products/rules.ts';
import { findProduct } from '../../mall/products/store.ts';
import { authorsOf } from '../../mall/shoppers/authors.ts';
import { CHECK_EVERY_MS, checkConsents } from './consents.ts';
import { addressOf, codeOf, findContact } from './contacts.ts';
import type { Notice } from './contract.ts';
import { blogUrl, clubUrl, codeLetter, listUrl, noticeLetter } from './letter.ts';
import { SEND_JOB } from './mails.ts';
import type { Told } from './notices.ts';
import { consentsTo } from './reach.ts';
import { afterQuiet, purposeOf, WEEK_MS, whyDropped } from './rules.ts';
import { sweepInbox } from './sweep.ts';
import type { ContactRow, MailRow, NoticeRow } from './table.ts';
import { unsubscribeUrl } from './unsubscribe-token.ts';

interface Payload {
  mail: string;
  /** Of a mail with a code: until when the code holds that it was planned for. */
  until?: number;
}

/** A mail that may go now. */
interface Ready {
  mail: MailRow;
  contact: ContactRow;
  /** Null: the mail with the code. */
  notice: NoticeRow | null;
}

/** What sending takes. */
interface Sending {
  mailer: Mailer;
  told: Told;
}

/** Registers what sends mails, and what is looked after from time to time. */
export function inboxJobs(services: Services, told: Told): void {
  const { jobs, mail: mailer } = services;
  // Without a mail server the mails wait for a process that has one. A slow one holds up nothing else.
  if (mailer)
    jobs.on(SEND_JOB, (payload, { mallId }) => send(services, { mailer, told }, mallId, payload as Payload), {
      name: 'mail',
      width: MAIL_WIDTH,
    });
  jobs.every('inbox.consents', CHECK_EVERY_MS, () => checkConsents(services));
  jobs.every('inbox.sweep', DAY, () => sweepInbox(services.database, services.now()));
}

/**
 * Sends one mail: at least once, with the same Message-ID at each try. What holds against it is asked in the transaction
 * that takes its place among those of the week.
 */
async function send(
  services: Services,
  { mailer, told }: Sending,
  mallId: string,
  payload: Payload,
): Promise<void> {
  const { database, now } = services;
  const mall = await findMall(database.db, mallId);
  if (!mall) return;
  const ready = await database.write((trx) => prepare(trx, services, mall, payload));
  const to = ready && addressOf(services, ready.contact);
  if (!ready) return;
  const settle = (change: Partial<MailRow>) =>
    database.write((trx) => setMail(trx, mallId, payload.mail, change));
  if (to === undefined) {
    await settle({ state: 'dropped', why: 'no-address', sent_at: null });
    return;
  }
  const letter = await letterOf(services, told, mall, ready);
  try {
    await mailer.send({
      ...letter,
      to,
      messageId: `<${payload.mail}.${mallId}@${new URL(services.publicUrl).hostname}>`,
      headers: { 'Auto-Submitted': 'auto-generated', ...letter.headers },
    });
  } catch (error) {
    if (!(error instanceof MailFailure && error.isFinal)) throw error;
    await settle({ state: 'dropped', why: 'refused', sent_at: null });
    return;
  }
  await settle({ state: 'sent', sent_at: now() });
}

async function setMail(trx: Trx, mallId: string, mailId: string, change: Partial<MailRow>): Promise<void> {
  await trx
    .updateTable('mails')
    .set(change)
    .where('mall_id', '=', mallId)
    .where('mail_id', '=', mailId)
    .execute();
}

/** The mail when it may go now; else it is dropped with the reason, or planned for when the night is over. */
async function prepare(
  trx: Trx,
  { jobs, now }: Pick<Services, 'jobs' | 'now'>,
  mall: Mall,
  { mail: mailId, until }: Payload,
): Promise<Ready | undefined> {
  const at = now();
  const mail = await trx
    .selectFrom('mails')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('mail_id', '=', mailId)
    .executeTakeFirst();
  if (mail?.state !== 'waiting') return undefined;
  const drop = async (why: string) => {
    await setMail(trx, mall.id, mailId, { state: 'dropped', why, sent_at: null });
    return undefined;
  };
  const contact = await findContact(trx, mall.id, mail.shopper_id);
  if (mail.purpose === 'contact') {
    // Somebody asked for it just now and waits: at night too.
    if (!contact || contact.code_until !== until || until === undefined) return drop('replaced');
    if (until <= at) return drop('stale');
    return { mail, contact, notice: null };
  }
  const notice = await trx
    .selectFrom('notices')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('notice_id', '=', mail.notice_id ?? '')
    .executeTakeFirst();
  if (!notice) return drop('gone');
  const why = whyDropped(
    {
      kind: notice.kind,
      createdAt: mail.created_at,
      hasAddress: contact !== undefined && contact.confirmed_at !== null,
      given: (await consentsTo(trx, mall.id, 'mail', [mail.shopper_id])).get(
        `${purposeOf(notice.kind)} ${mail.shopper_id}`,
      ),
      hasSender: mall.settings.sender !== null,
      sentInWeek: await sentSince(trx, mail, at - WEEK_MS),
    },
    mall.settings.alertsPerWeek,
    at,
  );
  if (why !== undefined || !contact) return drop(why ?? 'no-address');
  const runAt = afterQuiet(mall.settings.timeZone, at);
  if (runAt > at) {
    const id = `${mailId} ${runAt}`;
    await jobs.add(trx, { mallId: mall.id, kind: SEND_JOB, payload: { mail: mailId }, runAt, id });
    return undefined;
  }
  // Its place is taken before it goes: two at once must not both be the last that may.
  await setMail(trx, mall.id, mailId, { sent_at: at });
  return { mail, contact, notice };
}

async function sentSince(trx: Trx, mail: MailRow, since: number): Promise<number> {
  const { count } = await trx
    .selectFrom('mails')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('mall_id', '=', mail.mall_id)
    .where('shopper_id', '=', mail.shopper_id)
    .where('purpose', '=', 'advertising')
    .where('sent_at', '>', since)
    .where('mail_id', '!=', mail.mail_id)
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function letterOf(
  services: Services,
  { listsOf, clubsOf, storiesOf }: Told,
  mall: Mall,
  { contact, notice }: Ready,
): Promise<Omit<Letter, 'to' | 'messageId'>> {
  const { language } = contact;
  const { database, secrets, publicUrl } = services;
  if (!notice) return { ...codeLetter(mall, language, codeOf(services, contact)), headers: {} };
  const facts = JSON.parse(notice.facts) as Notice['facts'];
  const row = notice.product === null ? undefined : await findProduct(database.db, mall.id, notice.product);
  const authors = notice.from_id
    ? await authorsOf(database.db, mall.id, [notice.from_id], language)
    : undefined;
  // As it stands now: what was open to its reader when it was planned may be closed.
  const list =
    notice.list_id === null
      ? undefined
      : (await listsOf(database.db, mall, contact.shopper_id, [notice.list_id])).get(notice.list_id);
  const club =
    notice.club_id === null
      ? undefined
      : (await clubsOf(database.db, mall, contact.shopper_id, [notice.club_id])).get(notice.club_id);
  const story =
    notice.story_id === null
      ? undefined
      : (await storiesOf(database.db, mall, contact.shopper_id, [notice.story_id])).get(notice.story_id);
  // Of neighbours it is the blog of who did it.
  const isOfNeighbour = notice.kind.startsWith('neighbour-') && notice.from_id !== null;
  const blogOf = story?.author ?? (isOfNeighbour ? notice.from_id : null);
  // What tells of a consent leads to where just that is taken back.
  const purpose = facts.purpose ?? purposeOf(notice.kind);
  const url = unsubscribeUrl({ secrets, publicUrl }, mall.id, contact.shopper_id, purpose);
  const body = noticeLetter(mall, language, {
    kind: notice.kind,
    facts,
    product: row?.confirmed === 1 && row.name ? { name: row.name, url: productUrl(mall, row) } : null,
    list: list ? listUrl(publicUrl, mall, list) : null,
    club: club ? { name: club.name, url: clubUrl(publicUrl, mall, club.id) } : null,
    blog: blogOf ? { story: story?.title ?? null, url: blogUrl(publicUrl, mall, blogOf, story?.id) } : null,
    from: authors?.get(notice.from_id ?? '')?.name ?? null,
    unsubscribe: { url, purpose },
  });
  return {
    ...body,
    headers: {
      'List-Unsubscribe': `<${url}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  };
}
