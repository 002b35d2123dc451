import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Channels, Consent } from '../../server/community/inbox/contract.ts';
import type { Reach } from '../core/alerts.ts';
import { defineOnce } from '../core/define.ts';
import { type ClientProblem, problemOf } from '../core/problems.ts';
import { alertsWords } from '../core/strings/alerts.ts';
import { base } from '../core/styles.ts';
import { alertStyles } from './alert-styles.ts';
import { consentKey, consentResult, consentRow, consentStyles } from './consent.ts';
import type { ChannelsEvent } from './mail-address.ts';
import './mail-address.ts';
import { openSheet, PeopleSheet, peopleSheetStyles } from './people-sheet.ts';
import { switchStyles } from './switch.ts';

/** Opens how somebody may be reached. */
export function openChannels(host: Reach): Promise<void> {
  return openSheet<Reach>(host, () => new ChannelsSheet(), alertsWords);
}

/**
 * How somebody may be reached: their mail address, and each consent, given and taken back one by one. What came of it is
 * told at once.
 */
export class ChannelsSheet extends PeopleSheet<Reach> {
  static override properties: PropertyDeclarations = {
    ...PeopleSheet.properties,
    channels: { state: true },
    changing: { state: true },
    told: { state: true },
    refused: { state: true },
  };
  static override styles = [base, peopleSheetStyles, switchStyles, consentStyles, alertStyles];

  declare private channels: Channels;
  /** Switches as they are shown while the service still has to agree. */
  declare private changing: ReadonlyMap<string, boolean>;
  /** What came of the last change. */
  declare private told: Consent | undefined;
  /** Why the last change went back. */
  declare private refused: string;

  #shop = '';

  constructor() {
    super();
    this.changing = new Map();
    this.refused = '';
  }

  protected override get heading(): string {
    return this.words.t('channelsTitle');
  }

  protected override get waiting(): string {
    return this.words.t('channelsLoading');
  }

  protected override say(problem: ClientProblem): string {
    const said = super.say(problem);
    return problem.code === 'sign-in-required' ? this.words.t('alertSignIn') : said;
  }

  protected override async load(): Promise<void> {
    const [channels, mall] = await Promise.all([this.host.channels(), this.host.mall()]);
    this.channels = channels;
    this.#shop = mall.name;
  }

  /** Shown at once; sent until the service has what was wanted last, or put back for everybody to see. */
  async #set(consent: Consent, given: boolean): Promise<void> {
    const key = consentKey(consent);
    const { purpose, channel } = consent;
    const isSending = this.changing.has(key);
    this.changing = new Map(this.changing).set(key, given);
    this.told = undefined;
    this.refused = '';
    if (isSending) return;
    try {
      for (let sent: boolean | undefined; sent !== this.changing.get(key); ) {
        sent = this.changing.get(key)!;
        this.channels = await this.host.putConsent(purpose, channel, sent);
      }
      this.told = this.channels.consents.find((one) => consentKey(one) === key);
    } catch (error) {
      this.refused = `${this.words.t('channelsBack')} ${this.say(problemOf(error))}`;
    }
    const rest = new Map(this.changing);
    rest.delete(key);
    this.changing = rest;
  }

  /** What was asked for oneself and is read here takes no consent; without mail there is nothing to agree to by mail. */
  get #asked(): Consent[] {
    return this.channels.consents.filter(
      ({ purpose, channel, given }) =>
        (purpose === 'advertising' || channel === 'mail') &&
        (channel === 'inbox' || this.channels.mailPossible || given),
    );
  }

  #mail(): TemplateResult {
    const { words, channels, host } = this;
    return html`<section>
      <h3>${words.t('channelsMail')}</h3>
      ${
        channels.mailPossible
          ? html`<dangol-part-mail-address
              .host=${host}
              .channels=${channels}
              @dangol-part-channels=${(event: ChannelsEvent) => {
                this.channels = event.channels;
              }}
            ></dangol-part-mail-address>`
          : html`<p class="muted">${words.t('channelsMailNone')}</p>`
      }
    </section>`;
  }

  protected override content(): TemplateResult {
    const { words, channels, changing } = this;
    return html`${this.#mail()}
      <section>
        <h3>${words.t('channelsConsents')}</h3>
        <div class="box">
          ${this.#asked.map((consent) =>
            consentRow({
              consent,
              channels,
              shop: this.#shop,
              words,
              checked: changing.get(consentKey(consent)) ?? consent.given,
              onChange: (given) => void this.#set(consent, given),
            }),
          )}
        </div>
      </section>`;
  }

  protected override footer(): TemplateResult {
    const { told, refused, words } = this;
    return html`<div slot="footer" class="foot ${told || refused ? '' : 'quiet'}">
      <p class="problem" role="alert">${refused}</p>
      <p class="said" role="status">${told ? consentResult([told], this.#shop, words) : nothing}</p>
    </div>`;
  }
}

defineOnce('dangol-part-channels', ChannelsSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-part-channels': ChannelsSheet;
  }
}
