import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { MyWishlist } from '../../server/community/wishlists/contract.ts';
import { newAct } from '../core/act.ts';
import { defineOnce } from '../core/define.ts';
import { ListShareEvent } from '../core/list-events.ts';
import { listUrl } from '../core/list-url.ts';
import { ClientProblem } from '../core/problems.ts';
import { WidgetDialog } from '../parts/dialog.ts';
import { myList } from './dialogs.ts';
import type { WishlistHost } from './host.ts';
import { copyText, linkField } from './pieces.ts';
import { sheetStyles } from './sheet-styles.ts';

/** The link of a list: sent by the phone's own sheet, copied, or taken back. */
export class ShareSheet extends WidgetDialog {
  static override properties: PropertyDeclarations = {
    ...WidgetDialog.properties,
    list: { state: true },
    copied: { state: true },
    isAsking: { state: true },
  };
  static override styles = sheetStyles;

  declare host: WishlistHost;
  declare private list: MyWishlist | undefined;
  declare private copied: string;
  declare private isAsking: boolean;

  constructor() {
    super();
    this.copied = '';
    this.isAsking = false;
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  #load = () =>
    this.run(async () => {
      this.list = await myList(this.host);
      if (!this.list) throw new ClientProblem('not-found');
    });

  #shared = (way: 'copy' | 'share') =>
    this.host.dispatchEvent(new ListShareEvent({ list: this.list!.id, way }));

  #copy = async () => {
    const field = this.renderRoot.querySelector<HTMLInputElement>('#link');
    const isCopied = await copyText(field!.value, field);
    this.copied = this.words.t(isCopied ? 'shareCopied' : 'shareNotCopied');
    if (isCopied) this.#shared('copy');
  };

  #takeBack = () =>
    this.run(async () => {
      const { host, list, words } = this;
      this.list = await host.side!.client.request<MyWishlist>('POST', `wishlists/${list!.id}/link`, {
        as: 'signed',
        act: newAct(),
        lang: words.lang,
      });
      this.isAsking = false;
      this.copied = words.t('shareNew');
    });

  #back(): TemplateResult {
    const { words, busy } = this;
    if (!this.isAsking)
      return html`<button type="button" class="link grave start" @click=${() => {
        this.isAsking = true;
      }}>${words.t('shareBack')}</button>`;
    return html`<div role="group" aria-label=${words.t('shareBackTitle')}>
      <h3>${words.t('shareBackTitle')}</h3>
      <p class="hint">${words.t('shareBackText')}</p>
      <div class="two">
        <button type="button" class="plain" @click=${() => {
          this.isAsking = false;
        }}>${words.t('cancel')}</button>
        <button type="button" class="main" aria-disabled=${busy} @click=${this.#takeBack}>${words.t('shareBack')}</button>
      </div>
    </div>`;
  }

  #content(list: MyWishlist): TemplateResult {
    const { host, words } = this;
    const isOwner = list.role === 'owner';
    return html`<p>${words.t(`shareText_${list.visibility}`)}</p>
      ${
        list.visibility === 'private'
          ? nothing
          : linkField({
              words,
              label: words.t('shareLink'),
              url: listUrl(host.data.side!.client, host.data.mall?.pages.wishlist, list),
              title: list.name ?? words.t('listOf', { name: list.owner.name }),
              copied: this.copied,
              onCopy: () => void this.#copy(),
              onShare: this.#shared,
            })
      }
      ${list.visibility === 'link' && isOwner ? this.#back() : nothing}
      ${
        isOwner
          ? html`<button type="button" class="link start" @click=${() => void host.open({ kind: 'list', list })}>${words.t('shareCanChange')}</button>`
          : nothing
      }`;
  }

  override render() {
    const { words, busy, list, problem } = this;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('shareTitle')} @dangol-part-sheet-close=${this.close}>
      <div class="sheet">
        ${list ? this.#content(list) : busy ? html`<p role="status">${words.t('listLoading')}</p>` : nothing}
        <p class="problem" role="alert">${problem}</p>
        ${problem && !list ? html`<button type="button" class="plain start" @click=${this.#load}>${words.t('retry')}</button>` : nothing}
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-wishlist-share', ShareSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-wishlist-share': ShareSheet;
  }
}
