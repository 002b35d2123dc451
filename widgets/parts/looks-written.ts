import type { Blog, BlogLooks, PatchBlog, Tune } from '../../server/community/blogs/contract.ts';
import type { Photo } from '../../server/community/media/contract.ts';

export const TITLE_MOST = 40;
export const ABOUT_MOST = 300;

/** What the form of a blog's looks holds. */
export interface WrittenLooks {
  looks: BlogLooks;
  title: string;
  about: string;
  asks: boolean;
  frontPage: boolean;
  header: Photo | null;
}

const said = (tune: Tune | null) => tune && `${tune.notes.join()} ${tune.tempo}`;

/** What somebody has changed, and the version that was read. */
export function patchOf(written: WrittenLooks, blog: Blog, frontPage: boolean): PatchBlog {
  const patch: PatchBlog = { version: blog.version };
  const looks: Partial<BlogLooks> = {};
  const { skin, font, layout, hue, tune } = written.looks;
  if (skin !== blog.looks.skin) looks.skin = skin;
  if (font !== blog.looks.font) looks.font = font;
  if (layout !== blog.looks.layout) looks.layout = layout;
  if (hue !== blog.looks.hue) looks.hue = hue;
  if (said(tune) !== said(blog.looks.tune)) looks.tune = tune;
  if (Object.keys(looks).length) patch.looks = looks;
  const title = written.title.trim() || null;
  const about = written.about.trim();
  if (title !== blog.title) patch.title = title;
  if (about !== blog.about) patch.about = about;
  if (written.asks !== blog.asks) patch.asks = written.asks;
  if (written.header?.id !== blog.header?.id) patch.header = written.header?.id ?? null;
  if (written.frontPage !== frontPage) patch.frontPage = written.frontPage;
  return patch;
}
