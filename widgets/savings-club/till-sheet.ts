import type { z } from '@hono/zod-openapi';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { TillCode as Code } from '../../server/community/clubs/contract.ts';
import { newAct } from '../core/act.ts';
import { defineOnce } from '../core/define.ts';
import { ClubDialog } from './dialog.ts';
import { qrOf } from './qr.ts';
import { sheetStyles } from './sheet-styles.ts';

type TillCode = z.infer<typeof Code>;

/** Renewed so many times by itself; a sheet that was forgotten does not go on for ever. */
const RENEWALS = 3;
/** Those who only hear it are told when so many seconds are left. */
const SAID_AT = 60;

/** My code for this club, to be read at a till: large, with the time it still holds, renewed when that is over. */
export class TillSheet extends ClubDialog {
  static override properties: PropertyDeclarations = {
    ...ClubDialog.properties,
    code: { state: true },
    left: { state: true },
  };
  static override styles = sheetStyles;

  declare private code: TillCode | undefined;
  /** Seconds that the code still holds. */
  declare private left: number;
  #renewals = 0;
  #clock: ReturnType<typeof setInterval> | undefined;
  #qr: { of: string; side: number; path: string } | undefined;
  #given: number | undefined;
  #awake: Promise<WakeLockSentinel | undefined> | undefined;

  constructor() {
    super();
    this.left = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#clock = setInterval(this.#tick, 1000);
    // A screen that goes dark in the queue is of no use.
    this.#awake = navigator.wakeLock?.request('screen').catch(() => undefined);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
    void this.#awake?.then((lock) => lock?.release()).catch(() => undefined);
  }

  protected override firstUpdated(): void {
    this.#given = this.page.me.given;
    void this.#ask();
  }

  #tick = () => {
    if (!this.code) return;
    this.left = Math.max(0, Math.round((this.code.expiresAt - Date.now()) / 1000));
    if (!this.left && !this.busy && !document.hidden && this.#renewals < RENEWALS && !this.problem) {
      this.#renewals++;
      void this.#ask();
    }
  };

  #ask = () =>
    this.run(async () => {
      const code = await this.host.data.send<TillCode>('POST', `${this.path}/till-code`, {}, newAct());
      this.#qr = { of: code.code, ...qrOf(code.code) };
      this.code = code;
      this.#tick();
    });

  #again = () => {
    this.#renewals = 0;
    void this.#ask();
  };

  #shown(code: TillCode): TemplateResult {
    const { words, left } = this;
    const { side, path } = this.#qr!;
    const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
    // In fours: it can be read aloud and typed.
    return html`<div class="qr ${left ? '' : 'over'}">
        <svg role="img" aria-label=${words.t('clubTillCode')} viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff" /><path d=${path} fill="#000" /></svg>
      </div>
      <p class="time-left" aria-hidden="true">${left ? words.t('clubTillLeft', { time }) : words.t('clubTillOver')}</p>
      <p class="only-heard" role="status">${left && left <= SAID_AT ? words.t('clubTillSoon') : left ? '' : words.t('clubTillOver')}</p>
      ${left ? html`<p class="typed"><span class="hint">${words.t('clubTillTyped')}</span> <code translate="no">${code.code}</code></p>` : html`<button type="button" class="main" aria-disabled=${this.busy} @click=${this.#again}>${words.t('clubTillNew')}</button>`}
      <p class="hint">${words.t('clubTillBright')}</p>`;
  }

  override render() {
    const { words, busy, code, problem, page, host } = this;
    const { given } = page.me;
    const more = this.#given === undefined ? 0 : given - this.#given;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('clubTill')} @dangol-part-sheet-close=${this.close}>
      <div class="sheet middle" role="group" tabindex="0" aria-label=${words.t('clubTill')}>
        <p>${words.t('clubTillHow', { name: page.club.name })}</p>
        ${more > 0 ? html`<p class="told" role="status"><b>${words.t('clubTillDone', { amount: host.points(more) })}</b></p>` : nothing}
        ${code ? this.#shown(code) : busy ? html`<p role="status">${words.t('clubTillMaking')}</p>` : nothing}
        <p class="problem" role="alert">${problem}</p>
        ${problem ? html`<button type="button" class="plain" @click=${this.#again}>${words.t('retry')}</button>` : nothing}
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-club-till', TillSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-club-till': TillSheet;
  }
}
