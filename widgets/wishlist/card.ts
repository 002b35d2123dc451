import { html, nothing, type TemplateResult } from 'lit';
import type { Wish } from '../../server/community/wishlists/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { PublicProduct } from '../../server/mall/products/contract.ts';
import { BeforeNavigateEvent } from '../core/before-navigate.ts';
import { money } from '../core/money.ts';
import { safeUrl } from '../core/safe-url.ts';
import { countVisit } from '../core/visit.ts';
import type { Words } from '../core/words.ts';
import { CHECK, COMMENT, icon, MORE } from '../parts/icons.ts';
import type { WishlistHost } from './host.ts';
import { GIFT, GRIP } from './icons.ts';

/** The first tap on three dots brings the menu, and opens it. */
export function bringMenu(host: WishlistHost, event: Event): void {
  // The event forgets where it was by the time that the code is there.
  const place = (event.currentTarget as HTMLElement).parentElement!;
  void host.act((acts) => acts.menu(host, place));
}

/** What a product is called; what nobody has confirmed has no name. */
export const nameOf = (product: PublicProduct | undefined, words: Words): string =>
  product?.name || words.t('wishUnnamed');

/** Where a product is: as stated, or where the mall has its products. */
const urlOf = (product: PublicProduct, mall: PublicMall): string | undefined =>
  safeUrl(product.url ?? mall.pages.product?.replace('{product}', encodeURIComponent(product.product)));

/** Straight to the mall's product, in this tab, unless the page has a way of its own. */
function go(host: WishlistHost, event: Event, url: string, wish: Wish): void {
  const { product } = wish.product;
  if (!host.dispatchEvent(new BeforeNavigateEvent({ url, product }))) event.preventDefault();
  const { side, list } = host.data;
  if (list?.visibility !== 'private') countVisit(side!.client, wish.id);
}

/** How it stands with a product that cannot simply be bought. */
function stock({ confirmed, availability, fewLeft }: PublicProduct, words: Words): string {
  if (!confirmed) return words.t('wishUnconfirmed');
  if (availability === 'out_of_stock') return words.t('wishSoldOut');
  if (availability === 'gone') return words.t('wishGone');
  if (availability === 'preorder') return words.t('wishPreorder');
  return fewLeft ? words.t('wishFew') : '';
}

function price({ product, priceThen }: Wish, mall: PublicMall, words: Words) {
  const now = product.price;
  if (now === null || product.availability === 'gone') return nothing;
  const said = (amount: number) => money(amount, product.currency ?? mall.currency, words.lang);
  const by = priceThen === null ? 0 : now - priceThen;
  return html`<p class="price"><span class="only-heard">${words.t('wishPrice')}</span><b>${said(now)}</b></p>
    ${
      by
        ? html`<p class="moved small ${by < 0 ? 'down' : 'muted'}">
            ${words.t(by < 0 ? 'wishDown' : 'wishUp', { amount: said(Math.abs(by)) })}
          </p>`
        : nothing
    }`;
}

/** Who gives it, or the button to say that it is oneself; as high as that while nobody knows. */
function giving(host: WishlistHost, wish: Wish, words: Words) {
  const { data } = host;
  const { id } = wish;
  const claim = data.claims.get(id);
  if (claim?.mine)
    return html`<div class="given mine">
      <p>${icon(CHECK)}${words.t('giveMine')}</p>
      ${claim.changedAt ? html`<p class="small">${words.t('giveChanged')}</p>` : nothing}
      <button type="button" class="link" @click=${() => void host.act((acts) => acts.unclaim(host, wish))}>${words.t('giveBack')}</button>
    </div>`;
  if (claim || data.taken.has(id))
    return html`<p class="given muted">
      ${claim?.by ? words.t('giveNamed', { name: claim.by.name }) : words.t('giveTaken')}
    </p>`;
  if (data.mayEdit || wish.product.availability === 'gone') return nothing;
  return html`<button
    type="button"
    class="main give"
    part="give"
    aria-haspopup="dialog"
    ?disabled=${data.role === undefined}
    @click=${() => void host.open({ kind: 'give', wish })}
  >
    ${icon(GIFT)}${words.t('giveIt')}
  </button>`;
}

