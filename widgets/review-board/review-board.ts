import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { MallElement } from '../core/mall-element.ts';
import { pageSettings } from '../core/page.ts';
import { firstWords } from '../core/strings/first.ts';
import { base } from '../core/styles.ts';
import type { Words } from '../core/words.ts';
import { emptyState } from '../parts/empty-state.ts';
import { defineFoldText, type TextMarks } from '../parts/fold-text.ts';
import { icon, STAR } from '../parts/icons.ts';
import { moreButton } from '../parts/more-button.ts';
import type { NoticeAction } from '../parts/notice.ts';
import { BoardData } from './data.ts';
import { Fold } from './fold.ts';
import { overview, toolbar } from './header.ts';
import type { BoardHost, DialogRequest } from './host.ts';
import { BoardList } from './list.ts';
import { boardStyles } from './styles.ts';
import { unready } from './unready.ts';
import { plainView, type View } from './view.ts';

/**
 * The reviews of one product: how they spread, what was said, photos, filters, the list, and a form to write one.
 * Reserves its height before anything is loaded, changes live, and never moves what stands below it.
 *
 * @summary The reviews of one product, and everything one can do with them.
 * @tag dangol-review-board
 *
 * @attribute {string} product - The mall's own key of the product. Without it: the page's JSON-LD Product or meta.
 * @attribute {'helpful'|'newest'|'highest'|'lowest'} sort - The order to begin with.
 * @attribute {number} limit - Reviews to begin with, 1 to 50; the service decides when not set.
 * @attribute {boolean} url-state - Keeps order and filters in the page's own address.
 * @attribute {string} mall - The mall, when the page shows more than one.
 * @attribute {string} lang - `ko` or `en`; else the loader's, the page's, the mall's.
 * @attribute {'auto'|'light'|'dark'} scheme - Light or dark; `auto` is as the page is.
 *
 * @slot heading - A heading of the page's own, instead of "후기".
 *
 * @fires {BeforeReviewPostEvent} dangol-before-review-post - Cancelable: a review is about to be posted.
 * @fires {ReviewPostEvent} dangol-review-post - A review has been posted.
 * @fires {BeforeReviewEditEvent} dangol-before-review-edit - Cancelable: a review is about to be edited.
 * @fires {ReviewEditEvent} dangol-review-edit - A review has been edited.
 * @fires {BeforeReviewDeleteEvent} dangol-before-review-delete - Cancelable: a review is about to be deleted.
 * @fires {ReviewDeleteEvent} dangol-review-delete - A review has been deleted.
 * @fires {BeforeVoteCastEvent} dangol-before-vote-cast - Cancelable: a vote is about to be cast.
 * @fires {VoteCastEvent} dangol-vote-cast - A vote has been cast or taken back.
 * @fires {BeforeCommentPostEvent} dangol-before-comment-post - Cancelable: a comment is about to be posted.
 * @fires {CommentPostEvent} dangol-comment-post - A comment has been posted.
 * @fires {BeforeReportSendEvent} dangol-before-report-send - Cancelable: a report is about to be sent.
 * @fires {ReportSendEvent} dangol-report-send - A report has been taken.
 * @fires {BeforeNavigateEvent} dangol-before-navigate - Cancelable: the shopper goes from a profile to a product.
 * @fires {ProblemShowEvent} dangol-problem-show - A problem is shown to the shopper; `sign-in-required` among them.
 *
 * @csspart overview - Mean, spread, attributes, and how the stars drift.
 * @csspart write - The button that opens the form.
 * @csspart toolbar - Filters, order, and the button that opens the search.
 * @csspart search - The button that opens the search.
 * @csspart review - One review.
 * @csspart disclosure - The line that says a review was rewarded.
 * @csspart badge-level - The level beside a name.
 * @csspart later - The later reviews below a review; and the button that adds one to one's own.
 * @csspart reply - The seller's reply.
 * @csspart more - The button at the end of the list.
 * @csspart notice - A message after an act.
 *
 * @cssproperty [--dangol-board-height=560px] - The height that is reserved, and kept while growing would move the page.
 * @cssproperty --dangol-accent - Colour of what can be done; with --dangol-accent-text upon it.
 * @cssproperty --dangol-text - Colour of texts; --dangol-muted of lesser ones.
 * @cssproperty --dangol-surface - Colour behind everything; --dangol-raised of panels, --dangol-line of rules, --dangol-edge of inputs.
 * @cssproperty --dangol-star - Colour of lit stars; --dangol-star-off of the others.
 * @cssproperty --dangol-good - Colour of "bought"; --dangol-bad of what failed; --dangol-focus of the focus ring.
 * @cssproperty --dangol-radius - Roundness of corners; --dangol-gap the unit of space; --dangol-shadow below what floats.
 * @cssproperty --dangol-font-size - Size of texts; --dangol-heading-size of the heading; --dangol-photo-size of small photos.
 */
