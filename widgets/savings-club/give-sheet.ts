import { html, nothing, type PropertyDeclarations } from 'lit';
import { newAct } from '../core/act.ts';
import { defineOnce } from '../core/define.ts';
import { Draft } from '../core/draft.ts';
import { BeforeClubGiveEvent, ClubGiveEvent } from '../core/events.ts';
import { problemOf } from '../core/problems.ts';
import { wholePoints } from '../core/whole-points.ts';
import { lengthCounter, lengthOf } from '../parts/length-counter.ts';
import { ClubDialog } from './dialog.ts';
import { sheetStyles } from './sheet-styles.ts';

const QUICK = [1_000, 3_000, 5_000, 10_000, 50_000] as const;
const TEXT_MAX = 200;
/** After these nobody knows whether it was done. */
const UNSURE = /^(network|unreadable|internal|busy|in-flight)$/;

/** Puts points of my wallet in, with a line of text. */
export class GiveSheet extends ClubDialog {
  static override properties: PropertyDeclarations = {
    ...ClubDialog.properties,
    amount: { state: true },
    text: { state: true },
    hasTried: { state: true },
    isUnsure: { state: true },
  };
  static override styles = sheetStyles;

  declare private amount: string;
  declare private text: string;
  declare private hasTried: boolean;
  /** The answer was lost: the same must be asked again, and nothing else, or it might be given twice. */
  declare private isUnsure: boolean;
  #draft: Draft<{ text: string }> | undefined;
  /** One key for all tries of the same amount and words. */
  #key = { body: '', act: '' };

  constructor() {
    super();
    this.amount = '';
    this.text = '';
    this.hasTried = false;
    this.isUnsure = false;
  }

  protected override willUpdate(): void {
    if (this.#draft) return;
    this.#draft = new Draft(this.host.side!.session, this.page.club.id, 'club');
    this.text = this.#draft.read()?.text ?? '';
  }

  /** Never more than is needed, nor than there is. */
  get #most(): number {
    const { club, me } = this.page;
    return Math.max(0, Math.min(me.available, club.goal - (club.raised ?? 0)));
  }

  get #value(): number {
    return wholePoints(this.amount) ?? 0;
  }

  get #wrong(): 'amount' | 'text' | '' {
    const value = this.#value;
    if (!value || value > this.#most) return 'amount';
    return lengthOf(this.text.trim()) > TEXT_MAX ? 'text' : '';
  }

  #write = (event: Event) => {
    this.text = (event.target as HTMLTextAreaElement).value;
    if (this.text) this.#draft!.write({ text: this.text });
    else this.#draft!.clear();
  };

  #give = (event: Event) => {
    event.preventDefault();
    this.hasTried = true;
    const wrong = this.#wrong;
    if (wrong && !this.isUnsure) {
      this.renderRoot.querySelector<HTMLElement>(`#${wrong}`)?.focus();
      return;
    }
    return this.run(async () => {
      const { host, words, page } = this;
      const { id: club } = page.club;
      const amount = this.#value;
      const body = { amount, text: this.text.trim().replace(/\s*\n\s*/g, ' ') };
      if (!this.isUnsure && !host.dispatchEvent(new BeforeClubGiveEvent({ club, amount })))
        return this.close();
      const said = JSON.stringify(body);
      if (this.#key.body !== said) this.#key = { body: said, act: newAct() };
      try {
        await host.data.send('POST', `${this.path}/contributions`, body, this.#key.act);
      } catch (error) {
        const { code } = problemOf(error);
        this.isUnsure = UNSURE.test(code);
        // What was refused is refused for what there is now: the amounts here follow it.
        if (!this.isUnsure) {
          this.#key = { body: '', act: '' };
          void host.data.refresh();
        }
        throw error;
      }
      this.#draft!.clear();
      this.close();
      host.dispatchEvent(new ClubGiveEvent({ club, amount }));
      host.notify(words.t('clubGiven', { amount: host.points(amount) }));
      await host.data.refresh();
    });
  };

  #choose(amount: number): void {
    this.amount = String(amount);
    this.hasTried = false;
  }

  #amountProblem(): string {
    const { host, words } = this;
    if (!this.hasTried || this.isUnsure || this.#wrong !== 'amount') return '';
    if (!this.#value) return words.t('clubAmountMissing');
    return words.t(this.#value > this.page.me.available ? 'clubAmountHave' : 'clubAmountNeed', {
      amount: host.points(this.#most),
    });
  }

  override render() {
    const { words, busy, host, page, isUnsure } = this;
    const most = this.#most;
    const value = this.#value;
    const problem = this.#amountProblem();
    const quick = QUICK.filter((one) => one < most);
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('clubGive')} .busy=${busy} @dangol-part-sheet-close=${this.close}>
      <form id="form" novalidate @submit=${this.#give}>
        <div>
          <label class="label" for="amount">${words.t('clubGiveAmount')}</label>
          <input
            id="amount"
            class="sum"
            inputmode="numeric"
            autocomplete="off"
            aria-describedby="amount-hint amount-problem"
            aria-invalid=${!!problem}
            placeholder="0"
            ?readonly=${isUnsure}
            .value=${value ? words.number(value) : this.amount}
            @input=${(event: Event) => {
              this.amount = (event.target as HTMLInputElement).value;
            }}
          />
          <p id="amount-hint" class="hint">${words.t('clubGiveHave', { have: host.points(page.me.available), need: host.points(page.club.goal - (page.club.raised ?? 0)) })}</p>
          <p id="amount-problem" class="problem small" role="alert">${problem}</p>
          <div class="quick">
            ${[...quick, most].map(
              (one) =>
                html`<button type="button" class="plain" aria-pressed=${value === one} ?disabled=${isUnsure || !most} @click=${() => this.#choose(one)}>${one === most && most ? words.t('clubGiveAll', { amount: host.points(one) }) : host.points(one)}</button>`,
            )}
          </div>
        </div>
        <div>
          <label class="label" for="text">${words.t('clubGiveText')}</label>
          <textarea
            id="text"
            dir="auto"
            rows="2"
            ?readonly=${isUnsure}
            placeholder=${words.t('clubGiveTextHint')}
            aria-invalid=${lengthOf(this.text.trim()) > TEXT_MAX}
            aria-describedby="text-hint"
            .value=${this.text}
            @input=${this.#write}
          ></textarea>
          <p class="below"><span id="text-hint" class="hint">${words.t('clubGivePaper')}</span>${lengthCounter({ text: this.text, max: TEXT_MAX, words })}</p>
        </div>
        ${isUnsure ? html`<p class="told" role="status">${words.t('clubGiveUnsure')}</p>` : nothing}
        <p class="problem" role="alert">${this.problem}</p>
      </form>
      <div slot="footer" class="two end">
        <button type="button" class="plain" aria-disabled=${busy} @click=${() => busy || this.close()}>${words.t('cancel')}</button>
        <button form="form" class="main" aria-disabled=${busy}>${busy ? words.t('sending') : isUnsure ? words.t('retry') : value && value <= most ? words.t('clubGiveDo', { amount: host.points(value) }) : words.t('clubGive')}</button>
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-club-give', GiveSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-club-give': GiveSheet;
  }
}
