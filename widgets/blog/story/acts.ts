// What the author of a story does with it from its own page.
import type { Story, StoryPage } from '../../../server/community/blogs/stories/contract.ts';
import { problemWords } from '../../core/problem-words.ts';
import { problemOf } from '../../core/problems.ts';
import { BeforeStorySaveEvent, StoryDeleteEvent, StorySaveEvent } from '../../core/story-events.ts';
import type { BlogHost } from '../host.ts';

async function turn(host: BlogHost, { story }: StoryPage, state: 'draft' | 'shown'): Promise<void> {
  if (!host.dispatchEvent(new BeforeStorySaveEvent({ story: story.id, state }))) return;
  const words = host.words!;
  const saved = await host.side!.client.request<Story>('PATCH', `stories/${story.id}`, {
    as: 'signed',
    lang: words.lang,
    body: { version: story.version, state },
  });
  host.dispatchEvent(new StorySaveEvent({ story: saved }));
  host.notify(words.t(state === 'shown' ? 'storyPublished' : 'storyUnpublished'));
  await host.data.reload();
}

/** Shows a draft to everybody. */
export async function publish(host: BlogHost, page: StoryPage): Promise<void> {
  try {
    await turn(host, page, 'shown');
  } catch (error) {
    host.notify(problemWords(host.words!, problemOf(error)));
    await host.data.reload();
  }
}

/** Asks, then takes a story from the blog: a draft again. */
export function unpublish(host: BlogHost, page: StoryPage): Promise<void> {
  const words = host.words!;
  return host.open({
    kind: 'confirm',
    heading: words.t('storyUnpublishTitle'),
    text: words.t('storyUnpublishText'),
    label: words.t('storyUnpublish'),
    run: () => turn(host, page, 'draft'),
  });
}

/** Asks, then deletes a story. */
export function remove(host: BlogHost, { story }: StoryPage): Promise<void> {
  const words = host.words!;
  return host.open({
    kind: 'confirm',
    heading: words.t('storyDeleteTitle'),
    text: words.t('storyDeleteText'),
    run: async () => {
      await host.side!.client.request('DELETE', `stories/${story.id}`, { as: 'signed', lang: words.lang });
      host.dispatchEvent(new StoryDeleteEvent({ story: story.id }));
      host.notify(words.t('storyDeleted'));
      host.go(null);
    },
  });
}

/** The link of a story, to be taken along. */
export async function share(host: BlogHost, page: StoryPage): Promise<void> {
  const { openShare } = await import('./share.ts');
  await openShare(host, page);
}
