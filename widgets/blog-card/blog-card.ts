import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { liveOf } from '../core/live.ts';
import { Load } from '../core/load.ts';
import { MallElement } from '../core/mall-element.ts';
import { blogCardWords } from '../core/strings/blog-card.ts';
import { base } from '../core/styles.ts';
import type { Words } from '../core/words.ts';
import { avatarStyles } from '../parts/avatar.ts';
import { badgeStyles } from '../parts/badge.ts';
import { levelStyles } from '../parts/level.ts';
import { SkinDress, schemeOf, skinClass, skinStyles } from '../parts/skin.ts';
import { type CardAnswer, cardOf } from './batch.ts';
import { card } from './pieces.ts';
import { cardStyles } from './styles.ts';

/** What was loaded less than so long ago need not be loaded again because the stream begins. */
const NEW_MS = 5_000;
/** Changes that come together are asked for together. */
const GATHER_MS = 300;
const AGAIN_MS = 6_000;
const MOST_FAILURES = 10;

/**
 * A member's shopping blog at a glance: its looks, three wishes, three things they bought and show, and their newest
 * story. All cards of a page are asked for in one request, and follow what happens in their blogs.
 *
 * @summary The compact card of a member's shopping blog.
 * @tag dangol-blog-card
 *
 * @attribute {string} member - The public id of the member.
 * @attribute {'card'|'page'} view - `page`: the whole blog instead (`dangol-blog`).
 * @attribute {string} mall - The mall, when the page shows more than one.
 * @attribute {string} lang - `ko` or `en`; else the loader's, the page's, the mall's.
 * @attribute {'auto'|'light'|'dark'} scheme - Light or dark; `auto` is as the page is.
 *
 * @fires {BeforeNavigateEvent} dangol-before-navigate - Cancelable: the shopper goes to a product, or to the blog or a
 *   story (`product` is then empty).
 *
 * @csspart strip - The pattern or photo at the top.
 * @csspart title - What the blog is called.
 * @csspart product - One product.
 * @csspart story - The newest story.
 * @csspart visit - The link to the blog.
 * @csspart avatar - The letter beside the name.
 *
 * @cssproperty [--dangol-card-height=560px] - Its height, also while nothing is loaded.
 * @cssproperty --dangol-font-size - Size of texts.
 */
export class DangolBlogCard extends MallElement {
  static override properties = { ...MallElement.properties, member: {}, view: {} };
  static override loaders = [blogCardWords];
  static override styles = [base, avatarStyles, badgeStyles, levelStyles, skinStyles, cardStyles];

  /** The public id of the member. */
  declare member: string | null;
  /** The whole blog, or its card. */
  declare view: string | null;

  #load = new Load<CardAnswer>(this);
  #dress = new SkinDress();
  #asked = '';
  #at = 0;
  #failures = 0;
  #isListening = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unlisten: (() => void)[] = [];

