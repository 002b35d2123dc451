import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Notice } from '../../server/community/inbox/contract.ts';
import { reachOf } from '../core/alerts.ts';
import { blogUrl } from '../core/blog-url.ts';
import { clubUrl } from '../core/club-url.ts';
import { defineOnce } from '../core/define.ts';
import { BeforeNavigateEvent, NoticeOpenEvent, ProblemShowEvent } from '../core/events.ts';
import { listUrl } from '../core/list-url.ts';
import type { MallSide } from '../core/page.ts';
import { problemWords } from '../core/problem-words.ts';
import { safeUrl } from '../core/safe-url.ts';
import { base } from '../core/styles.ts';
import type { Words } from '../core/words.ts';
import { icon } from '../parts/icons.ts';
import { BELL } from './bell-icon.ts';
import { type InboxData, inboxOf } from './data.ts';
import { noticeLine } from './notice.ts';
import { noticesStyles } from './notices-styles.ts';
import { leadsTo } from './sentence.ts';

/** The list of a shopper's notices, in the sheet of a bell and in a page. Its words are loaded before it is made. */
export class InboxNotices extends LitElement {
  static override properties: PropertyDeclarations = {
    side: { attribute: false },
    words: { attribute: false },
    said: { state: true },
  };
  static override styles = [base, noticesStyles];

  declare side: MallSide | undefined;
  declare words: Words;
  /** What was done, for who does not see it. */
  declare private said: string;

  #data: InboxData | undefined;
  #unwatch: (() => void) | undefined;
  #shown = '';

  constructor() {
    super();
    this.said = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#data = undefined;
  }

  protected override willUpdate(): void {
    this.#watch();
  }

  #watch(): void {
    const data = this.side && this.isConnected ? inboxOf(this.side) : undefined;
    if (data === this.#data) return;
    this.#unwatch?.();
    this.#data = data;
    this.#unwatch = data?.watch(() => this.requestUpdate());
  }

  protected override updated(): void {
    // The host page hears of a problem once, however often the list is drawn.
    const { state, problem } = this.#data ?? {};
    const shown = problem && state !== 'ready' ? problem.code : '';
    if (shown && shown !== this.#shown) this.dispatchEvent(new ProblemShowEvent({ code: problem!.code }));
    this.#shown = shown;
  }

  #urlOf(notice: Notice): string | undefined {
    const data = this.#data!;
    const way = leadsTo(notice);
    if (way === 'product') return safeUrl(notice.product!.url);
    if (way === 'club')
      return safeUrl(clubUrl(data.side.client, data.mall?.pages.club, notice.club!.id, null));
    if (way === 'blog') {
      const { story, from } = notice;
      const page = data.mall?.pages.blog;
      return safeUrl(blogUrl(data.side.client, page, story?.author ?? from!.id, story?.id));
    }
    return way === 'list'
      ? safeUrl(listUrl(data.side.client, data.mall?.pages.wishlist, notice.list!))
      : undefined;
  }

