import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { StoryMedia } from '../../../server/community/blogs/stories/contract.ts';
import type { PublicMall } from '../../../server/mall/malls/contract.ts';
import type { PublicProduct } from '../../../server/mall/products/contract.ts';
import { defineOnce } from '../../core/define.ts';
import { safeUrl } from '../../core/safe-url.ts';
import type { Words } from '../../core/words.ts';
import { icon } from '../../parts/icons.ts';
import { BACK, CLOSE, NEXT } from '../../parts/icons-more.ts';
import { PAUSE, PLAY, TAG } from './icons.ts';
import { Moving } from './moving.ts';
import { OfferCard } from './offer-card.ts';
import { pictureStyles } from './picture-styles.ts';
import { discover, facts, heart, link, nameOf, type Offer, pictureOf } from './product.ts';

/** Not narrower, not wider is what pictures are shown in; what is keeps its own shape within. */
const [TALLEST, WIDEST] = [0.8, 1.91];

const timeOf = (ms: number) => {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/**
 * The pictures and clips of a story: swiped or turned, with dots that open the product that stands there. Nothing moves
 * or sounds by itself for who asked their device for rest.
 */
export class StoryPictures extends LitElement {
  static override properties: PropertyDeclarations = {
    media: { attribute: false },
    products: { attribute: false },
    mall: { attribute: false },
    words: { attribute: false },
    from: { attribute: false },
    author: {},
    at: { state: true },
    isDotted: { state: true },
  };
  static override styles = pictureStyles;

  declare media: readonly StoryMedia[];
  declare products: readonly PublicProduct[];
  declare mall: PublicMall;
  declare words: Words;
  /** What events are dispatched on. */
  declare from: EventTarget;
  declare author: string;
  declare private at: number;
  declare private isDotted: boolean;
  #moving = new Moving(this);
  #card = new OfferCard(this);

  constructor() {
    super();
    this.media = [];
    this.products = [];
    this.author = '';
    this.at = 0;
    this.isDotted = true;
  }

  override updated(): void {
    discover(this.renderRoot);
    this.#moving.watch();
  }

  #find(media: number, mark: number): Offer | undefined {
    const one = this.media[media]?.marks[mark];
    const product = one && this.products.find((other) => other.product === one.product);
    return product && { product, mark: one.mark };
  }

  #strip(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.strip')!;
  }

  #scrolled = (): void => {
    const strip = this.#strip();
    const at = Math.round(Math.abs(strip.scrollLeft) / Math.max(1, strip.clientWidth));
    if (at === this.at) return;
    this.#card.shut();
    this.at = at;
    this.renderRoot.querySelectorAll('video').forEach((video) => {
      if (video.id !== `clip-${at}`) video.pause();
    });
  };

  #turn(by: number): void {
    const strip = this.#strip();
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    strip.scrollTo({
      left: (this.at + by) * strip.clientWidth * (getComputedStyle(strip).direction === 'rtl' ? -1 : 1),
      behavior: isStill ? 'auto' : 'smooth',
    });
  }

  /** Opens the photos in large, from one of them on. */
  async #enlarge(at: number): Promise<void> {
    const photos = this.media.flatMap(({ media }) => (media.motion ? [] : [media]));
    const index = photos.indexOf(this.media[at]!.media as (typeof photos)[number]);
    const { words } = this;
    try {
      await Promise.all([import('../../parts/lightbox.ts'), words.more()]);
    } catch {
      return;
    }
    const large = document.createElement('dangol-part-lightbox');
    Object.assign(large, {
      words,
      index: Math.max(0, index),
      open: true,
      photos: photos.map((photo) => ({ photo, author: this.author })),
    });
    large.addEventListener('dangol-part-lightbox-close', () => large.remove());
    this.renderRoot.append(large);
  }

  #dots(at: number, { marks }: StoryMedia): TemplateResult | typeof nothing {
    if (!this.isDotted) return nothing;
    return html`${marks.map(({ x, y }, mark) => {
      const offer = this.#find(at, mark);
      const key = `${at}-${mark}`;
      return offer
        ? html`<button
            type="button"
            class="dot"
            id="dot-${key}"
            part="dot"
            .style=${`--x:${x / 100}%;--y:${y / 100}%`}
            aria-label=${this.words.t('storyDot', { name: nameOf(offer.product, this.words) })}
            aria-haspopup="dialog"
            aria-expanded=${this.#card.opened === key}
            @click=${() => void this.#card.open(key)}
            @keydown=${this.#card.keys}
          ></button>`
        : nothing;
    })}`;
  }

  #picture(one: StoryMedia, at: number): TemplateResult {
    const { words } = this;
    const { media } = one;
    const { motion, width, height } = media;
    const alt = media.alt || words.t('storyPicture', { number: at + 1 });
    const still = html`<img
      src=${safeUrl(media.large) ?? nothing}
      alt=${alt}
      width=${width}
      height=${height}
      loading=${at ? 'lazy' : 'eager'}
      decoding="async"
    />`;
    if (!motion)
      return html`<button type="button" class="large" aria-haspopup="dialog" title=${words.t('storyLarge', { alt })} @click=${() => void this.#enlarge(at)}>${still}</button>`;
    if (motion.kind === 'clip') {
      const isOn = this.#moving.isOn(at);
      return html`<video
          id="clip-${at}"
          aria-label=${alt}
          playsinline
          preload="none"
          width=${width}
          height=${height}
          poster=${safeUrl(media.large) ?? nothing}
          ?controls=${isOn}
          @ended=${() => this.#moving.stop(at)}
          ><source src=${safeUrl(motion.url) ?? nothing} type=${motion.type}
        /></video>
        ${
          isOn
            ? nothing
            : html`<button type="button" class="play" aria-label=${words.t('storyPlay', { alt })} @click=${() => void this.#moving.play(at)}>
                <span class="disc">${icon(PLAY, true)}</span><span class="time" aria-hidden="true">${timeOf(motion.durationMs)}</span>
              </button>`
        }`;
    }
    const isOn = this.#moving.isOn(at);
    return html`${still}${
      isOn
        ? html`<img class="over" src=${safeUrl(motion.url) ?? nothing} alt="" width=${width} height=${height} decoding="async" />`
        : nothing
    }<button type="button" class="hold" aria-label=${words.t(isOn ? 'storyStill' : 'storyMove')} @click=${() => this.#moving.toggle(at)}>
        ${icon(isOn ? PAUSE : PLAY, !isOn)}
      </button>`;
  }

  /** What the open dot stands for. */
  get #open(): Offer | undefined {
    const { opened } = this.#card;
    const [media = 0, mark = 0] = opened.split('-').map(Number);
    return opened ? this.#find(media, mark) : undefined;
  }

  #inside(offer: Offer): TemplateResult {
    const { words, mall } = this;
    const { product } = offer;
    const way = link(this.from, offer, mall);
    return html`<div class="top">
        ${pictureOf(product)}
        <span class="what"><span class="name" dir="auto">${nameOf(product, words)}</span>${facts(product, mall, words)}</span>
        <button type="button" class="shut" aria-label=${words.t('close')} @click=${() => this.#card.shut(true)}>${icon(CLOSE)}</button>
      </div>
      <div class="acts">
        ${way ? html`<a class="main" href=${way.url} @click=${way.go}>${words.t('storyGoTo')}</a>` : nothing}
        ${heart(product, words)}
      </div>`;
  }

  override render() {
    const { media, words, at } = this;
    const [first] = media;
    if (!words || !first) return nothing;
    const ratio = Math.min(WIDEST, Math.max(TALLEST, first.media.width / first.media.height || 1));
    const count = media.length;
    const offer = this.#open;
    const hasMarks = media.some(({ marks }) => marks.length);
    const turn = (by: -1 | 1) =>
      html`<button type="button" class="turn ${by < 0 ? 'back' : 'next'}" aria-label=${words.t(by < 0 ? 'storyBefore' : 'storyNext')} ?hidden=${!media[at + by]} @click=${() => this.#turn(by)}>
        ${icon(by < 0 ? BACK : NEXT)}
      </button>`;
    return html`<div class="frame" .style=${`--ratio:${ratio}`}>
        <ul class="strip" role="list" aria-label=${words.t('storyPictures')} @scroll=${this.#scrolled}>
          ${media.map(
            (one, index) =>
              html`<li>
                <div class="fit ${one.media.motion?.kind ?? ''}" data-at=${index} .style=${`--ratio:${one.media.width / one.media.height || 1}`}>
                  ${this.#picture(one, index)}${this.#dots(index, one)}
                </div>
              </li>`,
          )}
        </ul>
        ${
          count > 1
            ? html`${turn(-1)}${turn(1)}<p class="count" aria-hidden="true">${at + 1} / ${count}</p>
                <p class="only-heard" role="status">${words.t('storyPlace', { number: at + 1, count })}</p>`
            : nothing
        }
        ${
          hasMarks
            ? html`<button
                type="button"
                class="dots"
                aria-label=${words.t(this.isDotted ? 'storyDotsHide' : 'storyDotsShow')}
                title=${words.t(this.isDotted ? 'storyDotsHide' : 'storyDotsShow')}
                @click=${() => {
                  this.#card.shut();
                  this.isDotted = !this.isDotted;
                }}
              >
                <span class=${this.isDotted ? '' : 'off'}>${icon(TAG)}</span>
              </button>`
            : nothing
        }
      </div>
      <div
        id="offer"
        role="dialog"
        tabindex="-1"
        popover="manual"
        aria-label=${offer ? nameOf(offer.product, words) : nothing}
        ?hidden=${!this.#card.opened}
        @keydown=${this.#card.keys}
        @focusout=${this.#card.leave}
      >
        ${offer ? this.#inside(offer) : nothing}
      </div>`;
  }
}

defineOnce('dangol-blog-pictures', StoryPictures);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-blog-pictures': StoryPictures;
  }
}
