import { html, nothing, type TemplateResult } from 'lit';
import type { Movement } from '../../server/mall/points/contract.ts';
import type { Words } from '../core/words.ts';
import { amountOf } from './amount.ts';
import type { PointsData } from './data.ts';
import type { PointsHost } from './host.ts';

/** A text that may not be there: kinds are many, and a newer service may have more. */
const maybe = (words: Words, key: string) => words.t(key as 'moveOther');

/** Why points moved, in one sentence of its kind and of whether it came about. */
export function sentenceOf({ kind, state }: Pick<Movement, 'kind' | 'state'>, words: Words): string {
  return maybe(words, `move_${kind}_${state}`) || maybe(words, `move_${kind}`) || words.t('moveOther');
}

const formats: Record<string, Intl.DateTimeFormat> = {};
const format = (lang: string, timeZone: string, options: Intl.DateTimeFormatOptions) => {
  formats[lang + timeZone + JSON.stringify(options)] ??= new Intl.DateTimeFormat(lang, {
    timeZone,
    ...options,
  });
  return formats[lang + timeZone + JSON.stringify(options)]!;
};

/** Says times as they are at the mall: its day is the one that counts. */
export function timesOf(words: Words, timeZone: string) {
  const { lang } = words;
  const say = (at: number, options: Intl.DateTimeFormatOptions) => format(lang, timeZone, options).format(at);
  const year = (at: number) => say(at, { year: 'numeric' });
  const long = lang === 'ko' ? 'long' : 'short';
  const withYear = (at: number, options: Intl.DateTimeFormatOptions) =>
    say(at, year(at) === year(Date.now()) ? options : { ...options, year: 'numeric' });
  return {
    /** "7월 3일"; with its year when that is another one. */
    day: (at: number) => withYear(at, { month: long, day: 'numeric' }),
    month: (at: number) => withYear(at, { month: 'long' }),
    time: (at: number) => say(at, { hour: 'numeric', minute: 'numeric' }),
  };
}

/** A number with its sign; a minus as long as a plus. */
const signed = (amount: number, said: string) => (amount < 0 ? `−${said}` : `+${said}`);

/** One movement: why, when, what became of it, and how much. */
export function movement(host: PointsHost, data: PointsData, one: Movement, words: Words): TemplateResult {
  const mall = data.wallet!.mall;
  const { id, at, kind, state, amount, balance, dueAt, reverses, order, review, club, note } = one;
  const times = timesOf(words, mall.timeZone);
  const say = (count: number) => amountOf(Math.abs(count), words, mall);
  const back = reverses && data.items.find((other) => other.id === reverses);
  const taken = data.items.reduce(
    (sum, other) => (other.reverses === id && other.state !== 'void' ? sum + other.amount : sum),
    0,
  );
  const isIn = amount >= 0;
  // What is held until midnight is held on the day before.
  const due = state === 'pending' && dueAt && (isIn ? dueAt : dueAt - 1);
  const facts = [
    times.day(at),
    order && words.t('moveOrderOf', { order }),
    due && words.t(isIn ? 'moveDue' : 'moveHeldUntil', { date: times.day(due) }),
    balance !== null && words.t('moveLeft', { amount: amountOf(balance, words, mall) }),
  ].filter(Boolean);
  const go = (key: 'moveReview' | 'moveClub', to: 'review' | 'club') =>
    html`<button type="button" class="link" @click=${() =>
      void import('./links.ts').then(
        ({ goTo }) => goTo(host, to, (to === 'club' ? club : review)!),
        () => undefined,
      )}>${words.t(key)}</button>`;
  const tag =
    state === 'posted'
      ? nothing
      : html` <span class="tag">${words.t(state === 'void' ? 'moveVoid' : isIn ? 'walletPending' : 'walletHeld')}</span>`;
  return html`<li class="${state} ${isIn ? '' : 'less'}" part="movement">
    <p>${sentenceOf(one, words)}${tag}</p>
    <b>${signed(amount, say(amount))}</b>
    ${note ? html`<p class="rest"><bdi>${note}</bdi></p>` : nothing}
    <div class="rest muted facts">
      ${facts.map((fact) => html`<span>${fact}</span>`)}
      ${back ? html`<span>${words.t('moveBack', { date: times.day(back.at), text: sentenceOf(back, words) })}</span>` : nothing}
      ${taken < 0 && isIn ? html`<span>${words.t('moveTaken', { amount: say(taken) })}</span>` : nothing}
      ${
        // Of a review that is gone there is nothing to be seen.
        club
          ? go('moveClub', 'club')
          : review && state !== 'void' && kind !== 'review-reversed'
            ? go('moveReview', 'review')
            : nothing
      }
    </div>
  </li>`;
}
