import { html, nothing } from 'lit';
import type { ClubPage } from '../../server/community/clubs/contract.ts';
import { BeforeNavigateEvent } from '../core/before-navigate.ts';
import { safeUrl } from '../core/safe-url.ts';
import type { Words } from '../core/words.ts';
import type { ClubHost } from './host.ts';

/** What it is to become: one tap from the mall's own page of it. */
export function product(host: ClubHost, { club, mall }: ClubPage, words: Words) {
  const one = club.product;
  if (!one) return nothing;
  const url = safeUrl(one.url ?? mall.pages.product?.replace('{product}', encodeURIComponent(one.product)));
  const image = safeUrl(one.image);
  const inside = html`${image ? html`<img src=${image} alt="" loading="lazy" />` : nothing}<span
      ><span class="small muted">${words.t('clubProduct')}</span><b dir="auto">${one.name ?? ''}</b></span
    >`;
  if (!url) return html`<div class="product">${inside}</div>`;
  const go = (event: Event) => {
    if (!host.dispatchEvent(new BeforeNavigateEvent({ url, product: one.product }))) event.preventDefault();
  };
  return html`<a class="product" href=${url} @click=${go}>${inside}</a>`;
}
