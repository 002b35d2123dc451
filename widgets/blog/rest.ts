// What stands below the wishes: what was bought, and the stories. It comes beside the data of the blog.
import { html, nothing, type TemplateResult } from 'lit';
import type { Blog } from '../../server/community/blogs/contract.ts';
import type { Purchase } from '../../server/community/blogs/purchases/contract.ts';
import type { Words } from '../core/words.ts';
import { icon, MORE } from '../parts/icons.ts';
import { stars } from '../parts/stars.ts';
import type { BlogHost } from './host.ts';
import { NOTE } from './icons-rest.ts';
import { section } from './sections.ts';
import { storySection } from './stories.ts';
import { thing } from './thing.ts';

export { restStyles } from './rest-styles.ts';

const days: Record<string, Intl.DateTimeFormat> = {};
/** The day of a purchase: told as midnight at Greenwich, wherever the reader is. */
const dayOf = (at: number, { lang }: Words) => {
  days[lang] ??= new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeZone: 'UTC' });
  return days[lang].format(at);
};

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

export const rest = (host: BlogHost, blog: Blog, words: Words): TemplateResult =>
  html`${things(host, words)} ${storySection(host, blog, words)}`;

/** Beside the others at the top: the tune, and what a visitor can do besides. */
export function buttons(host: BlogHost, blog: Blog, words: Words): TemplateResult {
  const { data } = host;
  return html`${
    blog.looks.tune
      ? html`<button
            type="button"
            class="round"
            part="tune"
            aria-pressed=${host.late.player?.isPlaying ?? false}
            aria-label=${words.t('blogTune')}
            title=${words.t('blogTune')}
            @click=${() => void host.act((acts) => acts.play(host))}
          >
            ${icon(NOTE)}
          </button>`
      : nothing
  }
    ${
      data.isMine
        ? nothing
        : (host.late.menu?.(host, words) ??
          html`<button
            type="button"
            class="round"
            aria-haspopup="menu"
            aria-label=${words.t('blogMenu')}
            @click=${(event: Event) => {
              // The event forgets where it was by the time that the code is there.
              const place = (event.currentTarget as HTMLElement).parentElement!;
              void host.act((acts) => acts.menu(host, place));
            }}
          >
            ${icon(MORE, true)}
          </button>`)
    }`;
}
