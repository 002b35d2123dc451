// A blog that only holds an open story: what the pieces of a blog know of it, and what they asked it for.
import { html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { StoryPage } from '../../../server/community/blogs/stories/contract.ts';
import type { BlogHost, DialogRequest } from '../../../widgets/blog/host.ts';
import { storyView } from '../../../widgets/blog/story/story-view.ts';
import { defineOnce } from '../../../widgets/core/define.ts';
import { mallSide } from '../../../widgets/core/page.ts';
import { moreWords } from '../../../widgets/core/strings/more.ts';
import { base } from '../../../widgets/core/styles.ts';
import { loadWords, type Words } from '../../../widgets/core/words.ts';
import '../../../widgets/parts/confirm.ts';
import { board } from './service.ts';

export class StoryStage extends LitElement {
  static override properties: PropertyDeclarations = { words: { state: true } };

  static override styles = base;

  declare words: Words | undefined;
  readonly asked: DialogRequest[] = [];
  readonly said: string[] = [];
  readonly went: (string | null)[] = [];
  reloads = 0;
  readonly data = {
    mall: board([]).mall,
    story: undefined as StoryPage | undefined,
    myStory: undefined as { mine: boolean; hearted: boolean; comments: string[] } | undefined,
    page: undefined,
    my: undefined,
    side: mallSide('shop1'),
    reload: async () => {
      this.reloads++;
    },
  };

  get side() {
    return mallSide('shop1');
  }

  async speak(lang: 'ko' | 'en'): Promise<void> {
    this.lang = lang;
    this.words = await loadWords(lang, [moreWords]);
  }

  notify(text: string | TemplateResult): void {
    this.said.push(String(text));
  }

  say(): void {}

  go(story: string | null): void {
    this.went.push(story);
  }

  async open(request: DialogRequest): Promise<void> {
    this.asked.push(request);
    if (request.kind !== 'confirm') return;
    const dialog = Object.assign(document.createElement('dangol-part-confirm'), {
      host: this,
      heading: request.heading,
      text: request.text,
      label: request.label ?? '',
      task: request.run,
    });
    this.shadowRoot!.append(dialog);
    await dialog.updateComplete;
  }

  override render() {
    const { words, data } = this;
    return data.story && words ? storyView(this as unknown as BlogHost, data.story, words) : html``;
  }
}
defineOnce('test-blog', StoryStage);

/** A blog that speaks, in the page. */
export async function stage(
  page?: StoryPage,
  more: { lang?: 'ko' | 'en'; dark?: boolean; mine?: StoryStage['data']['myStory'] } = {},
): Promise<StoryStage> {
  const element = document.createElement('test-blog') as StoryStage;
  element.data.story = page;
  element.data.myStory = more.mine;
  if (more.dark) {
    document.body.style.setProperty('background', '#17181a');
    document.body.style.setProperty('color', '#ededed');
    for (const [name, value] of [
      ['text', '#ededed'],
      ['surface', '#17181a'],
      ['bad', '#ff9d94'],
      ['good', '#7fd6a5'],
    ])
      element.style.setProperty(`--dangol-${name}`, value!);
  }
  await element.speak(more.lang ?? 'ko');
  document.body.append(element);
  await element.updateComplete;
  return element;
}

/** The page as it was before. */
export function clear(): void {
  document.body.replaceChildren();
  document.body.removeAttribute('style');
}
