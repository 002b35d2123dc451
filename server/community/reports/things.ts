import type { Reader, Trx } from '../../base/db/database.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import type { Asking } from '../../mall/shoppers/asking.ts';
import { hideBlog, hideStory, restoreBlog, restoreStory } from '../blogs/hiding.ts';
import { announce, boardsOf, findBlog } from '../blogs/store.ts';
import { findStory } from '../blogs/stories/access.ts';
import { accessTo as accessToClub, findClub } from '../clubs/access.ts';
import { findContribution } from '../clubs/giving.ts';
import { hideClub, hideLine, restoreClub, restoreLine } from '../clubs/hiding.ts';
import { findComment, hideComment, restoreComment } from '../comments/store.ts';
import type { Subjects } from '../comments/subject.ts';
import type { HideReason } from '../reviews/contract.ts';
import { findReview, hideReview, restoreReview } from '../reviews/store.ts';
import { accessToWish, findWish } from '../wishlists/access.ts';
import { hideWish, restoreWish } from '../wishlists/hiding.ts';
import type { SubjectState } from './rules.ts';
import type { ReportRow } from './table.ts';

/** A thing that was reported, as it stands. */
export interface Thing {
  author: string;
  state: SubjectState;
  /** Why it is hidden, when it is. */
  hideReason: string | null;
  text: string;
  stars: number | null;
  /** Key of the product whose board it stands on, when it stands on one. */
  product: string | null;
  /** Where its changes are told, and with which ids. */
  topic: string;
  ids: Record<string, string>;
}

/** What reports need to know of one kind of thing. */
interface ThingKind {
  find(db: Reader, mallId: string, id: string): Promise<Thing | undefined>;
  /** Whether whoever asks may see it; by {@link find} it is there and shown. */
  isSeenBy(db: Reader, mall: Mall, id: string, asking: Asking): Promise<boolean>;
  hide(trx: Trx, mallId: string, id: string, reason: HideReason): Promise<unknown>;
  restore(trx: Trx, mallId: string, id: string): Promise<unknown>;
}
/** All that can be reported. */
export type Things = Readonly<Record<ReportRow['subject_kind'], ThingKind>>;

const review: ThingKind = {
  async find(db, mallId, id) {
    const row = await findReview(db, mallId, id);
    return (
      row && {
        author: row.shopper_id,
        state: row.state,
        hideReason: row.hide_reason,
        text: row.title ? `${row.title}\n${row.text}` : row.text,
        stars: row.stars,
        product: row.product,
        topic: `product:${row.product}`,
        // A later review is seen under the first one.
        ids: { review: row.review_id, ...(row.later_of !== null && { first: row.later_of }) },
      }
    );
  },
  isSeenBy: async () => true,
  hide: hideReview,
  restore: restoreReview,
};

/** Of a wish its note is what a person wrote: that is hidden, the wish stays. */
const wish = (services: Pick<Services, 'secrets' | 'now'>): ThingKind => ({
  async find(db, mallId, id) {
    const row = await findWish(db, mallId, id);
    return (
      row && {
        author: row.shopper_id,
        state: row.state === 'removed' ? 'deleted' : row.state,
        hideReason: row.hide_reason,
        text: row.note,
        stars: null,
        product: null,
        topic: `wishlist:${row.list_id}`,
        ids: { wish: row.wish_id },
      }
    );
  },
  isSeenBy: async (db, mall, id, asking) =>
    (await accessToWish(db, services, mall, id, asking)) !== undefined,
  hide: hideWish,
  restore: restoreWish,
});

const comment = (subjects: Subjects): ThingKind => ({
  async find(db, mallId, id) {
    const row = await findComment(db, mallId, id);
    const on = row && (await subjects[row.subject_kind].standing(db, mallId, row.subject_id));
    return (
      row && {
        author: row.shopper_id,
        // What hangs on a thing that is gone cannot be seen either.
        state: row.state === 'shown' && on?.isGone !== false ? 'deleted' : row.state,
        hideReason: row.hide_reason,
        text: row.text,
        stars: null,
        product: on?.product ?? null,
        topic: on?.topic ?? '',
        ids: { [row.subject_kind]: row.subject_id, comment: id },
      }
    );
  },
  async isSeenBy(db, mall, id, asking) {
    const row = await findComment(db, mall.id, id);
    // What is written under a hidden review may be reported while its page is still open.
    if (row?.subject_kind === 'review') return true;
    return (
      row !== undefined &&
      (await subjects[row.subject_kind].placeFor(db, mall, row.subject_id, asking)) !== undefined
    );
  },
  async hide(trx, mallId, id, reason) {
    const row = await hideComment(trx, mallId, id, reason);
    if (row) await subjects[row.subject_kind].moved(trx, mallId, row.subject_id, -1);
  },
  async restore(trx, mallId, id) {
    const row = await restoreComment(trx, mallId, id);
    if (row) await subjects[row.subject_kind].moved(trx, mallId, row.subject_id, 1);
  },
});

