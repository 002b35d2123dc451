import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Alert } from '../../server/community/alerts/contract.ts';
import type { Channels, Consent } from '../../server/community/inbox/contract.ts';
import { type Alerts, alertsOf, type ReachWidget } from '../core/alerts.ts';
import { defineOnce } from '../core/define.ts';
import { AlertSaveEvent } from '../core/events.ts';
import { digitsOf, money } from '../core/money.ts';
import { type ClientProblem, problemOf } from '../core/problems.ts';
import { alertsWords } from '../core/strings/alerts.ts';
import { base } from '../core/styles.ts';
import { askedOf, belowOf, lackOf, type Missing, type Wanted } from './alert-needs.ts';
import { type AlertProduct, aboutProduct, typed } from './alert-pieces.ts';
import { alertStyles } from './alert-styles.ts';
import { consentKey, consentResult, consentRow, consentStyles } from './consent.ts';
import type { ChannelsEvent } from './mail-address.ts';
import './mail-address.ts';
import { openSheet, PeopleSheet, peopleSheetStyles } from './people-sheet.ts';
import { switchRow, switchStyles } from './switch.ts';

export type { AlertProduct } from './alert-pieces.ts';

/** Opens over a widget what somebody wants to be told of one product; the widget needs its mall and its words. */
export function openAlerts(widget: ReachWidget, product: AlertProduct): Promise<void> {
  return openAlertSheet(alertsOf(widget), product);
}

/** The same, where requests come from elsewhere. */
export function openAlertSheet(host: Alerts, product: AlertProduct): Promise<void> {
  return openSheet<Alerts>(host, () => Object.assign(new AlertSheet(), { product }), alertsWords);
}

/**
 * What somebody wants to be told of one product. What needs consent asks for it here, never given beforehand; what needs
 * an address leads to it.
 *
 * @fires {AlertSaveEvent} dangol-alert-save
 */
export class AlertSheet extends PeopleSheet<Alerts> {
  static override properties: PropertyDeclarations = {
    ...PeopleSheet.properties,
    product: { attribute: false },
    channels: { state: true },
    wanted: { state: true },
    agreed: { state: true },
    missing: { state: true },
    said: { state: true },
    failure: { state: true },
  };
  static override styles = [base, peopleSheetStyles, switchStyles, consentStyles, alertStyles];

  declare product: AlertProduct;
  declare private channels: Channels;
  /** As the switches stand. */
  declare private wanted: Wanted;
  /** Consents that are being given here, by purpose and channel. */
  declare private agreed: ReadonlySet<string>;
  /** What keeps it from being saved. */
  declare private missing: Missing;
  /** What came of it. */
  declare private said: TemplateResult | string;

  /** Why it could not be saved. */
  declare private failure: string;

  #shop = '';
  #currency = '';

  constructor() {
    super();
    this.wanted = { priceDrop: false, below: '', restock: false, fewLeft: false, mail: false };
    this.agreed = new Set();
    this.missing = '';
    this.said = '';
    this.failure = '';
  }

  protected override get heading(): string {
    return this.words.t('alertTitle');
  }

  protected override get waiting(): string {
    return this.words.t('alertLoading');
  }

  protected override say(problem: ClientProblem): string {
    const said = super.say(problem);
    return problem.code === 'sign-in-required' ? this.words.t('alertSignIn') : said;
  }

  protected override async load(): Promise<void> {
    const { host, product } = this;
    // The first of these may make somebody a guest; the others then know.
    const channels = await host.channels();
    const [mall, alert] = await Promise.all([host.mall(), host.alert(product.product)]);
    this.channels = channels;
    this.#shop = mall.name;
    this.#currency = product.currency ?? mall.currency;
    this.#take(alert);
  }

  #take(alert: Alert | undefined): void {
    const below = alert?.priceDrop?.below;
    this.wanted = {
      priceDrop: !!alert?.priceDrop,
      below: below == null ? '' : typed(below, this.#currency, this.words.lang),
      restock: alert?.restock ?? false,
      fewLeft: alert?.fewLeft ?? false,
      mail: alert?.channels.includes('mail') ?? false,
    };
  }