export class DangolReviewBoard extends MallElement implements BoardHost {
  static override properties = {
    ...MallElement.properties,
    product: {},
    sort: {},
    limit: {},
    urlState: { type: Boolean, attribute: 'url-state' },
  };
  static override loaders = [firstWords];
  static override styles = [base, ...boardStyles];

  /** @internal */
  readonly data: BoardData = new BoardData(this);
  /** @internal */
  trouble: BoardHost['trouble'];
  /** @internal */
  late: BoardHost['late'];
  /** @internal */
  marks: TextMarks | undefined;
  /** @internal */
  search: BoardHost['search'];

  #list = new BoardList(this);
  #fold = new Fold(
    this,
    () => this.data.first.state === 'ready' && this.data.drawn >= this.data.items.length,
  );
  #late: Promise<unknown> | undefined;
  #begun = '';
  /** The product that the page itself names. */
  #found: string | undefined;

  /** The mall's own key of the product. */
  declare product: string | null;
  /** The order to begin with. */
  declare sort: string | null;
  /** How many reviews to begin with. */
  declare limit: string | null;
  /** Keeps order and filters in the page's address. */
  declare urlState: boolean;

  constructor() {
    super();
    defineFoldText();
    this.product = null;
    this.sort = null;
    this.limit = null;
    this.urlState = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#begun = '';
    this.#found = undefined;
    addEventListener('online', this.#online);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('online', this.#online);
  }

  #online = () => {
    if (this.data.first.state === 'offline' || this.data.first.state === 'failed') void this.data.reload();
  };

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!this.isConnected) return;
    const { side } = this;
    const product = this.product || pageSettings().product || this.#found;
    if (!(side && product) && this.#found === undefined) {
      this.#found = '';
      void this.#load(async () => {
        this.#found = await (await import('./unknown.ts')).findProduct(this);
        this.requestUpdate();
      });
    }
    if (side && this.words && location.hash.includes('dangol-edit='))
      void this.act(async () => (await import('./guest.ts')).openEditLink(this));
    // The same board after it was moved, or after an attribute of no weight: nothing begins anew.
    const wanted = JSON.stringify([side?.id, product, this.limit, this.sort, this.urlState]);
    // A view from the address may be one that first needs words for what it picks out.
    if (!side || !product || wanted === this.#begun || (this.urlState && !this.words)) return;
    this.#begun = wanted;
    this.trouble = undefined;
    this.#list.begin();
    const begin = (view: View) => this.data.begin(side, product, view, this.limit ?? undefined);
    if (this.urlState)
      void Promise.all([import('./address.ts'), this.words?.more()]).then(
        ([{ viewInAddress }]) => wanted === this.#begun && begin(viewInAddress(this)),
        // Without what reads the address the board begins as on any page.
        () => wanted === this.#begun && begin(plainView(this.sort)),
      );
    else begin(plainView(this.sort));
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const list = this.renderRoot.querySelector('.list');
    if (list) this.#list.draw(list);
  }

  /** @internal */
  sessionChanged(): void {
    if (this.side?.session.canMerge) void this.act((acts) => acts.askToMerge(this));
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
    return this.#load(async () => {
      const [{ openDialog }] = await Promise.all([import('./dialogs.ts'), this.words?.more()]);
      await openDialog(this, request);
    });
  }

  /** @internal */
  bringLate(): void {
    this.#late ??= Promise.all([import('./late.ts'), this.words!.more()])
      .then(
        ([late]) => {
          late.begin(this);
          this.late = late;
        },
        () => {
          // The board works without; the next page tries again.
          this.late = null;
        },
      )
      .then(() => this.requestUpdate());
  }

  async #load(task: () => Promise<unknown>): Promise<void> {
    try {
      await task();
    } catch {
      // The code could not be loaded: another tap tries again.
      if (this.words) this.notify(this.words.t('failedHint'));
    }
  }

  /** @internal */
  unfold = (): void => this.#fold.unfold();

  /** @internal */
  look = (change: Partial<View>) => {
    // At once: whoever picks the next before the code is there picks it besides.
    this.data.view = { ...this.data.view, ...change };
    this.unfold();
    void this.act((acts) => acts.look(this, this.urlState));
  };

  #write = () => {
    const review = this.data.mine?.review;
    void this.open(review ? { kind: 'edit', review } : { kind: 'write' });
  };

  #reviews(words: Words): TemplateResult {
    const { data } = this;
    if (!data.items.length) return html`${data.none?.()}`;
    return html`<ul
        class="list ${data.list.busy ? 'busy' : ''}"
        role="list"
        aria-label=${words.t('list')}
        aria-busy=${data.list.busy}
        @click=${this.unfold}
      ></ul>
      ${data.next && data.drawn ? moreButton({ label: words.t('more'), busy: data.isLoadingMore, onMore: () => void this.act((acts) => acts.more(this)) }) : nothing}`;
  }

  #state(words: Words): TemplateResult {
    const { data } = this;
    const { board, first } = data;
    const isReady = first.state === 'ready' && board;
    const count = board?.summary.count;
    const head = (write: unknown) =>
      html`<div class="head">
        <slot name="heading"><h2>${words.t('title')}${count ? html`<span class="total">${words.number(count)}</span>` : nothing}</h2></slot>
        ${write}
      </div>`;
    if (isReady) {
      const isEmpty = !count && !data.items.length;
      const write = html`<button type="button" class="main" part="write" aria-haspopup="dialog" @click=${this.#write}>
        ${words.t(data.mine?.review ? 'editMine' : 'write')}
      </button>`;
      return html`${head(isEmpty ? nothing : write)} ${data.note}
        ${
          isEmpty
            ? emptyState({
                picture: icon(STAR),
                title: words.t('noneYet'),
                text: words.t('inviteFirst'),
                action: write,
              })
            : html`${overview(this, board, words)} ${toolbar(this, board, words)} ${this.search?.()} ${this.#reviews(words)}`
        }`;
    }
    return html`${head(nothing)}${unready(this, words)}`;
  }

  override render() {
    const { words, data } = this;
    const fold = this.#fold;
    const count = data.board?.summary.count ?? 0;
    return html`<div class="root ${fold.isFolded ? 'folded' : ''}" lang=${words?.lang ?? nothing}>
      <div class="content">${words ? this.#state(words) : html`<slot name="heading"></slot>`}</div>
      ${
        words && fold.isFolded && fold.isOver
          ? html`<div class="veil">
              <button type="button" class="plain" @click=${fold.unfold}>${count > 1 ? words.t('showAll', { count }) : words.t('showBoard')}</button>
            </div>`
          : nothing
      }
      <div class="notices" role="status"></div>
      <div class="edge"></div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dangol-review-board': DangolReviewBoard;
  }
}