/** Of a club what its starter wrote and showed: that is hidden, the club goes on. */
const club = (services: Pick<Services, 'secrets' | 'now'>): ThingKind => ({
  async find(db, mallId, id) {
    const row = await findClub(db, mallId, id);
    return (
      row && {
        author: row.shopper_id ?? '',
        state: row.shopper_id === null ? 'deleted' : row.hide_reason === null ? 'shown' : 'hidden',
        hideReason: row.hide_reason,
        text: [row.name, row.occasion_text, row.person_name].filter(Boolean).join('\n'),
        stars: null,
        product: null,
        topic: `club:${row.club_id}`,
        ids: { club: row.club_id },
      }
    );
  },
  isSeenBy: async (db, mall, id, asking) =>
    (await accessToClub(db, services, mall, id, asking)) !== undefined,
  hide: hideClub,
  restore: restoreClub,
});

/** Of a contribution its line. */
const contribution = (services: Pick<Services, 'secrets' | 'now'>): ThingKind => ({
  async find(db, mallId, id) {
    const row = await findContribution(db, mallId, id);
    return (
      row && {
        author: row.shopper_id,
        state: row.text === '' ? 'deleted' : row.shown === 1 ? 'shown' : 'hidden',
        hideReason: null,
        text: row.text,
        stars: null,
        product: null,
        topic: `club:${row.club_id}`,
        ids: { club: row.club_id, contribution: row.contribution_id },
      }
    );
  },
  async isSeenBy(db, mall, id, asking) {
    const row = await findContribution(db, mall.id, id);
    const access = row && (await accessToClub(db, services, mall, row.club_id, asking));
    return access !== undefined && (access.rights.amounts || access.rights.paper);
  },
  hide: hideLine,
  restore: restoreLine,
});

/** A story with all that it shows. Pages that show it hear of it as of any other that comes and goes. */
const story = (services: Pick<Services, 'outbox'>): ThingKind => ({
  async find(db, mallId, id) {
    const row = await findStory(db, mallId, id);
    return (
      row && {
        author: row.shopper_id,
        // What only its author sees is there for nobody else.
        state: row.state === 'draft' ? 'deleted' : row.state,
        hideReason: row.hide_reason,
        text: [row.title, row.text].filter(Boolean).join('\n'),
        stars: null,
        product: null,
        topic: `blog:${row.shopper_id}`,
        ids: { story: id, shopper: row.shopper_id },
      }
    );
  },
  isSeenBy: async () => true,
  async hide(trx, mallId, id, reason) {
    const row = await hideStory(trx, mallId, id, reason);
    if (row) await announce(trx, services, 'story.gone', row);
  },
  async restore(trx, mallId, id) {
    const row = await restoreStory(trx, mallId, id);
    if (row) await announce(trx, services, 'story.shown', row);
  },
});

/** Of a blog what its member wrote and showed at its top: that is hidden, the blog goes on. */
const blog: ThingKind = {
  async find(db, mallId, id) {
    const row = await findBlog(db, mallId, id);
    const boards = row ? ((await boardsOf(db, mallId, [id])).get(id) ?? []) : [];
    return (
      row && {
        author: row.shopper_id,
        state: row.hide_reason === null ? 'shown' : 'hidden',
        hideReason: row.hide_reason,
        text: [row.title, row.about, ...boards.map((board) => board.name)].filter(Boolean).join('\n'),
        stars: null,
        product: null,
        topic: `blog:${row.shopper_id}`,
        ids: { blog: row.shopper_id },
      }
    );
  },
  isSeenBy: async () => true,
  hide: hideBlog,
  restore: restoreBlog,
};

/** Everything that shoppers may report and staff may hide. */
export const thingsOf = (
  services: Pick<Services, 'secrets' | 'outbox' | 'now'>,
  subjects: Subjects,
): Things => ({
  review,
  wish: wish(services),
  comment: comment(subjects),
  club: club(services),
  contribution: contribution(services),
  story: story(services),
  blog,
});
