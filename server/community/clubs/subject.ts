import type { Services } from '../../base/services.ts';
import type { Subject } from '../comments/subject.ts';
import type { PhotoOwner } from '../media/routes.ts';
import { accessTo, findClub } from './access.ts';

/** What comments need to know of clubs. */
export function clubSubject(services: Pick<Services, 'secrets' | 'now'>): Subject {
  return {
    missing: 'not-found',
    async placeFor(db, mall, id, asking) {
      const access = await accessTo(db, services, mall, id, asking);
      if (!access) return undefined;
      const { club, rights, member, isPerson } = access;
      return {
        topic: `club:${club.club_id}`,
        isPublic: false,
        // Under a club talk those whom it is about; onlookers read.
        isOpen: club.comments_open === 1 && (rights.inside || isPerson),
        mayClear: rights.inside && member?.role === 'starter',
      };
    },
    async standing(db, mallId, id) {
      const club = await findClub(db, mallId, id);
      return club && { topic: `club:${club.club_id}`, isGone: false, product: null };
    },
    async moved(trx, mallId, id, by) {
      await trx
        .updateTable('clubs')
        .set((eb) => ({ comment_count: eb('comment_count', '+', by) }))
        .where('mall_id', '=', mallId)
        .where('club_id', '=', id)
        .execute();
    },
  };
}

/** What photos need to know of clubs. */
export const clubPhotos: PhotoOwner = {
  async changed(trx, mallId, id) {
    const club = await findClub(trx, mallId, id);
    return club && `club:${club.club_id}`;
  },
};
