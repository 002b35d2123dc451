import type { Migration } from '../base/db/migrate.ts';

/**
 * What people do is counted anew after a crash: so PostgreSQL need not flush each count to the disk. Those of one mall meet
 * in one row, so that else as many things could be done at a mall as there are flushes.
 */
export const pace: Migration = {
  name: '0011-pace',
  steps: [{ postgres: 'alter table pace set unlogged', sqlite: 'delete from pace' }],
};
