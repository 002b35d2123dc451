import { dayAfter, dayIn, startOfDay } from '../../../base/days.ts';
import { authorsOf, formerAuthor } from '../../../mall/shoppers/authors.ts';
import { blogUrl } from '../../inbox/letter.ts';
import { toStoryCards } from '../stories/views.ts';
import type { Viewing } from '../viewing.ts';
import type { BestBlogs, BestStories } from './contract.ts';
import { pinRows } from './pins.ts';
import { blogScore, inOrder, storyScore } from './rules.ts';
import { blogCandidates, type Since, storyCandidates, storyCounts, visitCounts } from './store.ts';

/** Today and the days before it, so many in all. */
function sinceOf({ mall, now }: Viewing, days: number): Since {
  const { timeZone } = mall.settings;
  const day = dayAfter(dayIn(timeZone, now), 1 - days);
  return { day, at: startOfDay(timeZone, day) };
}
interface Asked {
  days: number;
  limit: number;
}

async function pinnedOf({ db, mall }: Viewing, kind: 'blog' | 'story'): Promise<Map<string, number>> {
  return new Map((await pinRows(db, mall.id, kind)).map((row) => [row.id, row.pinned_at]));
}

/** The best stories of these days, of members who agreed to the front page. */
export async function bestStories(view: Viewing, { days, limit }: Asked): Promise<BestStories> {
  const { db, mall, publicUrl } = view;
  const since = sinceOf(view, days);
  const pins = await pinnedOf(view, 'story');
  const rows = await storyCandidates(db, mall.id, since, [...pins.keys()]);
  const ids = rows.map((row) => row.story_id);
  const members = rows.map((row) => row.shopper_id);
  const visits = await visitCounts(db, mall.id, since, members);
  const { hearts, voices, sold } = await storyCounts(db, mall.id, since, ids);
  const best = inOrder(
    rows.map((row) => ({
      row,
      id: row.story_id,
      at: row.published_at ?? 0,
      pinnedAt: pins.get(row.story_id) ?? null,
      score: storyScore({
        hearts: hearts.get(row.story_id) ?? 0,
        voices: voices.get(row.story_id) ?? 0,
        visits: visits.get(row.shopper_id) ?? 0,
      }),
    })),
  ).slice(0, limit);
  const cards = await toStoryCards(
    view,
    best.map((one) => one.row),
  );
  const authors = await authorsOf(db, mall.id, members, mall.settings.locale);
  return {
    since: since.day,
    items: best.map(({ row, pinnedAt }, at) => ({
      story: cards[at]!,
      author: authors.get(row.shopper_id) ?? formerAuthor(row.shopper_id, mall.settings.locale),
      url: blogUrl(publicUrl, mall, row.shopper_id, row.story_id),
      pinned: pinnedAt !== null,
      visits: visits.get(row.shopper_id) ?? 0,
      sold: sold.get(row.story_id) ?? 0,
    })),
  };
}

/** The best blogs of these days, likewise. */
export async function bestBlogs(view: Viewing, { days, limit }: Asked): Promise<BestBlogs> {
  const { db, mall, publicUrl } = view;
  const since = sinceOf(view, days);
  const pins = await pinnedOf(view, 'blog');
  const rows = await blogCandidates(db, mall.id, since, [...pins.keys()]);
  const members = rows.map((row) => row.shopper_id);
  const visits = await visitCounts(db, mall.id, since, members);
  const best = inOrder(
    rows.map((row) => ({
      row,
      id: row.shopper_id,
      at: row.created_at,
      pinnedAt: pins.get(row.shopper_id) ?? null,
      score: blogScore({ visits: visits.get(row.shopper_id) ?? 0, neighbours: row.neighbour_count }),
    })),
  ).slice(0, limit);
  const authors = await authorsOf(db, mall.id, members, mall.settings.locale);
  return {
    since: since.day,
    items: best.map(({ row, pinnedAt }) => ({
      member: authors.get(row.shopper_id) ?? formerAuthor(row.shopper_id, mall.settings.locale),
      title: row.title,
      url: blogUrl(publicUrl, mall, row.shopper_id),
      pinned: pinnedAt !== null,
      visits: visits.get(row.shopper_id) ?? 0,
      neighbours: row.neighbour_count,
      stories: row.story_count,
    })),
  };
}