  #open(notice: Notice, event: Event): void {
    const { id, kind } = notice;
    const product = notice.product?.product ?? null;
    this.#data!.read(id);
    this.dispatchEvent(new NoticeOpenEvent({ notice: id, kind, product }));
    const url = this.#urlOf(notice);
    if (url && !this.dispatchEvent(new BeforeNavigateEvent({ url, product: product ?? '' })))
      event.preventDefault();
    if (leadsTo(notice) === 'settings') void this.#settings();
  }

  async #delete(notice: Notice): Promise<void> {
    const data = this.#data!;
    const at = data.items.findIndex(({ id }) => id === notice.id);
    data.delete(notice.id);
    this.said = '';
    await this.updateComplete;
    this.said = this.words.t('inboxDeleted');
    await this.updateComplete;
    // The one that took its place, else the one before, else the list itself.
    const all = [...this.renderRoot.querySelectorAll<HTMLElement>('.delete')];
    (all[at] ?? all.at(-1) ?? this.renderRoot.querySelector<HTMLElement>('.root'))?.focus();
  }

  #readAll = (): void => {
    this.#data!.readAll();
    this.said = this.words.t('inboxAllRead');
  };

  #settings = async (): Promise<void> => {
    try {
      const { openChannels } = await import('../parts/channels.ts');
      await openChannels(reachOf(this));
    } catch {
      // The code could not be loaded: another tap tries again.
    }
  };

  #note(title: string, text: string, isRetry = false): TemplateResult {
    return html`<div class="note" role="status">
      ${icon(BELL)}
      <p><b>${title}</b></p>
      ${text ? html`<p class="muted">${text}</p>` : nothing}
      ${
        isRetry
          ? html`<button type="button" class="plain" @click=${() => void this.#data!.sync()}>${this.words.t('inboxRetry')}</button>`
          : nothing
      }
    </div>`;
  }

  #list(): TemplateResult {
    const { words } = this;
    const data = this.#data!;
    const { items, moreProblem, isOld } = data;
    if (!items.length)
      return isOld
        ? this.#note(words.t('inboxOffline'), words.t('inboxOfflineHint'), true)
        : this.#note(words.t('inboxEmpty'), words.t('inboxEmptyHint'));
    return html`<ul role="list" aria-label=${words.t('inboxList')}>
      ${repeat(
        items,
        ({ id }) => id,
        (notice) =>
          noticeLine({
            notice,
            words,
            mall: data.mall,
            url: this.#urlOf(notice),
            opens: leadsTo(notice) === 'settings',
            onOpen: (event) => this.#open(notice, event),
            onDelete: () => void this.#delete(notice),
          }),
      )}
    </ul>
    ${
      data.hasMore
        ? html`<button
            type="button"
            class="plain wide"
            part="more"
            aria-disabled=${data.isLoadingMore}
            aria-busy=${data.isLoadingMore}
            @click=${() => void data.more()}
          >${words.t('inboxMore')}</button>`
        : nothing
    }
    <p class="problem" role="alert">${moreProblem ? problemWords(words, moreProblem) : nothing}</p>`;
  }

  #state(): TemplateResult {
    const { words } = this;
    const { state, problem } = this.#data ?? { state: 'refused' as const, problem: undefined };
    if (state === 'ready') return this.#list();
    if (state === 'waiting')
      return html`<div class="waiting" role="status"><span class="only-heard">${words.t('inboxLoading')}</span><i></i><i></i><i></i></div>`;
    if (state === 'nobody') return this.#note(words.t('inboxSignIn'), '');
    if (state === 'refused')
      return this.#note(
        words.t(problem && /required|expired|token/.test(problem.code) ? 'inboxSignIn' : 'inboxRefused'),
        '',
      );
    const isOffline = problem?.code === 'network' && !navigator.onLine;
    return this.#note(
      words.t(isOffline ? 'inboxOffline' : 'inboxFailed'),
      words.t(isOffline ? 'inboxOfflineHint' : 'inboxFailedHint'),
      true,
    );
  }

  override render(): TemplateResult {
    const { words } = this;
    const data = this.#data;
    const isReady = data?.state === 'ready';
    const isOld = isReady && data.isOld && data.items.length > 0;
    return html`<div class="root" tabindex="-1" lang=${words.lang}>
      ${
        isReady
          ? html`<div class="acts">
              <button type="button" class="link" aria-disabled=${!data.unread} @click=${() => data.unread && this.#readAll()}>
                ${words.t('inboxReadAll')}
              </button>
              <button type="button" class="link" aria-haspopup="dialog" @click=${this.#settings}>${words.t('inboxSettings')}</button>
            </div>`
          : nothing
      }
      <p class="old muted small" role="status">${isOld ? words.t('inboxLastKnown') : nothing}</p>
      ${this.#state()}
      <p class="only-heard" role="status">${this.said}</p>
    </div>`;
  }
}

defineOnce('dangol-inbox-notices', InboxNotices);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-inbox-notices': InboxNotices;
  }
}
