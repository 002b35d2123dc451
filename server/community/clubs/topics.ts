import type { Services } from '../../base/services.ts';
import type { Topics } from '../../mall/shoppers/stream.ts';
import { accessTo } from './access.ts';

/** What pages may listen to at a club; the secret part of its link comes behind a dot. It says only that something is new. */
export function clubTopics(services: Pick<Services, 'database' | 'secrets' | 'now'>): Topics {
  return {
    club: async (mall, who, asked) => {
      const [id = '', linkKey] = asked.split('.', 2);
      const access = await accessTo(services.database.db, services, mall, id, { who, linkKey });
      return access && { id, isPublic: false };
    },
  };
}
