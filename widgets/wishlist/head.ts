import { html, nothing, type TemplateResult } from 'lit';
import type { MyWishlist, Wishlist } from '../../server/community/wishlists/contract.ts';
import { daysUntil, dayText } from '../core/days.ts';
import { hashOf } from '../core/list-url.ts';
import { safeUrl } from '../core/safe-url.ts';
import type { Words } from '../core/words.ts';
import { icon, MORE } from '../parts/icons.ts';
import { bringMenu } from './card.ts';
import type { WishlistHost } from './host.ts';
import { GIFT } from './icons.ts';

/** What it is for, and how long until then, as people say it. */
export function occasion({ occasion, occasionOn }: Wishlist, words: Words, timeZone?: string) {
  const days = occasionOn ? daysUntil(occasionOn, timeZone) : 0;
  return html`${occasion ? html`<span>${words.t(`occasion_${occasion}`)}</span>` : nothing}
    ${
      occasionOn
        ? html`<time datetime=${occasionOn}>${dayText(occasionOn, words.lang)}</time>
            <b class="days ${days < 0 ? 'muted' : ''}"
              >${days ? words.t(days > 0 ? 'listDays' : 'listPast', { count: Math.abs(days) }) : words.t('listToday')}</b
            >`
        : nothing
    }`;
}

const dots = (host: WishlistHost, words: Words) => html`<button
  type="button"
  class="dots"
  aria-haspopup="menu"
  aria-label=${words.t('listMenu')}
  @click=${(event: Event) => bringMenu(host, event)}
>
  ${icon(MORE, true)}
</button>`;

const giving = (host: WishlistHost, words: Words) =>
  html`<button type="button" class="plain" aria-haspopup="dialog" @click=${() => void host.open({ kind: 'giving' })}>${words.t('listGiving')}</button>`;

/** Whose list it is, what for, and what can be done with the whole of it. */
export function listHead(host: WishlistHost, list: Wishlist, words: Words): TemplateResult {
  const { data } = host;
  const { role, mall } = data;
  const { owner, name, wishCount } = list;
  const isMine = role === 'owner';
  const title = name ?? (isMine ? words.t('listTitle') : words.t('listOf', { name: owner.name }));
  const by = words.t('listBy', { name: owner.name });
  return html`${
    role && data.place.kind === 'list'
      ? html`<a class="back link" href=${hashOf()}>${words.t('listBack')}</a>`
      : nothing
  }
    <div class="head">
      <slot name="heading"><h2 tabindex="-1" part="home" dir="auto">${title}</h2></slot>
      <div class="tools">
        ${
          data.mayEdit
            ? html`<button type="button" class="main" part="share" aria-haspopup="dialog" @click=${() => void host.open({ kind: 'share' })}>${words.t('listShare')}</button>`
            : data.isMember && role !== undefined
              ? giving(host, words)
              : nothing
        }
        ${role ? (host.menus?.listMenu(host) ?? dots(host, words)) : nothing}
      </div>
    </div>
    <p class="about small">
      ${
        isMine
          ? nothing
          : owner.guest
            ? html`<bdi>${by}</bdi>`
            : html`<button type="button" class="link" aria-haspopup="dialog" @click=${() => void host.open({ kind: 'profile', member: owner.id })}><bdi>${by}</bdi></button>`
      }
      ${occasion(list, words, mall?.timeZone)} <span class="muted">${words.t('listCount', { count: wishCount })}</span>
      ${role ? html`<span class="muted">${words.t(`see_${list.visibility}`)}</span>` : nothing}
    </p>`;
}

function one(host: WishlistHost, list: Wishlist | MyWishlist, words: Words): TemplateResult {
  const { products, mall } = host.data;
  const mine = 'products' in list ? list : undefined;
  const pictures = (mine?.products ?? []).map((key) => safeUrl(products[key]?.image));
  return html`<li>
    <a href=${hashOf(list.id)} class="list">
      ${
        mine
          ? html`<span class="collage of-${Math.max(1, pictures.length)}" aria-hidden="true"
              >${(pictures.length ? pictures : [undefined]).map((src) =>
                src ? html`<img src=${src} alt="" loading="lazy" />` : html`<i>${icon(GIFT)}</i>`,
              )}</span
            >`
          : nothing
      }
      <h3 dir="auto">${list.name ?? (mine?.role === 'owner' ? words.t('listTitle') : words.t('listOf', { name: list.owner.name }))}</h3>
      <p class="about small">
        ${occasion(list, words, mall?.timeZone)}
        <span class="muted">${words.t('listCount', { count: list.wishCount })}</span>
        ${
          mine
            ? html`<span class="muted">${words.t(`see_${list.visibility}`)}</span>
                ${mine.role === 'owner' ? nothing : html`<span class="muted">${words.t('listBy', { name: list.owner.name })}, ${words.t(`role_${mine.role}`)}</span>`}`
            : nothing
        }
      </p>
    </a>
  </li>`;
}

/** All lists of mine, or the public ones of a member. */
export function overview(host: WishlistHost, words: Words, rest: TemplateResult): TemplateResult {
  const { data } = host;
  const isMine = data.place.kind !== 'member';
  return html`<div class="head">
      <slot name="heading"><h2 tabindex="-1" part="home">${words.t(isMine ? 'listMine' : 'listOfMember')}</h2></slot>
      ${
        isMine && data.side!.session.kind !== 'none'
          ? html`<div class="tools">
              ${data.isMember ? giving(host, words) : nothing}
              ${data.lists.length ? html`<button type="button" class="main" aria-haspopup="dialog" @click=${() => void host.open({ kind: 'list' })}>${words.t('listNew')}</button>` : nothing}
            </div>`
          : nothing
      }
    </div>
    ${data.lists.length ? html`<ul class="grid" role="list" aria-label=${words.t('listLists')}>${data.lists.map((list) => one(host, list, words))}</ul>` : nothing}
    ${rest}`;
}
