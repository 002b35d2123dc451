import type { Reader, Trx } from '../../base/db/database.ts';

/** What neighbours need of the blogs, which stand above them: handed in. */
export interface Followed {
  /** Whether who wants to follow this member has to ask. */
  asks(db: Reader, mallId: string, memberId: string): Promise<boolean>;
  /** So many more follow them from now on (fewer: below zero). */
  counted(trx: Trx, mallId: string, memberId: string, by: number): Promise<void>;
}
