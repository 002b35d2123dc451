import type { z } from '@hono/zod-openapi';
import type { StoryHearts as Contract } from '../../../server/community/blogs/stories/contract.ts';
import { ProblemShowEvent } from '../../core/events.ts';
import { problemOf } from '../../core/problems.ts';
import { BeforeStoryHeartEvent, StoryHeartEvent } from '../../core/story-events.ts';
import type { BlogHost } from '../host.ts';

type StoryHearts = z.infer<typeof Contract>;

/** The heart of one story: shown as it was tapped at once, and sent until the service knows what was wanted last. */
export class StoryHeart {
  readonly #host: BlogHost;
  readonly #changed: () => void;
  #wanted: boolean | undefined;
  #isSending = false;
  /** What the service said last, after what the page was loaded with. */
  #known: StoryHearts | undefined;
  #of = '';

  constructor(host: BlogHost, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  get #now(): StoryHearts {
    const { story, myStory } = this.#host.data;
    if (this.#of !== story?.story.id) {
      this.#of = story?.story.id ?? '';
      this.#known = undefined;
      this.#wanted = undefined;
    }
    return this.#known ?? { hearts: story?.story.hearts ?? 0, hearted: myStory?.hearted ?? false };
  }

  /** What the page was loaded with is newer. */
  forget(): void {
    if (!this.#isSending) this.#known = undefined;
  }

  get isOn(): boolean {
    const now = this.#now;
    return this.#wanted ?? now.hearted;
  }

  get count(): number {
    const now = this.#now;
    const by = this.#wanted === undefined || this.#wanted === now.hearted ? 0 : this.#wanted ? 1 : -1;
    return Math.max(0, now.hearts + by);
  }

  async toggle(): Promise<void> {
    const host = this.#host;
    const { side, story } = host.data;
    const words = host.words!;
    if (!side || !story) return;
    const { id } = story.story;
    if (side.session.kind !== 'member') {
      // A host that has a sign-in of its own may open it now.
      host.dispatchEvent(new ProblemShowEvent({ code: 'sign-in-required' }));
      host.notify(words.t('storyHeartSignIn'));
      return;
    }
    if (host.data.myStory?.mine) {
      host.notify(words.t('storyHeartOwn'));
      return;
    }
    const hearted = !this.isOn;
    if (!host.dispatchEvent(new BeforeStoryHeartEvent({ story: id, hearted }))) return;
    this.#wanted = hearted;
    this.#changed();
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      while (this.#of === id && this.#wanted !== undefined && this.#wanted !== this.#now.hearted) {
        const wanted: boolean = this.#wanted;
        const known: StoryHearts = await side.client.request(
          wanted ? 'PUT' : 'DELETE',
          `stories/${id}/heart`,
          {
            as: 'signed',
            lang: words.lang,
          },
        );
        if (this.#of === id) {
          this.#known = known;
          const { myStory } = host.data;
          if (myStory) host.data.myStory = { ...myStory, hearted: known.hearted };
        }
        host.dispatchEvent(new StoryHeartEvent({ story: id, ...known }));
      }
    } catch (error) {
      const problem = problemOf(error);
      host.dispatchEvent(new ProblemShowEvent({ code: problem.code }));
      host.notify(problem.title || words.t('storyHeartBack'));
    }
    this.#isSending = false;
    this.#wanted = undefined;
    this.#changed();
  }
}
