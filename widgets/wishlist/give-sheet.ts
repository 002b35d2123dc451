import { html, nothing, type PropertyDeclarations } from 'lit';
import type { Claim, Wish } from '../../server/community/wishlists/contract.ts';
import { defineOnce } from '../core/define.ts';
import { BeforeWishClaimEvent, WishClaimEvent } from '../core/list-events.ts';
import { problemOf } from '../core/problems.ts';
import { WidgetDialog } from '../parts/dialog.ts';
import { CHECK, icon } from '../parts/icons.ts';
import { nameOf } from './card.ts';
import type { WishlistHost } from './host.ts';
import { pick } from './pieces.ts';
import { sheetStyles } from './sheet-styles.ts';

/** "I will give this": who learns of it, and what happens then. */
export class GiveSheet extends WidgetDialog {
  static override properties: PropertyDeclarations = {
    ...WidgetDialog.properties,
    wish: { attribute: false },
    named: { state: true },
    isTaken: { state: true },
  };
  static override styles = sheetStyles;

  declare host: WishlistHost;
  declare wish: Wish;
  declare private named: boolean;
  /** Somebody else was first. */
  declare private isTaken: boolean;

  constructor() {
    super();
    this.named = false;
    this.isTaken = false;
  }

  #give = () =>
    this.run(async () => {
      const { host, wish, words, named } = this;
      const { data } = host;
      const { id, product } = wish;
      if (!host.dispatchEvent(new BeforeWishClaimEvent({ wish: id, claimed: true }))) return this.close();
      try {
        const claim = await data.side!.client.request<Claim>('PUT', `wishes/${id}/claim`, {
          as: 'writer',
          link: data.key,
          lang: words.lang,
          body: { named },
        });
        data.claims.set(id, claim);
        this.close();
        host.dispatchEvent(new WishClaimEvent({ wish: id, product: product.product, claimed: true }));
        host.notify(words.t('giveDone'));
      } catch (error) {
        if (problemOf(error).code !== 'already-taken') throw error;
        data.taken.add(id);
        this.isTaken = true;
      }
      host.requestUpdate();
    });

  override render() {
    const { words, busy, wish, host, isTaken } = this;
    const isMember = host.data.isMember;
    const points = [
      words.t('giveNext'),
      words.t('giveSecret'),
      words.t('giveBuy'),
      ...(isMember ? [] : [words.t('listGuest')]),
    ];
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('giveTitle')} .busy=${busy} @dangol-part-sheet-close=${this.close}>
      <div class="sheet">
        <p><b dir="auto">${nameOf(wish.product, words)}</b></p>
        ${
          isTaken
            ? html`<p role="alert">${words.t('giveTaken')}</p>`
            : html`<ul class="points" role="list">${points.map((one) => html`<li>${icon(CHECK)}<span>${one}</span></li>`)}</ul>
                ${
                  isMember
                    ? html`<fieldset>
                        <legend>${words.t('giveName')}</legend>
                        ${[false, true].map((named) =>
                          pick({
                            name: 'named',
                            value: String(named),
                            label: words.t(named ? 'giveNameYes' : 'giveNameNo'),
                            hint: words.t(named ? 'giveNameYesHint' : 'giveNameNoHint'),
                            isOn: this.named === named,
                            onPick: () => {
                              this.named = named;
                            },
                          }),
                        )}
                      </fieldset>`
                    : nothing
                }`
        }
        <p class="problem" role="alert">${this.problem}</p>
      </div>
      <div slot="footer" class="two end">
        <button type="button" class="plain" aria-disabled=${busy} @click=${() => busy || this.close()}>${words.t(isTaken ? 'close' : 'cancel')}</button>
        ${isTaken ? nothing : html`<button type="button" class="main" aria-disabled=${busy} @click=${this.#give}>${words.t(busy ? 'sending' : 'giveIt')}</button>`}
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-wishlist-give', GiveSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-wishlist-give': GiveSheet;
  }
}
