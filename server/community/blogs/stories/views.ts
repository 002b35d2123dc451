import { authorsOf, formerAuthor } from '../../../mall/shoppers/authors.ts';
import { productsOf } from '../../wishlists/views.ts';
import { ownReview, toReviews } from '../purchases/reviews.ts';
import { beginning } from '../rules.ts';
import { markDay, sealMark } from '../sales/seal.ts';
import type { StoryMarkRow, StoryRow } from '../table.ts';
import type { Viewing } from '../viewing.ts';
import type { ProductMark, Story, StoryCard } from './contract.ts';
import { storyCovers, storyMedia } from './media.ts';

const fieldsOf = (row: StoryRow) => ({
  id: row.story_id,
  board: row.board_id,
  title: row.title,
  disclosure: row.disclosure,
  comments: row.comment_count,
  hearts: row.heart_count,
  publishedAt: row.published_at,
});

/** Stories at a glance, in the order given: two questions, however many they are. */
export async function toStoryCards(
  { db, mall, publicUrl }: Pick<Viewing, 'db' | 'mall' | 'publicUrl'>,
  rows: readonly StoryRow[],
): Promise<StoryCard[]> {
  const ids = rows.filter((row) => row.media_count > 0).map((row) => row.story_id);
  const covers = await storyCovers(db, mall.id, ids, publicUrl);
  return rows.map((row) => ({
    ...fieldsOf(row),
    text: beginning(row.text),
    cover: covers.get(row.story_id) ?? null,
    media: row.media_count,
    products: row.product_count,
  }));
}

/** A story as a whole. */
export async function toStory(view: Viewing, row: StoryRow): Promise<Story> {
  const { db, mall, publicUrl, secrets, now } = view;
  const authors = await authorsOf(db, mall.id, [row.shopper_id], mall.settings.locale);
  const media = (await storyMedia(db, mall.id, [row.story_id], publicUrl)).get(row.story_id) ?? [];
  const marks = row.product_count > 0 ? await marksOf(view, row) : [];
  const products = await productsOf(
    db,
    mall,
    marks.map((mark) => mark.product),
  );
  const known = new Set(products.filter((one) => one.confirmed).map((one) => one.product));
  const review = row.review_id && (await ownReview(db, mall.id, row.shopper_id, row.review_id));
  const [reviewView] = review ? await toReviews(view, [review]) : [];
  const day = markDay(now);
  // Only a story that readers see earns: what its author sees of a draft, or of what the mall has hidden, names none.
  const story = row.state === 'shown' ? row.story_id : null;
  const toMark = ({ x, y, product }: StoryMarkRow): ProductMark => ({
    x,
    y,
    product,
    mark: sealMark(secrets, mall.id, { author: row.shopper_id, story, product, day }),
  });
  return {
    ...fieldsOf(row),
    author: authors.get(row.shopper_id) ?? formerAuthor(row.shopper_id, mall.settings.locale),
    state: row.state,
    text: row.text,
    media: media.map((one) => ({
      media: one,
      marks: marks.filter((mark) => mark.photo_id === one.id && known.has(mark.product)).map(toMark),
    })),
    products: products.filter((one) => one.confirmed),
    review: review && reviewView ? { ...reviewView, product: review.product } : null,
    commentsOpen: row.comments_open === 1,
    editedAt: row.edited_at,
    version: row.version,
  };
}

const marksOf = ({ db }: Pick<Viewing, 'db'>, story: StoryRow): Promise<StoryMarkRow[]> =>
  db
    .selectFrom('story_marks')
    .selectAll()
    .where('mall_id', '=', story.mall_id)
    .where('story_id', '=', story.story_id)
    .orderBy('place')
    .execute();
