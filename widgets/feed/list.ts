import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { FeedItem } from '../../server/community/blogs/feed/contract.ts';
import { dayAfter, dayText, today } from '../core/days.ts';
import { defineOnce } from '../core/define.ts';
import type { DangolElement } from '../core/element.ts';
import { takeLooks } from '../core/mall-element.ts';
import type { MallSide } from '../core/page.ts';
import type { Words } from '../core/words.ts';
import { FeedData } from './data.ts';
import { type Around, item } from './item.ts';
import { listStyles } from './list-styles.ts';

interface Day {
  day: string;
  items: FeedItem[];
}

/** The day of a moment, where the mall is. */
const dayOf = (at: number, timeZone: string | undefined): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);

/** Things in their order, those of one day together. */
export function byDay(items: readonly FeedItem[], timeZone: string | undefined): Day[] {
  const days: Day[] = [];
  for (const one of items) {
    const day = dayOf(one.at, timeZone);
    const last = days.at(-1);
    if (last?.day === day) last.items.push(one);
    else days.push({ day, items: [one] });
  }
  return days;
}

/** The feed of somebody who is signed in. */
export class FeedList extends LitElement {
  static override properties: PropertyDeclarations = {
    host: { attribute: false },
    side: { attribute: false },
    words: { attribute: false },
  };
  static override styles = listStyles;

  declare host: DangolElement;
  declare side: MallSide;
  declare words: Words;
  #data: FeedData | undefined;
  #stop: () => void = () => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('online', this.#online);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('online', this.#online);
    this.#end();
  }

  #end(): void {
    this.#stop();
    this.#data?.stop();
    this.#data = undefined;
  }

  #online = (): void => {
    const state = this.#data?.load.state;
    if (state === 'offline' || state === 'failed') void this.#reload();
  };

  protected override willUpdate(): void {
    const { side } = this;
    if (!side || !this.isConnected || this.#data?.side === side) return;
    this.#end();
    this.#data = new FeedData(this, side);
    this.#stop = side.session.onChange(() => void this.#reload());
    void this.#reload();
  }

  async #reload(): Promise<void> {
    const data = this.#data;
    await data?.reload();
    if (data?.mall && data === this.#data) takeLooks(this.host, data.mall);
  }

  async #news(): Promise<void> {
    await this.#reload();
    await this.updateComplete;
    // The button is gone; the newest thing is where somebody looks next.
    this.renderRoot.querySelector<HTMLElement>('h3')?.focus({ preventScroll: true });
    this.host.scrollIntoView({ block: 'start' });
  }

  #none(title: string, text: string, more: unknown = nothing): TemplateResult {
    return html`<div class="none" role="status">
      <p><b>${title}</b></p>
      <p class="muted">${text}</p>
      ${more}
    </div>`;
  }

  #unready(data: FeedData): TemplateResult {
    const { words } = this;
    const { state } = data.load;
    if (state === 'waiting')
      return html`<div class="wait" role="status"><span class="only-heard">${words.t('feedLoading')}</span>${[1, 2, 3].map(() => html`<i></i>`)}</div>`;
    if (state === 'refused') return this.#none(words.t('feedRefused'), '');
    const isOffline = state === 'offline';
    return this.#none(
      words.t(isOffline ? 'feedOffline' : 'feedFailed'),
      words.t(isOffline ? 'feedOfflineHint' : 'feedFailedHint'),
      html`<button type="button" class="plain" @click=${() => void this.#reload()}>${words.t('feedRetry')}</button>`,
    );
  }

  #name(day: string): string {
    const { words } = this;
    const now = today(this.#data!.mall?.timeZone);
    if (day === now) return words.t('feedToday');
    return day === dayAfter(now, -1) ? words.t('feedYesterday') : dayText(day, words.lang);
  }

  #days(data: FeedData, around: Around): TemplateResult {
    return html`${byDay(data.items, data.mall?.timeZone).map(
      ({ day, items }) =>
        html`<section aria-labelledby="d-${day}">
          <h3 id="d-${day}" tabindex="-1">${this.#name(day)}</h3>
          <ul role="list">
            ${items.map((one) => item(around, one))}
          </ul>
        </section>`,
    )}`;
  }

  override render() {
    const { words, host, side } = this;
    const data = this.#data;
    if (!words || !data) return nothing;
    const { mall, items, load } = data;
    if (load.state !== 'ready' || !mall) return this.#unready(data);
    return html`<div lang=${words.lang} aria-busy=${load.busy}>
      <p role="status" class="news">
        ${data.hasNews ? html`<button type="button" class="main" @click=${() => void this.#news()}>${words.t('feedNew')}</button>` : nothing}
      </p>
      ${
        items.length
          ? this.#days(data, { from: host, client: side.client, mall, words })
          : data.following
            ? this.#none(words.t('feedQuiet'), words.t('feedQuietHint'))
            : this.#none(words.t('feedNone'), words.t('feedNoneHint'))
      }
      ${
        data.next
          ? html`<button type="button" class="plain wide" part="more" aria-disabled=${data.isLoadingMore} @click=${() => void data.more()}>${words.t('feedMore')}</button>`
          : nothing
      }
    </div>`;
  }
}

defineOnce('dangol-feed-list', FeedList);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-feed-list': FeedList;
  }
}
