import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { MallElement } from '../core/mall-element.ts';
import { clubLateWords, clubWords } from '../core/strings/club.ts';
import { base } from '../core/styles.ts';
import type { NoticeAction } from '../core/widget.ts';
import type { Words } from '../core/words.ts';
import { avatarStyles } from '../parts/avatar.ts';
import { icon } from '../parts/icons.ts';
import { meterStyles } from '../parts/meter.ts';
import { NOWHERE, type Place, placeIn } from './address.ts';
import { amountText } from './amount.ts';
import { ClubData } from './data.ts';
import type { ClubHost, DialogRequest } from './host.ts';
import { GIFT } from './icons.ts';
import { clubStyles } from './styles.ts';
import { clubView } from './view.ts';

/**
 * A savings club: friends put points of the mall together for one thing. Shows one club, live, with all that its members
 * can do; without an id the shopper's own clubs and the way to start one. What is meant may also stand in the page's
 * own address behind `#`: `#dangol-club=<id>[.<key>]`, or `#dangol-club&invite=<code>`.
 *
 * @summary Friends put points together for one thing.
 * @tag dangol-savings-club
 *
 * @attribute {string} club - Id of the club; without it the address says it, else the shopper's own are shown.
 * @attribute {string} link-key - The secret part of the link of that club, where it is one by link.
 * @attribute {boolean} shared - Only what the address names, for a page that nothing but shared links lead to.
 * @attribute {string} mall - The mall, when the page shows more than one.
 * @attribute {string} lang - `ko` or `en`; else the loader's, the page's, the mall's.
 * @attribute {'auto'|'light'|'dark'} scheme - Light or dark; `auto` is as the page is.
 *
 * @slot heading - A heading of the page's own, instead of the name of the club.
 *
 * @fires {BeforeNavigateEvent} dangol-before-navigate - Cancelable: the shopper goes to a product.
 * @fires {BeforeClubGiveEvent} dangol-before-club-give - Cancelable: the shopper is about to put points in.
 * @fires {ClubGiveEvent} dangol-club-give - Points of the shopper have gone in.
 * @fires {ClubChangeEvent} dangol-club-change - A club was opened or changed.
 * @fires {ClubJoinEvent} dangol-club-join - The shopper takes part, or no longer does.
 * @fires {ClubShareEvent} dangol-club-share - A link was sent or copied.
 * @fires {BeforeCommentPostEvent} dangol-before-comment-post - Cancelable: a comment is about to be posted.
 * @fires {CommentPostEvent} dangol-comment-post - A comment has been posted.
 * @fires {BeforeReportSendEvent} dangol-before-report-send - Cancelable: a report is about to be sent.
 * @fires {ReportSendEvent} dangol-report-send - A report has been taken.
 * @fires {ProblemShowEvent} dangol-problem-show - A problem is shown to the shopper; `sign-in-required` asks for the page's own sign-in.
 *
 * @csspart meter - How far it is.
 * @csspart give - The button that puts points in.
 * @csspart share - The button for a share of each order.
 * @csspart till - The button for the code at a till.
 * @csspart invite - The button that invites.
 * @csspart close - The button that gives it now.
 * @csspart paper - The button that opens what everybody wrote.
 * @csspart statement - The button that opens the statement.
 * @csspart join - The button of somebody who was invited.
 * @csspart sign-in - The button of somebody who is not signed in.
 * @csspart new - The button that starts a club.
 * @csspart more - The button at the end of a list.
 * @csspart notice - A message after an act.
 *
 * @cssproperty [--dangol-club-height=620px] - The height that is reserved.
 * @cssproperty --dangol-accent - Colour of what can be done, and of the meter; with --dangol-accent-text upon it.
 * @cssproperty --dangol-text - Colour of texts; --dangol-muted of lesser ones.
 * @cssproperty --dangol-surface - Colour behind everything; --dangol-raised of panels, --dangol-line of rules.
 * @cssproperty --dangol-good - Colour of what went well; --dangol-bad of what failed; --dangol-focus of the focus ring.
 * @cssproperty --dangol-radius - Roundness of corners; --dangol-shadow below what floats.
 * @cssproperty --dangol-font-size - Size of texts; --dangol-heading-size of the heading.
 */
export class DangolSavingsClub extends MallElement implements ClubHost {
  static override properties = {
    ...MallElement.properties,
    club: {},
    linkKey: { attribute: 'link-key' },
    shared: { type: Boolean },
    said: { state: true },
  };
  static override loaders = [clubWords];
  static override styles = [base, avatarStyles, meterStyles, clubStyles];

  /** @internal */
  readonly data: ClubData = new ClubData(this);
  /** @internal */
  menus: ClubHost['menus'];
  /** @internal */
  late: ClubHost['late'];
  /** @internal */
  isTalking = false;
  #begun = '';
  #isGoing = false;
  #isLate = false;
  #percent: { club: string; percent: number } | undefined;

  /** Id of the club. */
  declare club: string | null;
  /** The secret part of its link. */
  declare linkKey: string | null;
  /** Only what the address names. */
  declare shared: boolean;
  declare private said: string;

  constructor() {
    super();
    this.club = null;
    this.linkKey = null;
    this.shared = false;
    this.said = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.begin);
    addEventListener('online', this.#online);
    this.#begun = '';
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.begin);
    removeEventListener('online', this.#online);
  }

