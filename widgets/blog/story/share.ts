import { html, type PropertyDeclarations } from 'lit';
import type { StoryPage } from '../../../server/community/blogs/stories/contract.ts';
import { blogUrl } from '../../core/blog-url.ts';
import { defineOnce } from '../../core/define.ts';
import { StoryShareEvent } from '../../core/story-events.ts';
import { WidgetDialog } from '../../parts/dialog.ts';
import { copyText, linkField } from '../../parts/form-pieces.ts';
import { formStyles } from '../../parts/form-styles.ts';
import type { BlogHost } from '../host.ts';

/** The link of a story: sent by the phone's own sheet, or copied. */
export class StoryShare extends WidgetDialog {
  static override properties: PropertyDeclarations = {
    ...WidgetDialog.properties,
    page: { attribute: false },
    copied: { state: true },
  };
  static override styles = formStyles;

  declare host: BlogHost;
  declare page: StoryPage;
  declare private copied: string;

  constructor() {
    super();
    this.copied = '';
  }

  #shared = (way: 'copy' | 'share') =>
    this.host.dispatchEvent(new StoryShareEvent({ story: this.page.story.id, way }));

  #copy = async () => {
    const field = this.renderRoot.querySelector<HTMLInputElement>('#link')!;
    const isCopied = await copyText(field.value, field);
    this.copied = this.words.t(isCopied ? 'storyShareCopied' : 'storyShareNot');
    if (isCopied) this.#shared('copy');
  };

  override render() {
    const { words, host, page } = this;
    const { story, mall } = page;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('storyShareTitle')} @dangol-part-sheet-close=${this.close}>
      <div class="sheet">
        <p>${words.t('storyShareText')}</p>
        ${linkField({
          words,
          label: words.t('storyShareLink'),
          url: blogUrl(host.side!.client, mall.pages.blog, story.author.id, story.id),
          title: story.title || words.t('storyBy', { name: story.author.name }),
          copied: this.copied,
          onCopy: () => void this.#copy(),
          onShare: this.#shared,
        })}
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-blog-story-share', StoryShare);

/** Opens it over the blog. */
export async function openShare(host: BlogHost, page: StoryPage): Promise<void> {
  const dialog = Object.assign(document.createElement('dangol-blog-story-share'), { host, page });
  dialog.lang = host.words!.lang;
  host.shadowRoot!.append(dialog);
  await dialog.updateComplete;
}

declare global {
  interface HTMLElementTagNameMap {
    'dangol-blog-story-share': StoryShare;
  }
}
