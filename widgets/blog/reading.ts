// An open story inside of the blog: its data, its place, and the way there and back.
import { html, nothing, type TemplateResult } from 'lit';
import type { BlogPage } from '../../server/community/blogs/contract.ts';
import type { MyStoryPart, StoryPage } from '../../server/community/blogs/stories/contract.ts';
import { blogHash } from '../core/blog-url.ts';
import { problemOf } from '../core/problems.ts';
import type { Words } from '../core/words.ts';
import { avatar } from '../parts/avatar.ts';
import { icon } from '../parts/icons.ts';
import { BACK } from '../parts/icons-more.ts';
import type { BlogData } from './data.ts';
import type { BlogHost } from './host.ts';
import { addStyles } from './late.ts';
import { readingStyles } from './reading-styles.ts';

/** Loads the story that the place names, together with the code that shows it. */
export async function read(data: BlogData): Promise<void> {
  const id = data.place.story!;
  const { host, reading } = data;
  if (!host.late.reading) {
    addStyles(host.shadowRoot!, readingStyles);
    host.late.reading = { storyPlace, arrive };
  }
  const done = await reading.run((signal) =>
    // What could not be brought to show it is said where it would stand.
    Promise.all([ask(data, id, signal), host.bringStory()]).then(([page]) => page),
  );
  if (!done || data.place.story !== id) return;
  if (reading.state === 'ready') {
    const page = reading.value!;
    data.story = page;
    data.mall ??= page.mall;
    const author = page.story.author.id;
    const whose = data.member ?? data.place.member;
    // A link that names another member than the one who wrote it.
    if (whose && whose !== author) {
      data.place = { member: author, story: id };
      data.load.reset();
      void data.reload();
    } else void readMine(data, id);
  } else data.story = data.myStory = undefined;
  host.requestUpdate();
}

async function ask(data: BlogData, id: string, signal: AbortSignal): Promise<StoryPage> {
  const path = `stories/${encodeURIComponent(id)}`;
  try {
    return await data.look<StoryPage>(path, { signal });
  } catch (error) {
    // A draft only its author sees.
    if (!data.side!.session.pending || problemOf(error).code !== 'not-found') throw error;
    return data.get<StoryPage>(path, { signal });
  }
}

/** What concerns me alone of the story that is open. */
async function readMine(data: BlogData, id: string): Promise<void> {
  if (!(await data.side!.session.token())) return;
  try {
    const part = await data.get<MyStoryPart>(`stories/${encodeURIComponent(id)}/me`);
    if (data.place.story !== id) return;
    data.myStory = part;
    data.host.requestUpdate();
  } catch {
    // The story can be read all the same.
  }
}

/** Over an open story: whose it is, and the way back to all of it. */
const smallHead = (
  { blog }: BlogPage,
  title: string,
  words: Words,
) => html`<a class="home" href=${blogHash(blog.member.id)}>
  ${icon(BACK)}${avatar(blog.member)}<span><b class="own-font" dir="auto">${title}</b><span class="small muted">${words.t('blogBack')}</span></span>
</a>`;

/** @param otherwise what stands there while there is no story, and why */
export function storyPlace(host: BlogHost, words: Words, otherwise: () => unknown): TemplateResult {
  const { page, story } = host.data;
  const view = host.late.story;
  return html`${page ? smallHead(page, host.called, words) : nothing}
    <div class="reading" part="home" role="region" aria-label=${story?.story.title || words.t('blogStories')} tabindex="-1">
      ${story && view ? view.storyView(host, story, words) : otherwise()}
    </div>`;
}

/** How far the page was scrolled when a story was opened. */
const scrolled = new WeakMap<BlogHost, number>();

/** The focus follows what was opened, or goes back to the story that was left: the link that was followed is gone. */
export function arrive(host: BlogHost, story: string | null, left: string | null, wasAt: number): void {
  const root = host.shadowRoot!;
  if (story && !left) scrolled.set(host, wasAt);
  const card = !story && left && root.querySelector<HTMLElement>(`#story-${CSS.escape(left)} a`);
  const at = card || root.querySelector<HTMLElement>('[part=home]');
  at?.focus({ preventScroll: true });
  if (card) scrollTo({ top: scrolled.get(host) ?? 0, behavior: 'instant' });
  else if (host.getBoundingClientRect().top < 0) host.scrollIntoView({ block: 'start', behavior: 'instant' });
}
