import { css, html, nothing, type PropertyValues } from 'lit';
import '../core/times.ts';
import type { Rating } from '../../server/community/reviews/contract.ts';
import { DangolElement } from '../core/element.ts';
import { Load } from '../core/load.ts';
import { ratingWords } from '../core/strings/rating.ts';
import { base } from '../core/styles.ts';
import { stars, starsStyles } from '../parts/stars.ts';
import { ratingOf } from './batch.ts';

/**
 * Stars, mean and count of one product, for lists of products. All of a page are asked for in one request.
 *
 * @summary Stars and count of one product, in one line.
 * @tag dangol-rating
 *
 * @attribute {string} product - The mall's own key of the product.
 * @attribute {string} mall - The mall, when the page shows more than one.
 * @attribute {string} lang - `ko` or `en`; else the loader's, the page's, the mall's.
 * @attribute {'auto'|'light'|'dark'} scheme - Light or dark; `auto` is as the page is.
 *
 * @csspart stars - The five stars.
 * @csspart mean - The mean of the stars.
 * @csspart count - How many reviews there are.
 *
 * @cssproperty --dangol-star - Colour of lit stars.
 * @cssproperty --dangol-muted - Colour of the count.
 */
export class DangolRating extends DangolElement {
  static override properties = { ...DangolElement.properties, product: {} };
  static override loaders = [ratingWords];
  static override styles = [
    base,
    starsStyles,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        height: 1.25em;
        font-size: inherit;
        line-height: 1.25;
        white-space: nowrap;
        vertical-align: middle;
      }
      .line {
        display: contents;
      }
      b {
        margin-inline: 0.3em 0.15em;
        font-weight: 700;
      }
      .muted {
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  /** The mall's own key of the product. */
  declare product: string | null;

  #load = new Load<Rating | undefined>(this);

  constructor() {
    super();
    this.product = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Put back by the page after it was taken out: what was known still is.
    if (this.hasUpdated && this.#load.state !== 'ready') this.#ask();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.isConnected && (changed.has('product') || changed.has('mall'))) this.#ask();
  }

  #ask(): void {
    const { product, side } = this;
    this.#load.reset();
    if (product && side) void this.#load.run(() => ratingOf(side.client, product));
  }

  override render() {
    const { words } = this;
    const rating = this.#load.value;
    // A list of products is no place for messages: what is not known, or not there, keeps its line empty.
    if (!words || !rating?.count || rating.mean === null) return nothing;
    return html`<span class="line" lang=${words.lang}
      >${stars({ value: rating.mean, words })}<b part="mean" aria-hidden="true">${words.mean(rating.mean)}</b
      ><span class="muted" part="count"
        ><span class="only-heard">${words.t('count', { count: rating.count })}</span
        ><span aria-hidden="true">(${words.number(rating.count)})</span></span
      ></span
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dangol-rating': DangolRating;
  }
}
