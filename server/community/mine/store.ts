import type { Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import { findShopper, markMerged, setHandle } from '../../mall/shoppers/store.ts';
import { mergeComments } from '../comments/merge.ts';
import { commentEvent, type Subjects } from '../comments/subject.ts';
import { moveToMember } from '../media/store.ts';
import { mergeReports } from '../reports/store.ts';
import { mergeReviews } from '../reviews/merge.ts';
import { mergeWishlists } from '../wishlists/merge.ts';
import type { Writing } from '../wishlists/store.ts';

/** What went over to the member. */
export interface Moved {
  reviews: number;
  comments: number;
  votes: number;
  wishes: number;
}

/**
 * Makes a guest into a member: everything of the guest is the member's from this transaction on, and the guest is spent.
 * The caller has made sure that this guest has not become somebody before.
 */
export async function mergeGuest(
  trx: Trx,
  writing: Writing,
  subjects: Subjects,
  guestId: string,
  memberId: string,
): Promise<Moved> {
  const { outbox, mall } = writing;
  const mallId = mall.id;
  const now = writing.now();
  const guest = await findShopper(trx, mallId, guestId);
  const member = await findShopper(trx, mallId, memberId);
  if (!guest || !member || guest.kind !== 'guest' || member.kind !== 'member')
    throw new Problem('token-refused');
  const { reviews, reviewsMoved, votes, votesMoved } = await mergeReviews(
    trx,
    outbox,
    mallId,
    guestId,
    memberId,
    now,
  );
  const comments = await mergeComments(trx, mallId, guestId, memberId);
  const { wishes } = await mergeWishlists(trx, writing, guestId, memberId);
  await moveToMember(trx, mallId, guestId, memberId);
  await mergeReports(trx, mallId, guestId, memberId);
  await trx
    .deleteFrom('edit_codes')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', guestId)
    .execute();
  await markMerged(trx, mallId, guestId, memberId, now);
  // A name that was chosen stays chosen, unless the member has one of their own.
  if (guest.handle !== null && member.handle === null)
    await setHandle(trx, mallId, memberId, guest.handle, guest.handle_key);

  const tell = (kind: string, topic: string, ids: Record<string, string>) =>
    outbox.append(trx, { mallId, kind, topic, ids });
  for (const { review, product } of reviews) await tell('review.edited', `product:${product}`, { review });
  for (const { review, product } of votes) await tell('vote.changed', `product:${product}`, { review });
  for (const comment of comments) {
    if (comment.state !== 'shown') continue;
    const on = await subjects[comment.subject_kind].standing(trx, mallId, comment.subject_id);
    if (on)
      await outbox.append(trx, commentEvent('comment.edited', { mall_id: mallId, ...comment }, on.topic));
  }
  await tell('session.ended', `shopper:${guestId}`, { shopper: guestId });
  await tell('shopper.changed', `shopper:${memberId}`, { shopper: memberId });
  return { reviews: reviewsMoved, comments: comments.length, votes: votesMoved, wishes };
}
