import { html, nothing, type TemplateResult } from 'lit';
import { DangolElement } from '../core/element.ts';
import { ground } from '../core/ground.ts';
import type { MallSide } from '../core/page.ts';
import { feedWords } from '../core/strings/feed.ts';
import type { Words } from '../core/words.ts';
import { feedStyles } from './styles.ts';

/** Code that did not come is asked for again after so long. */
const AGAIN_MS = 6_000;

/**
 * What is new at the shopping blogs that the shopper follows: stories, purchases that are shown, wishes on public lists.
 * Grouped by day, newest first; what comes meanwhile waits behind a button, so that nothing moves under a finger.
 *
 * @summary What is new at one's neighbours.
 * @tag dangol-feed
 *
 * @attribute {string} mall - The mall, when the page shows more than one.
 * @attribute {string} lang - `ko` or `en`; else the loader's, the page's, the mall's.
 * @attribute {'auto'|'light'|'dark'} scheme - Light or dark; `auto` is as the page is.
 *
 * @slot heading - A heading of the page's own, instead of "이웃 새 소식".
 *
 * @fires {BeforeNavigateEvent} dangol-before-navigate - Cancelable: the shopper goes to a product.
 *
 * @csspart item - One new thing.
 * @csspart more - The button at the end of the list.
 *
 * @cssproperty [--dangol-feed-height=520px] - The height that is reserved.
 * @cssproperty --dangol-accent - Colour of what can be done; with --dangol-accent-text upon it.
 * @cssproperty --dangol-text - Colour of texts; --dangol-muted of lesser ones.
 * @cssproperty --dangol-surface - Colour behind everything; --dangol-raised of panels, --dangol-line of rules.
 * @cssproperty --dangol-radius - Roundness of corners.
 * @cssproperty --dangol-font-size - Size of texts; --dangol-heading-size of the heading.
 */
export class DangolFeed extends DangolElement {
  static override properties = {
    ...DangolElement.properties,
    kind: { state: true },
  };
  static override loaders = [feedWords];
  static override styles = [ground, feedStyles];

  /** What there is to show: nothing yet, nobody, or somebody's feed, whose code is there. */
  declare private kind: 'waiting' | 'nobody' | 'somebody';
  #begun: MallSide | undefined;
  #stop: () => void = () => undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.kind = 'waiting';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end();
  }

  #end(): void {
    clearTimeout(this.#again);
    this.#stop();
    this.#begun = undefined;
  }

  protected override willUpdate(): void {
    const { side } = this;
    if (!this.isConnected || side === this.#begun) return;
    this.#end();
    this.#begun = side;
    if (!side) return;
    this.#stop = side.session.onChange(() => void this.#look(side));
    void this.#look(side);
  }

  /** Only members follow blogs: for all others nothing more is loaded. */
  async #look(side: MallSide): Promise<void> {
    clearTimeout(this.#again);
    try {
      await side.session.token();
      const isMember = side.session.kind === 'member';
      if (isMember) await import('./list.ts');
      if (side === this.#begun) this.kind = isMember ? 'somebody' : 'nobody';
    } catch {
      this.#again = setTimeout(() => void this.#look(side), AGAIN_MS);
    }
  }

  #content(words: Words): TemplateResult {
    const { kind, side } = this;
    if (kind === 'somebody')
      return html`<dangol-feed-list .host=${this} .side=${side} .words=${words}></dangol-feed-list>`;
    if (kind === 'nobody')
      return html`<div class="none" role="status">
        <p><b>${words.t('feedSignIn')}</b></p>
        <p class="muted">${words.t('feedSignInHint')}</p>
      </div>`;
    return html`<p class="only-heard" role="status">${words.t('feedLoading')}</p>`;
  }

  override render() {
    const { words } = this;
    return html`<div class="root" lang=${words?.lang ?? nothing}>
      <slot name="heading">${words ? html`<h2>${words.t('feedTitle')}</h2>` : nothing}</slot>
      ${words ? this.#content(words) : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dangol-feed': DangolFeed;
  }
}
