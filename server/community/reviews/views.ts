import type { Reader } from '../../base/db/database.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import { authorOf, authorsOf, formerAuthor, type Seen } from '../../mall/shoppers/authors.ts';
import type { Author } from '../../mall/shoppers/contract.ts';
import type { Photo } from '../media/contract.ts';
import { photosOf } from '../media/store.ts';
import { HideReason, type LaterReview, type Rating, type Review, type Summary } from './contract.ts';
import { driftOfProduct } from './drift.ts';
import { laterRows } from './later.ts';
import { facetsOfStated, meanOf, type StatedOption } from './rules.ts';
import type { ReviewRow } from './table.ts';
import { foundIn, type Wanted } from './words-query.ts';

/** What a view of a mall's things needs besides the rows. */
export interface Viewing {
  mall: Mall;
  publicUrl: string;
}

/** What of a review is shown. */
export const SHOWN = [
  'review_id',
  'product',
  'shopper_id',
  'stars',
  'title',
  'text',
  'options',
  'attributes',
  'bought',
  'photo_count',
  'disclosure',
  'created_at',
  'edited_at',
  'version',
  'voters_yes',
  'comment_count',
  'later_of',
  'later_kind',
  'used_days',
  'reply_text',
  'reply_at',
] as const satisfies readonly (keyof ReviewRow)[];
export type ShownRow = Pick<ReviewRow, (typeof SHOWN)[number]>;

/**
 * Rows as they are shown, with their authors, photos and later reviews, in three queries for all of them.
 *
 * @param wanted what a search asked for, to be marked
 */
export async function toReviews(
  db: Reader,
  viewing: Viewing,
  rows: readonly ShownRow[],
  wanted?: Wanted | null,
): Promise<Review[]> {
  if (rows.length === 0) return [];
  const { mall } = viewing;
  const authors = await authorsOf(
    db,
    mall.id,
    rows.map((row) => row.shopper_id),
    mall.settings.locale,
  );
  const later = await laterRows(
    db,
    mall.id,
    rows.map((row) => row.review_id),
  );
  return toReviewsWith(db, viewing, rows, { authors, later }, wanted);
}

/**
 * The same where their authors are known, and their later reviews.
 *
 * @param later of any of them, the oldest of each first
 */
export async function toReviewsWith(
  db: Reader,
  viewing: Viewing,
  rows: readonly ShownRow[],
  { authors, later }: { authors: ReadonlyMap<string, Author>; later: readonly ShownRow[] },
  wanted?: Wanted | null,
): Promise<Review[]> {
  const { name, settings } = viewing.mall;
  const { locale } = settings;
  const photos = await photosByReview(db, viewing, [...rows, ...later]);
  const laterOf = (id: string) => later.filter((row) => row.later_of === id);
  return rows.map((row) =>
    toReview(row, authors.get(row.shopper_id) ?? formerAuthor(row.shopper_id, locale), name, {
      photos: photos.get(row.review_id) ?? [],
      later: laterOf(row.review_id).map((one) => toLater(one, photos.get(one.review_id) ?? [])),
      found: wanted
        ? (foundIn(
            [row, ...laterOf(row.review_id)].flatMap(({ title, text }) => [title, text]),
            wanted,
          ) ?? [])
        : [],
    }),
  );
}

/** The same of a review that was just written: nothing hangs on it yet, and its author is at hand. */
export async function toNewReview(
  db: Reader,
  viewing: Viewing,
  row: ReviewRow,
  author: Seen,
): Promise<Review> {
  const { name, settings } = viewing.mall;
  const photos = await photosByReview(db, viewing, [row]);
  return toReview(row, authorOf(author, settings.locale), name, {
    photos: photos.get(row.review_id) ?? [],
    later: [],
    found: [],
  });
}

async function photosByReview(
  db: Reader,
  { mall, publicUrl }: Viewing,
  rows: readonly ShownRow[],
): Promise<Map<string, Photo[]>> {
  const pictured = rows.filter((row) => row.photo_count > 0).map((row) => row.review_id);
  return pictured.length > 0 ? photosOf(db, mall.id, 'review', pictured, publicUrl) : new Map();
}

/** A review with what hangs on it: put together at once, since a copy with more in it takes as long again. */
function toReview(
  row: ShownRow,
  author: Author,
  mallName: string,
  { photos, later, found }: Pick<Review, 'photos' | 'later' | 'found'>,
): Review {
  return {
    id: row.review_id,
    product: row.product,
    author,
    stars: row.stars,
    title: row.title,
    text: row.text,
    options: entriesOf(row.options).map(([name, value]) => ({ name, value })),
    attributes: entriesOf(row.attributes).map(([key, value]) => ({ key, value })),
    bought: row.bought === 1,
    photos,
    disclosure: row.disclosure,
    createdAt: row.created_at,
    editedAt: row.edited_at,
    version: row.version,
    helpful: row.voters_yes,
    comments: row.comment_count,
    reply:
      row.reply_text !== null && row.reply_at !== null
        ? { text: row.reply_text, at: row.reply_at, name: mallName }
        : null,
    usedDays: row.used_days,
    laterOf: row.later_of,
    laterKind: row.later_kind,
    later,
    found,
  };
}

