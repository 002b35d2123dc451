import { type CSSResult, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { DangolElement } from '../core/element.ts';
import { ground } from '../core/ground.ts';
import { pointsWords, walletWords } from '../core/strings/points.ts';
import type { NoticeAction } from '../core/widget.ts';
import type { Words } from '../core/words.ts';
import { amountOf, nameOf } from './amount.ts';
import { type PointsData, pointsOf } from './data.ts';
import type { PointsHost, PointsRequest } from './host.ts';

const AGAIN_MS = 6_000;

const styles: CSSResult = css`
  :host {
    --d-muted: var(--dangol-muted, color-mix(in srgb, var(--d-text) 70%, var(--d-surface)));
    --d-raised: var(--dangol-raised, color-mix(in srgb, var(--d-text) 4%, var(--d-surface)));
    --d-line: var(--dangol-line, color-mix(in srgb, var(--d-text) 13%, var(--d-surface)));
    --d-edge: var(--dangol-edge, color-mix(in srgb, var(--d-text) 55%, var(--d-surface)));
    --d-accent: var(--dangol-accent, var(--d-mall-accent, var(--d-text)));
    --d-accent-text: var(--dangol-accent-text, var(--d-mall-accent-text, var(--d-surface)));
    --d-good: var(--dangol-good, var(--d-scheme-good, #176f43));
    position: relative;
    container-type: inline-size;
    font-variant-numeric: tabular-nums;
  }
  :host([compact]) {
    display: inline-block;
    container-type: normal;
    min-height: 1.6em;
    font-size: var(--dangol-font-size, inherit);
  }
  .root {
    min-height: var(--dangol-points-height, 620px);
  }
  p,
  h2,
  h3 {
    margin: 0;
  }
  h2,
  ::slotted([slot='heading']) {
    margin: 0;
    font-size: var(--dangol-heading-size, 1.33em);
    font-weight: 700;
    line-height: 1.35;
  }
  .plain {
    min-height: 44px;
    padding: 0.5em 1.3em;
    border: 1px solid var(--d-edge);
    border-radius: var(--d-radius);
    font-weight: 500;
  }
  .muted {
    color: var(--d-muted);
  }
  .note {
    display: grid;
    justify-items: center;
    gap: 6px;
    padding: 2.4em 1em;
    text-align: center;
    text-wrap: balance;
  }
  .note button {
    margin-block-start: 10px;
  }
  i {
    display: block;
    height: 3.2em;
    margin-block: 1.4em;
    border-radius: var(--d-radius);
    background: color-mix(in srgb, var(--d-text) 7%, var(--d-surface));
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
`;

/**
 * The points of a shopper at the mall: what may be spent, what is on its way and when it is sure, what expires and when,
 * and every movement with its reason and what took it back. It follows by itself whatever happens to them. They are
 * called what the mall calls them.
 *
 * @summary The shopper's wallet of points, or one line of it for a header.
 * @tag dangol-points
 *
 * @attribute {boolean} compact - Only the name and what may be spent, in one line; nothing while there is no wallet.
 * @attribute {string} mall - The mall, when the page shows more than one.
 * @attribute {string} lang - `ko` or `en`; else the loader's, the page's, the mall's.
 * @attribute {'auto'|'light'|'dark'} scheme - Light or dark; `auto` is as the page is.
 *
 * @slot heading - A heading of the page's own, instead of "내 적립금".
 *
 * @fires {PointsChangeEvent} dangol-points-change - What there is is known, or has changed.
 * @fires {BeforePointsMoveEvent} dangol-before-points-move - Cancelable: points are about to go to the mall's own.
 * @fires {PointsMoveEvent} dangol-points-move - Points are on their way to the mall's own.
 * @fires {BeforeNavigateEvent} dangol-before-navigate - Cancelable: the shopper goes from a movement to its review's
 *   product, or to a club (`product` is then empty).
 * @fires {ProblemShowEvent} dangol-problem-show - A problem is shown to the shopper; `sign-in-required` when they ask to
 *   sign in.
 *
 * @csspart balance - What may be spent now.
 * @csspart figures - What is on its way, expires, or is set aside.
 * @csspart movement - One movement.
 * @csspart more - The button that brings older movements.
 * @csspart notice - A message after an act.
 *
 * @cssproperty [--dangol-points-height=620px] - The height that is reserved while nothing is loaded.
 * @cssproperty --dangol-good - Colour of what came.
 * @cssproperty --dangol-text - Colour of texts; --dangol-muted of lesser ones.
 * @cssproperty --dangol-surface - Colour behind everything; --dangol-raised of the figures.
 * @cssproperty --dangol-font-size - Size of texts; --dangol-heading-size of the heading.
 */
export class DangolPoints extends DangolElement implements PointsHost {
  static override properties = { ...DangolElement.properties, compact: { type: Boolean } };
  static override loaders = [pointsWords];
  static override styles = [ground, styles];

  /** One line. */
  declare compact: boolean;
  /** @internal */
  data: PointsData | undefined;
  /** @internal */
  isSaving = false;
  /** @internal */
  fitting = 0;
  #view: typeof import('./wallet.ts') | undefined;
  /** Words that know the wallet, or will soon. */
  #ready: Words | undefined;
  #unwatch: (() => void) | undefined;
  #told = '';
  /** The shopper has asked to sign in. */
  #isAsked = false;

  constructor() {
    super();
    this.compact = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leave();
  }

  #leave(): void {
    this.#unwatch?.();
    this.data = this.#unwatch = undefined;
  }

  protected override willUpdate(): void {
    if (!this.isConnected) return;
    const { side } = this;
    if (side !== this.data?.side) {
      this.#leave();
      this.fitting = 0;
      if (side) {
        this.data = pointsOf(side);
        this.#unwatch = this.data.watch(() => this.requestUpdate());
      }
    }
    // The code and the words of the wallet come beside its data, for those who may have one.
    const { words } = this;
    if (this.compact || !words || words === this.#ready || !side?.session.pending) return;
    this.#ready = words;
    void this.#prepare(words);
  }

  async #prepare(words: Words): Promise<void> {
    try {
      const [view] = await Promise.all([import('./wallet.ts'), walletWords(words)]);
      view.dress(this.shadowRoot!);
      this.#view = view;
    } catch {
      // The code could not be loaded: in a while it is tried again.
      setTimeout(() => {
        this.#ready = undefined;
        this.requestUpdate();
      }, AGAIN_MS);
    }
    this.requestUpdate();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { data } = this;
    const { wallet, mall } = data ?? {};
    if (!this.compact && wallet) this.#view?.fit(this);
    const now = JSON.stringify([wallet?.available, wallet?.pending.amount, mall]);
    if (now === this.#told) return;
    this.#told = now;
    if (mall) void this.#tell(mall, wallet);
  }

  async #tell(mall: NonNullable<PointsData['mall']>, wallet: PointsData['wallet']): Promise<void> {
    try {
      const [{ takeLooks }, { PointsChangeEvent }] = await Promise.all([
        import('./after.ts'),
        import('../core/points-events.ts'),
      ]);
      takeLooks(this, mall);
      if (!wallet) return;
      const { available, pending } = wallet;
      this.dispatchEvent(new PointsChangeEvent({ mall: mall.mall, available, pending: pending.amount }));
    } catch {
      // The next answer tries again.
    }
  }

  /** @internal */
  async open(request: PointsRequest): Promise<void> {
    try {
      await (await import('./sheets.ts')).openSheet(this, request);
    } catch {
      // The code could not be loaded: another tap tries again.
    }
  }

  /** @internal */
  notify(text: string | TemplateResult, actions: NoticeAction[] = []): void {
    import('../parts/notice.ts').then(
      ({ showNotice }) => showNotice(this.shadowRoot!.querySelector('.notices')!, text, actions),
      () => undefined,
    );
  }

  #signIn = (): void => {
    this.#isAsked = true;
    this.requestUpdate();
    import('../core/events.ts').then(
      ({ ProblemShowEvent }) => this.dispatchEvent(new ProblemShowEvent({ code: 'sign-in-required' })),
      () => undefined,
    );
  };

  #note(title: string, hint: string, action: unknown): TemplateResult {
    return html`<div class="note"><p role="status"><b>${title}</b></p>
      ${hint ? html`<p class="muted">${hint}</p>` : nothing} ${action}</div>`;
  }

  #state(words: Words): TemplateResult {
    const { data } = this;
    const name = nameOf(words, data?.mall);
    const { state, problem } = data ?? { state: 'refused' };
    if (state === 'ready' && this.#view) return this.#view.wallet(this, words);
    if (state === 'waiting' || state === 'ready')
      return html`<div role="status"><span class="only-heard">${words.t('pointsLoading', { name })}</span
        ><i></i><i></i><i></i><i></i></div>`;
    if (state === 'nobody' || state === 'guest')
      return this.#note(
        words.t(state === 'nobody' ? 'pointsSignIn' : 'pointsGuest', { name }),
        this.#isAsked ? words.t('pointsSignInHow') : '',
        html`<button type="button" class="plain" @click=${this.#signIn}>${words.t('pointsSignInDo')}</button>`,
      );
    if (state === 'refused' || state === 'unregistered')
      return this.#note(words.t('pointsRefused', { name }), problem?.title ?? '', nothing);
    const isOffline = state === 'offline';
    return this.#note(
      words.t(isOffline ? 'pointsOffline' : 'pointsFailed', { name }),
      words.t(isOffline ? 'pointsOfflineHint' : 'pointsFailedHint'),
      html`<button type="button" class="plain" aria-disabled=${data!.isBusy} @click=${() => data!.isBusy || void data!.ask()}>${words.t('pointsRetry')}</button>`,
    );
  }

  override render() {
    const { words, data } = this;
    const name = words ? nameOf(words, data?.mall) : '';
    const lang = words?.lang ?? nothing;
    if (this.compact) {
      const { wallet } = data ?? {};
      // Where there is no wallet a header has nothing to say.
      return words && wallet
        ? html`<span lang=${lang} part="balance">${words.t('pointsLine', { name, amount: amountOf(wallet.available, words, wallet.mall) })}</span>`
        : nothing;
    }
    return html`<div class="root" lang=${lang}>
      <slot name="heading">${words ? html`<h2>${words.t('pointsMine', { name })}</h2>` : nothing}</slot>
      ${words ? this.#state(words) : nothing}
      <div class="notices" role="status"></div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dangol-points': DangolPoints;
  }
}
