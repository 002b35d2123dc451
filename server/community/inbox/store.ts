import type { Trx } from '../../base/db/database.ts';
import { newId } from '../../base/ids.ts';
import type { Services } from '../../base/services.ts';
import type { Notice, NoticeKind } from './contract.ts';
import { planMails } from './mails.ts';
import { isAdvertising } from './rules.ts';

/** Something that a shopper is to be told. */
export interface NewNotice {
  shopperId: string;
  kind: NoticeKind;
  /** Names what happened: the same shopper is told of it once, however often this is said. At most 200 characters. */
  onceKey: string;
  product?: string;
  listId?: string;
  wishId?: string;
  clubId?: string;
  storyId?: string;
  /** The shopper who did it, where that may be told. */
  fromId?: string;
  facts?: Notice['facts'];
  /** False: in the inbox alone. Else by mail too, where the shopper has a confirmed address and their consent says so. */
  mail?: boolean;
  /** False: by mail alone. */
  inbox?: boolean;
  /** False: an open page is not told of it. */
  live?: boolean;
}

/** What telling takes. */
export type Telling = Pick<Services, 'outbox' | 'jobs' | 'now'>;

/** Puts a notice into a shopper's inbox, in the writer's transaction. @returns true when it was new */
export async function notify(
  trx: Trx,
  services: Telling,
  mallId: string,
  notice: NewNotice,
): Promise<boolean> {
  return (await notifyAll(trx, services, mallId, [notice])).length === 1;
}

/** The same for many, a few hundred at most. @returns those that were new */
export async function notifyAll(
  trx: Trx,
  services: Telling,
  mallId: string,
  notices: readonly NewNotice[],
): Promise<NewNotice[]> {
  if (notices.length === 0) return [];
  const at = services.now();
  const rows = notices.map((notice) => ({ id: newId(), notice }));
  const inserted = await trx
    .insertInto('notices')
    .values(rows.map(({ id, notice }) => rowOf(mallId, id, notice, at)))
    .onConflict((conflict) => conflict.columns(['mall_id', 'shopper_id', 'once_key']).doNothing())
    .returning('notice_id')
    .execute();
  const fresh = new Set(inserted.map((row) => row.notice_id));
  const told = rows.filter(({ id }) => fresh.has(id));
  for (const { id, notice } of told) {
    if (notice.inbox === false || notice.live === false) continue;
    await services.outbox.append(trx, {
      mallId,
      kind: 'notice.created',
      topic: `shopper:${notice.shopperId}`,
      ids: { notice: id },
    });
  }
  await planMails(
    trx,
    services,
    mallId,
    told
      .filter(({ notice }) => notice.mail !== false)
      .map(({ id, notice }) => ({ noticeId: id, shopperId: notice.shopperId, kind: notice.kind })),
  );
  return told.map(({ notice }) => notice);
}

function rowOf(mallId: string, id: string, notice: NewNotice, at: number) {
  const isShown = notice.inbox !== false;
  return {
    mall_id: mallId,
    notice_id: id,
    shopper_id: notice.shopperId,
    kind: notice.kind,
    advertising: isAdvertising(notice.kind) ? 1 : 0,
    once_key: notice.onceKey,
    product: notice.product ?? null,
    list_id: notice.listId ?? null,
    wish_id: notice.wishId ?? null,
    club_id: notice.clubId ?? null,
    story_id: notice.storyId ?? null,
    from_id: notice.fromId ?? null,
    facts: JSON.stringify(notice.facts ?? {}),
    created_at: at,
    read_at: isShown ? null : at,
    gone_at: isShown ? null : at,
  };
}
