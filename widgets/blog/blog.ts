import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { blogHash } from '../core/blog-url.ts';
import { MallElement } from '../core/mall-element.ts';
import { blogWords } from '../core/strings/blog.ts';
import type { Loaders } from '../core/strings/index.ts';
import { base } from '../core/styles.ts';
import type { NoticeAction } from '../core/widget.ts';
import type { Words } from '../core/words.ts';
import { avatarStyles } from '../parts/avatar.ts';
import { badgeStyles } from '../parts/badge.ts';
import { icon } from '../parts/icons.ts';
import { levelStyles } from '../parts/level.ts';
import { SkinDress, schemeOf, skinClass, skinStyles } from '../parts/skin.ts';
import { starsStyles } from '../parts/stars.ts';
import { type Place, placeIn } from './address.ts';
import { BlogData } from './data.ts';
import { head, titleOf } from './head.ts';
import { headStyles } from './head-styles.ts';
import type { BlogHost, DialogRequest, Late, Pieces } from './host.ts';
import { BOOK } from './icons.ts';
import { shelfStyles } from './layout-shelf.ts';
import { isBare, sections } from './sections.ts';
import { blogStyles } from './styles.ts';
import { image, nameOf } from './thing.ts';

/**
 * A member's shopping blog: what they wish for, what they bought and chose to show, and their stories. A story opens
 * inside the same element. Without a member it is one's own, with everything that makes a blog. What is meant may also
 * stand in the page's own address behind `#`: `#dangol-blog=<member>&story=<id>`.
 *
 * @summary A member's shopping blog, and one's own.
 * @tag dangol-blog
 *
 * @attribute {string} member - Id of the member; without it the address says it, else it is one's own.
 * @attribute {string} story - Id of the story that is open at first.
 * @attribute {string} mall - The mall, when the page shows more than one.
 * @attribute {string} lang - `ko` or `en`; else the loader's, the page's, the mall's.
 * @attribute {'auto'|'light'|'dark'} scheme - Light or dark; `auto` is as the page is.
 *
 * @slot heading - A heading of the page's own, instead of the name of the blog.
 *
 * @fires {BeforeNavigateEvent} dangol-before-navigate - Cancelable: the shopper goes to a product.
 * @fires {BeforeNeighbourChangeEvent} dangol-before-neighbour-change - Cancelable: the shopper is about to follow a blog, or no longer.
 * @fires {NeighbourChangeEvent} dangol-neighbour-change - They do so now.
 * @fires {BlogChangeEvent} dangol-blog-change - The shopper has changed their blog.
 * @fires {BlogShareEvent} dangol-blog-share - The link of a blog was sent or copied.
 * @fires {BeforeReportSendEvent} dangol-before-report-send - Cancelable: a report is about to be sent.
 * @fires {ReportSendEvent} dangol-report-send - A report has been taken.
 * @fires {ProblemShowEvent} dangol-problem-show - A problem is shown to the shopper; `sign-in-required` among them.
 *
 * @csspart sign-in - The button of somebody who is not signed in.
 * @csspart header - The photo or pattern at the top.
 * @csspart neighbour - The button that follows the blog.
 * @csspart tune - The button that plays its tune.
 * @csspart share - The button that shares it.
 * @csspart thing - One product.
 * @csspart story - One story among others.
 * @csspart tools - What only the member of the blog sees.
 * @csspart more - The button at the end of a list.
 * @csspart notice - A message after an act.
 *
 * @cssproperty [--dangol-blog-height=720px] - The height that is reserved.
 * @cssproperty --dangol-radius - Roundness of corners outside of the skin; --dangol-shadow below what floats.
 * @cssproperty --dangol-font-size - Size of texts; --dangol-heading-size of the heading.
 */
export class DangolBlog extends MallElement implements BlogHost {
  static override properties = {
    ...MallElement.properties,
    member: {},
    story: {},
    said: { state: true },
  };
  static override loaders = [blogWords];
  static override styles = [
    base,
    skinStyles,
    avatarStyles,
    badgeStyles,
    levelStyles,
    starsStyles,
    blogStyles,
    headStyles,
    shelfStyles,
  ];

