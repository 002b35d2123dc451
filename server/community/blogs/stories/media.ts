import type { Reader, Trx } from '../../../base/db/database.ts';
import type { Services } from '../../../base/services.ts';
import { rowsOf } from '../../media/attach.ts';
import type { Media } from '../../media/contract.ts';
import { attachMedia, mediaOf, renewFiles, toMedia } from '../../media/motion.ts';
import { removeFiles } from '../../media/remove.ts';
import type { PhotoOwner } from '../../media/routes.ts';
import { deletePhotos } from '../../media/store.ts';
import { STORY } from '../hiding.ts';
import { findBlog } from '../store.ts';
import { findStory, topicOf } from './access.ts';

/** The shown photos, animations and clips of some stories, each list in its order; who has none has no entry. */
export const storyMedia = (
  db: Reader,
  mallId: string,
  storyIds: readonly string[],
  publicUrl: string,
): Promise<Map<string, Media[]>> => mediaOf(db, mallId, STORY, storyIds, publicUrl);

/** The first one of each. */
export async function storyCovers(
  db: Reader,
  mallId: string,
  storyIds: readonly string[],
  publicUrl: string,
): Promise<Map<string, Media>> {
  if (storyIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('photos')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('owner_kind', '=', STORY)
    .where('owner_id', 'in', storyIds)
    .where('place', '=', 0)
    .where('hidden', '=', 0)
    .execute();
  return new Map(rows.map((row) => [row.owner_id as string, toMedia(row, publicUrl)]));
}

/** @throws Problem bad-input when one is not the author's own, or hangs elsewhere */
export const attachStoryMedia = (
  trx: Trx,
  mallId: string,
  shopperId: string,
  storyId: string,
  ids: readonly string[],
): Promise<void> => attachMedia(trx, mallId, shopperId, { kind: STORY, id: storyId }, ids);

/**
 * Removes what hangs where others saw it, but for some: hung elsewhere or sent again it would be found at its old address,
 * also where the mall had hidden it.
 */
export async function removeSeen(
  trx: Trx,
  { jobs, now }: Pick<Services, 'jobs'> & { now: number },
  mallId: string,
  { kind, id }: { kind: string; id: string },
  but: readonly string[],
): Promise<void> {
  const gone = (await rowsOf(trx, mallId, kind, id)).map((row) => row.photo_id);
  const files = await deletePhotos(
    trx,
    mallId,
    gone.filter((id) => !but.includes(id)),
  );
  await removeFiles({ jobs }, trx, mallId, files, now);
}

/**
 * Gives the files of a story new random names, so that who knew the addresses finds nothing any more. The bytes are
 * copied before the transaction; what is returned sets the names in it.
 */
export const renewStoryFiles = (
  services: Pick<Services, 'database' | 'files' | 'jobs' | 'now'>,
  mallId: string,
  storyId: string,
): Promise<(trx: Trx) => Promise<void>> => renewFiles(services, mallId, { kind: STORY, id: storyId });

/** What photos need to know of stories: a draft tells its author alone. */
export const storyPhotos: PhotoOwner = {
  async changed(trx, mallId, id) {
    const story = await findStory(trx, mallId, id);
    return story && topicOf(story);
  },
};

/** What photos need to know of the one at the top of a blog. */
export const headerPhotos: PhotoOwner = {
  async changed(trx, mallId, memberId) {
    const blog = await findBlog(trx, mallId, memberId);
    return blog && `${blog.hide_reason === null ? 'blog' : 'shopper'}:${memberId}`;
  },
};
