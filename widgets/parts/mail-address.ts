import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Channels } from '../../server/community/inbox/contract.ts';
import type { Reach } from '../core/alerts.ts';
import { defineOnce } from '../core/define.ts';
import { ProblemShowEvent } from '../core/events.ts';
import { problemWords } from '../core/problem-words.ts';
import { problemOf } from '../core/problems.ts';
import { base } from '../core/styles.ts';
import { mailAddressStyles } from './mail-address-styles.ts';

/** How somebody is reached has changed. */
export class ChannelsEvent extends Event {
  static readonly type = 'dangol-part-channels';
  readonly channels: Channels;
  constructor(channels: Channels) {
    super(ChannelsEvent.type, { bubbles: true });
    this.channels = channels;
  }
}

/** Between two codes. */
const PAUSE_S = 60;

/**
 * Where mails go: the address, the code that shows that it is one's own, and what is confirmed.
 *
 * @fires dangol-part-channels
 */
export class MailAddress extends LitElement {
  static override properties: PropertyDeclarations = {
    host: { attribute: false },
    channels: { attribute: false },
    isOther: { state: true },
    busy: { state: true },
    problem: { state: true },
    said: { state: true },
    left: { state: true },
  };
  static override styles = [base, mailAddressStyles];

  declare host: Reach;
  declare channels: Channels;
  /** Another address is being typed although there is one. */
  declare private isOther: boolean;
  declare private busy: boolean;
  declare private problem: string;
  declare private said: string;
  /** Seconds until another code may be asked for. */
  declare private left: number;
  /** As it was typed: the service tells it masked only. */
  #address = '';
  #until = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.isOther = false;
    this.busy = false;
    this.problem = '';
    this.said = '';
    this.left = 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#until > Date.now()) this.#wait();
  }

  /** Another code may be asked for after a while. */
  #wait(): void {
    clearInterval(this.#timer);
    const tick = () => {
      this.left = Math.max(0, Math.ceil((this.#until - Date.now()) / 1000));
      if (!this.left) clearInterval(this.#timer);
    };
    this.#timer = setInterval(tick, 1000);
    tick();
  }

  /** Does something, one at a time; says calmly what fails. */
  async #do(task: () => Promise<Channels>, said = ''): Promise<boolean> {
    if (this.busy) return false;
    const { words } = this.host;
    this.busy = true;
    this.problem = '';
    this.said = '';
    try {
      const channels = await task();
      this.channels = channels;
      this.said = said;
      this.dispatchEvent(new ChannelsEvent(channels));
      return true;
    } catch (error) {
      const problem = problemOf(error);
      this.dispatchEvent(new ProblemShowEvent({ code: problem.code }));
      if (problem.retryAfter) {
        this.#until = Date.now() + problem.retryAfter * 1000;
        this.#wait();
      }
      this.problem =
        problem.code === 'code-refused'
          ? words.t('mailCodeWrong')
          : problem.fields
            ? words.t('mailAddressWrong')
            : problemWords(words, problem);
      return false;
    } finally {
      this.busy = false;
    }
  }

  get #input(): HTMLInputElement {
    return this.renderRoot.querySelector('input')!;
  }

  async #focus(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  async #refuse(said: string): Promise<void> {
    // Said again when the same is wrong again.
    this.problem = '';
    await this.updateComplete;
    this.problem = said;
    this.#input.focus();
  }

  async #send(address: string): Promise<void> {
    const sent = await this.#do(() => this.host.putMail(address));
    if (!sent) return;
    this.#address = address;
    this.#until = Date.now() + PAUSE_S * 1000;
    this.#wait();
    this.isOther = false;
    await this.#focus('input');
  }

  #submitAddress = (event: Event): void => {
    event.preventDefault();
    const input = this.#input;
    const address = input.value.trim();
    if (address && input.validity.valid) void this.#send(address);
    else void this.#refuse(this.host.words.t('mailAddressWrong'));
  };

  #submitCode = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { words } = this.host;
    const code = this.#input.value.normalize('NFKC').replace(/\D/g, '');
    if (code.length !== 6) return this.#refuse(words.t('mailCodeShort'));
    const done = await this.#do(() => this.host.confirmMail(code), words.t('mailNowConfirmed'));
    if (done) await this.#focus('.address');
    else this.#input.select();
  };

  async #remove(): Promise<void> {
    if (await this.#do(() => this.host.removeMail(), this.host.words.t('mailRemoved')))
      await this.#focus('input');
  }

  #other = (): void => {
    this.isOther = true;
    this.problem = '';
    this.said = '';
    void this.#focus('input');
  };

  #addressForm(): TemplateResult {
    const { words } = this.host;
    return html`<form novalidate @submit=${this.#submitAddress}>
      <label for="field">${words.t('mailAddress')}</label>
      <input id="field" type="email" name="email" autocomplete="email" inputmode="email" autocapitalize="none"
        spellcheck="false" maxlength="200" required dir="ltr" aria-describedby="hint problem" aria-invalid=${!!this.problem} />
      <p class="muted small" id="hint">${words.t('mailAddressHint')}</p>
      <div class="acts">
        <button class="plain" aria-disabled=${this.busy}>${words.t(this.busy ? 'mailBusy' : 'mailAddressSend')}</button>
        ${
          this.channels.mail
            ? html`<button type="button" class="link" @click=${() => {
                this.isOther = false;
                this.problem = '';
              }}>${words.t('cancel')}</button>`
            : nothing
        }
      </div>
    </form>`;
  }

  #codeForm(address: string): TemplateResult {
    const { words } = this.host;
    return html`<form novalidate @submit=${this.#submitCode}>
      <p role="status">${words.t('mailCodeSent', { address })}</p>
      <label for="field">${words.t('mailCode')}</label>
      <input id="field" class="code" type="text" name="code" autocomplete="one-time-code" inputmode="numeric" dir="ltr"
        aria-describedby="problem" aria-invalid=${!!this.problem} />
      <div class="acts">
        <button class="plain" aria-disabled=${this.busy}>${words.t('mailConfirm')}</button>
        ${
          this.#address
            ? html`<button type="button" class="link" aria-disabled=${this.left > 0} @click=${() =>
                this.left || void this.#send(this.#address)}>
                ${this.left ? words.t('mailAgainIn', { count: this.left }) : words.t('mailAgain')}
              </button>`
            : nothing
        }
        <button type="button" class="link" @click=${this.#other}>${words.t('mailOther')}</button>
      </div>
    </form>`;
  }

  #confirmed(address: string): TemplateResult {
    const { words } = this.host;
    return html`<p class="address" tabindex="-1"><bdi>${address}</bdi></p>
      <p class="muted small">${words.t('mailConfirmed')}</p>
      <div class="acts">
        <button type="button" class="link" @click=${this.#other}>${words.t('mailOther')}</button>
        <button type="button" class="link" aria-disabled=${this.busy} @click=${() => void this.#remove()}>
          ${words.t('mailRemove')}
        </button>
      </div>`;
  }

  override render() {
    const { channels, host } = this;
    if (!host || !channels) return nothing;
    const { mail } = channels;
    return html`${
      !mail || this.isOther
        ? this.#addressForm()
        : mail.confirmed
          ? this.#confirmed(mail.address)
          : this.#codeForm(mail.address)
    }
      <p class="problem" id="problem" role="alert">${this.problem}</p>
      <p class="said" role="status">${this.said}</p>`;
  }
}

defineOnce('dangol-part-mail-address', MailAddress);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-mail-address': MailAddress;
  }
}
