import { html, nothing, type PropertyDeclarations } from 'lit';
import type { MyWishlist, Wish } from '../../server/community/wishlists/contract.ts';
import { defineOnce } from '../core/define.ts';
import { WishEditEvent, WishRemoveEvent } from '../core/list-events.ts';
import { WidgetDialog } from '../parts/dialog.ts';
import { myLists } from './acts.ts';
import { nameOf } from './card.ts';
import { put } from './changes.ts';
import type { WishlistHost } from './host.ts';
import { pick } from './pieces.ts';
import { sheetStyles } from './sheet-styles.ts';

/** Moves or copies a wish to another list; a visitor copies it into one of their own. */
export class TransferSheet extends WidgetDialog {
  static override properties: PropertyDeclarations = {
    ...WidgetDialog.properties,
    wish: { attribute: false },
    copy: { attribute: false },
    lists: { state: true },
    to: { state: true },
  };
  static override styles = sheetStyles;

  declare host: WishlistHost;
  declare wish: Wish;
  declare copy: boolean;
  declare private lists: MyWishlist[] | undefined;
  declare private to: string;

  constructor() {
    super();
    this.copy = false;
    this.to = '';
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  #load = () =>
    this.run(async () => {
      const { host, wish } = this;
      const { data } = host;
      // Whoever has no list yet gets their first one by this.
      const mine = (await data.side!.session.token()) ? await myLists(host) : [];
      const owner = data.list!.owner.id;
      this.lists = mine.filter(
        (one) => one.role !== 'helper' && one.id !== wish.list && (!data.mayEdit || one.owner.id === owner),
      );
      this.to = this.lists[0]?.id ?? '';
    });

  #send = () =>
    this.run(async () => {
      const { host, wish, words, copy, to, act } = this;
      const { data } = host;
      const { client } = data.side!;
      const ask = { act, link: data.key, lang: words.lang, as: 'writer' } as const;
      const there = to
        ? await client.request<Wish>('POST', `wishes/${wish.id}/transfer`, { ...ask, body: { to, copy } })
        : await client.request<Wish>('POST', 'wishes', {
            ...ask,
            body: { product: wish.product.product, list: null },
          });
      this.close();
      if (!copy) {
        put(data, wish.id, undefined);
        host.dispatchEvent(
          new WishRemoveEvent({ wish: wish.id, list: wish.list, product: wish.product.product }),
        );
      }
      host.dispatchEvent(new WishEditEvent({ wish: there }));
      const list = this.#name(this.lists!.find((one) => one.id === to));
      host.notify(words.t(copy ? 'transferCopied' : 'transferMoved', { list }));
    });

  #name = (list: MyWishlist | undefined): string => list?.name ?? this.words.t('listTitle');

  override render() {
    const { words, busy, wish, copy, lists, to } = this;
    const isFirst = copy && !this.host.data.mayEdit && !lists?.length;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t(copy ? 'copyTitle' : 'transferTitle')} .busy=${busy} @dangol-part-sheet-close=${this.close}>
      <div class="sheet">
        <p><b dir="auto">${nameOf(wish.product, words)}</b></p>
        ${
          lists === undefined
            ? busy
              ? html`<p role="status">${words.t('listLoading')}</p>`
              : html`<button type="button" class="plain start" @click=${this.#load}>${words.t('retry')}</button>`
            : lists.length || isFirst
              ? html`<fieldset>
                  <legend class="only-heard">${words.t('listLists')}</legend>
                  ${(lists.length ? lists : [undefined]).map((one) =>
                    pick({
                      name: 'to',
                      value: one?.id ?? '',
                      label: this.#name(one),
                      ...(one && { hint: words.t('listCount', { count: one.wishCount }) }),
                      isOn: to === (one?.id ?? ''),
                      onPick: () => {
                        this.to = one?.id ?? '';
                      },
                    }),
                  )}
                </fieldset>`
              : html`<p>${words.t('transferNone')}</p>`
        }
        <p class="problem" role="alert">${this.problem}</p>
      </div>
      <div slot="footer" class="two end">
        <button type="button" class="plain" aria-disabled=${busy} @click=${() => busy || this.close()}>${words.t('cancel')}</button>
        ${
          lists && (lists.length || isFirst)
            ? html`<button type="button" class="main" aria-disabled=${busy} @click=${this.#send}>${words.t(copy ? 'transferCopy' : 'transferMove')}</button>`
            : nothing
        }
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-wishlist-transfer', TransferSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-wishlist-transfer': TransferSheet;
  }
}
