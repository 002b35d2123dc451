import { type SelectQueryBuilder, sql } from 'kysely';
import type { Reader } from '../../../base/db/database.ts';
import { type FeedKind, following, merged, type Place, SPANS, since } from './rules.ts';

/** An id of ours: what stands before a product in the key of a purchase. */
const ID = 25;

/** Something new at a neighbour: what it is, and whose. */
export interface NewThing extends Place {
  member: string;
}
interface Asked {
  db: Reader;
  mallId: string;
  /** Who follows. */
  me: string;
  after: Place | undefined;
  /** Nothing from before this moment. */
  from: number;
  limit: number;
}

const followed = ({ db, mallId, me }: Asked) =>
  db
    .selectFrom('neighbours as near')
    .where('near.mall_id', '=', mallId)
    .where('near.follower_id', '=', me)
    .where('near.state', '=', 'follows');

/** Only what comes after the place where the page before ended. */
function behind<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  kind: FeedKind,
  { after, from }: Asked,
  at: string,
  keys: readonly string[],
): SelectQueryBuilder<DB, TB, O> {
  const end = following(kind, after);
  const column = sql.ref(at);
  const some = query.where(sql<boolean>`${column} >= ${from}`);
  if (end.key === 'all') return some.where(sql<boolean>`${column} <= ${end.at}`);
  if (end.key === 'none') return some.where(sql<boolean>`${column} < ${end.at}`);
  const parts = keys.length === 1 ? [end.key] : [end.key.slice(0, ID), end.key.slice(ID)];
  const columns = sql.join(keys.map((key) => sql.ref(key)));
  return some.where(sql<boolean>`(${column}, ${columns}) < (${end.at}, ${sql.join(parts)})`);
}

/** Stories that are shown. */
async function stories(asked: Asked): Promise<NewThing[]> {
  const rows = await behind(
    followed(asked)
      .innerJoin('stories', (join) =>
        join
          .onRef('stories.mall_id', '=', 'near.mall_id')
          .onRef('stories.shopper_id', '=', 'near.followed_id'),
      )
      .select(['stories.story_id', 'stories.shopper_id', sql<number>`stories.published_at`.as('at')])
      .where(sql<boolean>`stories.state = 'shown'`),
    'story',
    asked,
    'stories.published_at',
    ['stories.story_id'],
  )
    .orderBy('stories.published_at', 'desc')
    .orderBy('stories.story_id', 'desc')
    .limit(asked.limit)
    .execute();
  return rows.map((row) => ({ kind: 'story', at: row.at, key: row.story_id, member: row.shopper_id }));
}

/** Purchases that their buyers show and have kept, of products that the mall has stated. */
async function purchases(asked: Asked): Promise<NewThing[]> {
  const rows = await behind(
    followed(asked)
      .innerJoin('shown_purchases as bought', (join) =>
        join.onRef('bought.mall_id', '=', 'near.mall_id').onRef('bought.shopper_id', '=', 'near.followed_id'),
      )
      .innerJoin('products', (join) =>
        join
          .onRef('products.mall_id', '=', 'bought.mall_id')
          .onRef('products.product', '=', 'bought.product'),
      )
      .select(['bought.shopper_id', 'bought.product', 'bought.shown_at as at'])
      .where('products.confirmed', '=', 1)
      // An order that came back a moment ago takes its lines along before what is shown of it goes.
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('order_lines as line')
            .select('line.line_id')
            .whereRef('line.mall_id', '=', 'bought.mall_id')
            .whereRef('line.shopper_id', '=', 'bought.shopper_id')
            .whereRef('line.product', '=', 'bought.product')
            .whereRef('line.quantity', '>', 'line.refunded'),
        ),
      ),
    'purchase',
    asked,
    'bought.shown_at',
    ['bought.shopper_id', 'bought.product'],
  )
    .orderBy('bought.shown_at', 'desc')
    .orderBy('bought.shopper_id', 'desc')
    .orderBy('bought.product', 'desc')
    .limit(asked.limit)
    .execute();
  return rows.map((row) => ({
    kind: 'purchase',
    at: row.at,
    key: row.shopper_id + row.product,
    member: row.shopper_id,
  }));
}

/** Wishes on lists that everybody sees, of products that the mall has stated. */
async function wishes(asked: Asked): Promise<NewThing[]> {
  const rows = await behind(
    followed(asked)
      .innerJoin('wishes', (join) =>
        join.onRef('wishes.mall_id', '=', 'near.mall_id').onRef('wishes.shopper_id', '=', 'near.followed_id'),
      )
      .innerJoin('wishlists as list', (join) =>
        join.onRef('list.mall_id', '=', 'wishes.mall_id').onRef('list.list_id', '=', 'wishes.list_id'),
      )
      .innerJoin('products', (join) =>
        join
          .onRef('products.mall_id', '=', 'wishes.mall_id')
          .onRef('products.product', '=', 'wishes.product'),
      )
      .select(['wishes.wish_id', 'wishes.shopper_id', 'wishes.added_at as at'])
      .where('wishes.state', '=', 'shown')
      .where('list.visibility', '=', 'public')
      .where('products.confirmed', '=', 1),
    'wish',
    asked,
    'wishes.added_at',
    ['wishes.wish_id'],
  )
    .orderBy('wishes.added_at', 'desc')
    .orderBy('wishes.wish_id', 'desc')
    .limit(asked.limit)
    .execute();
  return rows.map((row) => ({ kind: 'wish', at: row.at, key: row.wish_id, member: row.shopper_id }));
}

/**
 * What is new at those whom a member follows, newest first, as they show it now. Three questions, or a few more where they
 * do little.
 *
 * @param now to look back from, on the first page
 */
export async function newThings(asked: Omit<Asked, 'from'> & { now: number }): Promise<NewThing[]> {
  const start = asked.after?.at ?? asked.now;
  let found: NewThing[] = [];
  for (const span of SPANS) {
    const one = { ...asked, from: since(span, start) };
    found = merged([await stories(one), await purchases(one), await wishes(one)], asked.limit);
    if (found.length === asked.limit) break;
  }
  return found;
}

/** The rows of some things, in one question each kind. */
export async function rowsOf(db: Reader, mallId: string, things: readonly NewThing[]) {
  const keys = (kind: FeedKind) => things.filter((one) => one.kind === kind).map((one) => one.key);
  const [storyIds, bought, wishIds] = [keys('story'), keys('purchase'), keys('wish')];
  return {
    stories:
      storyIds.length === 0
        ? []
        : await db
            .selectFrom('stories')
            .selectAll()
            .where('mall_id', '=', mallId)
            .where('story_id', 'in', storyIds)
            .execute(),
    purchases:
      bought.length === 0
        ? []
        : await db
            .selectFrom('shown_purchases')
            .selectAll()
            .where('mall_id', '=', mallId)
            .where('shopper_id', 'in', [...new Set(bought.map((key) => key.slice(0, ID)))])
            .where('product', 'in', [...new Set(bought.map((key) => key.slice(ID)))])
            .execute(),
    wishes:
      wishIds.length === 0
        ? []
        : await db
            .selectFrom('wishes')
            .selectAll()
            .where('mall_id', '=', mallId)
            .where('wish_id', 'in', wishIds)
            .execute(),
  };
}
