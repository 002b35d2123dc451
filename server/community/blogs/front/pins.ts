import type { Reader, Trx } from '../../../base/db/database.ts';
import { Problem } from '../../../base/http/problem.ts';
import { findMember } from '../../../mall/shoppers/members.ts';
import { findBlog } from '../store.ts';
import { findStory } from '../stories/access.ts';
import type { BlogPinRow } from '../table.ts';
import type { Pin } from './contract.ts';
import { MOST_PINS } from './rules.ts';

type Kind = BlogPinRow['kind'];
const toPin = (row: BlogPinRow): Pin => ({ kind: row.kind, id: row.id, pinnedAt: row.pinned_at });

/** Everything of a kind that is pinned, the last first. */
export const pinRows = (db: Reader, mallId: string, kind: Kind): Promise<BlogPinRow[]> =>
  db
    .selectFrom('blog_pins')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('kind', '=', kind)
    .orderBy('pinned_at', 'desc')
    .orderBy('id', 'desc')
    .execute();

export async function allPins(db: Reader, mallId: string): Promise<Pin[]> {
  const rows = [...(await pinRows(db, mallId, 'blog')), ...(await pinRows(db, mallId, 'story'))];
  return rows.map(toPin).sort((a, b) => b.pinnedAt - a.pinnedAt);
}

/**
 * Pins a blog or a story to the mall's front page. Once more changes nothing.
 *
 * @throws Problem not-found when it is not there or not shown, not-allowed when its member has not agreed, quota-full
 */
export async function pin(trx: Trx, mallId: string, kind: Kind, id: string, now: number): Promise<Pin> {
  const known = (await pinRows(trx, mallId, kind)).find((row) => row.id === id);
  const member = kind === 'blog' ? id : await authorOf(trx, mallId, id);
  if (member === undefined || !(await findMember(trx, mallId, member))) throw new Problem('not-found');
  const blog = await findBlog(trx, mallId, member);
  if (blog?.front_page_at == null) throw new Problem('not-allowed', { detail: 'its member has not agreed' });
  if (kind === 'blog' && blog.hide_reason !== null) throw new Problem('not-found');
  if (known) return toPin(known);
  if ((await pinRows(trx, mallId, kind)).length >= MOST_PINS) throw new Problem('quota-full');
  const row: BlogPinRow = { mall_id: mallId, kind, id, shopper_id: member, pinned_at: now };
  await trx.insertInto('blog_pins').values(row).execute();
  return toPin(row);
}

async function authorOf(db: Reader, mallId: string, storyId: string): Promise<string | undefined> {
  const story = await findStory(db, mallId, storyId);
  return story?.state === 'shown' ? story.shopper_id : undefined;
}

/** However often it is asked. */
export async function unpin(trx: Trx, mallId: string, kind: Kind, id: string): Promise<void> {
  await trx
    .deleteFrom('blog_pins')
    .where('mall_id', '=', mallId)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .execute();
}

/** A member takes back that they agreed: nothing of theirs is pinned from that moment on. */
export async function unpinAll(trx: Trx, mallId: string, memberId: string): Promise<void> {
  await trx
    .deleteFrom('blog_pins')
    .where('mall_id', '=', mallId)
    .where('shopper_id', '=', memberId)
    .execute();
}
