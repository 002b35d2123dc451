import { html, nothing, type TemplateResult } from 'lit';
import type { BlogPage } from '../../server/community/blogs/contract.ts';
import { listUrl } from '../core/list-url.ts';
import { countVisit } from '../core/visit.ts';
import type { Words } from '../core/words.ts';
import type { BlogHost } from './host.ts';
import { thing } from './thing.ts';

/** Of the wishes so many are shown; the list itself has the others. */
const WISHES = 8;

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

/** What a blog shows, in the order that all blogs have: wishes, what was bought, stories. */
export function sections(host: BlogHost, page: BlogPage, words: Words): TemplateResult {
  return html`${wishes(host, page, words)}
    ${host.late.rest?.rest(host, page.blog, words)}`;
}

/** Whether there is nothing at all that a visitor could see. */
export const isBare = ({ wishlist, purchases, stories, blog }: BlogPage): boolean =>
  !wishlist?.wishes.items.length && !purchases.items.length && !stories.items.length && !blog.stories;
