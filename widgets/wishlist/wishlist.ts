import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { keeps } from '../core/keeps.ts';
import { MallElement } from '../core/mall-element.ts';
import { wishlistWords } from '../core/strings/wishlist.ts';
import { base } from '../core/styles.ts';
import type { NoticeAction } from '../core/widget.ts';
import type { Words } from '../core/words.ts';
import { icon } from '../parts/icons.ts';
import { NOWHERE, type Place, placeIn } from './address.ts';
import { WishlistData } from './data.ts';
import { listHead, overview } from './head.ts';
import type { DialogRequest, WishlistHost } from './host.ts';
import { GIFT, HEART } from './icons.ts';
import { Rows } from './rows.ts';
import { wishlistStyles } from './styles.ts';

/** From so many wishes on, the browser skips drawing those that are out of sight. */
const MANY = 40;

/**
 * Wishlists: all of mine, the public ones of a member, or one list as its owner, its helpers or a visitor sees it, with
 * comments under every wish. Which one is said by attributes, or by the page's own address behind `#`.
 *
 * @summary One's own wishlists, and those that others show.
 * @tag dangol-wishlist
 *
 * @attribute {string} list - Id of the list; without it the address says it (`#dangol-wishlist=<id>[.<key>]`).
 * @attribute {string} link-key - The secret part of the link of that list, where it is one by link.
 * @attribute {string} member - Id of a member whose public lists are shown.
 * @attribute {boolean} shared - Only what the address names, for a page that nothing but shared links lead to.
 * @attribute {string} mall - The mall, when the page shows more than one.
 * @attribute {string} lang - `ko` or `en`; else the loader's, the page's, the mall's.
 * @attribute {'auto'|'light'|'dark'} scheme - Light or dark; `auto` is as the page is.
 *
 * @slot heading - A heading of the page's own, instead of the name of the list.
 *
 * @fires {BeforeNavigateEvent} dangol-before-navigate - Cancelable: the shopper goes to a product.
 * @fires {BeforeWishRemoveEvent} dangol-before-wish-remove - Cancelable: a wish is about to be taken off its list.
 * @fires {WishRemoveEvent} dangol-wish-remove - A wish has been taken off its list.
 * @fires {WishEditEvent} dangol-wish-edit - A wish has been changed, or put back.
 * @fires {BeforeWishClaimEvent} dangol-before-wish-claim - Cancelable: the shopper is about to say that they give it, or not.
 * @fires {WishClaimEvent} dangol-wish-claim - They have said so.
 * @fires {ListChangeEvent} dangol-list-change - A list was made or changed.
 * @fires {ListShareEvent} dangol-list-share - The link of a list was sent or copied.
 * @fires {BeforeCommentPostEvent} dangol-before-comment-post - Cancelable: a comment is about to be posted.
 * @fires {CommentPostEvent} dangol-comment-post - A comment has been posted.
 * @fires {BeforeReportSendEvent} dangol-before-report-send - Cancelable: a report is about to be sent.
 * @fires {ReportSendEvent} dangol-report-send - A report has been taken.
 * @fires {ProblemShowEvent} dangol-problem-show - A problem is shown to the shopper; `sign-in-required` among them.
 *
 * @csspart wish - One wish.
 * @csspart give - The button "I will give this".
 * @csspart handle - The handle that a wish is moved by.
 * @csspart share - The button that shares the list.
 * @csspart more - The button at the end of the list.
 * @csspart notice - A message after an act.
 *
 * @cssproperty [--dangol-wishlist-height=620px] - The height that is reserved.
 * @cssproperty --dangol-accent - Colour of what can be done; with --dangol-accent-text upon it.
 * @cssproperty --dangol-text - Colour of texts; --dangol-muted of lesser ones.
 * @cssproperty --dangol-surface - Colour behind everything; --dangol-raised of panels, --dangol-line of rules.
 * @cssproperty --dangol-good - Colour of a price that fell; --dangol-bad of what failed; --dangol-focus of the focus ring.
 * @cssproperty --dangol-radius - Roundness of corners; --dangol-shadow below what floats.
 * @cssproperty --dangol-font-size - Size of texts; --dangol-heading-size of the heading.
 */