const toLater = (row: ShownRow, photos: Photo[]): LaterReview => ({
  id: row.review_id,
  kind: row.later_kind as LaterReview['kind'],
  stars: row.stars,
  title: row.title,
  text: row.text,
  photos,
  disclosure: row.disclosure,
  bought: row.bought === 1,
  usedDays: row.used_days,
  createdAt: row.created_at,
  editedAt: row.edited_at,
  version: row.version,
});

const entriesOf = (stored: string): [string, string][] =>
  Object.entries(JSON.parse(stored) as Record<string, string>);

/** A product with thousands of answers shows those most named. */
const MOST_NAMED = 200;

/**
 * The summary of one product, from the rows that every write keeps.
 *
 * @param stated the options that the mall stated: what shoppers call an option otherwise is on their review alone
 */
export async function summaryOf(
  db: Reader,
  mallId: string,
  product: string,
  stated: readonly StatedOption[],
): Promise<Summary> {
  const stats = await db
    .selectFrom('product_stats')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('product', '=', product)
    .executeTakeFirst();
  const counts = () =>
    db
      .selectFrom('product_facet_stats')
      .select(['facet', 'count'])
      .where('mall_id', '=', mallId)
      .where('product', '=', product)
      .where('count', '>', 0)
      .orderBy('count', 'desc')
      .orderBy('facet')
      .limit(MOST_NAMED);
  // Each kind apart: nothing that shoppers write may push aside how much is hidden.
  const reasons = HideReason.options.map((reason) => `hidden:${reason}`);
  const optionFacets = facetsOfStated(stated);
  const facets = [
    ...(await counts().where('facet', 'in', reasons).execute()),
    ...(await counts().where('facet', 'like', 'attribute:%').execute()),
    ...(optionFacets.length > 0 ? await counts().where('facet', 'in', optionFacets).execute() : []),
  ];
  const histogram = [
    stats?.stars_1 ?? 0,
    stats?.stars_2 ?? 0,
    stats?.stars_3 ?? 0,
    stats?.stars_4 ?? 0,
    stats?.stars_5 ?? 0,
  ];
  const summary: Summary = {
    product,
    count: stats?.count ?? 0,
    mean: meanOf(histogram),
    histogram,
    withPhoto: stats?.with_photo ?? 0,
    bought: stats?.bought ?? 0,
    attributes: {},
    options: {},
    hidden: { total: 0, reasons: {} },
    drift: await driftOfProduct(db, mallId, product),
  };
  for (const { facet, count } of facets) {
    const [kind, key = '', ...rest] = facet.split(':');
    const value = rest.join(':');
    if (kind === 'hidden') {
      summary.hidden.reasons[key as HideReason] = count;
      summary.hidden.total += count;
    } else {
      const group = kind === 'option' ? summary.options : summary.attributes;
      const counts = Object.hasOwn(group, key) ? group[key] : undefined;
      if (counts) counts[value] = count;
      else group[key] = { [value]: count };
    }
  }
  return summary;
}

/** Stars and count of many products, in the order asked; unknown ones have none. */
export async function ratingsOf(db: Reader, mallId: string, products: readonly string[]): Promise<Rating[]> {
  const rows =
    products.length === 0
      ? []
      : await db
          .selectFrom('product_stats')
          .selectAll()
          .where('mall_id', '=', mallId)
          .where('product', 'in', products)
          .execute();
  const byProduct = new Map(rows.map((row) => [row.product, row]));
  return products.map((product) => {
    const row = byProduct.get(product);
    const histogram = row ? [row.stars_1, row.stars_2, row.stars_3, row.stars_4, row.stars_5] : [];
    return { product, count: row?.count ?? 0, mean: meanOf(histogram) };
  });
}

/** The newest photos of a product's shown reviews. */
export async function photoStrip(
  db: Reader,
  { mall, publicUrl }: Viewing,
  product: string,
  limit: number,
): Promise<{ review: string; photo: Photo }[]> {
  const rows = await db
    .selectFrom('reviews')
    .select('review_id')
    .where('mall_id', '=', mall.id)
    .where('product', '=', product)
    .where('state', '=', 'shown')
    .where('later_of', 'is', null)
    .where('photo_count', '>', 0)
    .orderBy('created_at', 'desc')
    .orderBy('review_id', 'desc')
    .limit(limit)
    .execute();
  const ids = rows.map((row) => row.review_id);
  if (ids.length === 0) return [];
  const photos = await photosOf(db, mall.id, 'review', ids, publicUrl);
  return ids
    .flatMap((review) => (photos.get(review) ?? []).map((photo) => ({ review, photo })))
    .slice(0, limit);
}
