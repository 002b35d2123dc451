import type { Reader } from '../../base/db/database.ts';
import { publicMall } from '../../mall/malls/rules.ts';
import { authorsOf, formerAuthor } from '../../mall/shoppers/authors.ts';
import { publicName } from '../../mall/shoppers/rules.ts';
import { photosOf } from '../media/store.ts';
import { askingCount } from '../neighbours/store.ts';
import type { Blog, MyBlog, Visits } from './contract.ts';
import { HEADER } from './hiding.ts';
import { looksOf, visitDay } from './rules.ts';
import { boardsOf, findBlog, membersOf } from './store.ts';
import { countDrafts } from './stories/lists.ts';
import type { BlogBoardRow, BlogRow } from './table.ts';
import type { Viewing } from './viewing.ts';

/**
 * The blogs of some members, by their id: four questions, however many they are.
 *
 * @param own the member who looks: of their own they see also what the mall has hidden
 */
export async function toBlogs(
  { db, mall, publicUrl }: Pick<Viewing, 'db' | 'mall' | 'publicUrl'>,
  memberIds: readonly string[],
  own?: string,
): Promise<Map<string, Blog>> {
  const blogs = new Map<string, Blog>();
  if (memberIds.length === 0) return blogs;
  const { locale } = mall.settings;
  const authors = await authorsOf(db, mall.id, memberIds, locale);
  const rows = new Map((await rowsOf(db, mall.id, memberIds)).map((row) => [row.shopper_id, row]));
  const boards = await boardsOf(db, mall.id, [...rows.keys()]);
  const headers = await photosOf(db, mall.id, HEADER, [...rows.keys()], publicUrl);
  for (const id of memberIds) {
    const row = rows.get(id);
    const isHidden = row !== undefined && row.hide_reason !== null;
    const isSeen = !isHidden || own === id;
    blogs.set(id, {
      member: authors.get(id) ?? formerAuthor(id, locale),
      title: (isSeen && row?.title) || null,
      about: (isSeen && row?.about) || '',
      looks: looksOf(row),
      header: headers.get(id)?.[0] ?? null,
      boards: isSeen ? (boards.get(id) ?? []).map(toBoard) : [],
      stories: row?.story_count ?? 0,
      neighbours: row?.neighbour_count ?? 0,
      asks: row?.asks === 1,
      hidden: isHidden && own === id,
      version: row?.version ?? 0,
    });
  }
  return blogs;
}

const toBoard = (row: BlogBoardRow) => ({ id: row.board_id, name: row.name, stories: row.story_count });

const rowsOf = (db: Reader, mallId: string, memberIds: readonly string[]): Promise<BlogRow[]> =>
  db
    .selectFrom('blogs')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', 'in', memberIds)
    .execute();

/** How many came to a blog, today at the mall and in all. */
export async function visitsOf({ db, mall, now }: Viewing, memberId: string): Promise<Visits> {
  const today = await db
    .selectFrom('blog_visits')
    .select('count')
    .where('mall_id', '=', mall.id)
    .where('shopper_id', '=', memberId)
    .where('day', '=', visitDay(mall.settings.timeZone, now))
    .executeTakeFirst();
  const blog = await findBlog(db, mall.id, memberId);
  return { today: today?.count ?? 0, all: blog?.visit_count ?? 0 };
}

/** As somebody will appear who has not joined yet. */
const newName = (name: string | null, { settings }: Viewing['mall']): string =>
  publicName({ kind: 'member', name, handle: null, erased: false }, settings.locale);

/**
 * A blog with what concerns its member alone.
 *
 * @param name as the mall signs for it: of one who has not joined yet nothing else is known
 */
export async function toMyBlog(view: Viewing, memberId: string, name: string | null): Promise<MyBlog> {
  const { db, mall } = view;
  const blog = (await toBlogs(view, [memberId], memberId)).get(memberId) as Blog;
  const isKnown = (await membersOf(db, mall.id, [memberId])).has(memberId);
  const row = await findBlog(db, mall.id, memberId);
  return {
    mall: publicMall(mall),
    blog: isKnown ? blog : { ...blog, member: { ...blog.member, name: newName(name, mall) } },
    visits: await visitsOf(view, memberId),
    frontPage: row !== undefined && row.front_page_at !== null,
    asking: await askingCount(db, mall.id, memberId),
    drafts: await countDrafts(db, mall.id, memberId),
    purchasesShown: row?.purchase_count ?? 0,
  };
}
