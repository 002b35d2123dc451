import type { Migration } from '../base/db/migrate.ts';
import { ground } from './0001-ground.ts';
import { reputation } from './0002-reputation.ts';
import { lean } from './0003-lean.ts';
import { covering } from './0004-covering.ts';
import { wishlists } from './0005-wishlists.ts';
import { points } from './0006-points.ts';
import { clubs } from './0007-clubs.ts';
import { blogs } from './0008-blogs.ts';
import { judged } from './0009-judged.ts';
import { unfiled } from './0010-unfiled.ts';
import { pace } from './0011-pace.ts';

/** All migrations, oldest first. A released one is never changed. */
export const migrations: readonly Migration[] = [
  ground,
  reputation,
  lean,
  covering,
  wishlists,
  points,
  clubs,
  blogs,
  judged,
  unfiled,
  pace,
];
