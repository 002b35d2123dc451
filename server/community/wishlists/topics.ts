import type { Services } from '../../base/services.ts';
import type { Topics } from '../../mall/shoppers/stream.ts';
import { type Access, accessTo } from './access.ts';

/** What pages may listen to at a list; the secret part of its link comes behind a dot. */
export function wishlistTopics(services: Pick<Services, 'database' | 'secrets' | 'now'>): Topics {
  const to =
    (hears: (access: Access) => { isPublic: boolean } | undefined): Topics[string] =>
    async (mall, who, asked) => {
      const [id = '', linkKey] = asked.split('.', 2);
      const access = await accessTo(services.database.db, services, mall, id, { who, linkKey });
      const heard = access && hears(access);
      return heard && { id, ...heard };
    };
  return {
    wishlist: to(({ list }) => ({ isPublic: list.visibility === 'public' })),
    // Of claims hears only who may see them, and that only as "changed". Never whoever wishes, also when the day of this
    // list is over: a claim is told on every list with its product, and may be on one whose day has not come.
    gifts: to(({ role, rights }) => {
      const isWishers = role === 'owner' || role === 'co-owner';
      return rights.claims && !isWishers ? { isPublic: false } : undefined;
    }),
  };
}
