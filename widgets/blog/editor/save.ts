import type { Story, StoryPage } from '../../../server/community/blogs/stories/contract.ts';
import { newAct } from '../../core/act.ts';
import { problemOf } from '../../core/problems.ts';
import { BeforeStorySaveEvent } from '../../core/story-events.ts';
import type { BlogHost } from '../host.ts';
import { bodyOf, type Written } from './written.ts';

/** Saves what was written, as a new story or as another version of one. */
export class StorySaving {
  readonly #host: BlogHost;
  readonly #story: Story | undefined;
  /** The version that the writer has seen. */
  #version: number;
  #act = newAct();
  #sent = '';

  constructor(host: BlogHost, story: Story | undefined) {
    this.#host = host;
    this.#story = story;
    this.#version = story?.version ?? 0;
  }

  /** Whether the page lets it happen. */
  isLet(state: 'draft' | 'shown'): boolean {
    return this.#host.dispatchEvent(new BeforeStorySaveEvent({ story: this.#story?.id ?? null, state }));
  }

  /** @throws ClientProblem */
  send(written: Written, state: 'draft' | 'shown'): Promise<Story> {
    const { client } = this.#host.side!;
    const { lang } = this.#host.words!;
    if (this.#story) {
      // What the mall has hidden stays hidden, whatever its author changes.
      const body = {
        ...bodyOf(written, this.#story.state === 'hidden' ? undefined : state),
        version: this.#version,
      };
      return client.request('PATCH', `stories/${this.#story.id}`, { as: 'signed', lang, body });
    }
    const body = bodyOf(written, state);
    // Another text is another act: the old key would be refused with it.
    const sending = JSON.stringify(body);
    if (sending !== this.#sent) this.#act = newAct();
    this.#sent = sending;
    return client.request('POST', 'stories', { as: 'signed', lang, body, act: this.#act });
  }

  /** Another tab was faster: from now on the writer has seen that version. */
  async catchUp(): Promise<number> {
    const { story } = await loadStory(this.#host, this.#story!.id);
    this.#version = story.version;
    return story.version;
  }
}

/** The story as it is now, for its author. */
export const loadStory = (host: BlogHost, id: string): Promise<StoryPage> =>
  host.side!.client.get<StoryPage>(`stories/${encodeURIComponent(id)}`, { as: 'signed', fresh: true });

/** What of the pictures and marks the service does not take, by their places in what was sent. */
export function refusedIn(error: unknown): { media: number[]; marks: [media: number, mark: number][] } {
  const { code, fields = [] } = problemOf(error);
  const refused: ReturnType<typeof refusedIn> = { media: [], marks: [] };
  if (code !== 'bad-input') return refused;
  for (const { path } of fields) {
    const [, media, mark] = /^media\.(\d+)(?:\.marks\.(\d+))?/.exec(path) ?? [];
    if (mark) refused.marks.push([Number(media), Number(mark)]);
    else if (media) refused.media.push(Number(media));
  }
  return refused;
}