function press(host: WishlistHost, id: string, event: KeyboardEvent): void {
  if (!/^(Arrow|Home$|End$)/.test(event.key)) return;
  event.preventDefault();
  void host.act((acts) => acts.press(host, id, event.key));
}

/** One wish, as whoever may see it sees it. */
export function card(host: WishlistHost, wish: Wish, mall: PublicMall, words: Words): TemplateResult {
  const { data } = host;
  const { id, product, note, quantity, options, priority } = wish;
  const name = nameOf(product, words);
  const url = urlOf(product, mall);
  const onGo = (event: Event) => go(host, event, url!, wish);
  const image = safeUrl(product.image);
  const picture = image ? html`<img src=${image} alt="" loading="lazy" decoding="async" />` : icon(GIFT);
  const said = stock(product, words);
  const isAway = product.availability === 'out_of_stock' || product.availability === 'gone';
  const facts = [
    ...(priority === 'want' ? [] : [words.t(`priority_${priority}`)]),
    ...options.map((one) => `${one.name} ${one.value}`),
    ...(quantity > 1 ? [words.t('wishQuantity', { count: quantity })] : []),
  ];
  const isTalking = host.talking.has(id);
  const mayTalk = wish.comments > 0 || data.list!.commentsOpen;
  return html`
    ${
      url
        ? html`<a class="picture ${isAway ? 'away' : ''}" href=${url} tabindex="-1" aria-hidden="true" @click=${onGo}>${picture}</a>`
        : html`<div class="picture ${isAway ? 'away' : ''}">${picture}</div>`
    }
    <div class="facts">
      <h3 dir="auto">${url ? html`<a href=${url} @click=${onGo}>${name}</a>` : name}</h3>
      ${price(wish, mall, words)} ${said ? html`<p class="stock small ${product.fewLeft ? 'few' : ''}">${said}</p>` : nothing}
      ${facts.length ? html`<ul class="chosen small" role="list">${facts.map((fact) => html`<li dir="auto">${fact}</li>`)}</ul>` : nothing}
      ${note ? html`<p class="note" dir="auto">${note}</p>` : nothing}
      ${wish.hidden ? html`<p class="muted small">${words.t('wishHidden')}</p>` : nothing}
    </div>
    ${giving(host, wish, words)}
    <div class="acts">
      ${
        mayTalk
          ? html`<button
              type="button"
              class="talk"
              aria-expanded=${isTalking}
              @click=${() => void host.act((acts) => acts.talk(host, id))}
            >
              ${icon(COMMENT)}${wish.comments ? words.t('wishComments', { count: wish.comments }) : words.t('wishComment')}
            </button>`
          : nothing
      }
      <span class="end"></span>
      ${
        data.mayEdit && data.items.length > 1
          ? html`<button
              type="button"
              class="handle"
              part="handle"
              aria-label=${words.t('wishMove', { name })}
              @pointerdown=${(event: PointerEvent) => void host.act((acts) => acts.drag(host, id, event))}
              @keydown=${(event: KeyboardEvent) => press(host, id, event)}
            >
              ${icon(GRIP, true)}
            </button>`
          : nothing
      }
      ${
        host.menus?.wishMenu(host, wish) ??
        html`<button
          type="button"
          class="dots"
          aria-haspopup="menu"
          aria-label=${words.t('wishMenu', { name })}
          @click=${(event: Event) => bringMenu(host, event)}
        >
          ${icon(MORE, true)}
        </button>`
      }
    </div>
    ${isTalking ? html`<dangol-wishlist-comments id="talk-${id}" .host=${host} .wish=${wish}></dangol-wishlist-comments>` : nothing}
  `;
}
