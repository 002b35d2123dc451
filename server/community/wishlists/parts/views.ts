import type { Reader } from '../../../base/db/database.ts';
import type { Services } from '../../../base/services.ts';
import type { Mall } from '../../../mall/malls/rules.ts';
import { walletNow } from '../../../mall/points/ledger.ts';
import { authorsOf } from '../../../mall/shoppers/authors.ts';
import { type Asking, accessToWishes, linkKeyOf } from '../access.ts';
import { GONE_KEPT_MS } from '../rules.ts';
import type { WishPartRow, WishRow } from '../table.ts';
import { productsOf, toWishes, toWishlists } from '../views.ts';
import type { MyPartsGiven, PartOfWish, WishParts } from './contract.ts';
import { partsOn, runningClub } from './rows.ts';
import { isOver, MOST_PARTS, missingOf } from './rules.ts';
import { canReceive, isTaken, needOfWish } from './store.ts';

const MOST_NAMES = 20;

const toPart = (row: WishPartRow): PartOfWish => ({
  amount: row.amount,
  named: row.named === 1,
  state: row.state,
  at: row.at,
  dueAt: row.due_at,
});

/** What has been set aside for a wish, as one who may give sees it. */
export async function wishParts(
  db: Reader,
  mall: Mall,
  wish: WishRow,
  me: string,
  now: number,
): Promise<WishParts> {
  const all = (await partsOn(db, mall.id, wish.wish_id)).filter((part) => !isOver(part, now));
  const need = (await canReceive(db, wish)) ? await needOfWish(db, mall, wish) : undefined;
  const mine = all.find((part) => part.shopper_id === me);
  const named = all.filter((part) => part.named === 1 && part !== mine).map((part) => part.shopper_id ?? '');
  const authors = await authorsOf(db, mall.id, named.slice(0, MOST_NAMES), mall.settings.locale);
  const club = await runningClub(db, mall.id, wish.shopper_id, wish.product);
  return {
    wish: wish.wish_id,
    need: need ?? null,
    missing: need === undefined ? 0 : missingOf(need, all),
    taken: await isTaken(db, wish),
    mine: mine ? toPart(mine) : null,
    givers: [...authors.values()],
    count: all.length,
    available: (await walletNow(db, mall.id, me)).available,
    club: club && (await isIn(db, mall.id, club.club_id, me)) ? club.club_id : null,
  };
}

async function isIn(db: Reader, mallId: string, clubId: string, shopperId: string): Promise<boolean> {
  const row = await db
    .selectFrom('club_members')
    .select('role')
    .where('mall_id', '=', mallId)
    .where('club_id', '=', clubId)
    .where('shopper_id', '=', shopperId)
    .where('left_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** All that a giver has set aside, newest first: there are few of them. */
export async function myParts(
  { database, ...services }: Pick<Services, 'database' | 'secrets' | 'now'>,
  mall: Mall,
  { who }: Asking,
  giverId: string,
): Promise<MyPartsGiven> {
  const { db } = database;
  const rows = await db
    .selectFrom('wish_parts')
    .selectAll()
    .where('mall_id', '=', mall.id)
    .where('shopper_id', '=', giverId)
    .where('at', '>', services.now() - GONE_KEPT_MS)
    .orderBy('at', 'desc')
    .orderBy('part_id', 'desc')
    .limit(2 * MOST_PARTS)
    .execute();
  const linkOf = ({ list_id, link_version }: WishPartRow) =>
    link_version === null
      ? undefined
      : linkKeyOf(services.secrets, { mall_id: mall.id, list_id, link_version });
  const seen = await accessToWishes(
    db,
    services,
    mall,
    who,
    new Map(rows.map((row) => [row.wish_id, linkOf(row)])),
  );
  const here = [...seen.values()].filter(({ wish }) => wish.state !== 'removed');
  const keyed = <Item extends { id: string }>(items: Item[]) => new Map(items.map((one) => [one.id, one]));
  const wishes = keyed(
    await toWishes(
      db,
      mall,
      here.map(({ wish }) => wish),
      false,
    ),
  );
  const lists = keyed(
    await toWishlists(db, mall, [...new Map(here.map(({ list }) => [list.list_id, list])).values()]),
  );
  const keys = rows.map((row) => row.product);
  const products = new Map((await productsOf(db, mall, keys)).map((one) => [one.product, one]));
  return {
    items: rows.map((row) => {
      const wish = wishes.get(row.wish_id) ?? null;
      const list = (wish && lists.get(wish.list)) ?? null;
      return {
        id: row.wish_id,
        part: toPart(row),
        wish,
        list,
        linkKey: list?.visibility === 'link' ? (linkOf(row) ?? null) : null,
        product: products.get(row.product) ?? null,
      };
    }),
  };
}
