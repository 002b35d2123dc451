import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Mall } from '../../../mall/malls/rules.ts';
import type { PublicProduct } from '../../../mall/products/contract.ts';
import { money } from '../../inbox/letter.ts';
import type { Media, Photo } from '../../media/contract.ts';
import type { PurchaseReview } from '../purchases/contract.ts';
import type { PageWords } from './words.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;
/** The mall whose page it is, in the words of its language. */
export interface Page {
  mall: Mall;
  words: PageWords;
  /** Address of the page of its blog, and by it of its stories. */
  blogAt: string;
}

/** A web address as it may stand in a link; nothing else ever does. */
export const safeUrl = (url: string | null): string | null =>
  url !== null && /^https?:\/\//i.test(url) ? url : null;

/** The address of a product, with what says where a reader came from behind the `#`: no server on the way sees it. */
export function markedUrl(product: PublicProduct, mark: string | undefined): string | null {
  const url = safeUrl(product.url);
  if (url === null || mark === undefined) return url;
  const [address, hash] = url.split('#');
  return `${address}#${hash ? `${hash}&` : ''}dangol-mark=${encodeURIComponent(product.product)}.${mark}`;
}

/** The one who earns by a click says so to machines as well. */
const rel = (paid: boolean): string => (paid ? 'sponsored noopener' : 'noopener');

export function productLink(
  { mall, words }: Page,
  product: PublicProduct,
  mark: string | undefined,
  paid: boolean,
): Html {
  const name = product.name ?? product.product;
  const url = markedUrl(product, mark);
  const { locale } = mall.settings;
  const price =
    product.price === null || product.currency === null
      ? ''
      : html` <span class="price">${money(product.price, product.currency, locale)}</span>`;
  return url === null
    ? html`<span>${name}</span>${price}`
    : html`<a href="${url}" rel="${rel(paid)}" title="${words.home(mall.name)}">${name}</a>${price}`;
}

/** A product with its picture. */
export function productCard(
  page: Page,
  product: PublicProduct,
  mark: string | undefined,
  review: PurchaseReview | null = null,
): Html {
  const image = safeUrl(product.image);
  return html`<li>${image ? html`<img src="${image}" alt="" width="280" height="280" loading="lazy" decoding="async">` : ''}
${productLink(page, product, mark, false)}${review ? reviewOf(page, review) : ''}</li>`;
}

export const reviewOf = ({ words }: Page, review: PurchaseReview): Html =>
  html`<div class="soft">${review.disclosure ? html`<p>${review.disclosure}</p>` : ''}<p>${words.review}: <span role="img" aria-label="${words.stars(review.stars)}">${'★'.repeat(review.stars)}</span></p>
<p class="words">${review.text}</p></div>`;

/** Of the smaller one: the longer side has at most so many pixels. */
const SMALL = 320;

/** A photo in the size that the page has room for. */
export function picture(photo: Photo, alt: string, isFirst = false): Html {
  const smallWidth = Math.max(
    1,
    Math.round(photo.width * Math.min(1, SMALL / Math.max(photo.width, photo.height))),
  );
  const sizes = `${photo.small} ${smallWidth}w, ${photo.large} ${photo.width}w`;
  return html`<img src="${photo.large}" srcset="${sizes}" sizes="(max-width: 46rem) 92vw, 44rem" alt="${photo.alt || alt}" width="${photo.width}" height="${photo.height}" loading="${isFirst ? 'eager' : 'lazy'}" decoding="async">`;
}

/** A photo; what moves, as far as the reader wants it to; or a clip that nothing loads before it is played. */
export function mediaOf({ words }: Page, media: Media, at: number): Html {
  const { motion } = media;
  const alt = media.alt || words.photo(at + 1);
  if (motion === null) return picture(media, alt, at === 0);
  if (motion.kind === 'clip')
    return html`<video controls playsinline preload="none" poster="${media.large}" width="${media.width}" height="${media.height}" aria-label="${media.alt || words.clip}"><source src="${motion.url}" type="${motion.type}"></video>`;
  return html`<picture><source media="(prefers-reduced-motion: reduce)" srcset="${media.large}"><img src="${motion.url}" alt="${media.alt || words.inMotion}" width="${media.width}" height="${media.height}" loading="lazy" decoding="async"></picture>`;
}

/** A moment as people and as machines read it. */
export const timeOf = ({ mall }: Page, at: number, timeZone = mall.settings.timeZone): Html =>
  html`<time datetime="${new Date(at).toISOString()}">${new Intl.DateTimeFormat(mall.settings.locale, { timeZone, dateStyle: 'long' }).format(at)}</time>`;
