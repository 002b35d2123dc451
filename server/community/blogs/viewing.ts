import type { Reader } from '../../base/db/database.ts';
import type { Services } from '../../base/services.ts';
import type { Mall } from '../../mall/malls/rules.ts';

/** What showing something of a blog takes. */
export interface Viewing extends Pick<Services, 'secrets' | 'publicUrl'> {
  db: Reader;
  mall: Mall;
  now: number;
}

export const viewingOf = (
  { database, secrets, publicUrl, now }: Pick<Services, 'database' | 'secrets' | 'publicUrl' | 'now'>,
  mall: Mall,
): Viewing => ({ db: database.db, secrets, publicUrl, mall, now: now() });
