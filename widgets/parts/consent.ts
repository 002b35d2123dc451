import { type CSSResult, css, html, nothing, type TemplateResult } from 'lit';
import '../core/times.ts';
import type { Channels, Consent } from '../../server/community/inbox/contract.ts';
import type { NoticesKey } from '../core/strings/index.ts';
import type { Words } from '../core/words.ts';
import { switchRow } from './switch.ts';

/** A consent by its purpose and channel. */
export const consentKey = ({ purpose, channel }: Pick<Consent, 'purpose' | 'channel'>) =>
  `${purpose}-${channel}` as const;

const LABELS = {
  'advertising-inbox': 'consentAdInbox',
  'advertising-mail': 'consentAdMail',
  'information-inbox': 'consentInfoInbox',
  'information-mail': 'consentInfoMail',
} satisfies Record<ReturnType<typeof consentKey>, NoticesKey>;

/** What is agreed to, in plain words. */
export const consentLabel = (consent: Consent, words: Words) => words.t(LABELS[consentKey(consent)]);

export interface ConsentOptions {
  consent: Consent;
  channels: Channels;
  /** Who sends. */
  shop: string;
  words: Words;
  checked: boolean;
  onChange(given: boolean): void;
}

/** One consent: a switch that nobody has ticked for anybody, and beside it what the law wants said. */
export function consentRow(options: ConsentOptions): TemplateResult {
  const { consent, channels, shop, words, checked, onChange } = options;
  const id = `about-${consentKey(consent)}`;
  const hour = new Intl.DateTimeFormat(words.lang, { hour: 'numeric', hour12: true, timeZone: 'UTC' });
  const at = (hours: number) => hour.format(hours * 3_600_000);
  return html`<div class="consent">
    ${switchRow({
      label: html`${consentLabel(consent, words)} <span class="optional">(${words.t('consentOptional')})</span>`,
      checked,
      describedBy: id,
      onChange,
    })}
    <p class="muted small" id=${id}>
      ${
        consent.purpose === 'advertising'
          ? words.t('consentAdText', {
              shop,
              count: channels.perWeek,
              from: at(channels.quiet.from),
              to: at(channels.quiet.to),
            })
          : words.t('consentInfoText', { shop })
      }
    </p>
  </div>`;
}

/** Tells at once what came of it, as the law wants: when, by whom, what. */
export function consentResult(consents: readonly Consent[], shop: string, words: Words): TemplateResult {
  return html`${consents.map(
    (one) =>
      html`<span class="result">${words.t(one.given ? 'consentGiven' : 'consentTaken', {
        date: words.date(one.at ?? Date.now()),
        shop,
        what: consentLabel(one, words),
      })}</span>`,
  )}${nothing}`;
}

export const consentStyles: CSSResult = css`
  .consent + .consent {
    margin-block-start: 12px;
    padding-block-start: 12px;
    border-block-start: 1px solid var(--d-line);
  }
  .optional {
    color: var(--d-muted);
    font-weight: 400;
  }
  .result {
    display: block;
  }
`;
