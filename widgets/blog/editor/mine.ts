// What the editor offers of its writer's own: boards and reviews.
import type { Board, MyBlog } from '../../../server/community/blogs/contract.ts';
import type { Profile } from '../../../server/community/profiles/contract.ts';
import { meOf } from '../../core/people.ts';
import type { BlogHost } from '../host.ts';

export interface OwnReview {
  id: string;
  stars: number;
  /** What it is about, or how it begins. */
  name: string;
}

export async function boardsOf(host: BlogHost): Promise<readonly Board[]> {
  const known = host.data.my?.blog ?? undefined;
  if (known) return known.boards;
  return (await host.side!.client.get<MyBlog>('me/blog', { as: 'signed', fresh: true })).blog.boards;
}

/** My newest reviews. */
export async function reviewsOf(host: BlogHost): Promise<OwnReview[]> {
  const side = host.side!;
  const me = await meOf(side);
  if (!me) return [];
  const { reviews, products } = await side.client.get<Profile>(`members/${me.id}`, {
    as: 'signed',
    fresh: true,
  });
  const names = new Map(products.map(({ product, name }) => [product, name]));
  return reviews.items.map(({ id, stars, text, product }) => ({
    id,
    stars,
    name: names.get(product) || text.slice(0, 40),
  }));
}
