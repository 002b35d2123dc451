import { html, nothing } from 'lit';
import { BeforeWishChangeEvent } from '../core/before-wish.ts';
import { DangolElement } from '../core/element.ts';
import { ground } from '../core/ground.ts';
import { pageSettings } from '../core/page.ts';
import { wishWords } from '../core/strings/wish.ts';
import { type Hearts, heartsOf, type Known } from './hearts.ts';
import { wishStyles } from './styles.ts';

const HEART =
  'M12 20.3C5.8 15.8 3.2 12.6 3.2 9.2c0-2.7 2-4.7 4.6-4.7 1.7 0 3.3.9 4.2 2.5.9-1.6 2.5-2.5 4.2-2.5 2.6 0 4.6 2 4.6 4.7 0 3.4-2.6 6.6-8.8 11.1z';
const SAID_MS = 6_000;

/**
 * A heart that puts a product on the shopper's wishlist and takes it off again, with the number of members who wish it
 * from ten on. All hearts of a page are asked for in one request, and those of one product stay in step.
 *
 * @summary A heart for one product.
 * @tag dangol-wish-button
 *
 * @attribute {string} product - The mall's own key of the product; else the one that the page itself names.
 * @attribute {string} list - The list that a new wish goes to; the shopper's first one when not set.
 * @attribute {string} label - What the product is called, for those who hear the page: "... 찜하기".
 * @attribute {string} mall - The mall, when the page shows more than one.
 * @attribute {string} lang - `ko` or `en`; else the loader's, the page's.
 * @attribute {'auto'|'light'|'dark'} scheme - Light or dark; `auto` is as the page is.
 *
 * @fires {BeforeWishChangeEvent} dangol-before-wish-change - Cancelable: the heart is about to be turned.
 * @fires {WishChangeEvent} dangol-wish-change - The heart has been turned, and the service knows it.
 * @fires {ProblemShowEvent} dangol-problem-show - A problem is shown to the shopper; `sign-in-required` where only
 *   members wish.
 *
 * @csspart button - The whole square.
 * @csspart heart - The heart.
 * @csspart count - The number below it.
 *
 * @cssproperty [--dangol-heart=#e5334f] - Colour of a heart that is on.
 * @cssproperty --dangol-text - Colour of one that is off.
 * @cssproperty --dangol-font-size - Heart and number grow with it; the square is never smaller than 44 pixels.
 */
export class DangolWishButton extends DangolElement {
  static override properties = {
    ...DangolElement.properties,
    product: {},
    label: {},
    said: { state: true },
  };
  static override loaders = [wishWords];
  static override styles = [ground, wishStyles];

  /** The mall's own key of the product. */
  declare product: string | null;
  /** What the product is called. */
  declare label: string | null;
  /** What is said beside the heart, for a while. */
  declare private said: { text?: string; isRefused?: boolean };
  #hearts: Hearts | undefined;
  #known: Known | undefined;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  /** The product that the page itself names. */
  #found: string | null | undefined;

  constructor() {
    super();
    this.product = null;
    this.label = null;
    this.said = {};
  }

  /** The list that a new wish goes to. */
  get list(): string | null {
    return this.getAttribute('list');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#found = undefined;
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#known?.buttons.delete(this);
    this.#known = undefined;
  }

  protected override willUpdate(): void {
    if (!this.isConnected) return;
    const { side } = this;
    const product = this.product || pageSettings().product || this.#found;
    if (!product && this.#found === undefined) {
      this.#found = null;
      import('../core/facts.ts')
        .then(({ productOfPage }) => {
          this.#found = productOfPage();
          this.requestUpdate();
        })
        // Without a product there is nothing to wish.
        .catch(() => undefined);
    }
    this.#hearts = side && heartsOf(side);
    if (this.#known && this.#known.product === product && this.#known.hearts === this.#hearts) return;
    this.#known?.buttons.delete(this);
    this.#known = product ? this.#hearts?.watch(product, this) : undefined;
  }

  /** Says something beside the heart for a while; a heart that was refused shows it. @internal */
  say(text: string, isRefused = false): void {
    clearTimeout(this.#quiet);
    this.said = { text, isRefused };
    this.#quiet = setTimeout(() => {
      this.said = {};
    }, SAID_MS);
  }

  #tap = (): void => {
    const known = this.#known;
    if (!known || !this.side) return;
    this.said = {};
    const { product } = known;
    const wished = !(known.wanted ?? known.mine);
    if (this.dispatchEvent(new BeforeWishChangeEvent({ mall: this.side.id, product, wished })))
      void this.#hearts!.turn(known, wished, this);
  };

  override render() {
    const { words, label } = this;
    const { text = '', isRefused } = this.said;
    const { count = null, mine = false, wanted, isSending = false } = this.#known ?? {};
    const isOn = wanted ?? mine;
    return html`<button
        type="button"
        part="button"
        class="${isRefused ? 'refused' : ''} ${count === null ? '' : 'counted'}"
        lang=${words?.lang ?? nothing}
        title=${words?.t(isOn ? 'wishOff' : 'wish') ?? nothing}
        aria-pressed=${isOn}
        aria-busy=${isSending}
        @click=${this.#tap}
      >
        <svg viewBox="0 0 24 24" part="heart" aria-hidden="true"><path d=${HEART} /></svg>
        ${
          words
            ? html`<span class="only-heard">${label ? words.t('wishNamed', { name: label }) : words.t('wish')}${
                count === null ? '' : `, ${words.t('wishCount', { count })}`
              }</span>`
            : nothing
        }
        ${
          words && count !== null
            ? html`<span class="count" part="count" aria-hidden="true"
                >${words.number(count)}</span
              >`
            : nothing
        }</button
      ><span class=${text ? 'note' : 'only-heard'} role="status">${text}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dangol-wish-button': DangolWishButton;
  }
}