  #online = () => {
    const { state } = this.data.load;
    if (state === 'offline' || state === 'failed') void this.data.reload();
  };

  get #place(): Place {
    const { club, linkKey, shared } = this;
    if (club) return { kind: 'club', id: club, key: linkKey };
    return placeIn(location.hash) ?? (shared ? NOWHERE : { kind: 'mine' });
  }

  /** @internal */
  begin = (): void => this.requestUpdate();

  /** @internal */
  points = (amount: number): string => amountText(amount, this.words!, this.data.mall);

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!this.isConnected) return;
    this.#sayGrowth();
    this.#name();
    const { side } = this;
    const place = this.#place;
    const wanted = JSON.stringify([side?.id, place]);
    if (wanted === this.#begun) return;
    this.#begun = wanted;
    // Beside the data, which nobody waits for alone.
    if (place.kind !== 'club') void import('./late.ts').catch(() => undefined);
    if (side) this.data.begin(side, place);
    else void this.#load(async () => (await import('./trouble.ts')).noMall(this));
  }

  /** What the meter shows by moving is said to those who only hear. */
  #sayGrowth(): void {
    const { page } = this.data;
    if (!page || !this.words) return;
    const { id: club, percent } = page.club;
    const before = this.#percent;
    this.#percent = { club, percent };
    if (before?.club === club && before.percent !== percent)
      this.said = this.words.t('clubNowSaid', { percent });
  }

  /** A mall may call its points by a name of its own. */
  #name(): void {
    const { words } = this;
    const name = this.data.mall?.points.name;
    if (!words || !name || this.#named === words) return;
    this.#named = words;
    void import('../core/own-name.ts').then(
      ({ withName }) => {
        if (this.words !== words) return;
        this.words = withName(words, name);
        this.#named = this.words;
      },
      // Our own word is understood as well.
      () => undefined,
    );
  }
  #named: Words | undefined;

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!this.#isGoing || this.data.load.state !== 'ready' || this.data.load.busy) return;
    // The link that was followed is gone with what was shown.
    this.#isGoing = false;
    this.renderRoot.querySelector<HTMLElement>('[part=home]')?.focus();
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
      if (this.words) this.notify(this.words.t('clubFailedHint'));
    }
  }

  #empty(title: string, text: string, more: unknown = nothing): TemplateResult {
    return html`<div class="empty" role="status">${icon(GIFT)}<p><b>${title}</b></p>
      ${text ? html`<p class="muted">${text}</p>` : nothing} ${more}</div>`;
  }

  #waiting(words: Words): TemplateResult {
    return html`<div role="status">
      <span class="only-heard">${words.t('clubLoading')}</span>
      <div class="wait" aria-hidden="true"><i></i><i></i><i></i><i></i></div>
    </div>`;
  }

  #unready(words: Words): TemplateResult {
    const { load, trouble } = this.data;
    const { state, problem } = load;
    if (trouble) return this.#empty(trouble, '');
    if (state === 'waiting') return this.#waiting(words);
    if (state === 'refused' || problem!.code === 'not-found') {
      if (this.late) return this.late.refused(this, words);
      void this.#bringLate(words);
      return this.#waiting(words);
    }
    const isOffline = state === 'offline';
    return this.#empty(
      words.t(isOffline ? 'clubOffline' : 'clubFailed'),
      words.t(isOffline ? 'clubOfflineHint' : 'clubFailedHint'),
      html`<button type="button" class="plain" @click=${() => void this.data.reload()}>${words.t('clubRetry')}</button>`,
    );
  }

  /** What an open club does without: its code and its words come while the place is kept. */
  async #bringLate(words: Words): Promise<void> {
    if (this.#isLate) return;
    this.#isLate = true;
    await this.#load(async () => {
      const [late] = await Promise.all([import('./late.ts'), words.more(clubLateWords)]);
      this.shadowRoot!.adoptedStyleSheets.push(late.lateStyles.styleSheet!);
      this.late = late;
      this.requestUpdate();
    });
    this.#isLate = false;
  }

  #ready(words: Words): TemplateResult {
    const { page, preview, isMember } = this.data;
    const isPlain = page?.club.state === 'open' && !page.me.outcome && !page.club.product;
    if (!isPlain && !this.late) {
      void this.#bringLate(words);
      return this.#waiting(words);
    }
    if (page) return clubView(this, page, words);
    if (preview) return this.late!.invited(this, preview, words);
    return this.late!.overview(
      this,
      words,
      this.#empty(words.t('clubEmpty'), words.t(isMember ? 'clubEmptyHint' : 'clubSignedOut')),
    );
  }

  #go = (event: Event) => {
    const path = event.composedPath() as HTMLElement[];
    if (path.some((one) => one.localName === 'a' && one.getAttribute('href')?.startsWith('#')))
      this.#isGoing = true;
  };

  override render() {
    const { words, data } = this;
    return html`<div class="root" lang=${words?.lang ?? nothing} @click=${this.#go}>
      ${words ? (data.load.state === 'ready' ? this.#ready(words) : this.#unready(words)) : html`<slot name="heading"></slot>`}
      <p class="only-heard" role="status">${this.said}</p>
      <div class="notices" role="status"></div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dangol-savings-club': DangolSavingsClub;
  }
}