  /** @internal */
  readonly data: BlogData = new BlogData(this);
  /** @internal */
  readonly late: Late = {};
  /** @internal */
  readonly pieces: Pieces = { image, nameOf };
  readonly #dress = new SkinDress();
  #spoken: Promise<void> | undefined;
  #begun = '';
  /** Where somebody has gone by the address, until the focus has followed. */
  #going: [story: string | null, left: string | null, wasAt: number] | undefined;

  /** Id of the member whose blog it is. */
  declare member: string | null;
  /** Id of the story that is open at first. */
  declare story: string | null;
  declare private said: string;

  constructor() {
    super();
    this.member = null;
    this.story = null;
    this.said = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.#moved);
    addEventListener('online', this.#online);
    this.#begun = '';
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#moved);
    removeEventListener('online', this.#online);
  }

  /** @internal */
  override speak(otherwise?: string): Promise<void> {
    this.#spoken = super.speak(otherwise);
    return this.#spoken;
  }

  /** @internal */
  async learn(loaders: Loaders): Promise<void> {
    await this.#spoken;
    // Known in another language too, from now on.
    await this.words?.more(loaders);
  }

  #online = () => {
    const { load, reading } = this.data;
    const isAway = (state: string) => state === 'offline' || state === 'failed';
    if (isAway(load.state)) void this.data.reload();
    else if (isAway(reading.state)) void this.data.read();
  };

  #moved = () => {
    const { story, member } = this.#place;
    const { story: left, member: other } = this.data.place;
    if (story !== left || member !== other) this.#going = [story, left, scrollY];
    this.begin();
  };

  /** @internal */
  get called(): string {
    return titleOf(this.data.page!.blog, this.words!);
  }