export class DangolWishlist extends MallElement implements WishlistHost {
  static override properties = {
    ...MallElement.properties,
    list: {},
    linkKey: { attribute: 'link-key' },
    member: {},
    shared: { type: Boolean },
    said: { state: true },
  };
  static override loaders = [wishlistWords];
  static override styles = [base, wishlistStyles];

  /** @internal */
  readonly data: WishlistData = new WishlistData(this);
  /** @internal */
  menus: WishlistHost['menus'];
  /** @internal */
  readonly talking = new Set<string>();
  #rows = new Rows(this);
  #begun = '';
  #isGoing = false;

  /** Id of the list. */
  declare list: string | null;
  /** The secret part of its link. */
  declare linkKey: string | null;
  /** Id of the member whose public lists are shown. */
  declare member: string | null;
  /** Only what the address names. */
  declare shared: boolean;
  declare private said: string;

  constructor() {
    super();
    this.list = null;
    this.linkKey = null;
    this.member = null;
    this.shared = false;
    this.said = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.begin);
    addEventListener('online', this.#online);
    document.addEventListener('dangol-wish-change', this.#wished);
    this.#begun = '';
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.begin);
    removeEventListener('online', this.#online);
    document.removeEventListener('dangol-wish-change', this.#wished);
  }

  #online = () => {
    const { state } = this.data.load;
    if (state === 'offline' || state === 'failed') void this.data.reload();
  };

  /** A heart of this page: what a list is told live, whoever has none yet learns only so. */
  #wished = () => {
    const { data } = this;
    if (data.side && data.place.kind === 'mine' && !data.list) void data.reload();
  };

