import type { Migration } from '../base/db/migrate.ts';
import { ground } from './0001-ground.ts';

/** All migrations, oldest first. A released one is never changed. */
export const migrations: readonly Migration[] = [ground];
