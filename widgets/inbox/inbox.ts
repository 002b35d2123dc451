import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import { DangolElement } from '../core/element.ts';
import { ground } from '../core/ground.ts';
import type { MallSide } from '../core/page.ts';
import { bellWords } from '../core/strings/bell.ts';
import { inboxWords } from '../core/strings/inbox.ts';
import type { Words } from '../core/words.ts';
import { BELL } from './bell-icon.ts';
import type { InboxData } from './data.ts';
import { bellStyles } from './styles.ts';

/** More is no help to anybody. */
const MOST = 99;

/**
 * A bell with the number of notices that were not read; it opens the notices in a sheet. They are what the shopper asked
 * to be told of what they wish for, and what happened on their lists. What is known is shown without a connection too.
 *
 * @summary A bell that opens what a shopper is told, or that list itself.
 * @tag dangol-inbox
 *
 * @attribute {'bell'|'list'} view - `list` shows the notices in the page, without a bell.
 * @attribute {string} mall - The mall, when the page shows more than one.
 * @attribute {string} lang - `ko` or `en`; else the loader's, the page's, the mall's.
 * @attribute {'auto'|'light'|'dark'} scheme - Light or dark; `auto` is as the page is.
 *
 * @slot heading - A heading of the page's own above the list, instead of "알림".
 *
 * @fires {UnreadChangeEvent} dangol-unread-change - The number of unread notices is known, or has changed.
 * @fires {NoticeOpenEvent} dangol-notice-open - The shopper has opened a notice.
 * @fires {BeforeNavigateEvent} dangol-before-navigate - Cancelable: the shopper goes from a notice to a product, or to a
 *   wishlist (`product` is then the one it is about, or empty).
 * @fires {ProblemShowEvent} dangol-problem-show - A problem is shown to the shopper.
 *
 * @csspart bell - The button.
 * @csspart count - The number upon it.
 *
 * @cssproperty [--dangol-inbox-height=420px] - The height that the list in a page reserves.
 * @cssproperty --dangol-accent - Colour behind the number; with --dangol-accent-text upon it.
 * @cssproperty --dangol-text - Colour of the bell and of texts; --dangol-muted of lesser ones.
 * @cssproperty --dangol-surface - Colour behind everything.
 * @cssproperty --dangol-font-size - Size of texts; --dangol-heading-size of the heading.
 */
export class DangolInbox extends DangolElement {
  static override properties = {
    ...DangolElement.properties,
    view: {},
    unread: { state: true },
    isListed: { state: true },
  };
  static override loaders = [bellWords];
  static override styles = [ground, bellStyles];

  /** `list`: the notices in the page. */
  declare view: string | null;
  /** Nothing while nobody knows. */
  declare private unread: number | undefined;
  /** What the list needs is loaded. */
  declare private isListed: boolean;

  #begun: MallSide | undefined;
  #data: InboxData | undefined;
  #stop: (() => void)[] = [];

  constructor() {
    super();
    this.view = null;
    this.unread = undefined;
    this.isListed = false;
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
    for (const stop of this.#stop) stop();
    this.#stop = [];
    this.#begun = undefined;
    this.#data = undefined;
    this.unread = undefined;
  }

  protected override willUpdate(): void {
    const { side } = this;
    if (!this.isConnected || side === this.#begun) return;
    this.#end();
    this.#begun = side;
    if (!side) return;
    this.#stop.push(side.session.onChange(() => void this.#look(side)));
    void this.#look(side);
  }

  /** Nobody has notices: for nobody nothing more is loaded. */
  async #look(side: MallSide): Promise<void> {
    try {
      const token = await side.session.token();
      if (this.#data || side !== this.#begun) return;
      if (!token) {
        // Whom the host no longer knows leaves nothing behind; without a connection it may only not have been asked.
        if (side.session.pending && navigator.onLine)
          (await import('../core/own.ts')).forgetOwn(`dangol-inbox:${side.id}:`);
        return;
      }
      const { inboxOf } = await import('./data.ts');
      if (this.#data || side !== this.#begun) return;
      this.#take(inboxOf(side));
    } catch {
      // The code could not be loaded: the next session, or a tap, tries again.
    }
  }

  /** Takes the mall's own looks and language. Their code is there with the data. */
  async #takeLooks(mall: PublicMall): Promise<void> {
    try {
      (await import('./data.ts')).takeLooks(this, mall);
    } catch {
      // Our own colour, then.
    }
  }

  #take(data: InboxData): void {
    this.#data = data;
    let isTold = false;
    this.#stop.push(
      data.watch(() => {
        this.unread = data.unread;
        if (!data.mall || isTold) return;
        isTold = true;
        void this.#takeLooks(data.mall);
      }),
    );
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { words, unread } = this;
    if (changed.has('unread') && (unread !== undefined || changed.get('unread') !== undefined))
      this.#tellUnread(unread ?? 0);
    if (!words) return;
    if (changed.has('words')) {
      const sheet = this.renderRoot.querySelector('dangol-inbox-sheet');
      if (sheet) sheet.words = words;
    }
    if (this.view === 'list' && (changed.has('words') || changed.has('view'))) void this.#list(words);
  }

  #tellUnread(unread: number): void {
    void import('../core/events.ts').then(
      ({ UnreadChangeEvent }) => this.dispatchEvent(new UnreadChangeEvent({ unread })),
      // The next number tries again.
      () => undefined,
    );
  }

  async #list(words: Words): Promise<void> {
    try {
      await Promise.all([import('./notices.ts'), inboxWords(words), words.more()]);
      this.isListed = true;
      this.requestUpdate();
    } catch {
      // The code could not be loaded: the next change of language tries again.
    }
  }

  #open = async (): Promise<void> => {
    try {
      await (await import('./sheet.ts')).openInbox(this);
    } catch {
      // The code could not be loaded: another tap tries again.
    }
  };

  #bell(words: Words): TemplateResult {
    const { unread } = this;
    return html`<button
      type="button"
      class="bell"
      part="bell"
      aria-haspopup="dialog"
      aria-label=${unread ? words.t('bellUnread', { count: unread }) : words.t('bell')}
      @click=${this.#open}
    >
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"><path d=${BELL} /></svg>
      ${unread ? html`<span class="count" part="count" aria-hidden="true" data-count=${unread > MOST ? `${MOST}+` : unread}></span>` : nothing}
    </button>`;
  }

  override render(): TemplateResult {
    const { words } = this;
    if (this.view !== 'list') return html`${words ? this.#bell(words) : html`<span class="bell"></span>`}`;
    return html`<slot name="heading">${words ? html`<h2>${words.t('bell')}</h2>` : nothing}</slot>
      <div class="room">${
        words && this.isListed
          ? html`<dangol-inbox-notices .side=${this.side} .words=${words}></dangol-inbox-notices>`
          : nothing
      }</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dangol-inbox': DangolInbox;
  }
}
