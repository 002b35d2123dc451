import { html, nothing, type TemplateResult } from 'lit';
import type { FeedItem } from '../../server/community/blogs/feed/contract.ts';
import type { PurchaseReview } from '../../server/community/blogs/purchases/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { PublicProduct } from '../../server/mall/products/contract.ts';
import { blogUrl } from '../core/blog-url.ts';
import type { Client } from '../core/client.ts';
import { listUrl } from '../core/list-url.ts';
import { safeUrl } from '../core/safe-url.ts';
import '../core/times.ts';
import type { Words } from '../core/words.ts';
import { avatar } from '../parts/avatar.ts';
import { icon, STAR } from '../parts/icons.ts';
import { priceOf, productUrl, toProduct } from '../parts/product.ts';

const BAG = 'M5 8h14l1 12H4zM8.5 10.5V7a3.5 3.5 0 0 1 7 0v3.5';
const PLAY = 'M8.5 5.5v13l10-6.5z';

export interface Around {
  /** What events are dispatched on. */
  from: EventTarget;
  client: Client;
  mall: PublicMall;
  words: Words;
}

const picture = (address: string | null | undefined, alt: string) => {
  const src = safeUrl(address);
  return src
    ? html`<img src=${src} alt=${alt} width="96" height="96" loading="lazy" decoding="async" />`
    : icon(BAG);
};

function product(around: Around, one: PublicProduct, mark: string | null, more: unknown): TemplateResult {
  const { from, mall, words } = around;
  const url = productUrl(one, mall, mark);
  const name = one.name || words.t('feedUnnamed');
  const price = priceOf(one, mall.currency, words);
  const go = (event: Event) => toProduct(from, event, { url: url!, product: one.product, mark });
  return html`<div class="card">
    <span class="thumb">${picture(one.image, '')}</span>
    <div class="what">
      <h4 dir="auto">${url ? html`<a class="whole" href=${url} @click=${go}>${name}</a>` : name}</h4>
      ${price ? html`<p class="price"><span class="only-heard">${words.t('feedPrice')} </span>${price}</p>` : nothing} ${more}
    </div>
  </div>`;
}

function said(review: PurchaseReview, words: Words): TemplateResult {
  return html`${review.disclosure ? html`<p class="told">${review.disclosure}</p>` : nothing}
    <p class="rated"><span role="img" aria-label=${words.t('feedStars', { stars: review.stars })}>${new Array(review.stars).fill(icon(STAR, true))}</span></p>
    <p class="text" dir="auto">${review.text}</p>`;
}

function story(around: Around, { story: one, member }: FeedItem): TemplateResult {
  const { client, mall, words } = around;
  const { id, title, text, cover, media, hearts, comments, disclosure } = one!;
  const facts = [
    ...(media > 1 ? [words.t('feedPictures', { count: media })] : []),
    ...(hearts ? [words.t('feedHearts', { count: hearts })] : []),
    ...(comments ? [words.t('feedComments', { count: comments })] : []),
  ];
  return html`<div class="card">
    ${
      cover
        ? html`<span class="thumb">${picture(cover.small, cover.alt)}${
            cover.motion
              ? html`<span class="sign">${cover.motion.kind === 'clip' ? html`${icon(PLAY, true)}<span class="only-heard">${words.t('feedClip')}</span>` : 'GIF'}</span>`
              : nothing
          }</span>`
        : nothing
    }
    <div class="what">
      ${disclosure ? html`<p class="told">${disclosure}</p>` : nothing}
      <h4 dir="auto"><a class="whole" href=${safeUrl(blogUrl(client, mall.pages.blog, member.id, id)) ?? nothing}>${title || words.t('feedUntitled')}</a></h4>
      ${text ? html`<p class="text" dir="auto">${text}</p>` : nothing}
      ${facts.length ? html`<p class="facts">${facts.map((fact) => html`<span>${fact}</span>`)}</p>` : nothing}
    </div>
  </div>`;
}

function content(around: Around, item: FeedItem): TemplateResult | typeof nothing {
  const { client, mall, words } = around;
  const { purchase, wish } = item;
  if (item.story) return story(around, item);
  if (purchase)
    return product(
      around,
      purchase.product,
      purchase.mark,
      purchase.review ? said(purchase.review, words) : nothing,
    );
  if (!wish) return nothing;
  const list = safeUrl(listUrl(client, mall.pages.wishlist, { id: wish.list, linkKey: null }));
  return product(
    around,
    wish.product,
    null,
    html`${wish.note ? html`<p class="text" dir="auto">${wish.note}</p>` : nothing}${
      list ? html`<p><a class="list" href=${list}>${words.t('feedWishList')}</a></p>` : nothing
    }`,
  );
}

/** One new thing: whose, what, when. */
export function item(around: Around, one: FeedItem): TemplateResult {
  const { client, mall, words } = around;
  const { member, kind, at } = one;
  const said = words.t(kind === 'story' ? 'feedStory' : kind === 'purchase' ? 'feedPurchase' : 'feedWish');
  return html`<li part="item">
    ${avatar(member)}
    <div class="body">
      <p class="who">
        <a href=${safeUrl(blogUrl(client, mall.pages.blog, member.id)) ?? nothing}><bdi>${words.t('feedNamed', { name: member.name })}</bdi></a
        ><span>${said}</span>
        <time class="muted small" datetime=${new Date(at).toISOString()}>${words.ago(at)}</time>
      </p>
      ${content(around, one)}
    </div>
  </li>`;
}
