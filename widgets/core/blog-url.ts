import type { Client } from './client.ts';

/** The fragment that opens a blog, or a story in it; without a member, my own. */
export const blogHash = (member?: string, story?: string): string =>
  `#dangol-blog${member ? `=${member}` : ''}${story ? `&story=${story}` : ''}`;

/**
 * Where a blog is seen: on the mall's own page for blogs, else on the one that the service has.
 *
 * @param page the mall's `pages.blog`
 */
export function blogUrl(
  { base, mall }: Client,
  page: string | null | undefined,
  member: string,
  story?: string,
): string {
  const own = page?.split('#')[0];
  if (own) return own + blogHash(member, story);
  const at = `${base}/m/${mall}/blogs/${encodeURIComponent(member)}`;
  return story ? `${at}/stories/${encodeURIComponent(story)}` : at;
}
