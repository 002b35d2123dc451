import { html, type PropertyDeclarations } from 'lit';
import { BlogShareEvent } from '../core/blog-events.ts';
import { defineOnce } from '../core/define.ts';
import { WidgetDialog } from '../parts/dialog.ts';
import { copyText, linkField } from '../parts/form-pieces.ts';
import { formStyles } from '../parts/form-styles.ts';
import { linkOf } from './acts.ts';
import type { BlogHost } from './host.ts';

/** The link of a blog: sent by the phone's own sheet, or copied. */
export class ShareBlog extends WidgetDialog {
  static override properties: PropertyDeclarations = {
    ...WidgetDialog.properties,
    copied: { state: true },
  };
  static override styles = formStyles;

  declare host: BlogHost;
  declare private copied: string;

  constructor() {
    super();
    this.copied = '';
  }

  #shared = (way: 'copy' | 'share') =>
    this.host.dispatchEvent(new BlogShareEvent({ member: this.host.data.member!, way }));

  #copy = async () => {
    const field = this.renderRoot.querySelector<HTMLInputElement>('#link');
    const isCopied = await copyText(field!.value, field);
    this.copied = this.words.t(isCopied ? 'blogCopied' : 'blogNotCopied');
    if (isCopied) this.#shared('copy');
  };

  override render() {
    const { host, words } = this;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('blogShareTitle')} @dangol-part-sheet-close=${this.close}>
      <div class="sheet">
        <p>${words.t('blogShareText')}</p>
        ${linkField({
          words,
          label: words.t('blogShareLink'),
          url: linkOf(host),
          title: host.called,
          copied: this.copied,
          onCopy: () => void this.#copy(),
          onShare: this.#shared,
        })}
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-blog-share', ShareBlog);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-blog-share': ShareBlog;
  }
}