  get #place(): Place {
    const { list, linkKey, member, shared } = this;
    if (list) return { kind: 'list', id: list, key: linkKey, invite: null };
    const place = placeIn(location.hash);
    if (place) return place;
    if (shared) return NOWHERE;
    return member ? { kind: 'member', member } : { kind: 'mine' };
  }

  /** @internal */
  begin = (): void => this.requestUpdate();

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!this.isConnected) return;
    const { side } = this;
    const place = this.#place;
    // All lists, asked for by name, are not the only one that opens by itself.
    const wanted = JSON.stringify([side?.id, place, location.hash.includes('dangol-wishlist')]);
    if (wanted === this.#begun) return;
    this.#begun = wanted;
    if (side) this.data.begin(side, place);
    else void this.#load(async () => (await import('./trouble.ts')).noMall(this));
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const list = this.renderRoot.querySelector('.wishes');
    if (list && this.words) this.#rows.draw(list);
    if (!this.#isGoing || this.data.load.state !== 'ready' || this.data.load.busy) return;
    // The link that was followed is gone with what was shown.
    this.#isGoing = false;
    this.renderRoot.querySelector<HTMLElement>('[part=home]')?.focus();
  }

  /** @internal */
  sessionChanged(): void {
    this.requestUpdate();
    if (this.side?.session.canMerge) void this.act((acts) => acts.askToMerge(this));
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

  async #load(task: () => Promise<unknown>): Promise<void> {
    try {
      await task();
    } catch {
      // The code could not be loaded: another tap tries again.
      if (this.words) this.notify(this.words.t('listFailedHint'));
    }
  }

  #empty(title: string, text: string, more: unknown = nothing, picture = GIFT): TemplateResult {
    return html`<div class="empty" role="status">${icon(picture)}<p><b>${title}</b></p>
      ${text ? html`<p class="muted">${text}</p>` : nothing} ${more}</div>`;
  }

  #invite(words: Words) {
    const { data } = this;
    const { place, role, load } = data;
    if (place.kind !== 'list' || !place.invite || role || load.busy) return nothing;
    return this.#empty(
      words.t('inviteTitle'),
      words.t(data.isMember ? 'inviteText' : 'inviteSignIn'),
      data.isMember
        ? html`<button type="button" class="main" @click=${() => void this.act((acts) => acts.join(this))}>${words.t('inviteTake')}</button>`
        : nothing,
    );
  }

  #more(words: Words) {
    const { data } = this;
    return data.next
      ? html`<button
          type="button"
          class="plain wide"
          part="more"
          aria-disabled=${data.isLoadingMore}
          @click=${() => void this.act((acts) => acts.more(this))}
        >
          ${words.t('listMore')}
        </button>`
      : nothing;
  }

  /** What somebody without an account should know of what this browser keeps. */
  #guest(words: Words) {
    const { data } = this;
    if (data.isMember || data.side!.session.kind === 'none') return nothing;
    return html`<p class="told small">${words.t(keeps() ? 'listGuest' : 'listNoStore')}</p>`;
  }

  #lists(words: Words): TemplateResult {
    const { data } = this;
    const isMine = data.place.kind === 'mine';
    const empty = isMine
      ? this.#empty(
          words.t('listEmptyMine'),
          words.t('listEmptyMineHint'),
          data.side!.session.kind === 'none'
            ? html`<p class="muted small">${words.t('listSignIn')}</p>`
            : html`<button type="button" class="plain" aria-haspopup="dialog" @click=${() => void this.open({ kind: 'list' })}>${words.t('listNew')}</button>`,
          HEART,
        )
      : this.#empty(words.t('listNoLists'), '');
    return overview(
      this,
      words,
      html`${isMine ? this.#guest(words) : nothing} ${data.lists.length ? this.#more(words) : empty}`,
    );
  }

  #list(words: Words): TemplateResult {
    const { data } = this;
    const { items, load } = data;
    const list = data.list!;
    return html`${this.#invite(words)} ${listHead(this, list, words)}
      ${data.role === 'owner' || data.claims.size ? this.#guest(words) : nothing}
      ${
        items.length
          ? html`<ul
              class="grid wishes ${items.length > MANY ? 'many' : ''} ${load.busy ? 'busy' : ''}"
              role="list"
              aria-label=${words.t('listWishes')}
            >
            </ul>`
          : data.mayEdit
            ? this.#empty(words.t('listEmptyMine'), words.t('listEmptyMineHint'), nothing, HEART)
            : this.#empty(words.t('listEmpty'), words.t('listEmptyHint'))
      }
      ${this.#more(words)}`;
  }

  #unready(words: Words): TemplateResult {
    const { load, trouble } = this.data;
    const { state, problem } = load;
    if (trouble) return this.#empty(trouble, '');
    if (state === 'waiting')
      return html`<div role="status">
        <span class="only-heard">${words.t('listLoading')}</span>
        <div class="head"></div>
        <ul class="grid wait" aria-hidden="true">${[1, 2, 3].map(() => html`<li></li>`)}</ul>
      </div>`;
    if (problem!.code === 'not-found') {
      const invite = this.#invite(words);
      return invite === nothing ? this.#empty(words.t('listGone'), words.t('listGoneHint')) : html`${invite}`;
    }
    if (state === 'refused')
      return this.#empty(
        words.t(problem!.code === 'sign-in-required' ? 'listRefusedSignIn' : 'listRefused'),
        '',
      );
    const isOffline = state === 'offline';
    return this.#empty(
      words.t(isOffline ? 'listOffline' : 'listFailed'),
      words.t(isOffline ? 'listOfflineHint' : 'listFailedHint'),
      html`<button type="button" class="plain" @click=${() => void this.data.reload()}>${words.t('listRetry')}</button>`,
    );
  }

  #go = (event: Event) => {
    const path = event.composedPath() as HTMLElement[];
    if (path.some((one) => one.localName === 'a' && one.getAttribute('href')?.startsWith('#')))
      this.#isGoing = true;
  };

  override render() {
    const { words, data } = this;
    const isReady = data.load.state === 'ready';
    return html`<div class="root" lang=${words?.lang ?? nothing} @click=${this.#go}>
      ${words ? (isReady ? (data.list ? this.#list(words) : this.#lists(words)) : this.#unready(words)) : html`<slot name="heading"></slot>`}
      <p class="only-heard" role="status">${this.said}</p>
      <div class="notices" role="status"></div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dangol-wishlist': DangolWishlist;
  }
}
