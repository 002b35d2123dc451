import { html, type PropertyDeclarations } from 'lit';
import { newAct } from '../core/act.ts';
import { defineOnce } from '../core/define.ts';
import { BeforePointsMoveEvent, PointsMoveEvent } from '../core/points-events.ts';
import { problemOf } from '../core/problems.ts';
import { wholePoints } from '../core/whole-points.ts';
import { WidgetDialog } from '../parts/dialog.ts';
import { amountOf } from './amount.ts';
import type { PointsHost } from './host.ts';
import { sheetStyles } from './sheet-styles.ts';

/** Moves points to the mall's own. Nothing is shown as done before the service has said so. */
export class OutSheet extends WidgetDialog {
  static override properties: PropertyDeclarations = {
    ...WidgetDialog.properties,
    text: { state: true },
    isWrong: { state: true },
  };
  static override styles = sheetStyles;

  declare host: PointsHost;
  /** As it was typed. */
  declare private text: string;
  declare private isWrong: boolean;
  /** The key of one amount, kept over its tries: another amount is another act. */
  #key: { amount: number; act: string } | undefined;

  constructor() {
    super();
    this.text = '';
    this.isWrong = false;
  }

  protected override firstUpdated(): void {
    // Once the dialog is open.
    void this.renderRoot
      .querySelector('dangol-part-sheet')!
      .updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
  }

  get #most(): number {
    return this.host.data?.wallet?.available ?? 0;
  }

  /** What was typed, when that many can be moved. */
  get #amount(): number | undefined {
    const amount = wholePoints(this.text);
    return amount !== undefined && amount <= this.#most ? amount : undefined;
  }

  #send = (event: Event): void => {
    event.preventDefault();
    if (this.busy) return;
    const amount = this.#amount;
    this.isWrong = amount === undefined;
    if (amount === undefined) this.renderRoot.querySelector('input')!.focus();
    else void this.run(() => this.#move(amount));
  };

  async #move(amount: number): Promise<void> {
    const { host, words } = this;
    const { data } = host;
    const { mall } = data!.wallet!;
    if (!host.dispatchEvent(new BeforePointsMoveEvent({ amount }))) return this.close();
    if (this.#key?.amount !== amount) this.#key = { amount, act: newAct() };
    try {
      await data!.side.client.request('POST', 'me/points/out', {
        as: 'signed',
        act: this.#key.act,
        lang: words.lang,
        body: { amount },
      });
    } catch (error) {
      // What is there has changed meanwhile: the figures say how.
      if (problemOf(error).code !== 'network') void data!.ask();
      throw error;
    }
    this.close();
    host.dispatchEvent(new PointsMoveEvent({ amount }));
    host.notify(words.t('outDone', { amount: amountOf(amount, words, mall) }));
    await data!.ask();
  }

  #typed = (text: string): void => {
    this.text = text;
    this.isWrong = false;
  };

  override render() {
    const { words, busy, host, isWrong } = this;
    const mall = host.data?.mall;
    const most = this.#most;
    const amount = this.#amount;
    const said = (count: number) => (mall ? amountOf(count, words, mall) : words.number(count));
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('outTitle')} .busy=${busy} @dangol-part-sheet-close=${this.close}>
      <form id="out" novalidate @submit=${this.#send}>
        <p>${words.t('outText')}</p>
        <div>
          <label for="amount">${words.t('outAmount')}</label>
          <div class="beside">
            <input
              id="amount"
              inputmode="numeric"
              autocomplete="off"
              maxlength="20"
              aria-describedby="hint"
              aria-invalid=${isWrong}
              .value=${this.text}
              @input=${(event: Event) => this.#typed((event.target as HTMLInputElement).value)}
            />
            <button type="button" class="plain" @click=${() => this.#typed(words.number(most))}>${words.t('outAll')}</button>
          </div>
          <p id="hint" class="hint">${words.t('outHint', { amount: said(most) })}</p>
        </div>
        <p class="problem" role="alert">${isWrong ? words.t('outWrong', { max: most }) : this.problem}</p>
      </form>
      <div slot="footer" class="two">
        <button type="button" class="plain" aria-disabled=${busy} @click=${() => busy || this.close()}>${words.t('cancel')}</button>
        <button type="button" class="main" aria-disabled=${busy} aria-busy=${busy} @click=${this.#send}>
          ${busy ? words.t('sending') : amount === undefined ? words.t('outDoNothing') : words.t('outDo', { amount: said(amount) })}
        </button>
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-points-out', OutSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-points-out': OutSheet;
  }
}
