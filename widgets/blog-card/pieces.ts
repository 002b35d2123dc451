import { html, nothing, type TemplateResult } from 'lit';
import type { BlogCard } from '../../server/community/blogs/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { PublicProduct } from '../../server/mall/products/contract.ts';
import { BeforeNavigateEvent } from '../core/before-navigate.ts';
import { blogUrl } from '../core/blog-url.ts';
import { remember, withMark } from '../core/marks.ts';
import { money } from '../core/money.ts';
import type { MallSide } from '../core/page.ts';
import { safeUrl } from '../core/safe-url.ts';
import type { Words } from '../core/words.ts';
import { avatar } from '../parts/avatar.ts';
import { level } from '../parts/level.ts';

/** What all pieces of a card know. */
export interface CardSight {
  host: HTMLElement;
  side: MallSide;
  mall: PublicMall;
  words: Words;
}

/** Goes there in this tab, unless the page has a way of its own. */
function go(host: HTMLElement, event: Event, url: string, product = ''): void {
  if (!host.dispatchEvent(new BeforeNavigateEvent({ url, product }))) event.preventDefault();
}

/** A picture, or the name where there is none. */
const picture = (image: string | undefined, name: string, alt = '') =>
  image
    ? html`<img src=${image} alt=${alt} loading="lazy" decoding="async" width="96" height="96" />`
    : html`<span class="letters" aria-hidden="true">${name}</span>`;

/** One product: its picture and price, straight to its page at the mall. */
function thing({ host, mall, words }: CardSight, product: PublicProduct, mark?: string): TemplateResult {
  const key = product.product;
  const name = product.name || words.t('cardNoName');
  const there = safeUrl(product.url ?? mall.pages.product?.replace('{product}', encodeURIComponent(key)));
  const url = there && mark ? withMark(there, key, mark) : there;
  const price =
    product.price === null ? '' : money(product.price, product.currency ?? mall.currency, words.lang);
  const inside = html`<span class="frame">${picture(safeUrl(product.image), name)}</span>
    <span class="only-heard">${name}</span>${price ? html`<span class="price">${price}</span>` : nothing}`;
  // A click with the wheel opens a tab and is no click to a page: it is told apart.
  const follow = () => mark && remember(key, mark);
  return url
    ? html`<li part="product"><a
        class="thing"
        href=${url}
        title=${name}
        @click=${(event: Event) => {
          follow();
          go(host, event, url, key);
        }}
        @auxclick=${(event: MouseEvent) => event.button === 1 && follow()}
        >${inside}</a
      ></li>`
    : html`<li part="product"><span class="thing" title=${name}>${inside}</span></li>`;
}

const things = (heading: string, items: TemplateResult[]) =>
  items.length
    ? html`<section>
        <h3>${heading}</h3>
        <ul class="things" role="list">
          ${items}
        </ul>
      </section>`
    : nothing;

function story(sight: CardSight, { story, blog }: BlogCard): TemplateResult | typeof nothing {
  if (!story) return nothing;
  const { host, side, mall, words } = sight;
  const url = blogUrl(side.client, mall.pages.blog, blog.member.id, story.id);
  const title = story.title || story.text || words.t('cardNoTitle');
  return html`<section class="newest" part="story">
    <h3 class="only-heard">${words.t('cardStory')}</h3>
    <a href=${url} @click=${(event: Event) => go(host, event, url)}>
      ${story.cover ? html`<span class="frame">${picture(safeUrl(story.cover.small), title)}</span>` : nothing}
      <span class="said"
        ><span class="label" aria-hidden="true">${words.t('cardStory')}</span
        >${story.disclosure ? html`<span class="disclosure">${story.disclosure}</span>` : nothing}<b
          class="own-font"
          ><bdi>${title}</bdi></b
        ></span
      >
    </a>
  </section>`;
}

/** A blog at a glance. */
export function card(sight: CardSight, shown: BlogCard): TemplateResult {
  const { host, side, mall, words } = sight;
  const { blog, wishes, purchases } = shown;
  const { member } = blog;
  const { name } = member;
  const url = blogUrl(side.client, mall.pages.blog, member.id);
  const header = safeUrl(blog.header?.small);
  const isEmpty = !wishes.length && !purchases.length && !shown.story;
  return html`<div class="strip" part="strip">
      ${header ? html`<img src=${header} alt=${blog.header!.alt} loading="lazy" decoding="async" width="320" height="72" />` : nothing}
    </div>
    <header>
      ${avatar(member)}
      <p class="who"><b><bdi>${name}</bdi>${words.t('cardNamed', { name }).slice(name.length)}</b> ${level(member, mall.levels, words)}</p>
    </header>
    <h2 class="own-font" part="title"><bdi>${blog.title || words.t('cardTitle', { name })}</bdi></h2>
    <div class="body">
      ${
        isEmpty
          ? html`<div class="note"><p><b>${words.t('cardEmpty')}</b></p><p class="muted">${words.t('cardEmptyHint')}</p></div>`
          : html`${things(
              words.t('cardWishes'),
              wishes.map((one) => thing(sight, one)),
            )}
            ${things(
              words.t('cardPurchases'),
              purchases.map((one) => thing(sight, one.product, one.mark)),
            )}
            ${story(sight, shown)}`
      }
    </div>
    <footer>
      <p class="muted counts">
        <span>${words.t('cardNeighbours', { count: blog.neighbours })}</span>
        <span>${words.t('cardStories', { count: blog.stories })}</span>
      </p>
      <a
        class="visit"
        part="visit"
        href=${url}
        aria-label=${words.t('cardVisitNamed', { name })}
        @click=${(event: Event) => go(host, event, url)}
        >${words.t('cardVisit')}</a
      >
    </footer>`;
}
