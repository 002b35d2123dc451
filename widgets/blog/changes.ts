// What changes in a blog that is shown already.
import type { BlogPage } from '../../server/community/blogs/contract.ts';
import { pause } from '../core/client.ts';
import type { LiveChange } from '../core/live.ts';
import type { BlogData, Some } from './data.ts';
import { loadMy } from './mine.ts';

/** On one page, when a list is asked for anew; what stands below this many stays as it is. */
const PAGE = 50;
const MOST = 200;

interface Old {
  blog: boolean;
  story: boolean;
  mine: boolean;
  talk: boolean;
}
/** What is to be asked for anew. */
const old = new WeakMap<BlogData, Old>();
/** Blogs that are being asked for: what changes meanwhile is asked for after it, or an older answer might be the last. */
const asking = new WeakSet<BlogData>();

/** Something opened over a blog, or in it, that can be asked to look again. */
type Fresh = HTMLElement & { refresh?(): void };

/** Notes what has changed elsewhere; everything of a moment is asked for together. */
export function note(data: BlogData, { kind = '', topic, ids }: LiveChange): void {
  const todo = old.get(data) ?? { blog: false, story: false, mine: false, talk: false };
  old.set(data, todo);
  if (topic.startsWith('shopper:')) todo.mine = true;
  else {
    const isTalk = kind.startsWith('comment');
    todo.blog = true;
    if (data.place.story && (!ids?.story || ids.story === data.place.story)) {
      todo.story = true;
      // Where members alone read is only said that something changed.
      todo.talk ||= isTalk || !kind;
    }
  }
  if (!asking.has(data)) void catchUp(data);
}

async function catchUp(data: BlogData): Promise<void> {
  asking.add(data);
  try {
    // Not everybody who looks at a blog at the same instant.
    while (old.has(data)) {
      await pause(120);
      await catchUpOnce(data);
    }
  } finally {
    asking.delete(data);
  }
}

async function catchUpOnce(data: BlogData): Promise<void> {
  const todo = old.get(data)!;
  old.delete(data);
  if (data.load.state !== 'ready' || !data.page) return;
  const root = data.host.shadowRoot!;
  const story = root.querySelector('dangol-blog-story')?.shadowRoot;
  if (todo.talk) story?.querySelector<Fresh>('dangol-blog-comments')?.refresh?.();
  try {
    if (todo.blog) await refresh(data);
    if (todo.mine && data.my) await loadMy(data);
    if (todo.story && data.place.story) await data.read();
    data.host.requestUpdate();
  } catch {
    // Hidden by now, or away: the whole is asked for, and says so.
    void data.reload();
  }
  if (todo.mine)
    for (const one of root.querySelectorAll<Fresh>(
      'dangol-blog-people, dangol-blog-sales, dangol-blog-drafts',
    ))
      one.refresh?.();
}

/** A list from its beginning on, as far as it is shown now. */
async function again<Item>(
  data: BlogData,
  path: string,
  first: Some<Item>,
  shown: number,
  query: Record<string, string> = {},
): Promise<Some<Item>> {
  let { items, next } = first;
  while (next && items.length < Math.min(shown, MOST)) {
    const page: Some<Item> = await data.look(path, { query: { ...query, cursor: next, limit: PAGE } });
    items = [...items, ...page.items];
    next = page.next;
  }
  return { items, next };
}

/** Asks for the blog and its lists anew, as far as they are shown. */
export async function refresh(data: BlogData): Promise<void> {
  const { member, board, purchases, stories } = data;
  const path = `blogs/${encodeURIComponent(member!)}`;
  const page = await data.look<BlogPage>(path);
  if (data.my) await loadMy(data);
  const isBoard = board && page.blog.boards.some((one) => one.id === board);
  const first = isBoard
    ? await data.look<BlogPage['stories']>(`${path}/stories`, { query: { board } })
    : page.stories;
  const [things, told] = await Promise.all([
    again(data, `${path}/purchases`, page.purchases, purchases.items.length),
    again(data, `${path}/stories`, first, stories.items.length, isBoard ? { board } : {}),
  ]);
  // Somebody has gone on meanwhile.
  if (data.member !== member || data.board !== board) return;
  data.take(page);
  data.purchases = things;
  data.stories = told;
  data.host.requestUpdate();
}