  #set(change: Partial<Wanted>): void {
    this.wanted = { ...this.wanted, ...change };
    this.missing = '';
    this.said = '';
    this.failure = '';
  }

  #save = async (): Promise<void> => {
    if (this.busy) return;
    const { host, wanted, words } = this;
    this.said = '';
    this.failure = '';
    this.missing = '';
    await this.updateComplete;
    const missing = lackOf(wanted, this.channels, this.agreed, this.#currency);
    this.missing = missing;
    if (missing) {
      await this.updateComplete;
      const place = { below: '#below', address: '.address', consent: '.consents input:not(:checked)' }[
        missing
      ];
      this.renderRoot.querySelector<HTMLElement>(place)?.focus();
      return;
    }
    this.busy = true;
    try {
      const given = askedOf(wanted, this.channels).filter((one) => this.agreed.has(consentKey(one)));
      const told: Consent[] = [];
      for (const { purpose, channel } of given) {
        this.channels = await host.putConsent(purpose, channel, true);
        told.push(
          this.channels.consents.find((one) => one.purpose === purpose && one.channel === channel) ?? {
            purpose,
            channel,
            given: true,
            at: Date.now(),
          },
        );
      }
      this.agreed = new Set();
      const alert: Alert = {
        product: this.product.product,
        priceDrop: wanted.priceDrop ? { below: belowOf(wanted, this.#currency) ?? null } : null,
        restock: wanted.restock,
        fewLeft: wanted.fewLeft,
        channels: wanted.mail && this.channels.mailPossible ? ['inbox', 'mail'] : ['inbox'],
      };
      await host.putAlert(alert);
      const isAny = wanted.priceDrop || wanted.restock || wanted.fewLeft;
      this.said = html`${words.t(isAny ? 'alertSaved' : 'alertOff')} ${consentResult(told, this.#shop, words)}`;
      this.dispatchEvent(new AlertSaveEvent({ alert }));
    } catch (error) {
      this.failure = this.say(problemOf(error));
    }
    this.busy = false;
  };

  #threshold(): TemplateResult {
    const { words, product, wanted } = this;
    const price = product.price;
    const isWrong = this.missing === 'below';
    const shown = (amount: number) => money(amount, this.#currency, words.lang);
    // What stands around an amount in this language: 원, $, US$.
    const [before = '', after = ''] = shown(0).split(/[\d.,]+/);
    return html`<div class="below">
      <label for="below">${words.t('alertBelow')}</label>
      <span class="amount">
        ${before}<input
          id="below"
          type="text"
          inputmode=${digitsOf(this.#currency) ? 'decimal' : 'numeric'}
          autocomplete="off"
          maxlength="20"
          dir="ltr"
          aria-describedby="below-hint below-problem"
          aria-invalid=${isWrong}
          .value=${wanted.below}
          @input=${(event: Event) => this.#set({ below: (event.target as HTMLInputElement).value })}
        />${after}
      </span>
      <p class="muted small" id="below-hint">
        ${price === null ? words.t('alertBelowHint') : words.t('alertBelowNow', { price: shown(price) })}
      </p>
      <p class="problem" id="below-problem" role="alert">${isWrong ? words.t('alertBelowWrong', { example: typed(price ?? 10_000, this.#currency, words.lang) }) : nothing}</p>
    </div>`;
  }

  #kinds(): TemplateResult {
    const { words, wanted } = this;
    const ad = html` <span class="legal">${words.t('alertAd')}</span>`;
    return html`<fieldset>
      <legend>${words.t('alertKinds')}</legend>
      <div class="kind">
        ${switchRow({
          label: html`${words.t('alertPriceDrop')}${ad}`,
          checked: wanted.priceDrop,
          onChange: (priceDrop) => this.#set({ priceDrop }),
        })}
        ${wanted.priceDrop ? this.#threshold() : nothing}
      </div>
      <div class="kind">
        ${switchRow({
          label: words.t('alertRestock'),
          checked: wanted.restock,
          onChange: (restock) => this.#set({ restock }),
        })}
      </div>
      <div class="kind">
        ${switchRow({
          label: html`${words.t('alertFewLeft')}${ad}`,
          checked: wanted.fewLeft,
          onChange: (fewLeft) => this.#set({ fewLeft }),
        })}
      </div>
    </fieldset>`;
  }

  #mail(): TemplateResult {
    const { words, channels, wanted, host } = this;
    return html`<div class="box ${this.missing === 'address' ? 'wanted' : ''}">
      ${switchRow({
        label: words.t('alertMail'),
        checked: wanted.mail,
        describedBy: 'mail-hint',
        onChange: (mail) => this.#set({ mail }),
      })}
      <p class="muted small" id="mail-hint">${words.t('alertMailHint')}</p>
      ${
        wanted.mail
          ? html`<div class="address" tabindex="-1">
              <dangol-part-mail-address
                .host=${host}
                .channels=${channels}
                @dangol-part-channels=${(event: ChannelsEvent) => {
                  this.channels = event.channels;
                  this.missing = '';
                }}
              ></dangol-part-mail-address>
            </div>`
          : nothing
      }
    </div>`;
  }

  #consents(): TemplateResult | typeof nothing {
    const { words, channels, missing } = this;
    const asked = askedOf(this.wanted, channels);
    if (!asked.length) return nothing;
    return html`<div class="box consents ${missing === 'consent' ? 'wanted' : ''}">
      ${asked.map((consent) => {
        const key = consentKey(consent);
        return consentRow({
          consent,
          channels,
          shop: this.#shop,
          words,
          checked: this.agreed.has(key),
          onChange: (given) => {
            this.agreed = new Set(
              given ? [...this.agreed, key] : [...this.agreed].filter((one) => one !== key),
            );
            this.missing = '';
          },
        });
      })}
    </div>`;
  }

  protected override content(): TemplateResult {
    return html`${aboutProduct(this.product, this.#currency, this.words)} ${this.#kinds()} ${this.channels.mailPossible ? this.#mail() : nothing}
    ${this.#consents()}`;
  }

  protected override footer(): TemplateResult {
    const { words, missing, busy } = this;
    return html`<div slot="footer" class="foot">
      <p class="problem" role="alert">${missing === 'consent' ? words.t('alertNeedsConsent') : missing === 'address' ? words.t('alertNeedsAddress') : this.failure}</p>
      <p class="said small" role="status">${this.said}</p>
      <button type="button" class="main" aria-disabled=${busy} aria-busy=${busy} @click=${this.#save}>
        ${words.t(busy ? 'alertSaving' : 'alertSave')}
      </button>
    </div>`;
  }
}

defineOnce('dangol-part-alert-sheet', AlertSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-alert-sheet': AlertSheet;
  }
}
