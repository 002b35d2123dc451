import type { PersonalTable, Tables } from '../../base/db/tables.ts';
import { personal as http } from '../../base/http/table.ts';
import { personal as jobs } from '../../base/jobs/table.ts';
import { personal as live } from '../../base/live/table.ts';
import { personal as alerts } from '../../community/alerts/table.ts';
import { personal as blogs } from '../../community/blogs/table.ts';
import { personal as clubs } from '../../community/clubs/table.ts';
import { personal as comments } from '../../community/comments/table.ts';
import { personal as inbox } from '../../community/inbox/table.ts';
import { personal as media } from '../../community/media/table.ts';
import { personal as neighbours } from '../../community/neighbours/table.ts';
import { personal as reports } from '../../community/reports/table.ts';
import { personal as reputation } from '../../community/reputation/table.ts';
import { personal as reviews } from '../../community/reviews/table.ts';
import { personal as wishlists } from '../../community/wishlists/table.ts';
import { personal as malls } from '../../mall/malls/table.ts';
import { personal as orders } from '../../mall/orders/table.ts';
import { personal as points } from '../../mall/points/table.ts';
import { personal as products } from '../../mall/products/table.ts';
import { personal as shoppers } from '../../mall/shoppers/table.ts';

/** What every table says of its personal columns. Export and erasure know of nothing else, and the types ask for all. */
export const registry: Record<keyof Tables, PersonalTable> = {
  migrations: { owner: null, exports: [], erase: 'keep' },
  ...http,
  ...jobs,
  ...live,
  ...malls,
  ...shoppers,
  ...products,
  ...points,
  ...orders,
  ...media,
  ...comments,
  ...reputation,
  ...reviews,
  ...reports,
  ...inbox,
  ...clubs,
  ...wishlists,
  ...neighbours,
  ...blogs,
  ...alerts,
};

/** The tables that hold rows of shoppers, with what is said of them. */
export const owned = Object.entries(registry).flatMap(([table, rules]) =>
  rules.owner === null ? [] : [{ table: table as keyof Tables, ...rules, owner: rules.owner }],
);
