import { html, nothing, type TemplateResult } from 'lit';
import type { BlogPage } from '../../server/community/blogs/contract.ts';
import type { Purchase } from '../../server/community/blogs/purchases/contract.ts';
import { listUrl } from '../core/list-url.ts';
import { countVisit } from '../core/visit.ts';
import type { Words } from '../core/words.ts';
import { stars } from '../parts/stars.ts';
import type { BlogHost } from './host.ts';
import { storySection } from './stories.ts';
import { thing } from './thing.ts';

/** Of the wishes so many are shown; the list itself has the others. */
const WISHES = 8;

const days: Record<string, Intl.DateTimeFormat> = {};
/** The day of a purchase: told as midnight at Greenwich, wherever the reader is. */
export const dayOf = (at: number, { lang }: Words) => {
  days[lang] ??= new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeZone: 'UTC' });
  return days[lang].format(at);
};

export function section(
  name: string,
  title: string,
  content: unknown,
  aside: unknown = nothing,
): TemplateResult {
  return html`<section class=${name} aria-labelledby="s-${name}">
    <div class="bar"><h3 id="s-${name}" class="own-font">${title}</h3>${aside}</div>
    ${content}
  </section>`;
}

export const moreButton = (host: BlogHost, what: 'purchases' | 'stories', words: Words) =>
  host.data[what].next
    ? html`<button
        type="button"
        class="plain wide"
        part="more"
        aria-disabled=${host.data.isLoadingMore === what}
        @click=${() => void host.act((acts) => acts.more(host, what))}
      >
        ${words.t('blogMore')}
      </button>`
    : nothing;

function wishes(host: BlogHost, { wishlist }: BlogPage, words: Words) {
  const { data, late } = host;
  const items = wishlist?.wishes.items ?? [];
  if (!wishlist || !items.length)
    return data.isMine && late.tools
      ? section('wishes', words.t('blogWishes'), late.tools.noWishes(host, !!wishlist, words))
      : nothing;
  const { list } = wishlist;
  const { client } = data.side!;
  return section(
    'wishes',
    words.t('blogWishes'),
    html`<ul class="tiles" role="list" aria-labelledby="s-wishes">
      ${items.slice(0, WISHES).map((wish) =>
        thing({
          host,
          words,
          product: wish.product,
          onGo: () => countVisit(client, wish.id),
          more: wish.note ? html`<p class="note" dir="auto">${wish.note}</p>` : nothing,
        }),
      )}
    </ul>`,
    html`<a class="all" href=${listUrl(client, data.mall!.pages.wishlist, { id: list.id, linkKey: null })}
      >${words.t('blogWishesAll', { count: list.wishCount })}</a
    >`,
  );
}

function purchase(host: BlogHost, { product, boughtAt, review, mark }: Purchase, words: Words) {
  const { photo, disclosure, text } = review ?? {};
  return thing({
    host,
    words,
    product,
    mark,
    picture: photo
      ? { url: photo.small, alt: photo.alt, width: photo.width, height: photo.height }
      : undefined,
    more: html`<p class="day">${words.t('blogBought', { day: dayOf(boughtAt, words) })}</p>
      ${
        review
          ? html`<div class="said">
              ${disclosure ? html`<p class="told">${disclosure}</p>` : nothing}
              <p>${stars({ value: review.stars, words })}</p>
              ${text ? html`<p class="text" dir="auto">${text}</p>` : nothing}
            </div>`
          : nothing
      }`,
  });
}

function things(host: BlogHost, words: Words) {
  const { data, late } = host;
  const { items } = data.purchases;
  if (!items.length)
    return data.isMine && late.tools
      ? section('things', words.t('blogThings'), late.tools.noThings(host, words))
      : nothing;
  return section(
    'things',
    words.t('blogThings'),
    html`<ul class="tiles" role="list" aria-labelledby="s-things">
        ${items.map((one) => purchase(host, one, words))}
      </ul>
      ${moreButton(host, 'purchases', words)}`,
  );
}

/** What a blog shows, in the order that all blogs have: wishes, what was bought, stories. */
export function sections(host: BlogHost, page: BlogPage, words: Words): TemplateResult {
  return html`${wishes(host, page, words)} ${things(host, words)} ${storySection(host, page.blog, words)}`;
}

/** Whether there is nothing at all that a visitor could see. */
export const isBare = ({ wishlist, purchases, stories, blog }: BlogPage): boolean =>
  !wishlist?.wishes.items.length && !purchases.items.length && !stories.items.length && !blog.stories;