  constructor() {
    super();
    this.member = null;
    this.view = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('online', this.#online);
    this.#asked = '';
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('online', this.#online);
    this.#stop();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#unlisten) stop();
    this.#unlisten = [];
    this.#isListening = false;
  }

  #online = (): void => {
    if (/offline|failed/.test(this.#load.state)) void this.#ask();
  };

  protected override willUpdate(): void {
    if (!this.isConnected) return;
    const { side, member } = this;
    const wanted = JSON.stringify([side?.id, member, this.view === 'page']);
    if (wanted === this.#asked) return;
    this.#asked = wanted;
    this.#stop();
    // Put back by the page after it was taken out: what was known still is.
    if (this.#load.value?.card?.blog.member.id !== member) this.#load.reset();
    this.#failures = 0;
    if (!side || !member || this.view === 'page') return;
    void this.#ask();
    this.#unlisten = [side.session.onChange(() => this.#load.state === 'refused' && void this.#ask(true))];
  }

  /** Only to what may be read: one refused topic would refuse the whole stream of the page. */
  #listen(): void {
    const { side, member } = this;
    if (this.#isListening || !side || !this.#load.value?.card) return;
    this.#isListening = true;
    this.#unlisten.push(
      liveOf(side).subscribe(`blog:${member}`, null, {
        change: () => this.#soon(),
        reset: () => Date.now() - this.#at > NEW_MS && this.#soon(),
      }),
    );
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(true), GATHER_MS);
  }

  async #ask(fresh = false): Promise<void> {
    const { side, member } = this;
    if (!side || !member) return;
    clearTimeout(this.#timer);
    const load = this.#load;
    const before = load.value;
    this.#at = Date.now();
    if (!(await load.run(() => cardOf(side, member, fresh)))) return;
    if (load.state === 'ready') {
      this.#failures = 0;
      this.mallSays(load.value!.mall);
      this.#listen();
    } else if (before && load.state !== 'refused') {
      // What is shown stays; the next change asks again.
      load.value = before;
      load.state = 'ready';
    } else if (load.state === 'failed' && load.problem!.code !== 'not-found')
      // The service may be away for a while: the card comes by itself when it is back.
      this.#timer = setTimeout(
        () => void this.#ask(),
        AGAIN_MS * (0.5 + Math.random()) * Math.min(++this.#failures, MOST_FAILURES),
      );
  }

  override refreshLooks(): void {
    super.refreshLooks();
    const looks = this.#load.value?.card?.blog.looks;
    if (looks && this.isConnected && this.shadowRoot)
      this.#dress.wear(this.shadowRoot, looks, schemeOf(this));
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.refreshLooks();
    // The loader sees what stands in the page, not what stands in us.
    if (this.view === 'page' && this.isConnected)
      (globalThis as { dangol?: { discover?(root: ParentNode): void } }).dangol?.discover?.(this.shadowRoot!);
  }

  #note(title: string, hint: string, retry = ''): TemplateResult {
    return html`<div class="note" role="status"><p><b>${title}</b></p>
      ${hint ? html`<p class="muted">${hint}</p>` : nothing}
      ${retry ? html`<button type="button" class="plain" @click=${() => void this.#ask()}>${retry}</button>` : nothing}
    </div>`;
  }

  #state(words: Words): TemplateResult {
    const { state, problem } = this.#load;
    if (state === 'waiting' && this.member && this.side)
      return html`<div class="waiting" role="status">
        <span class="only-heard">${words.t('cardLoading')}</span><i></i><i></i><i></i><i></i>
      </div>`;
    if (state === 'refused')
      return problem!.code === 'sign-in-required'
        ? this.#note(words.t('cardSignIn'), words.t('cardSignInHint'))
        : this.#note(words.t('cardRefused'), '');
    if (state === 'offline')
      return this.#note(words.t('cardOffline'), words.t('cardOfflineHint'), words.t('cardRetry'));
    if (state === 'failed' && problem!.code !== 'not-found')
      return this.#note(words.t('cardFailed'), words.t('cardFailedHint'), words.t('cardRetry'));
    return this.#note(words.t('cardGone'), '');
  }

  override render() {
    const { words, member, side } = this;
    if (this.view === 'page')
      return html`<dangol-blog
        member=${member || nothing}
        mall=${this.mall || nothing}
        lang=${this.lang || nothing}
        scheme=${this.scheme || nothing}
      ></dangol-blog>`;
    const { value, state } = this.#load;
    if (words && side && value?.card && state !== 'refused')
      return html`<article class="root ${skinClass(value.card.blog.looks)}" lang=${words.lang}>
        ${card({ host: this, side, mall: value.mall, words }, value.card)}
      </article>`;
    return html`<div class="root bare" lang=${words?.lang ?? nothing}>${words ? this.#state(words) : nothing}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dangol-blog-card': DangolBlogCard;
  }
}
