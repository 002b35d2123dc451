import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { MyClaim, MyClaimPage } from '../../server/community/wishlists/contract.ts';
import { BeforeNavigateEvent } from '../core/before-navigate.ts';
import { defineOnce } from '../core/define.ts';
import { BeforeWishClaimEvent, WishClaimEvent } from '../core/list-events.ts';
import { hashOf } from '../core/list-url.ts';
import { problemOf } from '../core/problems.ts';
import { safeUrl } from '../core/safe-url.ts';
import { WidgetDialog } from '../parts/dialog.ts';
import { icon } from '../parts/icons.ts';
import { nameOf } from './card.ts';
import type { WishlistHost } from './host.ts';
import { GIFT } from './icons.ts';
import { sheetStyles } from './sheet-styles.ts';

/** All that I have said I will give, wherever it is wished. */
export class GivingSheet extends WidgetDialog {
  static override properties: PropertyDeclarations = {
    ...WidgetDialog.properties,
    items: { state: true },
  };
  static override styles = sheetStyles;

  declare host: WishlistHost;
  declare private items: MyClaim[] | undefined;
  #next: string | null = null;

  protected override firstUpdated(): void {
    void this.#load();
  }

  #load = () =>
    this.run(async () => {
      const query = { cursor: this.#next, limit: 20 };
      const page = await this.host.data.get<MyClaimPage>('me/claims', { query });
      const known = new Set((this.items ?? []).map((one) => one.claim.wish));
      this.items = [...(this.items ?? []), ...page.items.filter((one) => !known.has(one.claim.wish))];
      this.#next = page.next;
    });

  #back = ({ claim, product, linkKey }: MyClaim) =>
    this.run(async () => {
      const { host, words } = this;
      const { data } = host;
      const { wish } = claim;
      if (!host.dispatchEvent(new BeforeWishClaimEvent({ wish, claimed: false }))) return;
      const how = { as: 'signed', link: linkKey, lang: words.lang } as const;
      await data.side!.client.request('DELETE', `wishes/${wish}/claim`, how).catch((error) => {
        // A gift that is gone has nothing to be taken back from.
        if (problemOf(error).code !== 'not-found') throw error;
      });
      this.items = this.items!.filter((one) => one.claim.wish !== wish);
      data.claims.delete(wish);
      host.requestUpdate();
      host.dispatchEvent(new WishClaimEvent({ wish, product: product?.product ?? '', claimed: false }));
    });

  #one(one: MyClaim): TemplateResult {
    const { words, host } = this;
    const { product, list, linkKey, claim, named, gone } = one;
    const url = safeUrl(product?.url);
    const image = safeUrl(product?.image);
    const name = nameOf(product ?? undefined, words);
    return html`<li>
      <span class="thumb">${image ? html`<img src=${image} alt="" loading="lazy" />` : icon(GIFT)}</span>
      <div>
        ${
          url
            ? html`<a
                href=${url}
                dir="auto"
                @click=${(event: Event) => {
                  if (!host.dispatchEvent(new BeforeNavigateEvent({ url, product: product!.product })))
                    event.preventDefault();
                }}
                >${name}</a
              >`
            : html`<b dir="auto">${name}</b>`
        }
        <p class="muted small">
          ${list ? html`<a href=${hashOf(list.id, linkKey)} dir="auto" @click=${this.close}>${list.name ?? words.t('listOf', { name: list.owner.name })}</a> · ` : nothing}${words.t(named ? 'givingNamed' : 'givingHidden')}
        </p>
        ${gone ? html`<p class="small">${words.t('givingGone')}</p>` : claim.changedAt ? html`<p class="small">${words.t('giveChanged')}</p>` : nothing}
      </div>
      <button type="button" class="link" aria-label="${words.t('giveBack')}: ${name}" @click=${() => this.#back(one)}>${words.t('giveBack')}</button>
    </li>`;
  }

  override render() {
    const { words, busy, items, problem } = this;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('listGiving')} @dangol-part-sheet-close=${this.close}>
      <div class="sheet">
        ${
          items?.length
            ? html`<ul class="rows" role="list">${items.map((one) => this.#one(one))}</ul>`
            : items
              ? html`<p class="muted">${words.t('givingNone')}</p>`
              : busy
                ? html`<p role="status">${words.t('givingLoading')}</p>`
                : nothing
        }
        <p class="problem" role="alert">${problem}</p>
        ${
          this.#next || (problem && !items)
            ? html`<button type="button" class="plain start" aria-disabled=${busy} @click=${this.#load}>${words.t(items ? 'listMore' : 'retry')}</button>`
            : nothing
        }
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-wishlist-giving', GivingSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-wishlist-giving': GivingSheet;
  }
}
