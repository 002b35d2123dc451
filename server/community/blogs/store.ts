import { sql } from 'kysely';
import type { Reader, Trx } from '../../base/db/database.ts';
import { Problem } from '../../base/http/problem.ts';
import { newId } from '../../base/ids.ts';
import type { Services } from '../../base/services.ts';
import type { ShopperRow } from '../../mall/shoppers/table.ts';
import { PLAIN_LOOKS } from './rules.ts';
import type { BlogBoardRow, BlogRow } from './table.ts';

export function findBlog(db: Reader, mallId: string, memberId: string): Promise<BlogRow | undefined> {
  return db
    .selectFrom('blogs')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', memberId)
    .executeTakeFirst();
}

/** Those of these shoppers who have a blog: members who joined and are here still. */
export async function membersOf(
  db: Reader,
  mallId: string,
  shopperIds: readonly string[],
): Promise<Set<string>> {
  const ids = [...new Set(shopperIds)];
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('shoppers')
    .select(['shopper_id', 'kind', 'joined_at', 'erased_at', 'merged_into'])
    .where('mall_id', '=', mallId)
    .where('shopper_id', 'in', ids)
    .execute();
  return new Set(rows.filter(hasBlog).map((row) => row.shopper_id));
}

const hasBlog = (row: Pick<ShopperRow, 'kind' | 'joined_at' | 'erased_at' | 'merged_into'>): boolean =>
  row.kind === 'member' && row.joined_at !== null && row.erased_at === null && row.merged_into === null;

/** @throws Problem not-found for guests, and for whoever never joined or is gone: as if there were nobody */
export async function seeMember(db: Reader, mallId: string, memberId: string): Promise<void> {
  if (!(await membersOf(db, mallId, [memberId])).has(memberId)) throw new Problem('not-found');
}

const emptyBlog = (mallId: string, memberId: string, now: number): BlogRow => {
  const { skin, font, layout } = PLAIN_LOOKS;
  return {
    mall_id: mallId,
    shopper_id: memberId,
    title: null,
    about: '',
    skin,
    font,
    layout,
    hue: null,
    tune: null,
    asks: 0,
    front_page_at: null,
    hide_reason: null,
    story_count: 0,
    purchase_count: 0,
    neighbour_count: 0,
    visit_count: 0,
    gone_times: null,
    version: 0,
    created_at: now,
  };
};

/** The row of a member's blog, made when there is none: for whoever has something to count or to keep in it. */
export async function ensureBlog(trx: Trx, mallId: string, memberId: string, now: number): Promise<BlogRow> {
  const known = await findBlog(trx, mallId, memberId);
  if (known) return known;
  const row = emptyBlog(mallId, memberId, now);
  await trx
    .insertInto('blogs')
    .values(row)
    .onConflict((conflict) => conflict.columns(['mall_id', 'shopper_id']).doNothing())
    .execute();
  return row;
}

/** Something happened to a blog, or to something in it that others see. */
export const announce = (
  trx: Trx,
  { outbox }: Pick<Services, 'outbox'>,
  kind: 'blog.changed' | `story.${string}`,
  of: { mall_id: string; shopper_id: string; story_id?: string },
): Promise<void> =>
  outbox.append(trx, {
    mallId: of.mall_id,
    kind,
    topic: `blog:${of.shopper_id}`,
    ids: of.story_id === undefined ? { blog: of.shopper_id } : { story: of.story_id, shopper: of.shopper_id },
  });

/** What a member alone hears of their blog: drafts and what they show not. */
export const tellOwner = (
  trx: Trx,
  { outbox }: Pick<Services, 'outbox'>,
  kind: string,
  of: { mall_id: string; shopper_id: string; story_id?: string },
): Promise<void> =>
  outbox.append(trx, {
    mallId: of.mall_id,
    kind,
    topic: `shopper:${of.shopper_id}`,
    ids: { shopper: of.shopper_id, ...(of.story_id !== undefined && { story: of.story_id }) },
  });

/** @throws Problem changed-meanwhile when it is no longer as it was read */
export async function changeBlog(
  trx: Trx,
  mallId: string,
  memberId: string,
  version: number,
  set: Partial<BlogRow>,
  now: number,
): Promise<BlogRow> {
  const before = await ensureBlog(trx, mallId, memberId, now);
  if (before.version !== version) throw new Problem('changed-meanwhile');
  const after = { ...before, ...set, version: version + 1 };
  await trx
    .updateTable('blogs')
    .set({ ...set, version: after.version })
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', memberId)
    .execute();
  return after;
}

/** The boards of some blogs, each in its member's order; who has none has no entry. */
export async function boardsOf(
  db: Reader,
  mallId: string,
  memberIds: readonly string[],
): Promise<Map<string, BlogBoardRow[]>> {
  const boards = new Map<string, BlogBoardRow[]>();
  if (memberIds.length === 0) return boards;
  const rows = await db
    .selectFrom('blog_boards')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('shopper_id', 'in', memberIds)
    .orderBy('place')
    .execute();
  for (const row of rows) boards.set(row.shopper_id, [...(boards.get(row.shopper_id) ?? []), row]);
  return boards;
}

/**
 * The boards of a blog become these, in this order. Stories of one that is left out stand in none from then on.
 *
 * @throws Problem bad-input for a board that is not there, or is named twice
 */
export async function putBoards(
  trx: Trx,
  mallId: string,
  memberId: string,
  boards: readonly { id: string | null; name: string }[],
): Promise<void> {
  const before = new Map(
    ((await boardsOf(trx, mallId, [memberId])).get(memberId) ?? []).map((row) => [row.board_id, row]),
  );
  for (const [place, { id, name }] of boards.entries()) {
    if (id === null) {
      const board = { mall_id: mallId, board_id: newId(), shopper_id: memberId, name, place, story_count: 0 };
      await trx.insertInto('blog_boards').values(board).execute();
      continue;
    }
    if (!before.delete(id))
      throw new Problem('bad-input', {
        fields: [{ path: `boards.${place}.id`, message: 'no board of yours, or named twice' }],
      });
    await trx
      .updateTable('blog_boards')
      .set({ name, place })
      .where('mall_id', '=', mallId)
      .where('board_id', '=', id)
      .execute();
  }
  for (const id of before.keys()) await dropBoard(trx, mallId, memberId, id);
}

async function dropBoard(trx: Trx, mallId: string, memberId: string, boardId: string): Promise<void> {
  // Said apart, so that each half finds its own index.
  for (const which of [sql<boolean>`state = 'shown'`, sql<boolean>`state <> 'shown'`])
    await trx
      .updateTable('stories')
      .set({ board_id: null })
      .where('mall_id', '=', mallId)
      .where('shopper_id', '=', memberId)
      .where('board_id', '=', boardId)
      .where(which)
      .execute();
  await trx.deleteFrom('blog_boards').where('mall_id', '=', mallId).where('board_id', '=', boardId).execute();
}