  get #place(): Place {
    return placeIn(location.hash) ?? { member: this.member, story: this.story };
  }

  /** @internal */
  begin = (): void => this.requestUpdate();

  /** @internal */
  go(story: string | null): void {
    const { data } = this;
    location.hash = blogHash(data.member ?? data.place.member ?? undefined, story ?? undefined);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!this.isConnected) return;
    const { side } = this;
    const place = this.#place;
    const wanted = JSON.stringify([side?.id, place.member, place.story]);
    if (wanted === this.#begun) return;
    this.#begun = wanted;
    if (side) this.data.begin(side, place);
    else void this.#load(async () => (await import('./trouble.ts')).noMall(this));
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#wear();
    if (this.#going) this.#arrive();
  }

  /** @internal */
  override refreshLooks(): void {
    super.refreshLooks();
    // Called by the base before what is ours is there.
    if (this.data) this.#wear();
  }

  #wear(): void {
    const { page } = this.data;
    if (!page || !this.shadowRoot) return;
    this.#dress.wear(this.shadowRoot, page.blog.looks, schemeOf(this));
    void this.bringLayout(page.blog.looks.layout);
  }

  /** The focus follows, once what was opened is there. */
  #arrive(): void {
    const { load, reading } = this.data;
    const [story, ...rest] = this.#going!;
    if ((story ? reading : load).state === 'waiting' || !this.words) return;
    this.#going = undefined;
    if (this.late.reading) this.late.reading.arrive(this, story, ...rest);
    else this.renderRoot.querySelector<HTMLElement>('[part=home]')?.focus();
  }

  /** @internal */
  sessionChanged(): void {
    this.requestUpdate();
  }

  /** @internal */
  say(text: string): void {
    this.said = text;
  }

  /** @internal */
  notify(text: string | TemplateResult, actions: NoticeAction[] = []): void {
    void import('../parts/notice.ts').then(
      ({ showNotice }) => {
        const place = this.renderRoot.querySelector<HTMLElement>('.notices');
        if (place) showNotice(place, text, actions);
      },
      // There is nothing to say it with.
      () => undefined,
    );
  }

  /** @internal */
  act(run: (acts: typeof import('./acts.ts')) => unknown): Promise<void> {
    return this.#load(async () => run(await import('./acts.ts')));
  }

  /** @internal */
  open(request: DialogRequest): Promise<void> {
    return this.#load(async () => (await import('./dialogs.ts')).openDialog(this, request));
  }

  /** @internal */
  bringRest(): Promise<void> {
    return this.#bring((late) => late.bringRest(this));
  }

  /** @internal */
  bringStory(): Promise<void> {
    return this.#bring((late) => late.bringStory(this));
  }

  /** @internal */
  async bringLayout(layout: 'shelf' | 'gallery' | 'diary'): Promise<void> {
    if (layout !== 'shelf') await this.#bring((late) => late.bringLayout(this, layout));
  }

  /** @internal */
  bringTools(): Promise<void> {
    return this.#bring((late) => late.bringTools(this));
  }

  async #bring(run: (late: typeof import('./late.ts')) => Promise<void>): Promise<void> {
    try {
      await run(await import('./late.ts'));
    } catch {
      // What is missing is asked for again by the next look.
    }
  }

  async #load(task: () => Promise<unknown>): Promise<void> {
    try {
      await task();
    } catch {
      // The code could not be loaded: another tap tries again.
      if (this.words) this.notify(this.words.t('blogFailedHint'));
    }
  }

  #empty(title: string, text: string, more: unknown = nothing): TemplateResult {
    return html`<div class="empty" role="status">${icon(BOOK)}<p><b>${title}</b></p>
      ${text ? html`<p class="muted">${text}</p>` : nothing} ${more}</div>`;
  }

  #signIn(words: Words): TemplateResult {
    return html`<button type="button" class="plain" part="sign-in" @click=${() => void this.act((acts) => acts.signIn(this))}>${words.t('blogSignIn')}</button>`;
  }

  #wait(words: Words): TemplateResult {
    return html`<div role="status">
      <span class="only-heard">${words.t('blogLoading')}</span>
      <div class="wait" aria-hidden="true"><i></i><i></i><i></i><i></i></div>
    </div>`;
  }

  /** What stands where something could not be shown. */
  #unready(
    words: Words,
    { state, problem }: BlogData['load' | 'reading'],
    again: () => unknown,
  ): TemplateResult {
    const { trouble } = this.data;
    if (trouble) return this.#empty(trouble, '');
    if (state === 'waiting') return this.#wait(words);
    if (problem?.code === 'not-found')
      return this.#empty(
        words.t(this.data.place.story ? 'blogAwayStory' : 'blogAway'),
        words.t('blogAwayHint'),
      );
    if (state === 'refused') {
      if (problem!.code !== 'sign-in-required') return this.#empty(words.t('blogRefused'), '');
      return this.#empty(words.t('blogRefusedSignIn'), '', this.#signIn(words));
    }
    const isOffline = state === 'offline';
    return this.#empty(
      words.t(isOffline ? 'blogOffline' : 'blogFailed'),
      words.t(isOffline ? 'blogOfflineHint' : 'blogFailedHint'),
      html`<button type="button" class="plain" @click=${again}>${words.t('blogRetry')}</button>`,
    );
  }

  #content(words: Words): TemplateResult {
    const { data, late } = this;
    const { page, load } = data;
    if (data.place.story) {
      const otherwise = () => this.#unready(words, data.reading, () => void data.read());
      return late.reading?.storyPlace(this, words, otherwise) ?? otherwise();
    }
    if (load.state !== 'ready') return this.#unready(words, load, () => void data.reload());
    // One's own, but nobody is signed in.
    if (!page)
      return this.#empty(words.t('blogMineSignIn'), words.t('blogMineSignInHint'), this.#signIn(words));
    return html`${head(this, page, words)}
      <div class="rest">
        ${data.isMine && late.tools ? late.tools.tools(this, words) : nothing}
        ${
          isBare(page) && !data.isMine
            ? this.#empty(words.t('blogBare'), words.t('blogBareHint'))
            : sections(this, page, words)
        }
      </div>`;
  }

  override render() {
    const { words, data } = this;
    const { page } = data;
    return html`<div
      class="root ${page ? skinClass(page.blog.looks) : 'unworn'} ${data.place.story ? 'is-story' : ''}"
      lang=${words?.lang ?? nothing}
    >
      ${words ? this.#content(words) : html`<slot name="heading"></slot>`}
      <p class="only-heard" role="status">${this.said}</p>
      <div class="notices" role="status"></div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dangol-blog': DangolBlog;
  }
}
