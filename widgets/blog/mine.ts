// Of whoever is signed in: whether this blog is their own, and how they stand to its member.
import type { MyBlog } from '../../server/community/blogs/contract.ts';
import type { MyNeighbourhood } from '../../server/community/neighbours/contract.ts';
import type { BlogData } from './data.ts';

/**
 * Learns how a member and I stand to each other; without a member, which blog is mine.
 *
 * @returns the member whose blog it is
 */
export async function whoseIs(data: BlogData, member: string | undefined): Promise<string | undefined> {
  const { session } = data.side!;
  await session.token();
  if (session.kind !== 'member') return member;
  if (member) {
    const hood = await data.get<MyNeighbourhood>(`blogs/${encodeURIComponent(member)}/me`);
    data.hood = hood;
    if (!hood.mine) return member;
  }
  await Promise.all([loadMy(data), data.host.bringTools()]);
  return data.my!.blog.member.id;
}

/** My own blog as it is now, with what waits for me. */
export async function loadMy(data: BlogData): Promise<void> {
  const my = await data.get<MyBlog>('me/blog');
  data.my = my;
  data.visits = my.visits;
  if (data.page) data.page = { ...data.page, blog: my.blog };
}
